"""Following orders at the panel: what a status report changes, and the sweep over all of them."""

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
"""What panels take in one status call; some refuse 101, others cut silently."""

PAGE = 1000
"""Orders that are read, asked about and stored together."""

MONEY_BACK = frozenset({OrderState.CANCELED, OrderState.PARTIAL})

LATELY, LATELY_EVERY = timedelta(days=7), timedelta(hours=1)
LONG_AGO, LONG_AGO_EVERY = timedelta(days=90), timedelta(days=1)
"""Panels change finished orders too (refills, corrections): they are asked about hourly for a week
and then once a day, until they are so old. See docs/decisions/0012."""


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

    async def refunds(self, since: datetime) -> Refunds:
        """How many orders wait for money to go back, got some since then, and are at work."""
        ...


class Following(Follower, Protocol):
    """What a sweep over all orders needs of the storage."""

    async def to_ask(self, until: datetime, *, after: Order | None, limit: int) -> list[Order]:
        """Orders whose time has come by `until`, in that order, from behind `after` on."""
        ...


def follow(order: Order, report: StatusReport | ItemError, now: datetime) -> Change:
    """What `report` makes of `order`.

    An unknown word, an error for this id or FAILED keeps the last state and
    alerts once. Counts outside 0..quantity are not believed. What an operator
    has ended stays as it is, whatever the panel says later.
    """
    if order.ended_by is not None:
        return Change(order, replace(order, checked_at=now, ask_at=None))
    change = _followed(order, report, now)
    return replace(change, after=replace(change.after, ask_at=ask_again(change.after, now)))


def ask_again(order: Order, now: datetime) -> datetime | None:
    """When the panel is to be asked about it next; None where its time is over."""
    if order.finished_at is None:
        return now  # at the next sweep; those asked longest ago come first
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
    return _wondered(_refunded(_moved(order, understood, FROM_PANEL[report.state], now), report))


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


def _wondered(change: Change) -> Change:
    """The change with an alert where an end is left that had moved money, or moves it after all."""
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
    going = await _begun(panel, follower, clock)
    for start in range(0, len(orders), PAGE):
        await going.ask(orders[start : start + PAGE])
    return going.ended()


async def sweep_all(book: Following, *, panel: Reporting, clock: Clock) -> int:
    """The same for all orders whose time it is, page by page; the longest unheard of come first."""
    going = await _begun(panel, book, clock)
    until, after = clock.now(), None
    seen: set[int] = set()
    while page := await book.to_ask(until, after=after, limit=PAGE):
        after = page[-1]
        await going.ask([order for order in page if order.id not in seen])
        if clock.now() <= until:  # the same moment still: they are due once more, behind the others
            seen.update(order.id for order in page)
        if len(page) < PAGE:
            break
    return going.ended()


@dataclass
class _Sweep:
    """One sweep under way."""

    panel: Reporting
    follower: Follower
    clock: Clock
    brake: Brake
    changed: int = 0
    trouble: PanelError | None = None

    async def ask(self, page: Sequence[Order]) -> None:
        """Ask about these, and store together what all of them have become."""
        changes: list[Change] = []
        try:
            for start in range(0, len(page), IDS_A_CALL):
                changes += await self._reports(page[start : start + IDS_A_CALL])
        finally:  # what was heard before the panel went away counts
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
        heard = [follow(by_id[number], reports[number], now) for number in sorted(by_id.keys() & reports)]
        silent = [by_id[number] for number in sorted(by_id.keys() - reports)]
        return [*heard, *(_put_off(order, now) for order in silent if order.finished_at is not None)]

    def ended(self) -> int:
        """How many orders look different now. Raises the last answer that could not be used."""
        if self.trouble is not None:
            raise self.trouble
        return self.changed


async def _begun(panel: Reporting, follower: Follower, clock: Clock) -> _Sweep:
    return _Sweep(panel, follower, clock, Brake(await follower.refunds(clock.now() - GIVEN_LATELY)))


def _put_off(order: Order, now: datetime) -> Change:
    """An order that is over and of which the panel says nothing is not asked about at every sweep."""
    return Change(order, replace(order, ask_at=ask_again(order, now)))
