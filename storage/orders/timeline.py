"""What the rows say of how one order went."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, select

from shop import notice
from shop.ledger.journals import JournalKind
from shop.notice import NoticeState
from shop.ordering.order import FINISHED, Order
from shop.ordering.place import AttemptOutcome
from shop.ordering.reason import ReasonKind
from shop.ordering.request import RequestState
from shop.ordering.timeline import Attempt, Booked, Told
from storage.core.prepared import padded
from storage.ledger.tables import account, journal, posting
from storage.messages.tables import outbox
from storage.orders.tables import attempt

MOST = 100
"""Rows of one kind; an order in trouble has a few tries, and nothing else has as many."""


def attempts_of(connection: Connection, order_id: int) -> list[Attempt]:
    """Return the newest tries to send this order, the earliest first."""
    newest = select(attempt).where(attempt.c.order_id == order_id).order_by(attempt.c.id.desc()).limit(MOST)
    return [
        Attempt(
            row.n,
            AttemptOutcome(row.outcome),
            row.started_at,
            row.finished_at,
            row.http_status,
            row.excerpt or "",
        )
        for row in reversed(connection.execute(newest).all())
    ]


def booked_for(connection: Connection, order_id: int) -> list[Booked]:
    """Return this order's journals, the earliest first."""
    given = (
        select(journal.c.created_at, journal.c.kind, posting.c.amount_micro, account.c.currency)
        .join(posting, posting.c.journal_id == journal.c.id)
        .join(account, account.c.id == posting.c.account_id)
        .where(journal.c.order_id == order_id, posting.c.amount_micro > 0)
        .order_by(journal.c.id)
        .limit(MOST)
    )
    return [
        Booked(row.created_at, JournalKind(row.kind), row.amount_micro, row.currency)
        for row in connection.execute(given).all()
    ]


def told_of(connection: Connection, order: Order) -> list[Told]:
    """Return the notices to this order's customer that are still kept, by the keys they were owed under."""
    known = select(outbox).where(outbox.c.dedupe_key.in_(padded(_keys(order)))).order_by(outbox.c.id)
    return [
        Told(
            row.kind,
            row.created_at,
            row.finished_at if row.state == NoticeState.SENT else None,
            row.error or "",
        )
        for row in connection.execute(known).all()
    ]


def _keys(order: Order) -> Iterator[str]:
    number, person_id = order.id, order.person_id
    yield notice.card(number, person_id).dedupe_key
    yield notice.money_back(number, person_id, order.refunded_micro).dedupe_key
    for state in sorted(FINISHED):
        for how in _ends(order):
            yield notice.finished(number, person_id, state, how).dedupe_key
    for asked in order.requests:
        for outcome in (RequestState.DONE, RequestState.REJECTED):
            yield notice.refill_news(number, person_id, asked.id, outcome).dedupe_key


def _ends(order: Order) -> Sequence[str]:
    """Return what tells an order's ends apart: see shop.ordering.news."""
    moments = [moment for moment in (order.finished_at, order.changed_at) if moment is not None]
    return ["once", "by hand", ReasonKind.TAKEN_BACK, *(one.isoformat(timespec="seconds") for one in moments)]
