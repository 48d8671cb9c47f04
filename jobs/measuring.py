"""What orders tell of services: how long they take, how customers rate them, and which are not refilled."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from shop.catalogue import measured, ratings
from shop.catalogue.measured import Ended
from shop.catalogue.ratings import Rated
from shop.catalogue.storefront import Storefront
from shop.catalogue.unrefilled import BELIEVED_FOR
from shop.clock import Clock
from storage.stores import PanelStores

Row = TypeVar("Row")

AT_ONCE = 1000
"""Orders read in one unit, so that nobody waits long for the database."""


class Measuring:
    """Keeps what the storefront knows of services beside the catalogue in step with the orders."""

    def __init__(self, suppliers: Sequence[PanelStores], *, storefront: Storefront, clock: Clock) -> None:
        self._suppliers = suppliers
        self._clock = clock
        self._storefront = storefront

    async def measure(self) -> None:
        """Measure all services anew."""
        ended: list[Ended] = []
        rated: list[Rated] = []
        unrefilled: list[str] = []
        since = self._clock.now() - BELIEVED_FOR
        for one in self._suppliers:
            ended += await _newest(one.ended.list_ended, measured.LOOKED_AT)
            rated += await _newest(one.ratings.list_rated, ratings.LOOKED_AT)
            unrefilled += await one.requests.list_unrefilled(since)
        self._storefront.measured.replace_all(measured.measures_of(ended))
        self._storefront.scores.replace_all(ratings.scores_of(rated))
        self._storefront.unrefilled.replace_all(unrefilled)


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
