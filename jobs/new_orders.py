"""Tell operators who want to hear of it that there are new orders: many in one message."""

from collections.abc import Callable
from dataclasses import dataclass

from shop.clock import Clock
from storage.desk.order_watch import OrderWatch


@dataclass
class NewOrdersWork:
    """`wake_outbox` is called when somebody is told."""

    watch: OrderWatch
    clock: Clock
    wake_outbox: Callable[[], None]

    async def tell(self) -> None:
        """Tell of the orders since the last look."""
        if await self.watch.tell(self.clock.now()):
            self.wake_outbox()
