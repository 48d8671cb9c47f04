"""What orders tell of services: how long they take, how customers rate them, and which are not refilled."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from shop.catalogue import measured, ratings
from shop.catalogue.storefront import Storefront
from shop.catalogue.unrefilled import BELIEVED_FOR
from shop.clock import Clock
from storage.orders.measured import EndedOrders
from storage.orders.ratings import Ratings
from storage.orders.requests import Requests

Row = TypeVar("Row")

AT_ONCE = 1000
"""Orders read in one unit, so that nobody waits long for the database."""


class Measuring:
    """Keeps what the storefront knows of services beside the catalogue in step with the orders."""

    def __init__(
        self, ended: EndedOrders, rated: Ratings, requests: Requests, *, storefront: Storefront, clock: Clock
    ) -> None:
        self._ended = ended
        self._rated = rated
        self._requests = requests
        self._clock = clock
        self._storefront = storefront

    async def measure(self) -> None:
        """Measure all services anew."""
        ended = await _newest(self._ended.list_ended, measured.LOOKED_AT)
        self._storefront.measured.replace_all(measured.measures_of(ended))
        rated = await _newest(self._rated.list_rated, ratings.LOOKED_AT)
        self._storefront.scores.replace_all(ratings.scores_of(rated))
        since = self._clock.now() - BELIEVED_FOR
        self._storefront.unrefilled.replace_all(await self._requests.list_unrefilled(since))


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
