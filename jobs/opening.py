"""Tell people that the shop is open again, and operators that it should be."""

from collections.abc import Callable
from dataclasses import dataclass

from messaging.alerts import OperatorAlerts
from shop.clock import Clock
from storage.desk.maintenance import MaintenanceStore


@dataclass
class OpeningWork:
    """`wake_outbox` is called when somebody is told."""

    maintenance: MaintenanceStore
    alerts: OperatorAlerts
    clock: Clock
    wake_outbox: Callable[[], None]

    async def tell(self) -> None:
        """Tell everybody who waits, some in each transaction; a crash leaves the rest for the next time.

        A shop that is closed after its expected end may have been forgotten: operators hear of it once.
        """
        while await self.maintenance.tell_waiting(self.clock.now()):
            self.wake_outbox()
        state = await self.maintenance.state()
        if state.is_closed and state.until is not None and state.until <= self.clock.now():
            await self.alerts.tell("still_closed", state.until.isoformat(), "")
