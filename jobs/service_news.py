"""Tell people who want it when a service of theirs changes its price, goes, or comes back."""

from collections.abc import Callable
from dataclasses import dataclass

from shop.catalogue.service_news import (
    LOOK_EVERY,
    TELL_EVERY,
    Offered,
    Weighed,
    may_hear,
    notice_of,
    weigh,
)
from shop.catalogue.storefront import Storefront
from shop.clock import Clock
from shop.person import MAY_ORDER, Access
from shop.pricing.board import OwnPrices, Pricing
from shop.pricing.quotes import DEAREST
from storage.orders.store import Orders
from storage.people.favourites import Favourites
from storage.people.service_news import Reader, ServiceNews

AT_ONCE = 50
"""People whose services are looked at in one round: with a round a minute, 3,000 an hour."""

NOTHING = Weighed((), (), ())


@dataclass
class NewsWatch:
    """Looks at the services of those who want news; `wake_outbox` is called when somebody is owed some."""

    news: ServiceNews
    favourites: Favourites
    orders: Orders
    storefront: Storefront
    board: Pricing
    access: Access
    clock: Clock
    wake_outbox: Callable[[], None]

    async def look(self) -> None:
        """Look at the services of whoever is due. While nothing can be sold, nothing is known of prices."""
        for reader in await self.news.list_due(self.clock.now(), limit=AT_ONCE):
            if self.storefront.empty or self.board.closed is not None:
                return
            await self._look_at(reader)

    async def _look_at(self, reader: Reader) -> None:
        person, now = reader.person, self.clock.now()
        if not person.reachable or self.access.role_of(person.id) not in MAY_ORDER:
            await self.news.note(person.id, NOTHING, now=now, next_at=now + TELL_EVERY)
            return
        own = self.board.for_person(person.id)
        offered = await self._offered(person.id, own)
        known = await self.news.known_to(person.id)
        may_tell = may_hear(person.preferences, reader.told_at, now)
        found = weigh(known, offered, own.currency, now, may_tell=may_tell)
        owed = notice_of(person.id, found.items, own.currency, now) if found.items else None
        stored = await self.news.note(person.id, found, notice=owed, now=now, next_at=now + LOOK_EVERY)
        if stored and owed is not None:
            self.wake_outbox()

    async def _offered(self, person_id: int, own: OwnPrices) -> list[Offered]:
        """Return this person's favourites, and what they ordered before, as they are sold to them now.

        A price that nobody can pay, and no row can hold, is a panel's mistake: the service is left out.
        """
        theirs = await self.favourites.list_of(person_id) + await self.orders.list_services(person_id)
        offered = []
        for service_id in dict.fromkeys(theirs):
            service = self.storefront.service(service_id)
            if service is not None and not own.sells(service):  # nothing is known of its price now
                continue
            price = None if service is None else own.rate_shown(service)
            if price is not None and price > DEAREST:
                continue
            offered.append(Offered(service_id, service.name if service else "", price))
        return offered
