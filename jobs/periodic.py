"""The periodic tasks, one method each. Rows remember what is due, not the clock."""

import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from jobs.catalogue import CatalogueSync
from messaging.alerts import LONGEST_WORD, OperatorAlerts
from panel.client import PanelClient
from shop.alerts import AlertKind, Condition
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
        found = ((AlertKind.ORDERS_SILENT, silent), (AlertKind.ORDERS_ENDLESS, endless))
        await self.alerts.settle(
            {kind for kind, _ in found}, [_of_orders(kind, numbers) for kind, numbers in found if numbers]
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
        """Audit the ledger. While it is not in order, payments are paused and an alert is open."""
        audited = await self.stores.audit.run(self.clock.now())
        if audited.is_fine:
            log.error("The ledger: in order again")
        if audited.broken:
            log.error("The ledger: %s", audited.broken)
        unchecked = []
        if audited.unchecked:
            log.error("The ledger: %s", audited.unchecked)
            facts = {"word": audited.unchecked[:LONGEST_WORD]}
            unchecked.append(Condition(AlertKind.BOOKS_UNCHECKED, facts=facts))
        await self.alerts.settle({AlertKind.BOOKS_UNCHECKED}, unchecked)
        self.wake_outbox()

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


def _of_orders(kind: AlertKind, numbers: Sequence[int]) -> Condition:
    return Condition(kind, facts={"word": news.named(numbers), "order_id": numbers[0]})
