"""Lists sent in several messages: a list is complete when no more parts arrive."""

from dataclasses import dataclass

from shop.clock import Clock
from shop.wakeups import Wakeups
from storage.orders.lists import Lists


@dataclass(frozen=True)
class HeldLists:
    """Ends held lists; the last part of each then gets one more turn."""

    lists: Lists
    clock: Clock
    wakeups: Wakeups

    async def end(self) -> bool:
        """End the next held list that is due; return False if there is none."""
        ended = await self.lists.requeue_due(self.clock.now())
        if ended:
            self.wakeups.turns()
        return ended
