"""Tell people that the shop is open again who asked for it while it was closed."""

from collections.abc import Callable
from dataclasses import dataclass

from shop.clock import Clock
from storage.desk.maintenance import MaintenanceStore


@dataclass
class OpeningWork:
    """`wake_outbox` is called when somebody is told."""

    maintenance: MaintenanceStore
    clock: Clock
    wake_outbox: Callable[[], None]

    async def tell(self) -> None:
        """Tell everybody who waits, some in each transaction; a crash leaves the rest for the next time."""
        while await self.maintenance.tell_waiting(self.clock.now()):
            self.wake_outbox()
