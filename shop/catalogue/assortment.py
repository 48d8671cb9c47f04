"""The assortment: what every supplier offers now, joined into the one storefront."""

import asyncio
from collections.abc import Mapping, Sequence

from shop.catalogue.services import Catalogue, Service
from shop.catalogue.storefront import CatalogueIndex, Offer, Storefront, offer_of


class Assortment:
    """Joins the suppliers' services, in the order of `panels`, and puts them on show.

    `from_wallets`: customers pay from wallets, so that nothing is sold for 0.
    """

    def __init__(self, storefront: Storefront, panels: Sequence[str], *, from_wallets: bool) -> None:
        self._storefront = storefront
        self._from_wallets = from_wallets
        self._offered: dict[str, Sequence[Service]] = dict.fromkeys(panels, ())
        self._showing = asyncio.Lock()

    def sells(self, panel: str) -> bool:
        """Return True if something of this panel account is on sale."""
        return any(self._storefront.knows(one.id) for one in self._offered[panel])

    def find(self, service_id: str) -> Offer | None:
        """Return this service as its supplier offers it, on sale or hidden; None if none does."""
        for services in self._offered.values():
            for one in services:
                if one.id == service_id:
                    return offer_of(one, from_wallets=self._from_wallets)
        return None

    def count(self, panel: str) -> int:
        """Return how many services of this panel account are on sale."""
        return sum(self._storefront.knows(one.id) for one in self._offered[panel])

    def unsold(self, panel: str) -> Mapping[str, tuple[str, ...]]:
        """Return why services of this panel account are not on sale: each reason with its services' ids."""
        mine = {one.id for one in self._offered[panel]}
        found = {
            why: tuple(one for one in ids if one in mine) for why, ids in self._storefront.unsold.items()
        }
        return {why: ids for why, ids in found.items() if ids}

    async def offer(self, panel: str, services: Sequence[Service]) -> None:
        """Put on show what this panel account offers from now on, beside what the others do."""
        self._offered[panel] = services
        async with self._showing:  # so that an older list never replaces a newer one
            joined = Catalogue.of(one for offered in self._offered.values() for one in offered)
            # Sorting thousands of services takes a moment; no tap must wait for it.
            index = await asyncio.to_thread(CatalogueIndex.of, joined, from_wallets=self._from_wallets)
            self._storefront.show(index)
