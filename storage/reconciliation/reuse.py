"""Find the balance that the next order need not read again; see shop/reconciliation/reuse.py."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, exists, or_, select

from shop.ledger.journals import JournalKind
from shop.ordering.order import OrderState, RequestKind
from shop.reconciliation.readings import Reading
from shop.reconciliation.reuse import ATTEMPTS_READ, Known, charged_since, is_fresh, is_reusable
from storage.core.columns import fixed
from storage.core.prepared import Prepared, given
from storage.ledger.tables import journal
from storage.orders.tables import orders, request, request_under_way
from storage.reconciliation.readings import last_reading, newest_attempts
from storage.reconciliation.rows import is_open
from storage.reconciliation.surroundings import BEFORE, MONEY_BACK

_MINE = orders.c.panel == given("panel")
_MONEY_MAY_COME = Prepared(
    select(
        or_(
            exists(select(orders.c.id).where(_MINE, orders.c.refund_held_at.is_not(None))),
            exists(
                select(orders.c.id).where(
                    _MINE,
                    orders.c.finished_at >= given("since"),
                    orders.c.state.in_([fixed(OrderState(state)) for state in MONEY_BACK]),
                )
            ),
            exists(
                select(journal.c.id).where(
                    journal.c.kind == fixed(JournalKind.REFUND), journal.c.created_at >= given("since")
                )
            ),
            exists(
                select(request.c.id).where(request_under_way, request.c.kind == fixed(RequestKind.CANCEL))
            ),
        )
    )
)


def reusable_reading(
    connection: Connection, panel: str, cost_micro: int | None, now: datetime
) -> Reading | None:
    """Return the balance that can count as the one before an order of this cost; None if it must be read."""
    reading, habits, as_reckoned = last_reading(connection, panel)
    if reading is None or not is_fresh(reading, now):
        return None
    known = Known(reading, as_reckoned, habits, since=(), money_may_come=False, case_open=False)
    if not is_reusable(known, cost_micro, now):  # whatever else there is
        return None
    newest = newest_attempts(connection, panel, ATTEMPTS_READ)
    since = charged_since(newest, reading, has_more=len(newest) == ATTEMPTS_READ)
    if not is_reusable(replace(known, since=since), cost_micro, now):
        return None
    # A case counts these refunds as come since its balance; see surroundings.py.
    refunds = _MONEY_MAY_COME.scalar(connection, panel=panel, since=reading.asked_at - BEFORE)
    known = replace(known, since=since, money_may_come=bool(refunds), case_open=is_open(connection, panel))
    return reading if is_reusable(known, cost_micro, now) else None
