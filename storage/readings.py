"""Readings of the panel account: each is held against the one before and what our own orders cost meanwhile.

Every function here works inside the caller's transaction.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from shop.order import AT_WORK
from shop.readings import Reading, Spent, unexplained
from storage.rows import insert_into
from storage.tables import attempt, orders, panel_account

LAST_ATTEMPTS = 50
"""Between two readings there are few: each attempt begins with one."""

MAY_BE_REFUNDED = timedelta(days=7)

MOST_REFUNDED = 1000
"""Of more orders than that it is not reckoned what may come back: money for some of them always may."""


async def note_reading(connection: AsyncConnection, panel: str, reading: Reading) -> None:
    """Keep this reading; where money moved that is not ours, others use the account from now on."""
    values: dict[str, object] = {
        "balance_micro": reading.micro,
        "balance_asked_at": reading.asked_at,
        "balance_at": reading.at,
        "trouble": None,
        "trouble_at": None,
    }
    if reading.currency:
        values["currency"] = reading.currency
    earlier = await _last(connection, panel)
    # An answer that was overtaken by a later one tells of a moment that is already known.
    if earlier is not None and reading.asked_at >= earlier.at:
        strange = await _unexplained(connection, panel, earlier, reading)
        if strange:
            values |= {"shared_at": reading.at, "shared_micro": strange}
    adding = insert_into(connection, panel_account).values(panel=panel, **values)
    await connection.execute(adding.on_conflict_do_update(index_elements=["panel"], set_=values))


async def _last(connection: AsyncConnection, panel: str) -> Reading | None:
    known = panel_account.c
    found = select(known.balance_micro, known.balance_asked_at, known.balance_at).where(known.panel == panel)
    row = (await connection.execute(found)).first()
    if row is None or row.balance_micro is None or row.balance_asked_at is None:
        return None
    return Reading(row.balance_micro, row.balance_asked_at, row.balance_at)


async def _unexplained(connection: AsyncConnection, panel: str, earlier: Reading, later: Reading) -> int:
    """What our orders do not explain. The dear questions are asked only where the cheap ones do not do."""
    spent = await _spent(connection, panel, earlier, later)
    strange = unexplained(earlier, later, spent)
    if strange > 0 and await _subscribes(connection, panel):
        return 0  # it is charged for each post, whenever there is one
    if strange < 0:
        back = await _may_have_come_back(connection, panel, earlier.asked_at)
        return 0 if back is None or -strange <= back else strange
    return strange


async def _spent(connection: AsyncConnection, panel: str, earlier: Reading, later: Reading) -> Spent:
    # The newest first, by their numbers alone: joined before that, all there ever were are sorted.
    newest = select(attempt).order_by(attempt.c.id.desc()).limit(LAST_ATTEMPTS).subquery()
    latest = (
        select(newest.c.outcome, newest.c.started_at, newest.c.finished_at, orders.c.cost_micro)
        .join(orders, orders.c.id == newest.c.order_id)
        .where(orders.c.panel == panel)
        .order_by(newest.c.id.desc())
    )
    rows = (await connection.execute(latest)).all()
    least, most, figures, unbounded = 0, 0, 0, False
    for row in rows:
        if row.outcome in {"not_sent", "rejected"} or row.started_at > later.at:
            continue
        if row.finished_at is not None and row.finished_at < earlier.asked_at:
            continue
        cost = row.cost_micro or 0
        inside = row.finished_at is not None and row.finished_at <= later.asked_at
        if row.outcome == "accepted" and inside and row.started_at >= earlier.at:
            least += cost
        most, figures = most + cost, figures + 1
        unbounded = unbounded or not cost
    all_inside = len(rows) == LAST_ATTEMPTS and rows[-1].started_at >= earlier.asked_at
    return Spent(least, None if unbounded or all_inside else most, figures)


async def _subscribes(connection: AsyncConnection, panel: str) -> bool:
    """Whether an order of ours is charged while it runs."""
    running = and_(orders.c.panel == panel, orders.c.state.in_(AT_WORK))
    asked = select(exists().where(running, orders.c.quantity.is_(None), orders.c.price_micro == 0))
    return bool((await connection.execute(asked)).scalar())


async def _may_have_come_back(connection: AsyncConnection, panel: str, since: datetime) -> int | None:
    """The most that the panel can have paid back for orders of ours; None where a cost is not known."""
    placed = select(orders.c.cost_micro).where(orders.c.panel == panel, orders.c.panel_order_id.is_not(None))
    lately = orders.c.finished_at > since - MAY_BE_REFUNDED
    rows: list[Any] = []
    for which in (orders.c.state.in_(AT_WORK), lately):
        rows += (await connection.execute(placed.where(which).limit(MOST_REFUNDED - len(rows)))).all()
        if len(rows) >= MOST_REFUNDED:
            return None
    back = 0
    for (cost,) in rows:
        if not cost:
            return None
        back += cost
    return back
