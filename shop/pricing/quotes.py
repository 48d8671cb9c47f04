"""The price of a draft: computed once, rounded up once, then frozen in the quote."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from shop.catalogue.services import Service
from shop.errors import ShopError
from shop.money import PRICE_QUANTUM, ceil_div
from shop.ordering.answers import Answer
from shop.ordering.fields import COMMENTS, Counted, OrderForm
from shop.pricing.price_list import SAME, WHOLE, Exchange

DEAREST = 10**18
"""Micro-units; a higher price would not fit the database's 64 bits, nor anybody's purse."""

PER = 1000
"""Panels state prices per thousand."""


@dataclass(frozen=True, slots=True)
class Quote:
    """The price of an order.

    `quantity` is the total over all runs, or None if nothing is counted at the time of
    ordering. `price_micro` is the price confirmed and charged. For subscriptions `per_post_micro` is the
    price of the most expensive post; the whole price is 0 where nothing is paid beforehand, and else that of
    `quantity` posts. `cost_micro` is the
    panel's expected charge, in micro-units of its own currency, rounded up; 0 if unknown.
    """

    price_micro: int
    currency: str
    quantity: int | None
    per_post_micro: int = 0
    cost_micro: int = 0


def parts_per_million(percent: str) -> int:
    """Return `"12.5"` percent as 125000 parts of a million."""
    return int(Decimal(percent) * 10_000)


def quote(
    service: Service,
    form: OrderForm,
    answers: dict[str, Answer],
    *,
    currency: str,
    markup_ppm: int,
    exchange: Exchange = SAME,
    cuts_at: Sequence[str] = (),
    step_micro: int = PRICE_QUANTUM,
) -> Quote:
    """Return the price of these answers, marked up, in micro-units of `currency`.

    It is rounded up once, to a multiple of `step_micro`, which is one of PRICE_QUANTUM.
    `cuts_at` lists the marks at which the panel cuts a comment into several and counts each.
    """
    if form.counted is Counted.LATER:
        dearest = _number(answers, "max")
        per_post = _price(service.rate_micro, dearest, markup_ppm, exchange, step_micro)
        return Quote(0, currency, None, per_post_micro=_payable(per_post))
    if form.counted is Counted.POSTS:
        posts = _number(answers, "posts")
        per_post = _price(service.rate_micro, _number(answers, "max"), markup_ppm, exchange, step_micro)
        return Quote(_payable(per_post * posts), currency, posts, per_post_micro=per_post)
    flat = form.counted is Counted.ONCE
    quantity = _lines(form, answers, cuts_at) if flat else total_quantity(form, answers, cuts_at)
    counted = PER if flat else quantity or 0
    price = _payable(_price(service.rate_micro, counted, markup_ppm, exchange, step_micro))
    return Quote(price, currency, quantity, cost_micro=ceil_div(service.rate_micro * counted, PER))


def total_quantity(form: OrderForm, answers: dict[str, Answer], cuts_at: Sequence[str] = ()) -> int:
    """Return the sum of all runs, or the number of lines if lines are counted."""
    if form.counted is Counted.LINES:
        return _lines(form, answers, cuts_at) or 0
    return _number(answers, "quantity") * (_number(answers, "runs") or 1)


def price_for(
    service: Service,
    markup_ppm: int,
    exchange: Exchange = SAME,
    *,
    quantity: int = PER,
    step_micro: int = PRICE_QUANTUM,
) -> int:
    """Return the price of an order of `quantity` (PER: of one order, if the type is flat), in micro-units."""
    return _price(service.rate_micro, quantity, markup_ppm, exchange, step_micro)


def _price(rate_micro: int, quantity: int, markup_ppm: int, exchange: Exchange, step_micro: int) -> int:
    """Compute the price as one fraction, rounded up once."""
    above = rate_micro * quantity * (WHOLE + markup_ppm) * exchange.units
    below = PER * WHOLE * exchange.per
    return ceil_div(above, below * step_micro) * step_micro


def _payable(price_micro: int) -> int:
    """Return the price. Raises ShopError if it is more than can be booked."""
    if price_micro > DEAREST:
        raise ShopError("price_too_high")
    return price_micro


def _lines(form: OrderForm, answers: dict[str, Answer], cuts_at: Sequence[str]) -> int | None:
    name = form.lines or COMMENTS
    lines = answers.get(name)
    if not isinstance(lines, list):
        return None
    if name != COMMENTS:
        return len(lines)
    return sum(len(parts_of(line, cuts_at)) for line in lines)


def parts_of(comment: str, cuts_at: Sequence[str]) -> list[str]:
    """Return the comments the panel makes of one, cut at each of `cuts_at`, without empty ones."""
    parts = [comment]
    for mark in cuts_at:
        cut = re.compile(re.escape(mark), re.IGNORECASE)
        parts = [piece for part in parts for piece in cut.split(part)] if mark else parts
    return [part for part in parts if part.strip()]


def _number(answers: dict[str, Answer], name: str) -> int:
    value = answers.get(name)
    return value if isinstance(value, int) else 0
