"""The catalogue for browsing: platforms, their categories, services, and a search."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2s

from shop.catalogue.measured import MeasuredTimes
from shop.catalogue.platforms import Platform, platform_of, platforms_in, words_of
from shop.catalogue.ratings import Scores
from shop.catalogue.search import ServiceSearch
from shop.catalogue.search_words import SearchWords
from shop.catalogue.services import Catalogue, Service
from shop.catalogue.unrefilled import Unrefilled
from shop.errors import ShopError
from shop.ordering.fields import OrderForm, form_of
from shop.quality.kinds import KindShelf

OTHER = "other"
"""The key of the section for services of no known platform."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A service on sale, with its type's form and the platforms it may be for."""

    service: Service
    form: OrderForm
    platforms: tuple[Platform, ...]

    @property
    def platform(self) -> Platform | None:
        """The platform the service is listed under, if known."""
        return self.platforms[0] if self.platforms else None


@dataclass(frozen=True, slots=True)
class Category:
    """One of the panel's categories, or its part for one platform."""

    key: str
    name: str
    services: tuple[Service, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One platform's categories. `platform` is None for all the others."""

    key: str
    platform: Platform | None
    categories: tuple[Category, ...]


def short_key(*names: str) -> str:
    """Return a short stable key for names of any length; buttons hold 64 bytes."""
    return blake2s("\n".join(names).encode(), digest_size=6).hexdigest()


@dataclass(frozen=True, slots=True)
class CatalogueIndex:
    """A catalogue sorted into sections. Indexing 10,000 services takes a moment."""

    sold: dict[str, Offer]
    search: ServiceSearch
    sections: tuple[Section, ...]
    categories: dict[str, Category]
    unsold: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The reasons why services cannot be sold, each with its services' ids."""

    @classmethod
    def of(cls, catalogue: Catalogue, *, from_wallets: bool = False) -> "CatalogueIndex":
        """Index the catalogue without what cannot be ordered: unknown types, a minimum above the maximum.

        If customers pay from wallets, nothing is sold for 0: a panel that charges nothing has probably
        lost its prices.
        """
        offered = (service for service in catalogue.services if service.rate_micro or not from_wallets)
        offers = (_sold(service, from_wallets=from_wallets) for service in offered)
        sold = {offer.service.id: offer for offer in offers if offer is not None}
        sections = tuple(_sections(sold.values()))
        return cls(
            sold=sold,
            search=ServiceSearch(tuple(offer.service for offer in sold.values())),
            sections=sections,
            categories={category.key: category for section in sections for category in section.categories},
            unsold=_unsold(catalogue.services),
        )


class Storefront:
    """The services on sale now; `show` replaces all of them at once.

    `measured` says how long they take, `scores` what customers say of them, `unrefilled` which of them
    have no refills, whatever the catalogue says, `kinds` which are alike, as far as they were sorted.
    """

    def __init__(self, words: SearchWords | None = None) -> None:
        """`words` are what people call things in their own languages."""
        self._words = words or SearchWords()
        self.measured = MeasuredTimes()
        self.scores = Scores()
        self.unrefilled = Unrefilled()
        self.kinds = KindShelf()
        self._index = CatalogueIndex.of(Catalogue())

    def show(self, index: CatalogueIndex) -> None:
        """Show this index from now on."""
        self._index = index

    @property
    def sections(self) -> tuple[Section, ...]:
        """The platforms, in the panel's own order."""
        return self._index.sections

    @property
    def empty(self) -> bool:
        """True if nothing can be ordered (yet)."""
        return not self._index.sold

    @property
    def unsold(self) -> Mapping[str, tuple[str, ...]]:
        """The reasons why services are not on sale, each with its services' ids."""
        return self._index.unsold

    @property
    def size(self) -> int:
        """The number of services on sale."""
        return len(self._index.sold)

    def section(self, key: str) -> Section | None:
        """Return the section with this key."""
        return next((section for section in self.sections if section.key == key), None)

    def category(self, key: str) -> Category | None:
        """Return the category with this key."""
        return self._index.categories.get(key)

    @property
    def services(self) -> Iterator[Service]:
        """All services on sale, in the panel's own order."""
        return (offer.service for offer in self._index.sold.values())

    def find(self, words: str) -> Sequence[Service]:
        """Return the services these words find, best first."""
        search = self._index.search
        return search.find(self._words.translated(words, search.knows))

    def service(self, service_id: str) -> Service | None:
        """Return the service with this id, if it is on sale."""
        offer = self._index.sold.get(service_id)
        return offer.service if offer else None

    def knows(self, service_id: str) -> bool:
        """Return True if this is a service on sale."""
        return service_id in self._index.sold

    def sold(self, service_id: str) -> Offer:
        """Return the service with its form. Raises ShopError if it is not on sale (any more)."""
        offer = self._index.sold.get(service_id)
        if offer is None:
            raise ShopError("service_gone")
        return offer


def _sold(service: Service, *, from_wallets: bool) -> Offer | None:
    form = form_of(service, from_wallets=from_wallets)
    if form is None or _is_impossible(service):
        return None
    listed = platform_of(service.category, service.name)
    named = platforms_in(words_of(service.name))
    return Offer(service, form, _once(tuple(dict.fromkeys([*([listed] if listed else []), *named]))))


@lru_cache(maxsize=1000)
def _once(platforms: tuple[Platform, ...]) -> tuple[Platform, ...]:
    """The same platforms, as one tuple for all services that have them."""
    return platforms


def _is_impossible(service: Service) -> bool:
    return service.min is not None and service.max is not None and service.min > service.max


def _unsold(services: Iterable[Service]) -> dict[str, tuple[str, ...]]:
    unsold: dict[str, list[str]] = {}
    for service in services:
        if _is_impossible(service):
            unsold.setdefault("minimum above maximum", []).append(service.id)
        elif form_of(service) is None:
            unsold.setdefault("type not known", []).append(service.id)
    return {why: tuple(ids) for why, ids in unsold.items()}


def _sections(sold: Iterable[Offer]) -> list[Section]:
    by_platform: dict[str, tuple[Platform | None, dict[str, list[Service]]]] = {}
    for offer in sold:
        key = offer.platform.key if offer.platform else OTHER
        _, categories = by_platform.setdefault(key, (offer.platform, {}))
        categories.setdefault(offer.service.category, []).append(offer.service)
    sections = [
        Section(
            key,
            platform,
            tuple(Category(short_key(key, name), name, tuple(rows)) for name, rows in categories.items()),
        )
        for key, (platform, categories) in by_platform.items()
    ]
    return sorted(
        sections, key=lambda section: section.key == OTHER
    )  # stable: the panel's order, the others last
