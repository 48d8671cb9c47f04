"""Read an operator's words after /prices. Every mistake is a ShopError that says what is allowed."""

import re
from collections.abc import Sequence
from decimal import Decimal

from shop.catalogue.storefront import Storefront
from shop.errors import ShopError
from shop.ledger.typed_amounts import refuse_two_readings
from shop.money import parse_amount, two_readings, typed_amount
from shop.pricing.board import Closed, Pricing
from shop.pricing.changes import Change
from shop.pricing.price_list import MAXIMUM_PPM, NANO, Scope, category_key
from shop.typed import as_typed_number, with_percent, without_sign

OFF = "off"
"""Instead of a value: remove the rule."""

MAXIMUM_RATE = 10**9
"""Units of the shop's currency for one of the panel's; in nano-units this still fits 64 bits."""

_PERCENT = re.compile(r"(?P<sign>[+−-]?)(?P<number>[^%]{1,20})%?")
_LEVEL = re.compile(r"[^\W_][\w-]{0,31}")
_PERSON = re.compile(r"[1-9][0-9]{0,17}")


def asked_about(words: Sequence[str]) -> Scope | None:
    """Return the kind of rules to list: /prices service. None if the words are a change."""
    kinds = (Scope.CATEGORY, Scope.SERVICE, Scope.LEVEL)
    return next((kind for kind in kinds if [word.lower() for word in words] == [kind]), None)


def read_change(words: Sequence[str], storefront: Storefront, board: Pricing) -> Change:
    """Return the change in these words: a scope, a name if the scope has one, and the value last."""
    scope = words[0].lower() if words else ""
    *named, value = with_percent(words[1:])
    named = [as_typed_number(word) for word in named] if scope in {Scope.SERVICE, Scope.PERSON} else named
    match [scope, *named, *([as_typed_number(value)] if words[1:] else [])]:
        case [Scope.DEFAULT | Scope.FLOOR as scope, value]:
            return Change(Scope(scope), "", _percent(value))
        case [Scope.RATE, value]:
            return Change(Scope.RATE, _rate_key(board), _rate(value))
        case [Scope.RATE, currency, value]:
            return Change(Scope.RATE, _rate_key(board, currency.upper()), _rate(value))
        case [Scope.CATEGORY, first, *others, value]:
            name = " ".join([first, *others])
            return Change(Scope.CATEGORY, _category(name, storefront, board), _percent(value))
        case [Scope.SERVICE, number, value]:
            return Change(Scope.SERVICE, _service(without_sign(number), storefront, board), _percent(value))
        case [Scope.LEVEL, name, value]:
            return Change(Scope.LEVEL, _level(name), _points(value))
        case [Scope.PERSON, number, name]:
            return Change(Scope.PERSON, _person(number), _level_in_use(name, board))
        case _:
            raise ShopError("prices_unclear")


def _percent(text: str) -> int | None:
    """Return the ppm of "12.5"; None for "off"."""
    ppm = _ppm(text)
    if text.lower() != OFF and (ppm is None or ppm < 0):
        raise ShopError("percent_unreadable")
    return ppm


def _points(text: str) -> int | None:
    """Return a level's percentage points, which may be negative; None for "off"."""
    ppm = _ppm(text)
    if text.lower() != OFF and ppm is None:
        raise ShopError("points_unreadable")
    return ppm


def _ppm(text: str) -> int | None:
    read = _PERCENT.fullmatch(text)
    if read is None:
        return None
    both = two_readings(read["number"])
    if both and int(both[0]) * 10_000 <= MAXIMUM_PPM:
        raise ShopError("amount_unclear", typed=text[:20], many=both[0], few=both[1])
    amount = parse_amount(both[1]) if both else typed_amount(read["number"])
    ppm = amount * 10_000 if amount is not None else Decimal(0)
    if amount is None or ppm > MAXIMUM_PPM or ppm != int(ppm):
        return None
    return int(-ppm if read["sign"] in {"-", "−"} else ppm)


def _rate_key(board: Pricing, currency: str = "") -> str:
    """Return the key of the rate that is meant: of this panel currency, or of the only one that needs one."""
    needed = {one.currency: one.rate_key for one in board.each if one.rate_key is not None}
    if currency in needed:
        return needed[currency] or ""
    if board.main.closed is Closed.BALANCE_UNREAD:
        raise ShopError("prices_not_here")
    if not needed or currency:
        raise ShopError("rate_not_needed", currency=board.currency)
    if len(needed) > 1:
        raise ShopError("rate_of_which", currencies=", ".join(sorted(needed)))
    return next(iter(needed.values())) or ""


def _rate(text: str) -> int | None:
    if text.lower() == OFF:
        return None
    refuse_two_readings(text)
    rate = typed_amount(text)
    if rate is None or not 0 < rate <= MAXIMUM_RATE:
        raise ShopError("rate_unreadable")
    return int(rate * NANO)


def _category(name: str, storefront: Storefront, board: Pricing) -> str:
    """Return the key of a category, or of one that already has a rule; by the panel's name or the shop's."""
    key, curated = category_key(name), storefront.curated
    if key in board.prices.categories or any(category_key(one.category) == key for one in curated.listed):
        return key
    for panels_name, decision in curated.categories.items():
        if decision.name and category_key(decision.name) == key:
            return category_key(panels_name)
    raise ShopError("category_unknown", words=name[:60])


def _service(number: str, storefront: Storefront, board: Pricing) -> str:
    if number in board.prices.services or number in storefront.curated.by_id:
        return number
    raise ShopError("service_unknown", service=number[:40])


def _level(name: str) -> str:
    if name.lower() == OFF or not _LEVEL.fullmatch(name):
        raise ShopError("level_unreadable")
    return name.casefold()


def _level_in_use(name: str, board: Pricing) -> str | None:
    if name.lower() == OFF:
        return None
    level = name.casefold()
    if level not in board.prices.levels:
        raise ShopError("level_unknown", words=name[:32])
    return level


def _person(number: str) -> str:
    if not _PERSON.fullmatch(number):
        raise ShopError("person_unreadable")
    return number
