"""Read a coupon as an operator types it: /coupon SUMMER 10% uses 100 each 1 from 5 until 31/12/2030."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from shop.errors import ShopError
from shop.growth.coupons import NewCoupon, coupon_key
from shop.ledger.typed_amounts import refuse_two_readings
from shop.money import MICRO, micro_up, typed_amount
from shop.ordering.answers import date_in
from shop.ordering.typed_numbers import read_number
from shop.pricing.quotes import parts_per_million
from shop.typed import as_typed_number, with_percent

MOST_USES = 1_000_000
MOST_MICRO = 1_000_000_000 * MICRO
"""The most that one coupon credits, or asks an order to come to; some currencies have large numbers."""

MOST_IN_ALL = 10**18
"""The most, in micro-units, that all uses of one coupon credit: their sum has to fit 64 bits."""

_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,4})?)%")
_OPTIONS = ("uses", "each", "from", "until")


def read_coupon(words: Sequence[str], currency: str, now: datetime) -> NewCoupon:
    """Return the coupon that these words describe. Raises ShopError that says what is allowed."""
    worth_ends = 3 if len(words) > 2 and as_typed_number(words[2]) == "%" else 2
    words = [*words[:1], *with_percent(words[1:worth_ends]), *words[worth_ends:]]
    if len(words) < 2 or len(words) % 2:
        raise ShopError("coupon_usage")
    code, worth, *rest = words
    key = coupon_key(code)
    if key is None:
        raise ShopError("coupon_name")
    options = dict(zip((word.lower() for word in rest[::2]), rest[1::2], strict=True))
    if len(options) * 2 != len(rest) or not options.keys() <= set(_OPTIONS):
        raise ShopError("coupon_usage")
    percent_ppm = _percent(worth)
    amount_micro = 0 if percent_ppm else _amount(worth, currency)
    if amount_micro and "uses" not in options:
        raise ShopError("coupon_counted", code=code, amount=worth)
    uses = _count(options["uses"]) if "uses" in options else None
    if amount_micro and ("from" in options or amount_micro * (uses or 0) > MOST_IN_ALL):
        raise ShopError("coupon_usage")  # an amount is had without an order
    return NewCoupon(
        code=code.upper(),
        key=key,
        currency=currency,
        percent_ppm=percent_ppm,
        amount_micro=amount_micro,
        uses=uses,
        each=_count(options.get("each", "1")),
        least_micro=_amount(options["from"], currency) if "from" in options else 0,
        ends_at=_end(options["until"], now.date()) if "until" in options else None,
    )


def _percent(text: str) -> int:
    """Return the millionths of `10%`; 0 for what is no percentage."""
    plain = as_typed_number(text).replace(",", ".")
    read = _PERCENT.fullmatch(plain)
    ppm = parts_per_million(read[1]) if read else 0
    if read is not None and not 0 < ppm <= MICRO:
        raise ShopError("coupon_usage")
    return ppm


def _amount(text: str, currency: str) -> int:
    refuse_two_readings(text, currency)
    amount = typed_amount(text, currency)
    micro = micro_up(amount) if amount is not None else 0
    if not 0 < micro <= MOST_MICRO:
        raise ShopError("coupon_usage")
    return micro


def _count(text: str) -> int:
    count = read_number(text)
    if count is None or not 0 < count <= MOST_USES:
        raise ShopError("coupon_usage")
    return count


def _end(text: str, today: date) -> datetime:
    """Return the end of that day, UTC. Raises ShopError for a day that is past; today is not over yet."""
    day = date_in(text, today - timedelta(days=1))
    return datetime.combine(day, time(), UTC) + timedelta(days=1)
