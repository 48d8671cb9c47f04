"""Lists that came in several messages: one of which no more has come is whole."""

from dataclasses import dataclass

from shop.clock import Clock
from shop.wakeups import Wakeups
from storage.orders.lists import Lists


@dataclass(frozen=True)
class HeldLists:
    """Ends what is held; its last part then has one turn more."""

    lists: Lists
    clock: Clock
    wakeups: Wakeups

    async def end(self) -> bool:
        """End the next held list that is due; False when there is none."""
        ended = await self.lists.ring(self.clock.now())
        if ended:
            self.wakeups.turns()
        return ended
