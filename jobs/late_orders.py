"""Find orders that take much longer than their service usually does, some at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from messaging.alerts import OperatorAlerts
from shop.alerts import AlertKind
from shop.catalogue.late import AtWork, is_late, late_after
from shop.catalogue.measured import MeasuredTimes
from shop.clock import Clock
from shop.ordering import news
from shop.ordering.order import OrderState
from storage.orders.late import LateOrders

STATES = (OrderState.PENDING, OrderState.PROCESSING, OrderState.IN_PROGRESS)
"""AT_WORK, in the order in which they are looked through."""

AT_ONCE = 1000
"""Orders read in one unit, so that nobody waits long for the database."""

PAGES = 50
"""Pages read in one look; the next one goes on behind them."""

TOLD_AT_ONCE = 1000
"""Late orders of one look, at most: each has its card edited. The next look finds the others."""


@dataclass
class LateWatch:
    """Looks through the orders at work, from the oldest on; `wake_outbox` is called when there is news.

    `within` returns how old the last news of an order may be now; see shop/catalogue/late.py.
    """

    orders: LateOrders
    alerts: OperatorAlerts
    measured: MeasuredTimes
    clock: Clock
    within: Callable[[], timedelta]
    wake_outbox: Callable[[], None]

    def __post_init__(self) -> None:
        self._state, self._after = 0, 0

    async def look(self) -> None:
        """Look at some orders, and tell of those that are late: all in one alert."""
        late: list[int] = []
        for _ in range(PAGES):
            page = await self.orders.list_at_work(STATES[self._state], after=self._after, limit=AT_ONCE)
            late += self._late_in(page)
            if len(page) == AT_ONCE and self._may_be_late(page[-1]):
                self._after = page[-1].id
            else:
                self._state, self._after = (self._state + 1) % len(STATES), 0
                if self._state == 0:
                    break
            if len(late) >= TOLD_AT_ONCE:
                break
        if late and await self.orders.tell(late, self.clock.now()):
            self.wake_outbox()
        await self._keep_alert()

    async def _keep_alert(self) -> None:
        """Have the alert name the orders that are late by now; without any it is over."""
        numbers, count = await self.orders.list_late(limit=news.ORDERS_NAMED)
        late = [news.being_late(numbers, count)] if numbers else []
        await self.alerts.settle({AlertKind.ORDERS_LATE}, late)

    def _late_in(self, page: list[AtWork]) -> list[int]:
        now, measure, within = self.clock.now(), self.measured.of, self.within()
        return [order.id for order in page if is_late(order, measure(order.service_id), now, within=within)]

    def _may_be_late(self, order: AtWork) -> bool:
        """Return True if an order of its age is late for any service; those behind it are younger."""
        quickest = self.measured.quickest
        return quickest is not None and self.clock.now() - order.placed_at > late_after(quickest)
