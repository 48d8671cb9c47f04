"""Placing: from a confirmed draft to an order at the panel, at most once.

Confirming is one transaction: the card's one-time token is used and the order
is there, `reserved`. Handing it over is steps that never overlap: the account's
balance is read, the attempt is committed with it, the panel is asked, the
outcome is committed. Whatever dies in between, an attempt that may have reached
the panel is never repeated; the balance is for finding out what became of it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from shop.clock import Clock
from shop.errors import PanelElsewhere, PanelError, PanelRefused, PanelUnreachable, ShopError
from shop.ordering.order import Order, OrderState, Terms
from shop.ordering.reason import Reason, ReasonKind
from shop.ports import Panel
from shop.pricing.costing import Cost, Unsent
from shop.reconciliation.readings import Reading, reading_of
from shop.replies import Accepted, AddOutcome, NotSent, Refusal, Rejected, Unknown

RETRY_AFTER = (5, 15, 45, 120, 300)
"""Seconds before an attempt that provably sent nothing is made again; then the last one repeats."""


OF_THE_ACCOUNT = frozenset({Refusal.AUTH, Refusal.FUNDS, Refusal.BLOCKED})
"""Refusals that are no matter of the order's: every other order would be refused as well."""

ACCOUNT_PAUSE = 60
"""Seconds until another order is tried after one was refused for such a reason."""

ACCOUNT_PAUSES = 5
"""The refused one waits one pause more each time, so many at most: one that the balance does not reach
for must not keep the way from those it does.
"""

NO_ORDERS = frozenset({"auth", "maintenance"})
"""A panel that refuses even to tell the balance for one of these takes no order either."""


class TwinRunning(ShopError):
    """The person's own order for the same service and link is still running."""

    def __init__(self, twin: Order) -> None:
        super().__init__("twin_running", order=twin.id)
        self.twin = twin


@dataclass(frozen=True, slots=True)
class Claimed:
    """An order whose attempt number `n` is committed and about to be made."""

    order: Order
    attempt_id: int
    n: int


Costs = Callable[[Terms], Cost | Unsent]
"""Reckons what terms cost now, or says why they are not honoured; see shop.costing."""


class GivenBack(Exception):
    """The order that was due has been given back unsent, instead of being handed over."""

    def __init__(self, order: Order, why: Unsent) -> None:
        super().__init__(f"order {order.id}: {why}")
        self.order = order
        self.why = why


class AttemptOutcome(StrEnum):
    """How an attempt ended, as it is kept for ever. `OPEN`: its answer is awaited."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    NOT_SENT = "not_sent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Settlement:
    """What an attempt's outcome makes of its order. `alert` is for the operator.

    `strange` is a text of the panel's that nobody knows, for the operator to explain.
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


class Confirming(Protocol):
    """What confirming needs of the storage."""

    async def reserve(self, *, token: str, person_id: int, acknowledged: bool, now: datetime) -> Order:
        """Use the token and make the order, or return the order it already made.

        Raises TwinRunning unless `acknowledged`, ShopError("quote_expired") or
        ShopError("button_old").
        """
        ...


class Handing(Protocol):
    """What handing orders over needs of the storage."""

    async def is_due(self, now: datetime) -> bool:
        """Whether there is an order to hand over."""
        ...

    async def put_off(self, reason: str, now: datetime, *, alert: str | None = None) -> None:
        """The panel cannot be reached or takes nothing from us: the oldest due order waits, nothing was sent.

        `alert` is what the operators are told, once a day.
        """
        ...

    async def claim(
        self, now: datetime, before: Reading | None = None, costs: Costs | None = None, *, named_by: str = ""
    ) -> Claimed | None:
        """The oldest reserved order that is due, now `submitting`, with its attempt committed.

        `before` is the account's balance as it was just now, None where the panel would not tell.
        Its cost is reckoned by `costs`; raises GivenBack after one that would be sold at a loss was voided.
        `named_by` is the parameter in which the order's reference is sent, empty for none.
        """
        ...

    async def settle(self, claimed: Claimed, settlement: Settlement, now: datetime) -> None:
        """Store the outcome, the order's new state and its notices in one transaction."""
        ...


async def confirm(
    orders: Confirming, *, token: str, person_id: int, acknowledged: bool, now: datetime
) -> Order:
    """The order this token stands for: made now, or long ago by the same token."""
    return await orders.reserve(token=token, person_id=person_id, acknowledged=acknowledged, now=now)


async def submit_next(
    queue: Handing, *, panel: Panel, clock: Clock, costs: Costs
) -> AddOutcome | PanelUnreachable | GivenBack | None:
    """Hand the next due order to the panel; None when there is none.

    A panel that cannot even be asked for its balance gets no order, and that is
    returned; so is an order that `costs` keeps from being sent. The caller runs
    one of these at a time for a panel account; the database refuses a second one
    in flight all the same.
    """
    if not await queue.is_due(clock.now()):
        return None
    try:
        before = await balance_now(panel, clock)
    except PanelUnreachable as unreachable:
        await queue.put_off(str(unreachable), clock.now())
        return unreachable
    except PanelError as error:
        if _takes_no_orders(error):
            await queue.put_off(str(error), clock.now(), alert="panel_shut")
            return PanelUnreachable(str(error))
        before = None  # it may take an order; there is only less to know it by
    try:
        claimed = await queue.claim(clock.now(), before, costs, named_by=panel.named_by)
    except GivenBack as unsent:
        return unsent
    if claimed is None:
        return None
    outcome = await panel.add(replace(claimed.order.terms.add_request, reference=reference_of(claimed.order)))
    now = clock.now()
    await queue.settle(claimed, settlement_of(outcome, attempt=claimed.n, now=now), now)
    return outcome


def _takes_no_orders(error: PanelError) -> bool:
    """Whether a question refused so tells that an order would not even be looked at."""
    return isinstance(error, PanelElsewhere) or (isinstance(error, PanelRefused) and error.why in NO_ORDERS)


async def balance_now(panel: Panel, clock: Clock) -> Reading:
    """The account's balance, with when it was asked for and told. Raises PanelError."""
    asked_at = clock.now()
    return reading_of(await panel.balance(), asked_at, clock.now())


def reference_of(order: Order) -> str:
    """The order's name at the panel: the same for every attempt, and in no other database either."""
    return f"kiosk-{order.id}-{order.created_at:%Y%m%d%H%M%S%f}"


def settlement_of(outcome: AddOutcome, *, attempt: int, now: datetime) -> Settlement:
    """What the panel's answer to attempt number `attempt` makes of the order."""
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
            # Nothing was placed, so the order may wait for the operator; its half hour gives the money back.
            return Settlement(
                AttemptOutcome.NOT_SENT,
                OrderState.RESERVED,
                reason=Reason(ReasonKind(why), text),
                not_before=now + timedelta(seconds=ACCOUNT_PAUSE * min(attempt, ACCOUNT_PAUSES)),
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
