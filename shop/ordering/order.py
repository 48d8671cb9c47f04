"""An order: a confirmed draft, and the states it can be in."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from shop.ledger.journals import Sale
from shop.money import ceil_div
from shop.ordering.reason import Reason, ReasonKind
from shop.ordering.request import Request, RequestKind
from shop.ordering.terms import Terms
from shop.pricing.charging import charge_micro, is_too_much
from shop.pricing.quotes import DEAREST as MOST
from shop.replies import AddRequest, PanelState

RESERVED_FOR = timedelta(minutes=30)
"""An order not submitted within this time is refunded; nothing was sent."""

QUOTE_HOLDS = timedelta(minutes=10)
"""How long the price on a confirm card is binding."""


WAITING_AT_ONCE = 100
"""How many orders of one person may wait for submission; a slow panel takes few more in half an hour."""

SCHEDULED_AT_ONCE = 100
"""How many orders of one person may wait for a start of their own."""


class OrderState(StrEnum):
    """An order's state. `UNKNOWN`: the panel's answer was lost."""

    RESERVED = "reserved"
    SUBMITTING = "submitting"
    UNKNOWN = "unknown"
    REJECTED = "rejected"
    VOIDED = "voided"
    PENDING = "pending"
    PROCESSING = "processing"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    PARTIAL = "partial"
    CANCELED = "canceled"


WAITING = frozenset({OrderState.RESERVED, OrderState.SUBMITTING, OrderState.UNKNOWN})
AT_WORK = frozenset({OrderState.PENDING, OrderState.PROCESSING, OrderState.IN_PROGRESS})
RUNNING = WAITING | AT_WORK
FINISHED = frozenset(OrderState) - RUNNING
GIVEN_BACK = frozenset({OrderState.REJECTED, OrderState.VOIDED})
"""Ended without the panel: the whole price was refunded."""

AT_PANEL = frozenset(OrderState) - WAITING - GIVEN_BACK
"""The panel has the order, or had it."""


FROM_PANEL: dict[PanelState, OrderState] = {
    PanelState.PENDING: OrderState.PENDING,
    PanelState.PROCESSING: OrderState.PROCESSING,
    PanelState.IN_PROGRESS: OrderState.IN_PROGRESS,
    PanelState.PAUSED: OrderState.IN_PROGRESS,
    PanelState.COMPLETED: OrderState.COMPLETED,
    PanelState.EXPIRED: OrderState.COMPLETED,  # a subscription that has run its time
    PanelState.PARTIAL: OrderState.PARTIAL,
    PanelState.CANCELED: OrderState.CANCELED,
    PanelState.REFUNDED: OrderState.CANCELED,
}
"""Our state for each of the panel's. FAILED is missing on purpose: it refunds nothing and
may still go on, so it keeps the last state and tells the operator."""


@dataclass(frozen=True, slots=True)
class Order:
    """A confirmed draft. Times are aware and UTC; None is anything the panel never said.

    `cost_here_micro` is our cost in the price's currency at the time of submission; that of the terms is in
    `cost_currency`, the panel's then. So is `charge`, whatever the account's currency is now.
    `checked_at` is the panel's last answer about the order, `heard_at` the last one
    understood. The order is due for the next question at `ask_at`; None means never again.
    A refund is on hold since `refund_held_at`. `ended_by` is the operator who ended it by hand.
    `late_told_at` is when the operators were told that it takes much longer than usual.
    Unsent at `give_up_at`, it is refunded. A report showed at `begun_at` that delivery had begun.
    It waits for its start at `starts_at`; None: it has started, or was to go out at once.
    Another supplier's service `sent_service` delivers it, under its number there, for `sent_most_micro` at
    most.
    Its owner gave it `stars`, 1 to 5; they are read with one order, never with a list.
    `former_number` was its number at the panel until the panel gave that to another order.
    """

    id: int
    person_id: int
    panel: str
    terms: Terms
    state: OrderState
    created_at: datetime
    changed_at: datetime
    panel_order_id: str | None = None
    panel_word: str | None = None
    start_count: int | None = None
    remains: int | None = None
    charge: str | None = None
    reason: Reason | None = None
    refunded_micro: int = 0
    card_message_id: int | None = None
    placed_at: datetime | None = None
    begun_at: datetime | None = None
    checked_at: datetime | None = None
    finished_at: datetime | None = None
    cost_here_micro: int | None = None
    cost_currency: str | None = None
    heard_at: datetime | None = None
    ask_at: datetime | None = None
    refund_held_at: datetime | None = None
    ended_by: int | None = None
    late_told_at: datetime | None = None
    give_up_at: datetime | None = None
    starts_at: datetime | None = None
    requests: tuple[Request, ...] = ()
    stars: int | None = None
    sent_service: str | None = None
    sent_number: str | None = None
    sent_most_micro: int | None = None
    former_number: str | None = None

    @property
    def add_request(self) -> AddRequest:
        """The order in the terms of the panel that gets it."""
        number = self.sent_number or self.terms.panel_number or self.terms.service_id
        return replace(self.terms.add_request, service_id=number)

    @property
    def delivering_service(self) -> str:
        """The shop's number of the service that delivers it: its own, or a route's or fallback's."""
        return self.sent_service or self.terms.service_id

    @property
    def priced_terms(self) -> Terms:
        """The terms by which its cost is computed and judged: of the service that delivers it.

        Without a name if that is another than was ordered: an operator knows what it is.
        """
        if self.sent_service is None or self.sent_most_micro is None:
            return self.terms
        return replace(
            self.terms,
            service_id=self.sent_service,
            service_name="",
            price_micro=self.sent_most_micro,
            discount_micro=0,
        )

    @property
    def reason_kind(self) -> ReasonKind | None:
        """What its reason is about; None without one."""
        return self.reason.kind if self.reason else None

    @property
    def delivered(self) -> int | None:
        """The delivered part of the quantity, if the panel reports it."""
        if self.state is OrderState.COMPLETED and not (self.terms.is_by_post and self.remains is not None):
            return self.terms.quantity
        if self.terms.quantity is None or self.remains is None or self.state in WAITING:
            return None
        if self.remains == 0 and self.state in AT_WORK:  # many panels report 0 until they have counted
            return None
        return self.terms.quantity - self.remains

    @property
    def is_overcharged(self) -> bool:
        """True if the panel charged more than we expected.

        Since it was handed over, its terms have the cost at the service that delivers it.
        """
        return is_too_much(self.charge, self.terms.cost_micro)

    @property
    def charge_here_micro(self) -> int | None:
        """The panel's charge in the price's currency; None if it cannot be converted."""
        charged, cost = charge_micro(self.charge), self.terms.cost_micro
        if charged is None or not cost or not self.cost_here_micro:
            return None
        return min(ceil_div(charged * self.cost_here_micro, cost), MOST)

    @property
    def is_all_back(self) -> bool:
        """True if its whole price went back; of an order that a coupon made free, its state tells it."""
        is_back = self.refunded_micro >= self.terms.price_micro
        return is_back and (self.terms.price_micro > 0 or self.state is OrderState.CANCELED)

    @property
    def is_plain(self) -> bool:
        """True if no refund of it waits, and no operator has ended it."""
        return self.refund_held_at is None and self.ended_by is None

    @property
    def is_scheduled(self) -> bool:
        """True while it waits for its own start, and not for the panel."""
        return self.state is OrderState.RESERVED and self.starts_at is not None

    @property
    def is_late(self) -> bool:
        """True while it is at work, and the operators know that it takes much longer than usual."""
        return self.late_told_at is not None and self.state in AT_WORK

    @property
    def has_reported(self) -> bool:
        """True if the panel ever reported on the order; an error for its number is no report."""
        return self.panel_word is not None and not self.panel_word.startswith("error:")

    @property
    def discount_back_micro(self) -> int:
        """How much of a free order's discount is given back with it; of others a refund says so."""
        terms, off_micro = self.terms, self.terms.discount_micro
        if not terms.is_free_by_coupon:
            return 0
        if self.state is OrderState.CANCELED:
            return off_micro
        is_counted = self.state is OrderState.PARTIAL and not terms.fields.get("runs")
        if is_counted and terms.quantity and self.remains is not None:
            return off_micro * self.remains // terms.quantity
        return 0

    @property
    def sale(self) -> Sale:
        """The order as the ledger knows it."""
        terms = self.terms
        return Sale(
            self.id, self.person_id, terms.price_micro, terms.currency, terms.discount_micro, terms.coupon
        )

    def request(self, kind: RequestKind) -> Request | None:
        """Return the newest request of this kind."""
        return next((request for request in reversed(self.requests) if request.kind == kind), None)

    @property
    def offers_cancel(self) -> bool:
        """True unless the service forbids it; an order not sent yet can always be canceled."""
        if self.state is OrderState.RESERVED:
            return True
        return (
            self.state in AT_WORK
            and self.terms.cancel is not False
            and not self._under_way(RequestKind.CANCEL)
        )

    def _under_way(self, kind: RequestKind) -> bool:
        newest = self.request(kind)
        return newest is not None and newest.under_way
