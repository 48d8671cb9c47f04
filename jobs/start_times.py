"""Orders that were confirmed for a later time enter the queue to the panel when it comes."""

from dataclasses import dataclass

from shop.clock import Clock
from shop.maintenance import Gate
from shop.wakeups import Wakeups
from storage.orders.scheduled import ScheduledOrders


@dataclass
class StartTimes:
    """Looks for orders whose start has come. A start is a moment of the wall clock: no setting moves it."""

    scheduled: ScheduledOrders
    clock: Clock
    wakeups: Wakeups
    gate: Gate

    async def begin_due(self) -> bool:
        """Put some orders whose start has come into the queue; return False if there are none.

        While the shop is closed they wait for it to open, within the time in which a start may be late.
        """
        if self.gate.is_closed:
            return False
        now = self.clock.now()
        due = await self.scheduled.list_due(now)
        if not due:
            return False
        await self.scheduled.enter_queue(due, now)
        self.wakeups.panel()
        self.wakeups.outbox()
        return True
