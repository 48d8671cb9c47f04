"""After a restore: compare what others know with the rows, and go on when an owner says so.

Only reads, apart from the row that says what was found; so it can be cut off anywhere and run again.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
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
from storage.core.database import DatabaseTrouble
from storage.desk.standstill import Standstills

log = logging.getLogger("kiosk.jobs")


@dataclass
class _Compared:
    """What comparing came to, by the name of what was compared.

    `findings` are sentences about what the others know; `troubles` say why something was not compared.
    """

    findings: dict[str, str] = field(default_factory=dict)
    troubles: dict[str, str] = field(default_factory=dict)


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
        compared = _Compared()
        await self._or_why_not("stars", self._compare_stars(state, compared), compared)
        for way in self.ways():
            await self._or_why_not(way.name, self._compare_way(way, state, compared), compared)
        for account, panel in self.panels.items():
            name = f"panel {account}".strip()
            await self._or_why_not(name, self._compare_panel(name, account, panel, compared), compared)
        await self.rows.compared(compared.findings, compared.troubles, self.clock.now())
        await self._tell(state, compared)

    async def _or_why_not(self, name: str, comparing: Awaitable[None], compared: _Compared) -> None:
        """Compare one thing. A fault of ours there keeps nothing else from being compared, or from going on.

        Raises DatabaseTrouble: then nothing can be noted, and all is compared again.
        """
        try:
            await comparing
        except DatabaseTrouble:
            raise
        except Exception as error:  # else the shop stays closed, and nobody can end that
            log.exception("%s could not be compared with the rows.", name)
            compared.troubles[name] = f"comparing failed ({type(error).__name__}), and the log says where"

    async def _compare_stars(self, state: Standstill, compared: _Compared) -> None:
        now = self.clock.now()
        try:
            stars = await compare(
                self.ports, now, rows_before=await self.star_rows(now), begun_at=state.backup_at
            )
        except NoAnswer as error:
            compared.troubles["stars"] = str(error) or "Telegram gave no answer"
            return
        if stars is None:
            compared.troubles["stars"] = "Telegram's list is too long, or newer than this machine's clock"
        else:
            compared.findings["stars"] = f"payments in one list only: {stars.payments}"

    async def _compare_way(self, way: Way, state: Standstill, compared: _Compared) -> None:
        comparison = await reconcile(way, self.book, self.clock.now(), from_before=state.backup_at)
        paid, unpaid, trouble = await self._paid_since(way)
        if comparison.trouble or trouble:
            compared.troubles[way.name] = comparison.trouble or trouble
            return
        words = []
        if comparison.compared:
            words.append(f"payments that differ: {len(comparison.differences)} of {comparison.compared}")
        if unpaid:
            words.append(f"{paid} of {unpaid} bills were paid since, which is credited once you go on")
        if way.is_set_up and way.reread_seconds is None:
            words.append("nobody can be asked what was paid since: look at its own page or account")
        if words:
            compared.findings[way.name] = "; ".join(words)

    async def _paid_since(self, way: Way) -> tuple[int, int, str]:
        """Return how many of the bills unpaid here were paid, how many were asked about, and what failed."""
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

    async def _compare_panel(self, name: str, account: str, panel: PanelClient, compared: _Compared) -> None:
        try:
            balance = micro_up((await panel.balance()).amount)
            unknown, are_all = await self.orphans.look_after_backup(account)
        except PanelError as error:
            compared.troubles[name] = str(error)[:200]
            return
        seen = f"orders there that are in no row of ours: {unknown}"
        if not are_all:
            seen += " (it gives no list, so there may be more: look at its own page)"
        compared.findings[name] = f"{seen}; its balance is {amount_text(balance)} now"

    async def _tell(self, state: Standstill, compared: _Compared) -> None:
        checked, _ = await self.rows.count_orders()
        said = {**compared.findings, **compared.troubles}
        lines = [f"{name}: {words}" for name, words in sorted(said.items())]
        word = f"{state.backup_at:%Y-%m-%d %H:%M} UTC"
        facts: Facts = {"word": word, "count": checked, "found": "; ".join(lines)[:600]}
        await self.alerts.send([Condition(AlertKind.RESTORED, facts=facts)])
