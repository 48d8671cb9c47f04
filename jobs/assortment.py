"""The assortment: what every supplier offers now, joined, curated and put on show."""

import asyncio
from collections.abc import Mapping, Sequence

from jobs.curating import Curator
from messaging.alerts import OperatorAlerts
from shop.alerts import AlertKind, Condition
from shop.catalogue.curating import Reach
from shop.catalogue.services import Service
from shop.catalogue.storefront import Offer, Storefront
from shop.errors import ShopError


class Assortment:
    """Joins the suppliers' services, in the order of `panels`, under what operators decided.

    `from_wallets`: customers pay from wallets, so that nothing is sold for 0.
    """

    def __init__(
        self,
        storefront: Storefront,
        panels: Sequence[str],
        *,
        curator: Curator,
        alerts: OperatorAlerts,
        from_wallets: bool,
    ) -> None:
        self._storefront = storefront
        self._curator = curator
        self._alerts = alerts
        self._from_wallets = from_wallets
        self._offered: dict[str, tuple[Service, ...]] = dict.fromkeys(panels, ())
        self._joined: tuple[Service, ...] = ()
        self._showing = asyncio.Lock()

    @property
    def has_shown(self) -> bool:
        """True if something was put on show."""
        return bool(self._storefront.curated.listed)

    def find(self, service_id: str) -> Offer | None:
        """Return this service, on show or hidden; None if no supplier offers it."""
        try:
            return self._storefront.served(service_id)
        except ShopError:
            return None

    def count(self, panel: str) -> int:
        """Return how many services of this panel account are on show."""
        return sum(self._storefront.knows(one.id) for one in self._offered[panel])

    def unsold(self, panel: str) -> Mapping[str, tuple[str, ...]]:
        """Return why services of this panel account are not on sale: each reason with its services' ids."""
        mine = {one.id for one in self._offered[panel]}
        unsold = self._storefront.unsold.items()
        found = {why: tuple(one for one in ids if one in mine) for why, ids in unsold}
        return {why: ids for why, ids in found.items() if ids}

    async def read(self) -> None:
        """Read what operators decided; nothing is shown anew."""
        await self._curator.read()

    async def offer(self, panel: str, services: tuple[Service, ...]) -> None:
        """Put on show what this panel account offers from now on, beside what the others do."""
        self._offered[panel] = services
        every = tuple(self._offered.values())
        # With one supplier it is the same object, by which the curator sees that nothing has changed.
        self._joined = every[0] if len(every) == 1 else tuple(one for offered in every for one in offered)
        await self._show(renews_search=True)

    async def renew_search(self) -> None:
        """Let the search know the newest names, if it does not."""
        if self._curator.is_search_behind:
            await self._show(renews_search=True)

    async def follow_decisions(self) -> None:
        """Put on show what operators have decided about the catalogue."""
        await self._show(reads=True)

    async def reach(self, words: Sequence[str], rule: int | str | None) -> Reach:
        """Return what a rule of these words would hide now; the rule with this number counts as off."""
        return await asyncio.to_thread(self._curator.reach, self._joined, words, rule)

    async def _show(self, *, renews_search: bool = False, reads: bool = False) -> None:
        async with self._showing:  # what was decided last is shown last
            if reads:
                await self._curator.read()
            services = self._joined
            # Sorting thousands of services takes a moment; no tap must wait for it.
            index = await asyncio.to_thread(
                self._curator.index,
                services,
                self._storefront.index,
                from_wallets=self._from_wallets,
                renews_search=renews_search,
            )
            self._storefront.show(index)
        if self._curator.decisions.asks_first:
            await self._ask_about_defaults(services)

    async def _ask_about_defaults(self, services: tuple[Service, ...]) -> None:
        """Ask the operators of an older shop before the default rules hide anything."""
        count = await asyncio.to_thread(self._curator.asked_about, services)
        found = [Condition(AlertKind.HARMFUL_OFFERS, facts={"count": count})] if count else []
        await self._alerts.settle({AlertKind.HARMFUL_OFFERS}, found)
