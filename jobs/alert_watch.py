"""Watch over what can be wrong: compare it with the open alerts, and keep their cards where they belong.

Everything here compares facts with rows, so it can be cut off anywhere and run again.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from messaging.alerts import OperatorAlerts
from panel.limits import CircuitBreaker
from payments.base import NoAnswer, Ports
from payments.stars_check import YOUNG, count_differences
from shop.alerts import (
    BACKUP_WITHIN,
    OF_AN_ORDER,
    UNDECIDED_FOR,
    AlertKind,
    Condition,
    Facts,
    is_down,
    is_full,
    is_low,
    is_settled,
)
from shop.clock import Clock
from shop.errors import PanelError, PanelRefused
from shop.money import amount_text
from shop.ordering.news import named
from shop.tickets.desk import Desk
from storage.alerts.store import Alerts
from storage.alerts.watching import Watching
from storage.catalogue.store import CatalogueStore
from storage.core.space import Space
from storage.orders.held import conditions_of

log = logging.getLogger("kiosk.jobs")

RECKONED_EVERY = timedelta(minutes=15)
"""What a week costs is added up so often."""

SPACE_SECONDS = 5.0
"""How long a disk may take to say how full it is."""

OF_THE_ACCOUNT = frozenset(
    {AlertKind.PANEL_AUTH, AlertKind.PANEL_SHUT, AlertKind.PANEL_FUNDS, AlertKind.PANEL_BLOCKED}
)
"""Refusals that are over when the panel takes an order again."""


@dataclass
class AlertWatch:
    """Looks at what no transaction of ours makes true or untrue.

    `trouble` is what the panel answered instead of the last balance, None if it gave one. `space` says how
    full the database's disk is.
    """

    stores: Alerts
    watching: Watching
    catalogue: CatalogueStore
    alerts: OperatorAlerts
    desk: Desk
    breaker: CircuitBreaker
    clock: Clock
    ports: Ports
    bot_id: int
    trouble: Callable[[], PanelError | None]
    space: Callable[[], Space | None]
    wake_outbox: Callable[[], None]

    def __post_init__(self) -> None:
        self._week_micro = 0
        self._reckoned_at: datetime | None = None

    @property
    def places(self) -> tuple[int, ...]:
        """Return the chats where alerts are shown now: the operators' group, or each operator's own."""
        if self.desk.chat is not None and not self.desk.is_away:
            return (self.desk.chat,)
        return tuple(sorted(self.alerts.operators))

    async def look(self) -> None:
        """Look at everything once."""
        await self._look_at_panel()
        await self._look_at_refusals()
        await self._look_at_orders()
        await self._look_at_machine()
        now = self.clock.now()
        await self.stores.end_lapsed(now)
        await self.stores.spread(self.places, now)
        await self.stores.ring_again(now)

    async def show(self) -> bool:
        """Owe some alerts' cards to the chats where they belong; return False if none is due."""
        now = self.clock.now()
        if not await self.stores.is_due(now):
            return False
        await self.stores.place_due(self.places, now)
        self.wake_outbox()
        return True

    async def compare_stars(self) -> None:
        """Compare Telegram's whole list of Stars with our rows."""
        try:
            before = self.clock.now() - YOUNG
            rows = await self.watching.count_star_payments(self.bot_id, before)
            differ = await count_differences(self.ports, rows_before=rows)
        except NoAnswer as error:
            log.warning("Telegram's list of Stars could not be compared: %s", error)
            return
        if differ is not None:
            so_now = [Condition(AlertKind.STARS_MISMATCH, facts={"word": str(differ)})] if differ else []
            await self.alerts.settle({AlertKind.STARS_MISMATCH}, so_now)

    async def _look_at_panel(self) -> None:
        now, account = self.clock.now(), await self.catalogue.get_account()
        known = next(iter(await self.stores.list_of({AlertKind.PANEL_DOWN})), None)
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
            word = f"{amount_text(balance)} {account.currency or ''}".strip()
            conditions.append(Condition(AlertKind.BALANCE_LOW, facts={"word": word}))
        await self.alerts.settle({AlertKind.PANEL_DOWN, AlertKind.BALANCE_LOW}, conditions)

    async def _is_low(self, balance_micro: int, now: datetime) -> bool:
        largest = await self.watching.largest_waiting()
        if self._reckoned_at is None or not timedelta(0) <= now - self._reckoned_at < RECKONED_EVERY:
            self._week_micro, self._reckoned_at = await self.watching.week_micro(now), now
        return is_low(balance_micro, self._week_micro, largest)

    async def _look_at_refusals(self) -> None:
        """Close what an accepted order, or a balance that is read again, shows to be over."""
        account = await self.catalogue.get_account()
        for one in await self.stores.list_of(OF_THE_ACCOUNT):
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
        open_now = [one for one in await self.stores.list_of(OF_AN_ORDER) if one.order_id is not None]
        standings = await self.watching.standings({one.order_id or 0 for one in open_now})
        for one in open_now:
            order = standings.get(one.order_id or 0)
            if order is None or is_settled(one.kind, one.opened_at, order):
                await self.alerts.over(one.kind, one.subject)

    async def _look_at_machine(self) -> None:
        now, conditions = self.clock.now(), []
        space, backup = await self._space(), await self.stores.last_backup()
        if space is not None and is_full(space.free, space.total):
            megabytes = space.free // 1024**2
            conditions.append(Condition(AlertKind.DISK_FULL, facts={"word": f"{megabytes // 100 * 100} MB"}))
        if backup is not None and now - backup > BACKUP_WITHIN:
            conditions.append(Condition(AlertKind.BACKUP_OLD, facts={"word": f"{backup:%Y-%m-%d %H:%M} UTC"}))
        await self.alerts.settle({AlertKind.DISK_FULL, AlertKind.BACKUP_OLD}, conditions)
        if self.desk.chat is not None and self.desk.is_away:
            known = await self.stores.list_of({AlertKind.OPERATORS_CHAT_AWAY})
            await self.stores.begin([Condition(one.kind, facts=one.facts) for one in known], now)

    async def _space(self) -> Space | None:
        try:
            async with asyncio.timeout(SPACE_SECONDS):
                return await asyncio.to_thread(self.space)
        except (OSError, TimeoutError) as error:
            log.warning("The database's disk does not say how full it is (%s).", error or "no word in time")
            return None
