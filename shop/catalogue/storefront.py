"""The catalogue as people walk through it: platforms, their categories, services, and a search."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2s

from shop.catalogue.platforms import Platform, platform_of, platforms_in, words_of
from shop.catalogue.search import ServiceSearch
from shop.catalogue.services import Catalogue, Service
from shop.errors import ShopError
from shop.ordering.fields import Counted, OrderForm, form_of

OTHER = "other"
"""The key of what belongs to no platform we know."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A service on show, with what its type asks and the platforms it may be for."""

    service: Service
    form: OrderForm
    platforms: tuple[Platform, ...]

    @property
    def platform(self) -> Platform | None:
        """The platform it is listed under, where one is known."""
        return self.platforms[0] if self.platforms else None


@dataclass(frozen=True, slots=True)
class Category:
    """One of the panel's categories, or the part of it that is for one platform."""

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
    """Names of any length as a few letters, the same at every start; buttons hold 64 bytes."""
    return blake2s("\n".join(names).encode(), digest_size=6).hexdigest()


@dataclass(frozen=True, slots=True)
class CatalogueIndex:
    """A catalogue, sorted into shelves. Making one of 10,000 services takes a moment."""

    sold: dict[str, Offer]
    search: ServiceSearch
    sections: tuple[Section, ...]
    categories: dict[str, Category]
    withheld: frozenset[str] = frozenset()
    unsold: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Why services cannot be sold, with the numbers of each reason's."""

    @classmethod
    def of(cls, catalogue: Catalogue, *, from_wallets: bool = False) -> "CatalogueIndex":
        """What cannot be ordered is left out: types nobody has described, a least above the most.

        From wallets, subscriptions are withheld: nobody knows what they will come to. Nor is
        anything sold for 0 from them: a panel that asks nothing has rather lost its prices.
        """
        offered = (one for one in catalogue.services if one.rate_micro or not from_wallets)
        sold = {one.service.id: one for one in map(_sold, offered) if one is not None}
        later = {key for key, one in sold.items() if from_wallets and one.form.counted is Counted.LATER}
        for service_id in later:
            del sold[service_id]
        sections = tuple(_aisles(sold.values()))
        return cls(
            sold=sold,
            search=ServiceSearch(tuple(one.service for one in sold.values())),
            sections=sections,
            categories={category.key: category for section in sections for category in section.categories},
            withheld=frozenset(later),
            unsold=_unsold(catalogue.services),
        )


class Storefront:
    """What is on show now; `show` exchanges all of it at once."""

    def __init__(self) -> None:
        self._stock = CatalogueIndex.of(Catalogue())

    def show(self, stock: CatalogueIndex) -> None:
        """Show this from now on."""
        self._stock = stock

    @property
    def sections(self) -> tuple[Section, ...]:
        """The platforms, in the panel's own order."""
        return self._stock.sections

    @property
    def empty(self) -> bool:
        """Whether there is nothing to order (yet)."""
        return not self._stock.sold

    @property
    def unsold(self) -> Mapping[str, tuple[str, ...]]:
        """Why services of the catalogue are not on show, with the numbers of each reason's."""
        return self._stock.unsold

    @property
    def size(self) -> int:
        """How many services are on show."""
        return len(self._stock.sold)

    def section(self, key: str) -> Section | None:
        """The aisle with this key."""
        return next((section for section in self.sections if section.key == key), None)

    def category(self, key: str) -> Category | None:
        """The category with this key."""
        return self._stock.categories.get(key)

    @property
    def services(self) -> Iterator[Service]:
        """Everything on show, in the panel's own order."""
        return (one.service for one in self._stock.sold.values())

    def find(self, words: str) -> Sequence[Service]:
        """What these words mean, best first."""
        return self._stock.search.find(words)

    def service(self, service_id: str) -> Service | None:
        """The service with this id, where it is on show."""
        one = self._stock.sold.get(service_id)
        return one.service if one else None

    def knows(self, service_id: str) -> bool:
        """Whether this is a service, on show or withheld."""
        return service_id in self._stock.sold or service_id in self._stock.withheld

    def sold(self, service_id: str) -> Offer:
        """The service with its form. Raises ShopError where it is not on sale (any more)."""
        one = self._stock.sold.get(service_id)
        if service_id in self._stock.withheld:
            raise ShopError("subscription_not_sold")
        if one is None:
            raise ShopError("service_gone")
        return one


def _sold(service: Service) -> Offer | None:
    form = form_of(service)
    if form is None or _is_impossible(service):
        return None
    listed = platform_of(service.category, service.name)
    named = platforms_in(words_of(service.name))
    return Offer(service, form, tuple(dict.fromkeys([*([listed] if listed else []), *named])))


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


def _aisles(sold: Iterable[Offer]) -> list[Section]:
    shelves: dict[str, tuple[Platform | None, dict[str, list[Service]]]] = {}
    for one in sold:
        key = one.platform.key if one.platform else OTHER
        _, categories = shelves.setdefault(key, (one.platform, {}))
        categories.setdefault(one.service.category, []).append(one.service)
    sections = [
        Section(
            key,
            platform,
            tuple(Category(short_key(key, name), name, tuple(of)) for name, of in categories.items()),
        )
        for key, (platform, categories) in shelves.items()
    ]
    return sorted(
        sections, key=lambda section: section.key == OTHER
    )  # stable: the panel's order, the others last
