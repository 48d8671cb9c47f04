"""Where what waits for the staff is found: one select for each kind, by an index, the oldest first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, and_, case, cast, exists, literal, null, or_, select
from sqlalchemy.types import TypeEngine

from shop.alerts import AlertKind
from shop.currency import OF_A_THOUSAND
from shop.ledger.topup import WITHOUT_COINS
from shop.money import MICRO
from shop.ordering.request import RequestKind, RequestState
from shop.tickets.ticket import TicketState
from shop.waiting import ALERTED_ELSEWHERE, REFILL_SILENT, Place, Waits, place_in_order
from storage.alerts.tables import alert, alert_open
from storage.core.columns import Words, fixed
from storage.desk.tables import seen_to, standing, standing_asking
from storage.ledger.bank_tables import bank_transfer, transfer_doubtful
from storage.ledger.tables import topup, topup_waiting
from storage.orders.tables import order_late, orders, request, request_under_way
from storage.orphans.rows import is_an_order
from storage.orphans.tables import orphan, orphan_waits
from storage.people.tables import person
from storage.reconciliation.tables import case_to_decide, inquiry
from storage.tickets.tables import ticket


@dataclass(frozen=True, slots=True)
class Source:
    """How one kind is found: `found` selects its rows, `since` and `number` are what it is sorted by.

    `is_by_panel`: only the rows of one panel account are found at once.
    """

    kind: Waits
    since: ColumnElement[datetime]
    number: ColumnElement[int]
    found: Callable[[str, datetime], Select[Any]]
    is_by_panel: bool = False

    def page(self, panel: str, now: datetime, after: Place | None, limit: int) -> Select[Any]:
        """Select the oldest `limit` behind this place of the queue."""
        found = self.found(panel, now).order_by(self.since, self.number).limit(limit)
        return found if after is None else found.where(self._behind(after))

    def _behind(self, after: Place) -> ColumnElement[bool]:
        later = self.since > after.since
        if self.kind is after.kind:
            return or_(later, and_(self.since == after.since, self.number > after.number))
        is_behind = place_in_order(Place(after.since, self.kind, 0))[1] > place_in_order(after)[1]
        return self.since >= after.since if is_behind else later


def _rows(since: ColumnElement[Any], number: ColumnElement[Any], **found: ColumnElement[Any]) -> Select[Any]:
    """Select these columns of a kind; what it does not have is NULL."""
    kinds: dict[str, TypeEngine[Any]] = {
        "name": Words(),
        "order_id": BigInteger(),
        "amount_micro": BigInteger(),
        "currency": Words(),
    }
    others = [found.get(name, cast(null(), kind)).label(name) for name, kind in kinds.items()]
    return select(since.label("since"), number.label("number"), *others)


def _unseen(kind: Waits, number: ColumnElement[int]) -> ColumnElement[bool]:
    return ~exists(literal(1)).where(seen_to.c.kind == kind, seen_to.c.number == number)


def _receipts(_panel: str, _now: datetime) -> Select[Any]:
    found = _rows(
        topup.c.changed_at,
        topup.c.id,
        name=person.c.name,
        amount_micro=topup.c.amount_micro,
        currency=topup.c.currency,
    )
    return found.join(person, person.c.id == topup.c.person_id).where(topup_waiting)


def _cases(_panel: str, _now: datetime) -> Select[Any]:
    # Of any panel account: operators are asked about those of a supplier that is none any more, too.
    return _rows(inquiry.c.opened_at, inquiry.c.order_id, order_id=inquiry.c.order_id).where(case_to_decide)


def _late(panel: str, _now: datetime) -> Select[Any]:
    late = and_(orders.c.panel == panel, order_late, _unseen(Waits.LATE, orders.c.id))
    return _rows(orders.c.late_told_at, orders.c.id, order_id=orders.c.id).where(late)


def _refills(panel: str, now: datetime) -> Select[Any]:
    silent = or_(
        request.c.state == fixed(RequestState.UNCLEAR),
        and_(request.c.state == fixed(RequestState.REQUESTED), request.c.changed_at <= now - REFILL_SILENT),
    )
    asked = and_(request_under_way, request.c.kind == fixed(RequestKind.REFILL), silent)
    found = _rows(request.c.changed_at, request.c.id, order_id=request.c.order_id)
    here = and_(orders.c.id == request.c.order_id, orders.c.panel == panel)
    return found.join(orders, here).where(asked, _unseen(Waits.REFILL, request.c.id))


def _tickets(_panel: str, _now: datetime) -> Select[Any]:
    found = _rows(ticket.c.changed_at, ticket.c.id, name=person.c.name, order_id=ticket.c.order_id)
    return found.join(person, person.c.id == ticket.c.person_id).where(ticket.c.state == TicketState.OPEN)


def _at_the_door(_panel: str, _now: datetime) -> Select[Any]:
    found = _rows(standing.c.changed_at, standing.c.person_id, name=person.c.name)
    # Whoever was never let in may be no row of `person`.
    return found.outerjoin(person, person.c.id == standing.c.person_id).where(standing_asking)


def _alerts(_panel: str, _now: datetime) -> Select[Any]:
    found = _rows(alert.c.opened_at, alert.c.id, name=alert.c.kind)
    # A later release may have left kinds that this one has no words for.
    kinds = sorted(set(AlertKind) - ALERTED_ELSEWHERE)
    of_its_own = and_(alert.c.heap_id.is_(None), alert.c.kind.in_(kinds))
    return found.where(alert_open, of_its_own)


def _orphans(_panel: str, _now: datetime) -> Select[Any]:
    found = _rows(orphan.c.shown_at, orphan.c.id, name=orphan.c.number, order_id=orphan.c.order_id)
    return found.where(orphan_waits, ~is_an_order)


def _transfers(_panel: str, _now: datetime) -> Select[Any]:
    table = bank_transfer
    coin = case(
        (table.c.currency.in_(sorted(WITHOUT_COINS)), MICRO),
        (table.c.currency.in_(sorted(OF_A_THOUSAND)), MICRO // 1000),
        else_=MICRO // 100,
    )
    amount = table.c.amount_minor * coin
    found = _rows(table.c.changed_at, table.c.id, amount_micro=amount, currency=table.c.currency)
    return found.where(transfer_doubtful)


SOURCES: tuple[Source, ...] = (
    Source(Waits.RECEIPT, topup.c.changed_at, topup.c.id, _receipts),
    Source(Waits.CASE, inquiry.c.opened_at, inquiry.c.order_id, _cases),
    Source(Waits.LATE, orders.c.late_told_at, orders.c.id, _late, is_by_panel=True),
    Source(Waits.REFILL, request.c.changed_at, request.c.id, _refills, is_by_panel=True),
    Source(Waits.TICKET, ticket.c.changed_at, ticket.c.id, _tickets),
    Source(Waits.DOOR, standing.c.changed_at, standing.c.person_id, _at_the_door),
    Source(Waits.ALERT, alert.c.opened_at, alert.c.id, _alerts),
    Source(Waits.ORPHAN, orphan.c.shown_at, orphan.c.id, _orphans),
    Source(Waits.TRANSFER, bank_transfer.c.changed_at, bank_transfer.c.id, _transfers),
)
"""Every kind but REFUSED, whose orders are one entry; see storage/desk/waiting."""
