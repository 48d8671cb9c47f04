"""Measure how long services take, by the orders that ended last."""

from shop.catalogue.measured import LOOKED_AT, Ended, MeasuredTimes, measures_of
from storage.orders.measured import EndedOrders

AT_ONCE = 1000
"""Orders read in one unit, so that nobody waits long for the database."""


class Measuring:
    """Keeps the measured times in step with the orders."""

    def __init__(self, orders: EndedOrders, measured: MeasuredTimes) -> None:
        self._orders = orders
        self._measured = measured

    async def measure(self) -> None:
        """Measure all services anew."""
        looked_at: list[Ended] = []
        page = await self._orders.list_ended(limit=AT_ONCE)
        while page:
            looked_at += page
            if len(looked_at) >= LOOKED_AT:
                break
            page = await self._orders.list_ended(limit=AT_ONCE, before=page[-1])
        self._measured.replace_all(measures_of(looked_at))
