"""Ranks in the queue to the panel: round robin over people, so that one long queue delays nobody else.

An order gets its `rank` when it is confirmed: one more than its person's previous
order, and never less than the rank submitted last. The lowest rank goes first, then
the oldest order; so everybody's next order goes before anybody's next but one.
Indexes find all of it, however long the queue.
"""

from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, select

from shop.ordering.order import OrderState
from storage.core.prepared import Prepared, given
from storage.orders.tables import order_undecided, orders, served


def rank_of_next(waiting: int | None, own: int | None, lately: int | None) -> int:
    """Return the rank of an order that a person confirms now.

    `waiting` is the highest rank of the person's waiting orders, `own` that of their submitted orders,
    `lately` that of anybody's submitted orders; None if there is none.
    """
    last_of_person = max(-1 if rank is None else rank for rank in (waiting, own))
    return max(last_of_person + 1, lately or 0)


def _among_mine(what: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((and_(orders.c.state == OrderState.RESERVED, what), 1)))


THEIR_LINE = (
    select(
        func.max(orders.c.rank).label("last_waiting"),
        _among_mine(orders.c.starts_at.is_(None)).label("waiting"),
        _among_mine(orders.c.starts_at.is_not(None)).label("scheduled"),
    )
    .where(order_undecided, orders.c.person_id == given("person"), orders.c.panel == given("panel"))
    .subquery("their_line")
)
"""One row about a person's orders in the queue to one panel: the highest rank, how many are not yet
submitted, and how many wait for their own start. The parameters are `person` and `panel`.

As conditions of questions of their own these would lead a planner to the indexes of everybody's orders.
"""

LINE = (
    *THEIR_LINE.c,
    select(served.c.rank)
    .where(served.c.panel == given("panel"), served.c.person_id == given("person"))
    .scalar_subquery()
    .label("last_own"),
    select(func.max(served.c.rank)).where(served.c.panel == given("panel")).scalar_subquery().label("lately"),
)
"""The columns of THEIR_LINE, and the others that `rank_of_next` needs."""

IN_LINE = Prepared(select(*LINE))
"""All of these columns, for the queue to one panel."""

BEFORE_ANY = -1
"""The rank of an order that waits for its own start: it is not in the queue, and moves nobody's place."""


def note_served(connection: Connection, panel: str, person_id: int, rank: int) -> None:
    """Note that one of this person's orders is submitted now."""
    _NOTE_SERVED.run(connection, panel=panel, person_id=person_id, rank=rank)


def _noting(insert: Any) -> Any:
    adding = insert(served)
    higher = case((served.c.rank < adding.excluded.rank, adding.excluded.rank), else_=served.c.rank)
    return adding.on_conflict_do_update(index_elements=["panel", "person_id"], set_={"rank": higher})


_NOTE_SERVED = Prepared(_noting, columns=("panel", "person_id", "rank"))
