"""The periodic tasks, one method each. Rows remember what is due, not the clock."""

import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from jobs.catalogue import CatalogueSync
from messaging.alerts import OperatorAlerts
from panel.client import PanelClient
from shop import notice
from shop.clock import Clock
from shop.ordering import news, refills_and_cancels, sweeping
from storage.stores import Stores

log = logging.getLogger("kiosk.jobs")

SILENT_FOR, AT_WORK_FOR = timedelta(hours=24), timedelta(days=30)
"""An order without news, or at work, for this long is reported to the operators."""

INBOX_KEPT = timedelta(days=3)


@dataclass
class PeriodicWork:
    """The periodic tasks; `wake_outbox` is called when a notice was enqueued.

    `everybody` are the people whom the shop may write to now; None is whoever has written.
    """

    panel: PanelClient
    clock: Clock
    catalogue: CatalogueSync
    stores: Stores
    alerts: OperatorAlerts
    wake_outbox: Callable[[], None]
    everybody: Callable[[], Collection[int] | None]

    async def sweep(self) -> None:
        """Ask the panel about every order that is due."""
        sweep = sweeping.sweep_all(
            self.stores.orders, panel=self.panel, clock=self.clock, calls=self.panel.calls
        )
        await self.catalogue.ask_panel(sweep)
        await self.catalogue.follow_stops()
        self.wake_outbox()

    async def watch(self) -> None:
        """Alert the operators to orders that are silent or never end: only an operator can end them."""
        now = self.clock.now()
        silent = await self.stores.orders.list_unheard(now - SILENT_FOR)
        endless = await self.stores.orders.list_lingering(now - AT_WORK_FOR)
        day, week = str(now.date()), f"{now:%G-%V}"
        await self.alerts.send(
            [
                *self._order_alerts("orders_silent", silent, day),
                *self._order_alerts("orders_endless", endless, week),
            ]
        )

    def _order_alerts(self, alert: str, numbers: Sequence[int], when: str) -> list[notice.Notice]:
        if not numbers:
            return []
        key, word = f"{alert}:{when}", news.named(numbers)
        return notice.alerts(
            self.alerts.operators, "orders", key, alert=alert, word=word, order_id=numbers[0]
        )

    async def follow_refills(self) -> None:
        """Ask the panel how open refills stand."""
        await self.catalogue.ask_panel(
            refills_and_cancels.follow_refills(self.stores.requests, panel=self.panel, clock=self.clock)
        )
        self.wake_outbox()

    async def give_up_waiting(self) -> None:
        """Refund orders that could not be submitted in time."""
        now = self.clock.now()
        if await self.stores.orders.give_up_waiting(now):
            self.wake_outbox()

    async def end_silent_requests(self) -> None:
        """End refills and cancels of which the panel gives no news."""
        now = self.clock.now()
        if await self.stores.requests.end_silent(now - refills_and_cancels.NEWS_WITHIN, now):
            self.wake_outbox()

    async def show_progress(self) -> None:
        """Begin broadcasts whose moment has come, send on what waited for its day, update progress lines."""
        broadcasts, now = self.stores.broadcasts, self.clock.now()
        begun = await broadcasts.begin_due(self.everybody(), now)
        released = await broadcasts.release_held(now)
        if await broadcasts.show_progress(now) or begun or released:
            self.wake_outbox()

    async def audit(self) -> None:
        """Audit the ledger. While it is not in order, payments are paused and the operators are told."""
        now = self.clock.now()
        for finding in await self.stores.audit.run(now):
            log.error("The ledger: %s", finding.words or "in order again")
            # An audit that cannot run is reported once a day; that may last for a while.
            when = f"{now.date()}" if finding.key == "books_unchecked" else now.isoformat()
            await self.alerts.tell(finding.key, f"{finding.key}:{when}", finding.words, about="books")

    async def tell_unended_checkouts(self) -> None:
        """Alert about payments that were approved and never arrived."""
        if await self.stores.checkouts.tell_unended(self.clock.now()):
            self.wake_outbox()

    async def remind(self) -> None:
        """Remind the operators once a day of what has waited for them since yesterday."""
        if await self.stores.open_cases.remind(self.clock.now()):
            self.wake_outbox()

    async def tend(self) -> None:
        """Refresh the statistics of the database's query planner."""
        await self.stores.audit.tend()

    async def tidy(self) -> None:
        """Delete updates handled long ago, and other rows that are no longer needed."""
        now = self.clock.now()
        await self.stores.inbox.forget_before(now - INBOX_KEPT)
        await self.stores.tidying.tidy(now)
