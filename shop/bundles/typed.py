"""What an operator types about a bundle: its name, a part, its size and its price."""

from decimal import Decimal

from shop.bundles.bundle import LONGEST_NAME, Part
from shop.errors import ShopError
from shop.ledger.typed_amounts import refuse_two_readings
from shop.money import PRICE_QUANTUM, micro_up, typed_amount
from shop.ordering.typed_numbers import readings
from shop.pricing.price_list import WHOLE
from shop.pricing.quotes import DEAREST, parts_per_million
from shop.typed import as_id, as_name, as_typed_number, seen


def read_name(text: str) -> str:
    """Return a typed name. Raises ShopError if it is empty, too long or not plain."""
    name = as_name(text, LONGEST_NAME)
    if name is None:
        raise ShopError("bundle_name", limit=LONGEST_NAME)
    return name


def read_part(text: str) -> Part:
    """Return the part in "12 1000" or "12 50%". Raises ShopError for anything else."""
    service, _, amount = " ".join(seen(text).split()).partition(" ")
    service, amount = as_id(service), as_typed_number(amount)
    if not service or not amount:
        raise ShopError("bundle_part")
    if amount.endswith("%"):
        return Part(service, share_ppm=_percent(amount[:-1], most=100, key="bundle_part", may_be_zero=False))
    quantity = _one_number(amount)
    if quantity is None:
        raise ShopError("bundle_part")
    return Part(service, quantity=quantity)


def read_whole(text: str) -> int:
    """Return a typed size. Raises ShopError if it is none."""
    whole = _one_number(seen(text))
    if whole is None:
        raise ShopError("bundle_whole")
    return whole


def read_price(text: str, currency: str) -> tuple[int, int | None]:
    """Return a discount in millionths and no fixed price, or none and the fixed price in micro-units.

    "10%" is a discount, "4.50" a price in the shop's currency. Raises ShopError for anything else.
    """
    typed = as_typed_number(text)
    if typed.endswith("%"):
        return _percent(typed[:-1].removeprefix("-"), most=90, key="bundle_price"), None
    refuse_two_readings(typed, currency)
    amount = typed_amount(typed, currency)
    micro = None if amount is None else micro_up(amount)
    if not micro or micro > DEAREST or micro % PRICE_QUANTUM:
        raise ShopError("bundle_price")
    return 0, micro


def _percent(text: str, *, most: int, key: str, may_be_zero: bool = True) -> int:
    """Return the millionths of this percentage, at most `most`. Raises ShopError(key) for any other text."""
    amount = typed_amount(text)
    if amount is None or not Decimal(0) <= amount <= most or not (amount or may_be_zero):
        raise ShopError(key)
    ppm = parts_per_million(str(amount))
    return min(ppm, WHOLE)


def _one_number(text: str) -> int | None:
    """Return the one whole number above zero that the text means; None if there is none, or more."""
    found = readings(text)
    return found[0] if len(found) == 1 and found[0] >= 1 else None
