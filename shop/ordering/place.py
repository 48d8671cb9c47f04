"""Place an order: from a confirmed draft to the panel, at most once.

Confirming is one transaction: it uses the card's one-time token and makes the
order, `reserved`. Submitting is a sequence of steps that never overlap: read the
account's balance, commit the attempt with it, ask the panel, commit the outcome.
Whatever dies in between, an attempt that may have reached the panel is never
repeated; the balance helps reconciliation to find out its outcome.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from shop.about import about, is_about
from shop.clock import Clock
from shop.errors import PanelElsewhere, PanelError, PanelRefused, PanelUnreachable, ShopError
from shop.ordering.order import Order, OrderState
from shop.ordering.reason import Reason, ReasonKind
from shop.ordering.terms import Terms
from shop.ports import Panel
from shop.pricing.costing import Cost, Unsent
from shop.reconciliation.readings import Reading, reading_of
from shop.replies import Accepted, AddOutcome, NotSent, Refusal, Rejected, Unknown

RETRY_AFTER = (5, 15, 45)
"""Seconds before retrying an attempt that provably sent nothing; the last one repeats.

No longer than that: the breaker spares a panel that is down, and what waits is to go soon after its return.
"""


OF_THE_ACCOUNT = frozenset({Refusal.AUTH, Refusal.FUNDS, Refusal.BLOCKED})
"""Refusals caused by the account, not the order: every other order would be refused too."""

ACCOUNT_PAUSE = 60
"""Seconds before another order is tried after such a refusal."""

FUNDS_PAUSES = 5
"""An order that the balance cannot pay waits one more pause each time, up to this many: it must not block
smaller ones.
"""

NO_ORDERS = frozenset({"auth", "maintenance"})
"""Reasons for refusing even the balance that mean the panel takes no orders either."""


class TwinRunning(ShopError):
    """The person already has a running order for the same service and link."""

    def __init__(self, twin: Order) -> None:
        super().__init__("twin_running", order=twin.id)
        self.twin = twin


@dataclass(frozen=True, slots=True)
class Claimed:
    """An order whose attempt number `n` is committed and will now be made."""

    order: Order
    attempt_id: int
    n: int


Costs = Callable[[Terms], Cost | Unsent]
"""Compute the present cost of terms, or say why they are not honoured; see shop.pricing.costing."""


class GivenBack(Exception):
    """The due order was refunded unsent instead of being submitted."""

    def __init__(self, order: Order, why: Unsent) -> None:
        super().__init__(f"order {order.id}: {why}")
        self.order = order
        self.why = why


class BalanceNeeded(Exception):
    """The due order was not claimed: the balance must be read for it first."""


@dataclass(frozen=True, slots=True)
class Due:
    """An order is due for submission. `needs_balance`: only with the balance read for it."""

    needs_balance: bool


class AttemptOutcome(StrEnum):
    """How an attempt ended; rows keep these values for ever. `OPEN`: no answer yet."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    NOT_SENT = "not_sent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Settlement:
    """The effect of an attempt's outcome on its order. `alert` is for the operator.

    `strange` is an unknown text from the panel, for the operator to explain. `taken_number` is the panel's
    number for the order if another order of ours has it.
    """

    outcome: AttemptOutcome
    state: OrderState
    panel_order_id: str | None = None
    reason: Reason | None = None
    not_before: datetime | None = None
    http_status: int | None = None
    excerpt: str = ""
    alert: str | None = None
    strange: str = ""
    taken_number: str | None = None


class Confirming(Protocol):
    """The storage that confirming needs."""

    async def reserve(
        self,
        *,
        token: str,
        person_id: int,
        acknowledged: bool,
        now: datetime,
        card_message_id: int | None = None,
    ) -> Order:
        """Use the token and make the order, or return the order it already made.

        `card_message_id` is the message that becomes the order's live card; None: the one that showed the
        confirm card last.

        Raises TwinRunning unless `acknowledged`, ShopError("quote_expired") or
        ShopError("button_old").
        """
        ...


class Handing(Protocol):
    """The storage that submitting needs."""

    async def is_due(self, now: datetime, *, reference: str = "") -> Due | None:
        """Return what the order that is due for submission needs; None if none is due.

        `reference` is the parameter whose references alone tell what became of an order; empty if the
        balance tells.
        """
        ...

    async def put_off(self, reason: str, now: datetime, *, alert: str | None = None) -> None:
        """Make the oldest due order wait: the panel is unreachable or takes no orders, nothing was sent.

        Operators are alerted with `alert` once a day.
        """
        ...

    async def claim(
        self,
        now: datetime,
        before: Reading | None = None,
        costs: Costs | None = None,
        *,
        named_by: str = "",
        reference: str = "",
        unread: bool = False,
    ) -> Claimed | None:
        """Return the oldest due reserved order, now `submitting`, with its attempt committed.

        `before` is the account's balance just read, None if the panel did not give one; if it was `unread`,
        BalanceNeeded is raised where the order needs it. `costs` computes the order's present cost; an order
        that would be sold at a loss is voided, and GivenBack is raised. `named_by` is the parameter that
        carries the order's reference, empty for none; `reference` as in `is_due`.
        """
        ...

    async def settle(self, claimed: Claimed, settlement: Settlement, now: datetime) -> None:
        """Store the outcome, the order's new state and its notices in one transaction."""
        ...


async def confirm(
    orders: Confirming,
    *,
    token: str,
    person_id: int,
    acknowledged: bool,
    now: datetime,
    card_message_id: int | None = None,
) -> Order:
    """Return this token's order: made now, or earlier by the same token.

    `card_message_id`: the message whose Confirm was tapped; it becomes the order's live card.
    """
    order = await orders.reserve(
        token=token,
        person_id=person_id,
        acknowledged=acknowledged,
        now=now,
        card_message_id=card_message_id,
    )
    is_about(order_id=order.id)
    return order


async def submit_next(
    queue: Handing, *, panel: Panel, clock: Clock, costs: Costs
) -> AddOutcome | PanelUnreachable | GivenBack | None:
    """Submit the next due order to the panel; None when there is none.

    A panel that does not even answer for its balance, where it is needed, gets no order;
    the error is returned. GivenBack is returned for an order that `costs` keeps from being
    sent. The caller runs one call at a time for a panel account unless the panel goes
    `by_reference`; the database also refuses a second order in flight.
    """
    reference = panel.named_by if panel.by_reference else ""
    due = await queue.is_due(clock.now(), reference=reference)
    if due is None:
        return None
    try:
        claimed = await _claim(queue, panel, clock, costs, reference, needs_balance=due.needs_balance)
    except PanelUnreachable as unreachable:
        await queue.put_off(str(unreachable), clock.now())
        return unreachable
    except PanelError as error:
        await queue.put_off(str(error), clock.now(), alert="panel_shut")
        return PanelUnreachable(str(error))
    except GivenBack as unsent:
        return unsent
    if claimed is None:
        return None
    with about(order_id=claimed.order.id, person_id=claimed.order.person_id):
        outcome = await panel.add(replace(claimed.order.add_request, reference=reference_of(claimed.order)))
        now = clock.now()
        await queue.settle(claimed, settlement_of(outcome, attempt=claimed.n, now=now), now)
    return outcome


async def _claim(
    queue: Handing, panel: Panel, clock: Clock, costs: Costs, reference: str, *, needs_balance: bool
) -> Claimed | None:
    """Claim the due order, with the balance where it needs one.

    Raises GivenBack, and PanelError if the panel takes no orders.
    """
    if not needs_balance:
        try:
            return await queue.claim(
                clock.now(), None, costs, named_by=panel.named_by, reference=reference, unread=True
            )
        except BalanceNeeded:
            pass  # something has happened at the account since
    try:
        before = await balance_now(panel, clock)
    except PanelError as error:
        if isinstance(error, PanelUnreachable) or _takes_no_orders(error):
            raise
        before = None  # the panel may still take an order; reconciliation then has less evidence
    return await queue.claim(clock.now(), before, costs, named_by=panel.named_by, reference=reference)


def _takes_no_orders(error: PanelError) -> bool:
    """Return True if this error means the panel would not even look at an order."""
    return isinstance(error, PanelElsewhere) or (isinstance(error, PanelRefused) and error.why in NO_ORDERS)


async def balance_now(panel: Panel, clock: Clock) -> Reading:
    """Return the account's balance with the times of question and answer. Raises PanelError."""
    asked_at = clock.now()
    return reading_of(await panel.balance(), asked_at, clock.now())


def reference_of(order: Order) -> str:
    """Return the order's name at the panel: equal for every attempt, and unique across databases."""
    return f"kiosk-{order.id}-{order.created_at:%Y%m%d%H%M%S%f}"


def settlement_of(outcome: AddOutcome, *, attempt: int, now: datetime) -> Settlement:
    """Return the effect on the order of the panel's answer to attempt number `attempt`."""
    match outcome:
        case Accepted(panel_order_id=panel_id, http_status=status, excerpt=excerpt):
            return Settlement(
                AttemptOutcome.ACCEPTED,
                OrderState.PENDING,
                panel_order_id=panel_id,
                http_status=status,
                excerpt=excerpt,
            )
        case Rejected(why=why, text=text, http_status=status, excerpt=excerpt) if why in OF_THE_ACCOUNT:
            # Nothing was placed, so the order can wait for the operator; after half an hour it is refunded.
            pauses = min(attempt, FUNDS_PAUSES) if why is Refusal.FUNDS else 1
            return Settlement(
                AttemptOutcome.NOT_SENT,
                OrderState.RESERVED,
                reason=Reason(ReasonKind(why), text),
                not_before=now + timedelta(seconds=ACCOUNT_PAUSE * pauses),
                http_status=status,
                excerpt=excerpt,
                alert=f"panel_{why}",
            )
        case Rejected(why=why, text=text, http_status=status, excerpt=excerpt):
            return Settlement(
                AttemptOutcome.REJECTED,
                OrderState.REJECTED,
                reason=Reason(ReasonKind(why), text),
                http_status=status,
                excerpt=excerpt,
            )
        case NotSent(reason=reason, retry_after=retry_after, http_status=status, excerpt=excerpt):
            wait = RETRY_AFTER[min(attempt, len(RETRY_AFTER)) - 1]
            return Settlement(
                AttemptOutcome.NOT_SENT,
                OrderState.RESERVED,
                reason=Reason(ReasonKind.NOT_SENT if retry_after is None else ReasonKind.THROTTLED, reason),
                not_before=now + timedelta(seconds=max(wait, retry_after or 0)),
                http_status=status,
                excerpt=excerpt,
            )
        case Unknown(reason=reason, http_status=status, excerpt=excerpt, strange=strange):
            return Settlement(
                AttemptOutcome.UNKNOWN,
                OrderState.UNKNOWN,
                reason=Reason(ReasonKind.WORDS, reason),
                http_status=status,
                excerpt=excerpt,
                alert="order_unknown",
                strange=strange,
            )


def of_broken_book(settlement: Settlement) -> Settlement:
    """Return the settlement for missing held money, which can be neither captured nor refunded."""
    answer = f"the panel's number is {settlement.panel_order_id}" if settlement.panel_order_id else "refused"
    return _made_unknown(settlement, f"the books are not in order ({answer})", alert="order_parked")


def of_taken_id(settlement: Settlement) -> Settlement:
    """Return the settlement for an id that another order has: nobody knows which one the panel means."""
    words = f"the panel gave the id {settlement.panel_order_id}, which another order has"
    unknown = _made_unknown(settlement, words, alert="order_unknown")
    return replace(unknown, taken_number=settlement.panel_order_id)


def _made_unknown(settlement: Settlement, words: str, *, alert: str) -> Settlement:
    """Return the settlement without its result: the order is unknown for the reason in these words."""
    return replace(
        settlement,
        outcome=AttemptOutcome.UNKNOWN,
        state=OrderState.UNKNOWN,
        panel_order_id=None,
        reason=Reason(ReasonKind.WORDS, words),
        alert=alert,
    )
