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
class Sold:
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
class Aisle:
    """One platform's categories. `platform` is None for all the others."""

    key: str
    platform: Platform | None
    categories: tuple[Category, ...]


def short_key(*names: str) -> str:
    """Names of any length as a few letters, the same at every start; buttons hold 64 bytes."""
    return blake2s("\n".join(names).encode(), digest_size=6).hexdigest()


@dataclass(frozen=True, slots=True)
class Stock:
    """A catalogue, sorted into shelves. Making one of 10,000 services takes a moment."""

    sold: dict[str, Sold]
    search: ServiceSearch
    aisles: tuple[Aisle, ...]
    categories: dict[str, Category]
    withheld: frozenset[str] = frozenset()
    unsold: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Why services cannot be sold, with the numbers of each reason's."""

    @classmethod
    def of(cls, catalogue: Catalogue, *, from_wallets: bool = False) -> "Stock":
        """What cannot be ordered is left out: types nobody has described, a least above the most.

        From wallets, subscriptions are withheld: nobody knows what they will come to. Nor is
        anything sold for 0 from them: a panel that asks nothing has rather lost its prices.
        """
        offered = (one for one in catalogue.services if one.rate_micro or not from_wallets)
        sold = {one.service.id: one for one in map(_sold, offered) if one is not None}
        later = {key for key, one in sold.items() if from_wallets and one.form.counted is Counted.LATER}
        for service_id in later:
            del sold[service_id]
        aisles = tuple(_aisles(sold.values()))
        return cls(
            sold=sold,
            search=ServiceSearch(tuple(one.service for one in sold.values())),
            aisles=aisles,
            categories={category.key: category for aisle in aisles for category in aisle.categories},
            withheld=frozenset(later),
            unsold=_unsold(catalogue.services),
        )


class Showcase:
    """What is on show now; `show` exchanges all of it at once."""

    def __init__(self) -> None:
        self._stock = Stock.of(Catalogue())

    def show(self, stock: Stock) -> None:
        """Show this from now on."""
        self._stock = stock

    @property
    def aisles(self) -> tuple[Aisle, ...]:
        """The platforms, in the panel's own order."""
        return self._stock.aisles

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

    def aisle(self, key: str) -> Aisle | None:
        """The aisle with this key."""
        return next((aisle for aisle in self.aisles if aisle.key == key), None)

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

    def sold(self, service_id: str) -> Sold:
        """The service with its form. Raises ShopError where it is not on sale (any more)."""
        one = self._stock.sold.get(service_id)
        if service_id in self._stock.withheld:
            raise ShopError("subscription_not_sold")
        if one is None:
            raise ShopError("service_gone")
        return one


def _sold(service: Service) -> Sold | None:
    form = form_of(service)
    if form is None or _is_impossible(service):
        return None
    listed = platform_of(service.category, service.name)
    named = platforms_in(words_of(service.name))
    return Sold(service, form, tuple(dict.fromkeys([*([listed] if listed else []), *named])))


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


def _aisles(sold: Iterable[Sold]) -> list[Aisle]:
    shelves: dict[str, tuple[Platform | None, dict[str, list[Service]]]] = {}
    for one in sold:
        key = one.platform.key if one.platform else OTHER
        _, categories = shelves.setdefault(key, (one.platform, {}))
        categories.setdefault(one.service.category, []).append(one.service)
    aisles = [
        Aisle(
            key,
            platform,
            tuple(Category(short_key(key, name), name, tuple(of)) for name, of in categories.items()),
        )
        for key, (platform, categories) in shelves.items()
    ]
    return sorted(aisles, key=lambda aisle: aisle.key == OTHER)  # stable: the panel's order, the others last
