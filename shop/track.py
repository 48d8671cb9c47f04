"""Following orders at the panel: what a status report changes, and the sweep over all of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from shop.clock import Clock
from shop.errors import PanelError, PanelUnreachable
from shop.money import micro_up
from shop.order import FINISHED, FROM_PANEL, Order, OrderState
from shop.replies import ItemError, PanelState, StatusReport

IDS_A_CALL = 100
"""What panels take in one status call; some refuse 101, others cut silently."""


@dataclass(frozen=True, slots=True)
class Change:
    """An order after a report. `alert` names what the operator should look at, if anything."""

    before: Order
    after: Order
    alert: str | None = None

    @property
    def refunds_micro(self) -> int:
        """What goes back to the wallet with this change, in micro-units."""
        return self.after.refunded_micro - self.before.refunded_micro

    @property
    def shows(self) -> bool:
        """Whether the card looks different now."""
        told = ("state", "start_count", "remains", "charge", "refunded_micro")
        return any(getattr(self.before, name) != getattr(self.after, name) for name in told)

    @property
    def finishes(self) -> bool:
        """Whether the order has just reached an end (it may leave it again)."""
        return self.after.state in FINISHED and self.before.state is not self.after.state


class Reporting(Protocol):
    """What a sweep needs of the panel."""

    async def status(self, order_ids: Sequence[str]) -> dict[str, StatusReport | ItemError]:
        """See shop.ports.Panel."""
        ...


class Follower(Protocol):
    """What following needs of the storage."""

    async def apply(self, changes: Sequence[Change]) -> None:
        """Store the changes with their notices, in one transaction."""
        ...


def follow(order: Order, report: StatusReport | ItemError, now: datetime) -> Change:
    """What `report` makes of `order`.

    An unknown word, an error for this id or FAILED keeps the last state and
    alerts once. Counts outside 0..quantity are not believed.
    """
    checked = replace(order, checked_at=now)
    if isinstance(report, ItemError):
        return _noted(order, checked, word=f"error: {report.text}"[:200], alert="status_error")
    reported = replace(
        checked,
        start_count=order.start_count if report.start_count is None else report.start_count,
        remains=_believable(report.remains, order),
        charge=order.charge if report.charge is None else str(report.charge),
    )
    if report.state is None:
        alert = "status_word" if report.word.strip() else "status_none"
        return _noted(order, reported, word=report.word[:200], alert=alert)
    if report.state is PanelState.FAILED:
        return _noted(order, reported, word=report.word[:200], alert="status_failed")
    moved = _moved(order, replace(reported, panel_word=report.word[:200]), FROM_PANEL[report.state], now)
    return _refunded(moved, report)


def _moved(order: Order, reported: Order, state: OrderState, now: datetime) -> Change:
    moved = replace(reported, state=state)
    if state is not order.state:
        moved = replace(moved, changed_at=now, finished_at=now if state in FINISHED else None)
    return Change(order, moved)


def _refunded(change: Change, report: StatusReport) -> Change:
    """The change with what is given back for it: never less in all than before, and never guessed.

    Canceled gives back everything, as panels do; where it says that some was
    delivered and charged, the operator is told. Partial gives back the share of
    what remains. A partial end whose count cannot be believed gives nothing back
    and tells the operator; an older count would be too high, and what went back
    is never taken again.
    """
    order = change.after
    price, level = order.terms.price_micro, order.refunded_micro
    if order.state is OrderState.CANCELED:
        level = price
        if change.finishes and report.charge and 0 < (report.remains or 0) < (order.terms.quantity or 0):
            change = replace(change, alert="canceled_charged")
    elif order.state is OrderState.PARTIAL and price:
        quantity, remains = order.terms.quantity, report.remains
        if not quantity or remains is None or not 0 <= remains <= quantity or _counts_runs(order, report):
            return replace(change, alert="partial_unclear" if change.finishes else change.alert)
        level = price * remains // quantity
    return replace(change, after=replace(order, refunded_micro=max(level, order.refunded_micro)))


def _counts_runs(order: Order, report: StatusReport) -> bool:
    """Whether the remainder of a drip-feed may be one run's, or a number of runs, instead of the whole's.

    Nobody knows which a panel means, unless what it still charges is just the rest of the cost.
    """
    terms, quantity = order.terms, order.terms.quantity
    if not terms.fields.get("runs"):
        return False
    if not quantity or not terms.cost_micro or report.charge is None or report.remains is None:
        return True
    rest = terms.cost_micro * (quantity - report.remains) // quantity
    slack = max(10, terms.cost_micro // 1000)
    return abs(micro_up(report.charge) - rest) > slack


def _noted(order: Order, reported: Order, *, word: str, alert: str) -> Change:
    news = word != order.panel_word
    return Change(order, replace(reported, panel_word=word), alert if news else None)


def _believable(remains: int | None, order: Order) -> int | None:
    """Panels send negative, larger than ordered, or "Unknown"; such a count is no news."""
    if remains is None or remains < 0:
        return order.remains
    if order.terms.quantity is not None and remains > order.terms.quantity:
        return order.remains
    return remains


async def sweep(orders: Sequence[Order], *, panel: Reporting, follower: Follower, clock: Clock) -> int:
    """Ask the panel for all of `orders` and store what changed; returns how many changed.

    An answer about some that cannot be used keeps nobody from the others; the
    last such PanelError is raised in the end. A panel that cannot be reached
    ends the sweep at once. What was stored stays, the rest is asked next time.
    """
    changed = 0
    trouble: PanelError | None = None
    for start in range(0, len(orders), IDS_A_CALL):
        some = orders[start : start + IDS_A_CALL]
        by_id = {order.panel_order_id: order for order in some if order.panel_order_id}
        try:
            reports = await panel.status(list(by_id))
        except PanelUnreachable:
            raise
        except PanelError as error:
            trouble = error
            continue
        now = clock.now()
        known = by_id.keys() & reports.keys()
        changes = [follow(by_id[panel_id], reports[panel_id], now) for panel_id in sorted(known)]
        await follower.apply(changes)
        changed += sum(change.shows for change in changes)
    if trouble is not None:
        raise trouble
    return changed
