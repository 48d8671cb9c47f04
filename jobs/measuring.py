"""Measure services by the orders that ended last, and by what customers said of them."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from shop.catalogue import measured, ratings
from shop.catalogue.storefront import Storefront
from storage.orders.measured import EndedOrders
from storage.orders.ratings import Ratings

Row = TypeVar("Row")

AT_ONCE = 1000
"""Orders read in one unit, so that nobody waits long for the database."""


class Measuring:
    """Keeps the measured times and the scores in step with the orders."""

    def __init__(self, ended: EndedOrders, rated: Ratings, storefront: Storefront) -> None:
        self._ended = ended
        self._rated = rated
        self._storefront = storefront

    async def measure(self) -> None:
        """Measure all services anew."""
        ended = await _newest(self._ended.list_ended, measured.LOOKED_AT)
        self._storefront.measured.replace_all(measured.measures_of(ended))
        rated = await _newest(self._rated.list_rated, ratings.LOOKED_AT)
        self._storefront.scores.replace_all(ratings.scores_of(rated))


async def _newest(list_page: Callable[..., Awaitable[list[Row]]], enough: int) -> list[Row]:
    """Read pages, newest first, until there are enough rows or no more."""
    found: list[Row] = []
    page = await list_page(limit=AT_ONCE)
    while page:
        found += page
        if len(found) >= enough:
            break
        page = await list_page(limit=AT_ONCE, before=page[-1])
    return found
