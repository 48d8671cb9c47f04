"""The catalogue for browsing: platforms, their categories, services, and a search."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2s

from shop.catalogue.curating import UNDECIDED, CuratedCatalogue
from shop.catalogue.measured import MeasuredTimes
from shop.catalogue.platforms import Platform, links_to, platform_of
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
    """One of the panel's categories, or its part for one platform.

    `panels_name` is what the panel calls it; `key` is made of that, and stays when the shop renames it.
    """

    key: str
    name: str
    services: tuple[Service, ...]
    panels_name: str = ""
    picture: str = ""


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
    """A catalogue sorted into sections. Indexing 10,000 services takes a moment.

    `sold` and `sections` are what customers meet; `desk_sections` have all services, hidden ones too.
    `search` looks at all services, and `found` says which of them customers may find.
    """

    sold: dict[str, Offer]
    search: ServiceSearch
    sections: tuple[Section, ...]
    categories: dict[str, Category]
    unsold: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The reasons why services cannot be sold, each with its services' ids."""
    found: int = 0
    curated: CuratedCatalogue = field(default_factory=CuratedCatalogue)
    hidden: Mapping[str, Offer] = field(default_factory=dict)
    """Hidden services that could be sold: what was ordered before they were hidden goes on."""
    desk_sections: tuple[Section, ...] = ()
    desk_categories: Mapping[str, Category] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        catalogue: Catalogue,
        *,
        from_wallets: bool = False,
        curated: CuratedCatalogue | None = None,
        before: "CatalogueIndex | None" = None,
        search: ServiceSearch | None = None,
    ) -> "CatalogueIndex":
        """Index the catalogue without what cannot be ordered: unknown types, a minimum above the maximum.

        If customers pay from wallets, nothing is sold for 0: a panel that charges nothing has probably
        lost its prices. `curated` is the catalogue as the operators have it. What has not changed is taken
        from `before`; a `search` that was made before is used as it is: it takes longest.
        """
        curated = curated or CuratedCatalogue.plain(catalogue.services)
        known = {**before.sold, **before.hidden} if before is not None else {}
        offered = (one for one in curated.listed if one.rate_micro or not from_wallets)
        offers = (offer_of(one, known.get(one.id), from_wallets=from_wallets) for one in offered)
        every = {offer.service.id: offer for offer in offers if offer is not None}
        sold = {key: offer for key, offer in every.items() if key not in curated.hidden}
        search = search or ServiceSearch(curated.listed, curated.category_name)
        of_id = {service_id: offer.platform for service_id, offer in every.items()}
        order = _platform_order(catalogue.services, of_id)
        sections = _sections((one.service for one in sold.values()), of_id, curated, order)
        desk = (
            sections if len(sold) == len(curated.listed) else _sections(curated.listed, of_id, curated, order)
        )
        return cls(
            sold=sold,
            search=search,
            sections=sections,
            categories=_by_key(sections),
            unsold=_unsold(one for one in curated.on_sale if one.id not in every),
            found=search.among(sold),
            curated=curated,
            desk_sections=desk,
            desk_categories=_by_key(desk),
            hidden={key: offer for key, offer in every.items() if key in curated.hidden},
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
        self.refused_pictures: set[str] = set()
        """Pictures of categories that Telegram did not take since the start."""
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

    @property
    def index(self) -> CatalogueIndex:
        """What is shown now."""
        return self._index

    @property
    def curated(self) -> CuratedCatalogue:
        """All services as the operators have them, hidden ones too."""
        return self._index.curated

    def section(self, key: str) -> Section | None:
        """Return the section with this key."""
        return next((section for section in self.sections if section.key == key), None)

    def category(self, key: str) -> Category | None:
        """Return the category with this key."""
        return self._index.categories.get(key)

    @property
    def desk_sections(self) -> tuple[Section, ...]:
        """The sections, with hidden services too."""
        return self._index.desk_sections

    def desk_category(self, key: str) -> Category | None:
        """Return the category with this key, with its hidden services too."""
        return self._index.desk_categories.get(key)

    def desk_category_of(self, service: Service) -> Category | None:
        """Return the category in which operators find this service."""
        keys = (short_key(section.key, service.category) for section in self.desk_sections)
        found = (self.desk_category(key) for key in keys)
        return next((one for one in found if one is not None and service in one.services), None)

    @property
    def services(self) -> Iterator[Service]:
        """All services on sale, in the panel's own order."""
        return (offer.service for offer in self._index.sold.values())

    async def sort_kinds(self) -> KindShelf:
        """Return the kinds of all services that could be sold, hidden ones too."""
        index = self._index
        offers = (offer for offers in (index.sold, index.hidden) for offer in offers.values())
        await self.kinds.follow(index, (offer.service for offer in offers))
        return self.kinds

    def find(self, words: str) -> Sequence[Service]:
        """Return the services these words find, best first."""
        index = self._index
        wanted = self._words.translated(words, index.search.knows)
        hits = (index.sold.get(one.id) for one in index.search.find(wanted, among=index.found))
        return [offer.service for offer in hits if offer is not None]

    def find_any(self, words: str, *, limit: int) -> Sequence[Service]:
        """Return the same of all services, hidden ones too, for operators."""
        index = self._index
        wanted = self._words.translated(words, index.search.knows)
        hits = (index.curated.by_id.get(one.id) for one in index.search.find(wanted, limit))
        return [service for service in hits if service is not None]

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

    def served(self, service_id: str) -> Offer:
        """Return the same of a service that was ordered already: one that is hidden now goes on."""
        hidden = self._index.hidden.get(service_id)
        return hidden if hidden is not None else self.sold(service_id)


def offer_of(service: Service, known: Offer | None = None, *, from_wallets: bool) -> Offer | None:
    """Return the service with its form, `known` if that is the same; None if it cannot be ordered."""
    if known is not None and known.service == service:
        return known
    form = form_of(service, from_wallets=from_wallets)
    if form is None or _is_impossible(service):
        return None
    return Offer(service, form, _once(links_to(service.category, service.panels_name)))


@lru_cache(maxsize=1000)
def _once(platforms: tuple[Platform, ...]) -> tuple[Platform, ...]:
    """Return these platforms as one tuple, kept once for all services that have them."""
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


def _platform_order(services: Iterable[Service], of_id: Mapping[str, Platform | None]) -> list[str]:
    """Return the sections' keys in the panel's own order: moving a category moves no section."""
    return list(dict.fromkeys(_key_of(of_id[one.id]) for one in services if one.id in of_id))


def _key_of(platform: Platform | None) -> str:
    return platform.key if platform else OTHER


def _sections(
    services: Iterable[Service],
    of_id: Mapping[str, Platform | None],
    curated: CuratedCatalogue,
    order: Sequence[str],
) -> tuple[Section, ...]:
    by_platform: dict[str, tuple[Platform | None, dict[str, list[Service]]]] = {}
    for service in services:
        known = service.id in of_id
        platform = of_id[service.id] if known else platform_of(service.category, service.panels_name)
        _, categories = by_platform.setdefault(_key_of(platform), (platform, {}))
        categories.setdefault(service.category, []).append(service)
    place = {key: at for at, key in enumerate(order)}
    sections = [
        Section(
            key,
            platform,
            tuple(_category(key, name, rows, curated) for name, rows in categories.items()),
        )
        for key, (platform, categories) in by_platform.items()
    ]
    # Stable: the panel's order, the others last.
    return tuple(sorted(sections, key=lambda one: (one.key == OTHER, place.get(one.key, len(place)))))


def _category(section: str, name: str, services: Iterable[Service], curated: CuratedCatalogue) -> Category:
    decision = curated.categories.get(name, UNDECIDED)
    key = short_key(section, name)
    return Category(key, decision.name or name, tuple(services), name, decision.picture)


def _by_key(sections: Iterable[Section]) -> dict[str, Category]:
    return {category.key: category for section in sections for category in section.categories}
