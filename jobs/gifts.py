"""Give the money of gifts back that nobody took in time."""

from collections.abc import Callable
from dataclasses import dataclass

from shop.clock import Clock
from storage.growth.gifts import Gifts


@dataclass
class GiftsWork:
    """`wake_outbox` is called when a gift's giver is told."""

    gifts: Gifts
    clock: Clock
    wake_outbox: Callable[[], None]

    async def expire(self) -> None:
        """End every gift whose time is over."""
        while await self.gifts.expire(self.clock.now()):
            self.wake_outbox()
