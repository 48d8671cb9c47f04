"""Watch over what can be wrong: compare it with the open alerts, and keep their cards where they belong.

Everything here compares facts with rows, so it can be cut off anywhere and run again.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from jobs.panel_watch import PanelWatch
from messaging.alerts import OperatorAlerts
from payments.base import NoAnswer, Ports
from payments.stars_check import YOUNG, StarsCompared, compare
from shop.alert_cases import OF_AN_ORDER, is_settled
from shop.alert_thresholds import backup_within, is_full
from shop.alerts import AlertKind, Condition
from shop.clock import Clock
from shop.tickets.desk import Desk
from storage.alerts.store import Alerts
from storage.alerts.watching import Watching
from storage.core.space import Space

log = logging.getLogger("kiosk.jobs")

SPACE_SECONDS = 5.0
"""How long a disk may take to say how full it is."""

LOGGED = 50
"""Charges that one comparison writes to the log."""


@dataclass
class AlertWatch:
    """Looks at what no transaction of ours makes true or untrue.

    `panels` look at each supplier. `space` says how full the database's disk is. `backup_every_hours` is 0
    where the kiosk makes no backups by itself.
    """

    stores: Alerts
    watching: Watching
    panels: Sequence[PanelWatch]
    alerts: OperatorAlerts
    desk: Desk
    clock: Clock
    ports: Ports
    bot_id: int
    space: Callable[[], Space | None]
    wake_outbox: Callable[[], None]
    backup_every_hours: int

    @property
    def places(self) -> tuple[int, ...]:
        """Return the chats where alerts are shown now: the operators' group, or each operator's own."""
        if self.desk.chat is not None and not self.desk.is_away:
            return (self.desk.chat,)
        return tuple(sorted(self.alerts.operators))

    async def look(self) -> None:
        """Look at everything once."""
        for panel in self.panels:
            await panel.look()
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
        """Compare Telegram's whole list of Stars with our rows, and the bot's balance with both."""
        try:
            before = self.clock.now() - YOUNG
            rows = await self.watching.count_star_payments(self.bot_id, before)
            compared = await compare(self.ports, before, rows_before=rows)
        except NoAnswer as error:
            log.warning("Telegram's list of Stars could not be compared: %s", error)
            return
        if compared is not None:
            await self._tell_of_stars(compared)

    async def _tell_of_stars(self, compared: StarsCompared) -> None:
        for charge_id in compared.charges[:LOGGED]:
            log.warning("This charge is not booked as Telegram's list of Stars says: %s", charge_id)
        differ, stars = compared.payments, compared.stars
        so_now = [Condition(AlertKind.STARS_MISMATCH, facts={"word": str(differ)})] if differ else []
        await self.alerts.settle({AlertKind.STARS_MISMATCH}, so_now)
        if stars is not None:
            so_now = [Condition(AlertKind.STARS_BALANCE, facts={"word": f"{stars:+d}"})] if stars else []
            await self.alerts.settle({AlertKind.STARS_BALANCE}, so_now)

    async def _look_at_orders(self) -> None:
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
        if backup is not None and now - backup > backup_within(self.backup_every_hours):
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
