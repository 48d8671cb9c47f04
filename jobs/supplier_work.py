"""The periodic tasks at one supplier, one method each. Rows remember what is due, not the clock."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from jobs.catalogue import CatalogueSync
from messaging.alerts import OperatorAlerts
from panel.client import PanelClient
from shop.alerts import AlertKind, Condition
from shop.clock import Clock
from shop.ordering import news, refills_and_cancels, sweeping
from storage.orders.requests import Requests
from storage.orders.store import Orders
from storage.orders.sweeping import SweptOrders

SILENT_FOR, AT_WORK_FOR = timedelta(hours=24), timedelta(days=30)
"""An order without news, or at work, for this long is reported to the operators."""


@dataclass
class SupplierWork:
    """The tasks of one panel account; `wake_outbox` is called when a notice was enqueued."""

    panel: PanelClient
    clock: Clock
    catalogue: CatalogueSync
    orders: Orders
    swept: SweptOrders
    requests: Requests
    alerts: OperatorAlerts
    wake_outbox: Callable[[], None]

    async def sweep(self) -> None:
        """Ask the panel about every order that is due."""
        sweep = sweeping.sweep_all(self.swept, panel=self.panel, clock=self.clock, calls=self.panel.calls)
        await self.catalogue.ask_panel(sweep)
        await self.catalogue.follow_stops()
        self.wake_outbox()

    async def watch(self) -> None:
        """Alert the operators to orders that are silent or never end: only an operator can end them."""
        now = self.clock.now()
        silent = await self.swept.list_unheard(now - SILENT_FOR)
        endless = await self.swept.list_lingering(now - AT_WORK_FOR)
        found = ((AlertKind.ORDERS_SILENT, silent), (AlertKind.ORDERS_ENDLESS, endless))
        await self.alerts.settle(
            {kind for kind, _ in found}, [_of_orders(kind, numbers) for kind, numbers in found if numbers]
        )

    async def follow_refills(self) -> None:
        """Ask the panel how open refills stand."""
        await self.catalogue.ask_panel(
            refills_and_cancels.follow_refills(self.requests, panel=self.panel, clock=self.clock)
        )
        self.wake_outbox()

    async def give_up_waiting(self) -> None:
        """Refund orders that could not be submitted in time."""
        now = self.clock.now()
        if await self.orders.give_up_waiting(now):
            self.wake_outbox()


def _of_orders(kind: AlertKind, numbers: Sequence[int]) -> Condition:
    return Condition(kind, facts={"word": news.named(numbers), "order_id": numbers[0]})
