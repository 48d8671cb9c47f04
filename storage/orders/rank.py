"""Ranks before the panel: round robin over people, so that one's queue is not everybody's wait.

An order's `rank` is given when it is confirmed: one more than its person's
order before it, and never less than what was handed over last. The lowest rank
goes first, then the oldest order; so everybody's next order goes before
anybody's next but one. All of it is found by index, whatever has piled up.
"""

from typing import Any

from sqlalchemy import Connection, and_, case, func, select

from shop.ordering.order import OrderState
from storage.core.prepared import Prepared, given
from storage.orders.tables import order_undecided, orders, served


def rank_of_next(waiting: int | None, own: int | None, lately: int | None) -> int:
    """The rank of an order that a person confirms now.

    `waiting` is the highest rank of their orders that wait, `own` the last one of theirs that was handed
    over, `lately` that of anybody's; None where there is none.
    """
    last_of_person = max(-1 if rank is None else rank for rank in (waiting, own))
    return max(last_of_person + 1, lately or 0)


_MINE = and_(order_undecided, orders.c.person_id == given("person"), orders.c.panel == given("panel"))

RANKS = (
    select(func.max(orders.c.rank)).where(_MINE).scalar_subquery().label("last_waiting"),
    select(served.c.rank)
    .where(served.c.panel == given("panel"), served.c.person_id == given("person"))
    .scalar_subquery()
    .label("last_own"),
    select(func.max(served.c.rank)).where(served.c.panel == given("panel")).scalar_subquery().label("lately"),
)
"""What `rank_of_next` needs, for the `person` and the `panel` that are given."""

WAITING = (
    select(func.count())
    .where(_MINE, orders.c.state == OrderState.RESERVED)
    .scalar_subquery()
    .label("waiting")
)
"""How many of a person's orders nobody has handed over yet."""


def note_served(connection: Connection, panel: str, person_id: int, rank: int) -> None:
    """One of this person's orders is handed over now."""
    _NOTE_SERVED.run(connection, panel=panel, person_id=person_id, rank=rank)


def _noting(insert: Any) -> Any:
    adding = insert(served)
    higher = case((served.c.rank < adding.excluded.rank, adding.excluded.rank), else_=served.c.rank)
    return adding.on_conflict_do_update(index_elements=["panel", "person_id"], set_={"rank": higher})


_NOTE_SERVED = Prepared(_noting, columns=("panel", "person_id", "rank"))
