"""After a restore: compare what others know with the rows, and go on when an owner says so.

Only reads, apart from the row that says what was found; so it can be cut off anywhere and run again.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from jobs.orphans import OrphanWatch
from messaging.alerts import OperatorAlerts
from panel.client import PanelClient
from payments.base import NoAnswer, Ports, Proof, Refused, Way
from payments.reconciling import MOST, Book, reconcile
from payments.stars_check import ASKED_WITHIN, compare
from shop.alerts import AlertKind, Condition, Facts
from shop.clock import Clock
from shop.errors import PanelError
from shop.money import amount_text, micro_up
from shop.standstill import Standstill, Stillness
from storage.desk.standstill import Standstills

log = logging.getLogger("kiosk.jobs")


@dataclass
class StandstillWatch:
    """Keeps the standstill. `lifted` is called once an owner has gone on.

    `star_rows` returns how many payments in Stars we have from before a moment. `panels` are the suppliers'
    clients by their panel account.
    """

    stillness: Stillness
    rows: Standstills
    ports: Ports
    star_rows: Callable[[datetime], Awaitable[int]]
    ways: Callable[[], Sequence[Way]]
    book: Book
    panels: Mapping[str, PanelClient]
    orphans: OrphanWatch
    alerts: OperatorAlerts
    clock: Clock
    lifted: Callable[[], Awaitable[None]]

    async def begin(self) -> None:
        """Read at a start whether the kiosk stands still."""
        self.stillness.state = state = await self.rows.state()
        if state is not None and state.is_on:
            log.warning(
                "This database was restored from a backup of %s. Nothing goes to a panel and no money goes "
                "back, until you go on: see `bot.py restore`.",
                f"{state.backup_at:%Y-%m-%d %H:%M} UTC",
            )

    async def follow(self) -> bool:
        """See whether an owner has gone on; return False: there is never more to do."""
        if await self.is_over_now():
            await self.alerts.over(AlertKind.RESTORED)
        return False

    async def is_over_now(self) -> bool:
        """Return True if an owner has gone on since the last look; then everything works here again."""
        if not self.stillness.is_on:
            return False
        state = await self.rows.state()
        if state is None or state.is_on:
            return False
        log.warning("An owner has gone on after the restore.")
        self.stillness.state = state
        await self.lifted()
        return True

    async def compare(self) -> None:
        """Compare everything that can be compared, and keep the operators' card."""
        state = self.stillness.state
        if state is None or not state.is_on:
            return
        findings: dict[str, str] = {}
        troubles: dict[str, str] = {}
        await self._compare_stars(state, findings, troubles)
        for way in self.ways():
            await self._compare_way(way, state, findings, troubles)
        for account, panel in self.panels.items():
            await self._compare_panel(account, panel, findings, troubles)
        await self.rows.compared(findings, troubles, self.clock.now())
        await self._tell(state, findings, troubles)

    async def _compare_stars(
        self, state: Standstill, findings: dict[str, str], troubles: dict[str, str]
    ) -> None:
        now = self.clock.now()
        try:
            compared = await compare(
                self.ports, now, rows_before=await self.star_rows(now), begun_at=state.backup_at
            )
        except NoAnswer as error:
            troubles["stars"] = str(error) or "Telegram gave no answer"
            return
        if compared is None:
            troubles["stars"] = "Telegram's list is too long, or newer than this machine's clock"
        else:
            findings["stars"] = f"{compared.payments} payments stand in one list only"

    async def _compare_way(
        self, way: Way, state: Standstill, findings: dict[str, str], troubles: dict[str, str]
    ) -> None:
        verdict = await reconcile(way, self.book, self.clock.now(), from_before=state.backup_at)
        paid, unpaid, trouble = await self._paid_since(way)
        if verdict.trouble or trouble:
            troubles[way.name] = verdict.trouble or trouble
            return
        words = []
        if verdict.compared:
            words.append(f"{len(verdict.differences)} of {verdict.compared} payments differ")
        if unpaid:
            words.append(f"{paid} of {unpaid} bills were paid since, which is credited once you go on")
        if words:
            findings[way.name] = "; ".join(words)

    async def _paid_since(self, way: Way) -> tuple[int, int, str]:
        """Return of how many unpaid bills this way's gateway has a payment, of how many, and what failed."""
        unpaid = await self.ports.unpaid(way.name, self.clock.now())
        bills = [one for one in unpaid if way.can_look(one)][-MOST:]
        paid = 0
        for one in bills:
            try:
                async with asyncio.timeout(ASKED_WITHIN):
                    paid += any(isinstance(found, Proof) for found in await way.look(one))
            except (NoAnswer, Refused, TimeoutError) as problem:
                return paid, len(bills), str(problem) or "no answer in time"
        return paid, len(bills), ""

    async def _compare_panel(
        self, account: str, panel: PanelClient, findings: dict[str, str], troubles: dict[str, str]
    ) -> None:
        name = f"panel {account}".strip()
        try:
            balance = micro_up((await panel.balance()).amount)
            unknown, are_all = await self.orphans.look_after_backup(account)
        except PanelError as error:
            troubles[name] = str(error)[:200]
            return
        seen = f"{unknown} orders there are in no row of ours"
        if not are_all:
            seen += " (it gives no list, so there may be more: look at its own page)"
        findings[name] = f"{seen}; its balance is {amount_text(balance)} now"

    async def _tell(
        self, state: Standstill, findings: Mapping[str, str], troubles: Mapping[str, str]
    ) -> None:
        checked, _ = await self.rows.count_orders()
        lines = [f"{name}: {words}" for name, words in sorted({**findings, **troubles}.items())]
        word = f"{state.backup_at:%Y-%m-%d %H:%M} UTC"
        facts: Facts = {"word": word, "count": checked, "found": "; ".join(lines)[:600]}
        await self.alerts.send([Condition(AlertKind.RESTORED, facts=facts)])
