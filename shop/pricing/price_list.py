"""The price list: the operator's markups, for which services and whom. Immutable.

Percentages are kept in parts of a million (ppm), so that four decimals are exact.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from shop.catalogue.services import Service

WHOLE = 1_000_000
"""100 % in parts of a million."""

MAXIMUM_PPM = 100 * WHOLE
"""10000 %: the limit of markups, floors and levels."""

NANO = 1_000_000_000
"""Parts in an exchange rate of 1: nine decimals are exact."""


class Scope(StrEnum):
    """The subject of a rule."""

    DEFAULT = "default"
    CATEGORY = "category"
    SERVICE = "service"
    LEVEL = "level"
    FLOOR = "floor"
    RATE = "rate"
    PERSON = "person"  # not a rule: a person's level


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the list. `value` is in ppm, or nano-units for a rate."""

    scope: Scope
    key: str
    value: int


@dataclass(frozen=True, slots=True)
class Exchange:
    """`units` of the shop's currency for `per` units of the panel's."""

    units: int = 1
    per: int = 1


SAME = Exchange()
"""The exchange between equal currencies."""


@dataclass(frozen=True, slots=True)
class PriceList:
    """The rules in force. `usual_ppm` is the settings' markup, used if no default is set.

    Categories are keyed by `category_key`, rates by `pair`, people's levels by Telegram id.
    """

    usual_ppm: int = 0
    set_default_ppm: int | None = None
    floor_ppm: int = 0
    categories: Mapping[str, int] = field(default_factory=dict)
    services: Mapping[str, int] = field(default_factory=dict)
    levels: Mapping[str, int] = field(default_factory=dict)
    rates: Mapping[str, int] = field(default_factory=dict)
    people: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, rules: Iterable[Rule], people: Mapping[int, str], *, usual_ppm: int) -> "PriceList":
        """Return the list these rules make."""
        by_scope: dict[Scope, dict[str, int]] = {scope: {} for scope in Scope}
        for rule in rules:
            by_scope[rule.scope][rule.key] = rule.value
        return cls(
            usual_ppm=usual_ppm,
            set_default_ppm=by_scope[Scope.DEFAULT].get(""),
            floor_ppm=by_scope[Scope.FLOOR].get("", 0),
            categories=by_scope[Scope.CATEGORY],
            services=by_scope[Scope.SERVICE],
            levels=by_scope[Scope.LEVEL],
            rates=by_scope[Scope.RATE],
            people=dict(people),
        )

    @property
    def default_ppm(self) -> int:
        """The markup of everything without a rule of its own."""
        return self.usual_ppm if self.set_default_ppm is None else self.set_default_ppm

    def markup_ppm(self, service: Service, level: str = "") -> int:
        """Return the markup on this service's cost for this level; never below the floor.

        The service's own rule beats its category's, which beats the default. A level
        without a rule (any more) adds nothing.
        """
        by_category = self.categories.get(category_key(service.category), self.default_ppm)
        base = self.services.get(service.id, by_category)
        return max(base + self.levels.get(level, 0), self.floor_ppm)

    def rules_of(self, scope: Scope) -> Mapping[str, int]:
        """Return the rules of a kind that has names."""
        kinds = {
            Scope.LEVEL: self.levels,
            Scope.CATEGORY: self.categories,
            Scope.SERVICE: self.services,
            Scope.RATE: self.rates,
        }
        return kinds[scope]

    def level_of(self, person_id: int) -> str:
        """Return the level that an operator gave the person, empty for none."""
        return self.people.get(person_id, "")

    def lowest(self, given: str, paid: Iterable[str]) -> str:
        """Return the level with the lowest prices of one that was given and those that were paid for."""
        return min((given, *paid), key=lambda level: self.levels.get(level, 0))


def category_key(name: str) -> str:
    """Return a key equal for all spellings of a category: panels change capitals and spaces."""
    return " ".join(name.split()).casefold()


def pair(panel_currency: str, currency: str) -> str:
    """Return the key of a rate: from the panel's currency to the shop's."""
    return f"{panel_currency}/{currency}"


def percent_text(ppm: int) -> str:
    """Return `ppm` as an exact percentage.

    >>> percent_text(125000), percent_text(-100000), percent_text(1)
    ('12.5', '-10', '0.0001')
    """
    return f"{(Decimal(ppm) / 10_000).normalize():f}"


def rate_text(nano: int) -> str:
    """Return a rate as exact text.

    >>> rate_text(1082500000), rate_text(1)
    ('1.0825', '0.000000001')
    """
    return f"{(Decimal(nano) / NANO).normalize():f}"
