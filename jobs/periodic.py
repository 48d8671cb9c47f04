"""The periodic tasks of the whole shop, one method each. Rows remember what is due, not the clock."""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta

from messaging.alerts import LONGEST_WORD, OperatorAlerts
from shop.alerts import AlertKind, Condition
from shop.clock import Clock
from shop.ordering import refills_and_cancels
from shop.reconciliation.answer import GATHERED_FOR
from storage.stores import Stores

log = logging.getLogger("kiosk.jobs")

INBOX_KEPT = timedelta(days=3)


@dataclass
class PeriodicWork:
    """The periodic tasks; `wake_outbox` is called when a notice was enqueued.

    `everybody` are the people whom the shop may write to now; None is whoever has written. `unknown_hours`
    returns how long operators may take to decide.
    """

    clock: Clock
    stores: Stores
    alerts: OperatorAlerts
    wake_outbox: Callable[[], None]
    everybody: Callable[[], Collection[int] | None]
    unknown_hours: Callable[[], int]

    async def give_up_left_behind(self) -> None:
        """Give back what waits unsent at a panel account that is no supplier any more.

        Operators are asked about orders there whose answer was lost, and these are given up in time.
        """
        now, here, resolutions = self.clock.now(), self.stores.panels.keys(), self.stores.resolutions
        moved = await self.stores.orders.give_up_left_behind(now)
        decide_by = now + timedelta(hours=self.unknown_hours())
        moved += await resolutions.ask_left_behind(here, now - GATHERED_FOR, decide_by, now)
        moved += await resolutions.give_up(now, here=here)
        if moved:
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
