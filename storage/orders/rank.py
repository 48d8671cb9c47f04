"""Ranks before the panel: round robin over people, so that one's queue is not everybody's wait.

An order's `rank` is given when it is confirmed: one more than its person's
order before it, and never less than what was handed over last. The lowest rank
goes first, then the oldest order; so everybody's next order goes before
anybody's next but one. All of it is found by index, whatever has piled up.
"""

from sqlalchemy import Connection, case, func, select

from shop.ordering.order import OrderState
from storage.core.rows import insert_into
from storage.orders.tables import order_undecided, orders, served


def rank_of_next(connection: Connection, panel: str, person_id: int) -> int:
    """The rank of an order that this person confirms now."""
    waiting = select(func.max(orders.c.rank)).where(
        order_undecided, orders.c.person_id == person_id, orders.c.panel == panel
    )
    own = select(served.c.rank).where(served.c.panel == panel, served.c.person_id == person_id)
    lately = select(func.max(served.c.rank)).where(served.c.panel == panel)
    ranks = [connection.scalar(one) for one in (waiting, own, lately)]
    last_of_person = max(-1 if rank is None else rank for rank in ranks[:2])
    return max(last_of_person + 1, ranks[2] or 0)


def count_waiting(connection: Connection, panel: str, person_id: int) -> int:
    """How many of a person's orders nobody has handed over yet."""
    own = select(func.count()).where(
        order_undecided,
        orders.c.state == OrderState.RESERVED,
        orders.c.person_id == person_id,
        orders.c.panel == panel,
    )
    return int(connection.execute(own).scalar_one())


def note_served(connection: Connection, panel: str, person_id: int, rank: int) -> None:
    """One of this person's orders is handed over now."""
    adding = insert_into(connection, served).values(panel=panel, person_id=person_id, rank=rank)
    higher = case((served.c.rank < rank, rank), else_=served.c.rank)
    taking = adding.on_conflict_do_update(index_elements=["panel", "person_id"], set_={"rank": higher})
    connection.execute(taking)
