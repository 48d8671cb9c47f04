"""Watch over one supplier: whether it answers, how long its money lasts, what waits there for a decision.

Everything here compares facts with rows, so it can be cut off anywhere and run again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from messaging.alerts import OperatorAlerts
from panel.limits import CircuitBreaker
from shop.alert_cases import Alert
from shop.alert_thresholds import UNDECIDED_FOR, is_down, is_low
from shop.alerts import AlertKind, Condition, Facts, is_about
from shop.clock import Clock
from shop.errors import PanelError, PanelRefused
from shop.ledger.news import amount_facts
from shop.ordering.news import named
from storage.alerts.store import Alerts
from storage.alerts.watching import Watching
from storage.catalogue.store import CatalogueStore
from storage.orders.held import conditions_of

RECKONED_EVERY = timedelta(minutes=15)
"""How often it is added up what a week costs."""

OF_THE_ACCOUNT = frozenset(
    {AlertKind.PANEL_AUTH, AlertKind.PANEL_SHUT, AlertKind.PANEL_FUNDS, AlertKind.PANEL_BLOCKED}
)
"""Refusals that are over when the panel takes an order again."""


@dataclass
class PanelWatch:
    """Looks at what no transaction of ours makes true or untrue at one panel account.

    `trouble` is what the panel answered instead of the last balance, None if it gave one. `supplier` is the
    account's name in alerts.
    """

    supplier: str
    stores: Alerts
    watching: Watching
    catalogue: CatalogueStore
    alerts: OperatorAlerts
    breaker: CircuitBreaker
    clock: Clock
    trouble: Callable[[], PanelError | None]

    def __post_init__(self) -> None:
        self._week_micro = 0
        self._reckoned_at: datetime | None = None

    async def look(self) -> None:
        """Look at everything once."""
        await self._look_at_panel()
        await self._look_at_refusals()
        await self._look_at_orders()

    async def _look_at_panel(self) -> None:
        now, account = self.clock.now(), await self.catalogue.get_account()
        known = next(iter(await self._list_of(AlertKind.PANEL_DOWN)), None)
        trouble = self.trouble()
        down = is_down(
            is_shut=self.breaker.state != "closed",
            silent=trouble is not None and not isinstance(trouble, PanelRefused),
            heard_at=account.balance_at,
            told_at=None if known is None else known.signaled_at,
            now=now,
        )
        conditions = [Condition(AlertKind.PANEL_DOWN)] if down else []
        balance = account.balance_micro
        if balance is not None and await self._is_low(balance, now):
            conditions.append(Condition(AlertKind.BALANCE_LOW, facts=amount_facts(balance, account.currency)))
        await self.alerts.settle({AlertKind.PANEL_DOWN, AlertKind.BALANCE_LOW}, conditions)

    async def _is_low(self, balance_micro: int, now: datetime) -> bool:
        largest = await self.watching.largest_waiting()
        if self._reckoned_at is None or not timedelta(0) <= now - self._reckoned_at < RECKONED_EVERY:
            self._week_micro, self._reckoned_at = await self.watching.week_micro(now), now
        return is_low(balance_micro, self._week_micro, largest)

    async def _look_at_refusals(self) -> None:
        """Close what an accepted order, or a balance that is read again, shows to be over."""
        account = await self.catalogue.get_account()
        for one in await self._list_of(*OF_THE_ACCOUNT):
            is_read = account.balance_at is not None and account.balance_at > one.signaled_at
            was_of_reading = one.kind is AlertKind.PANEL_SHUT or bool(one.facts.get("of_reading"))
            if (is_read and was_of_reading) or await self.watching.is_accepted_since(one.signaled_at):
                await self.alerts.over(one.kind, one.subject)

    async def _look_at_orders(self) -> None:
        now = self.clock.now()
        numbers, count = await self.watching.undecided(now - UNDECIDED_FOR)
        conditions = conditions_of(await self.watching.refunds_held())
        if numbers:
            facts: Facts = {"word": named(numbers, count), "order_id": numbers[0]}
            conditions.append(Condition(AlertKind.UNKNOWN_WAITING, facts=facts))
        await self.alerts.settle({AlertKind.UNKNOWN_WAITING, AlertKind.REFUNDS_HELD}, conditions)

    async def _list_of(self, *kinds: AlertKind) -> list[Alert]:
        """Return the open alerts of these kinds about this supplier."""
        return [one for one in await self.stores.list_of(kinds) if is_about(one.subject, self.supplier)]
