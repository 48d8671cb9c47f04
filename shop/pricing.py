"""The price of a draft: computed once, rounded up once, then frozen in the quote."""

from dataclasses import dataclass
from decimal import Decimal

from shop.catalogue import Service
from shop.draft import Answer
from shop.errors import ShopError
from shop.fields import Counted, OrderForm
from shop.money import PRICE_QUANTUM, ceil_div

DEAREST = 10**18
"""Micro-units; beyond it a price would not fit the database's 64 bits, nor anybody's purse."""

PER = 1000
"""Panels price a thousand."""


@dataclass(frozen=True, slots=True)
class Quote:
    """What an order costs.

    `quantity` is the whole amount over all runs, or None where nothing is
    counted at the time of ordering. `price_micro` is what is confirmed and
    charged; for subscriptions it is 0 and `per_post_micro` tells the dearest
    post. `cost_micro` is what the panel takes for it, in the panel's currency.
    """

    price_micro: int
    currency: str
    quantity: int | None
    per_post_micro: int = 0
    cost_micro: int = 0


def parts_per_million(percent: str) -> int:
    """`"12.5"` percent as 125000 parts of a million."""
    return int(Decimal(percent) * 10_000)


def quote(
    service: Service, form: OrderForm, answers: dict[str, Answer], *, currency: str, markup_ppm: int
) -> Quote:
    """The price of these answers, marked up, in micro-units of `currency`."""
    if form.counted is Counted.ONCE:
        price = _price(service.rate_micro, PER, markup_ppm)
        return Quote(price, currency, _lines(form, answers), cost_micro=service.rate_micro)
    if form.counted is Counted.LATER:
        dearest = _number(answers, "max")
        per_post = _price(service.rate_micro, dearest, markup_ppm)
        return Quote(0, currency, None, per_post_micro=per_post)
    quantity = total_quantity(form, answers)
    price = _price(service.rate_micro, quantity, markup_ppm)
    return Quote(price, currency, quantity, cost_micro=ceil_div(service.rate_micro * quantity, PER))


def total_quantity(form: OrderForm, answers: dict[str, Answer]) -> int:
    """All runs together, or the lines where lines are what counts."""
    if form.counted is Counted.LINES:
        return _lines(form, answers) or 0
    return _number(answers, "quantity") * (_number(answers, "runs") or 1)


def rate_shown(service: Service, markup_ppm: int) -> int:
    """What a thousand costs here (or one order, where the type is flat), in micro-units."""
    return _price(service.rate_micro, PER, markup_ppm)


def _price(rate_micro: int, quantity: int, markup_ppm: int) -> int:
    exact = rate_micro * quantity * (1_000_000 + markup_ppm)
    price = ceil_div(exact, PER * 1_000_000 * PRICE_QUANTUM) * PRICE_QUANTUM
    if price > DEAREST:
        raise ShopError("price_too_high")
    return price


def _lines(form: OrderForm, answers: dict[str, Answer]) -> int | None:
    lines = answers.get(form.lines or "comments")
    return len(lines) if isinstance(lines, list) else None


def _number(answers: dict[str, Answer], name: str) -> int:
    value = answers.get(name)
    return value if isinstance(value, int) else 0
