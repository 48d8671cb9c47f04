"""The price list's rules in plain words."""

from handlers.price_lines import is_flat
from handlers.view import shortened
from locales import Translator
from shop.catalogue.services import Service
from shop.catalogue.storefront import Storefront
from shop.person import Person
from shop.pricing.board import Pricing
from shop.pricing.changes import Value
from shop.pricing.price_list import PriceList, Scope, category_key, rate_text
from shop.pricing.quotes import PER


def cost_and_price(service: Service, level: str, board: Pricing, t: Translator) -> str:
    """Return plain text: the price at the panel, and here for this level."""
    unit = t.label("an order") if is_flat(service) else t.label("for {quantity}", quantity=PER)
    cost = t.money(service.rate_micro, board.of(service.panel).currency)
    if board.of(service.panel).closed is not None:
        return t.label("{cost} at the panel {unit}", cost=cost, unit=unit)
    own = board.at_level(level)
    price = t.money(own.rate_shown(service), own.currency)
    return t.label("{cost} at the panel, {price} here {unit}", cost=cost, price=price, unit=unit)


def what(scope: Scope, key: str, storefront: Storefront, whose: Person | None, t: Translator) -> str:
    """Name what a rule is about."""
    match scope:
        case Scope.DEFAULT:
            return t.label("Default markup")
        case Scope.FLOOR:
            return t.label("Minimum markup above cost")
        case Scope.RATE:
            return t.label("Rate of 1 {panel}", panel=key.rpartition("/")[0])
        case Scope.LEVEL:
            return t.label("Level {level}", level=key)
        case Scope.PERSON:
            return t.label("Level of {name}", name=whose.name if whose else key)
        case _:
            return t.label("Markup of {name}", name=shortened(name_of(scope, key, storefront), 120))


def value_of(scope: Scope, value: Value, board: Pricing, t: Translator) -> str:
    """Return a rule's value in plain words."""
    if isinstance(value, str):
        return value
    if value is None:
        usual = t.percentage(board.prices.usual_ppm)
        return (
            t.label("{percent} by MARKUP_PERCENT", percent=usual)
            if scope is Scope.DEFAULT
            else t.label("none")
        )
    if scope is Scope.RATE:
        return f"{rate_text(value)} {board.currency}"
    if scope is Scope.LEVEL:
        points = t.percent(value)
        return t.label("{points} pp", points=points if value < 0 else f"+{points}")
    return t.percentage(value)


def name_of(scope: Scope, key: str, storefront: Storefront) -> str:
    """Return the catalogue's name of a category or service, or the rule's own if it is gone."""
    service = example_of(scope, key, storefront)
    if service is None:
        return key
    return service.category if scope is Scope.CATEGORY else f"{key} {service.name}"


def example_of(
    scope: Scope, key: str, storefront: Storefront, prices: PriceList | None = None
) -> Service | None:
    """Return a service on sale that the rule applies to, or None.

    With `prices`, one whose price the rule decides, without a rule of its own.
    """
    if scope is Scope.SERVICE:
        return storefront.service(key)
    return next((one for one in storefront.services if _is_decided(one, scope, key, prices)), None)


def example_of_rate(key: str, storefront: Storefront, board: Pricing) -> Service | None:
    """Return a service on sale whose panel's prices this rate converts, or None."""
    return next((one for one in storefront.services if board.of(one.panel).rate_key == key), None)


def _is_decided(service: Service, scope: Scope, key: str, prices: PriceList | None) -> bool:
    category = category_key(service.category)
    if scope is Scope.CATEGORY and category != key:
        return False
    if prices is None or scope not in {Scope.CATEGORY, Scope.DEFAULT}:
        return True
    if service.id in prices.services:
        return False
    return scope is Scope.CATEGORY or category not in prices.categories
