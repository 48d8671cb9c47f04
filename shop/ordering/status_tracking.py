"""Follow orders at the panel: the effect of a status report, and the sweep over all orders."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from shop.clock import Clock
from shop.errors import PanelError, PanelUnreachable
from shop.money import micro_up
from shop.ordering.change import Change
from shop.ordering.order import FINISHED, FROM_PANEL, Order, OrderState
from shop.ordering.restraint import LATELY as GIVEN_LATELY
from shop.ordering.restraint import Brake, Refunds
from shop.replies import ItemError, PanelState, StatusReport

IDS_A_CALL = 100
"""How many ids panels take in one status call; some refuse 101, others cut silently."""

PAGE = 1000
"""How many orders are read, asked about and stored together."""

MONEY_BACK = frozenset({OrderState.CANCELED, OrderState.PARTIAL})

LATELY, LATELY_EVERY = timedelta(days=7), timedelta(hours=1)
LONG_AGO, LONG_AGO_EVERY = timedelta(days=90), timedelta(days=1)
"""Panels also change finished orders (refills, corrections): we ask about them hourly for a week,
then daily until they are 90 days old. See docs/decisions/0012."""


class StatusSource(Protocol):
    """The part of the panel that a sweep needs."""

    async def status(self, order_ids: Sequence[str]) -> dict[str, StatusReport | ItemError]:
        """See shop.ports.Panel."""
        ...


class Follower(Protocol):
    """The storage that following needs."""

    async def apply(self, changes: Sequence[Change]) -> None:
        """Store the changes with their notices, in one transaction."""
        ...

    async def refunds(self, since: datetime) -> Refunds:
        """Count orders with a refund on hold, refunded since then, and at work."""
        ...


class Following(Follower, Protocol):
    """The storage that a sweep over all orders needs."""

    async def to_ask(self, until: datetime, *, after: Order | None, limit: int) -> list[Order]:
        """Return up to `limit` orders due by `until`, in that order, following `after`."""
        ...


def follow(order: Order, report: StatusReport | ItemError, now: datetime) -> Change:
    """Return the change that `report` makes to `order`.

    An unknown word, an error for this id or FAILED keeps the last state and
    alerts once. Counts outside 0..quantity are not believed. An order an operator
    ended stays as it is, whatever the panel says later.
    """
    if order.ended_by is not None:
        return Change(order, replace(order, checked_at=now, ask_at=None))
    change = _followed(order, report, now)
    return replace(change, after=replace(change.after, ask_at=ask_again(change.after, now)))


def ask_again(order: Order, now: datetime) -> datetime | None:
    """Return when to ask the panel about the order next; None if it is too old."""
    if order.finished_at is None:
        return now  # at the next sweep, which begins with the orders asked about longest ago
    age = now - order.finished_at
    if age < LATELY:
        return now + LATELY_EVERY
    return now + LONG_AGO_EVERY if age < LONG_AGO else None


def _followed(order: Order, report: StatusReport | ItemError, now: datetime) -> Change:
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
    understood = replace(reported, panel_word=report.word[:200], heard_at=now)
    return _alert_on_reversal(_refunded(_moved(order, understood, FROM_PANEL[report.state], now), report))


def _moved(order: Order, reported: Order, state: OrderState, now: datetime) -> Change:
    moved = replace(reported, state=state)
    if state is not order.state:
        moved = replace(moved, changed_at=now, finished_at=now if state in FINISHED else None)
    return Change(order, moved)


def _refunded(change: Change, report: StatusReport) -> Change:
    """Return the change with its refund: the total never falls and is never guessed.

    Canceled refunds everything, as panels do; if the report says that a part was
    delivered and charged, the operator is alerted. Partial refunds the share of the
    remainder. A partial end without a believable count refunds nothing and alerts the
    operator: an older count would be too high, and a refund is never taken back.
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
    """Return True if a drip-feed's remainder may be one run's or a number of runs, not the whole's.

    Panels differ; it is certain only if the charge matches the remaining share of the cost.
    """
    terms, quantity = order.terms, order.terms.quantity
    if not terms.fields.get("runs"):
        return False
    if not quantity or not terms.cost_micro or report.charge is None or report.remains is None:
        return True
    rest = terms.cost_micro * (quantity - report.remains) // quantity
    slack = max(10, terms.cost_micro // 1000)
    return abs(micro_up(report.charge) - rest) > slack


def _alert_on_reversal(change: Change) -> Change:
    """Return the change, with an alert if the order leaves an end that moved money, or reaches one late."""
    was, state = change.before.state, change.after.state
    if was in MONEY_BACK and state not in MONEY_BACK and change.before.refunded_micro:
        return replace(change, alert="refund_undone")
    if was is OrderState.COMPLETED and state in MONEY_BACK and change.refunds_micro:
        return replace(change, alert="completed_undone")
    return change


def _noted(order: Order, reported: Order, *, word: str, alert: str) -> Change:
    news = word != order.panel_word
    return Change(order, replace(reported, panel_word=word), alert if news else None)


def _believable(remains: int | None, order: Order) -> int | None:
    """Return the new remainder, or the old one: panels send negative numbers, too large ones, "Unknown"."""
    if remains is None or remains < 0:
        return order.remains
    if order.terms.quantity is not None and remains > order.terms.quantity:
        return order.remains
    return remains


async def sweep(orders: Sequence[Order], *, panel: StatusSource, follower: Follower, clock: Clock) -> int:
    """Ask the panel about all of `orders` and store the changes; return how many changed.

    An unusable answer about some orders does not stop the others; the last such
    PanelError is raised at the end. An unreachable panel ends the sweep at once.
    Stored changes stay, the rest is asked about next time.
    """
    going = await _begun(panel, follower, clock)
    for start in range(0, len(orders), PAGE):
        await going.ask(orders[start : start + PAGE])
    return going.ended()


async def sweep_all(store: Following, *, panel: StatusSource, clock: Clock) -> int:
    """Sweep all due orders page by page, longest unheard of first."""
    going = await _begun(panel, store, clock)
    until, after = clock.now(), None
    seen: set[int] = set()
    while page := await store.to_ask(until, after=after, limit=PAGE):
        after = page[-1]
        await going.ask([order for order in page if order.id not in seen])
        if clock.now() <= until:  # still the same moment: they are due again, behind the others
            seen.update(order.id for order in page)
        if len(page) < PAGE:
            break
    return going.ended()


@dataclass
class _Sweep:
    """One sweep under way."""

    panel: StatusSource
    follower: Follower
    clock: Clock
    brake: Brake
    changed: int = 0
    trouble: PanelError | None = None

    async def ask(self, page: Sequence[Order]) -> None:
        """Ask about these orders and store all their changes together."""
        changes: list[Change] = []
        try:
            for start in range(0, len(page), IDS_A_CALL):
                changes += await self._reports(page[start : start + IDS_A_CALL])
        finally:  # reports received before the panel went away count
            changes = self.brake.restrain(changes, self.clock.now())
            await self.follower.apply(changes)
            self.changed += sum(change.shows for change in changes)

    async def _reports(self, some: Sequence[Order]) -> list[Change]:
        by_id = {order.panel_order_id: order for order in some if order.panel_order_id}
        try:
            reports = await self.panel.status(list(by_id))
        except PanelUnreachable:
            raise
        except PanelError as error:
            self.trouble = error
            return []
        now = self.clock.now()
        changes = [follow(by_id[number], reports[number], now) for number in sorted(by_id.keys() & reports)]
        silent = [by_id[number] for number in sorted(by_id.keys() - reports)]
        return [*changes, *(_put_off(order, now) for order in silent if order.finished_at is not None)]

    def ended(self) -> int:
        """Return how many orders look different now. Raises the last error of an unusable answer."""
        if self.trouble is not None:
            raise self.trouble
        return self.changed


async def _begun(panel: StatusSource, follower: Follower, clock: Clock) -> _Sweep:
    return _Sweep(panel, follower, clock, Brake(await follower.refunds(clock.now() - GIVEN_LATELY)))


def _put_off(order: Order, now: datetime) -> Change:
    """Return a finished order the panel did not report on, with its next question put off."""
    return Change(order, replace(order, ask_at=ask_again(order, now)))
