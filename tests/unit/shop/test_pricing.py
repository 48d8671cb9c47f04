"""Prices: from the rate, by the type's unit, never below cost, rounded once."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.catalogue.services import Service
from shop.money import PRICE_QUANTUM
from shop.ordering.answers import Answer
from shop.ordering.fields import FORMS
from shop.pricing.quotes import parts_per_million, price_for, quote

QUANTITIES = st.integers(min_value=1, max_value=10**7)
RATES = st.integers(min_value=0, max_value=10**10)


def priced(
    kind: str, rate_micro: int, answers: dict[str, Answer], markup: str = "0"
) -> tuple[int, int | None]:
    service = Service("1", "A", "B", kind, rate_micro, 1, None)
    quoted = quote(service, FORMS[kind], answers, currency="USD", markup_ppm=parts_per_million(markup))
    return quoted.price_micro, quoted.quantity


@pytest.mark.parametrize(
    ("kind", "rate", "answers", "price", "quantity"),
    [
        ("default", 900_000, {"quantity": 1000}, 900_000, 1000),
        ("default", 900_000, {"quantity": 50}, 45_000, 50),
        ("default", 900_000, {"quantity": 100, "runs": 3, "interval": 60}, 270_000, 300),
        ("default", 900_000, {"quantity": 100, "runs": None}, 90_000, 100),
        ("default", 900_000, {"quantity": 1}, 900, 1),
        ("default", 210_000, {"quantity": 1}, 300, 1),  # 0.00021 rounds up to the next 0.0001
        ("package", 49_990_000, {}, 49_990_000, None),
        ("customcomments", 8_000_000, {"comments": ["a", "b", "c"]}, 24_000, 3),
        ("customcommentspackage", 8_000_000, {"comments": ["a", "b"]}, 8_000_000, 2),
        ("mentionscustomlist", 3_000_000, {"usernames": ["a", "b"]}, 6_000, 2),
    ],
)
def test_each_type_counts_its_own_way(
    kind: str, rate: int, answers: dict[str, Answer], price: int, quantity: int | None
) -> None:
    assert priced(kind, rate, answers) == (price, quantity)


def test_a_subscription_costs_nothing_now_and_tells_the_dearest_post() -> None:
    service = Service("1", "A", "B", "Subscriptions", 550_000, 50, 5000)
    quoted = quote(service, FORMS["subscriptions"], {"min": 100, "max": 200}, currency="USD", markup_ppm=0)
    assert (quoted.price_micro, quoted.quantity, quoted.per_post_micro) == (0, None, 110_000)


@given(RATES, QUANTITIES, st.decimals(min_value=0, max_value=500, places=4))
def test_never_below_cost_and_rounded_once(rate: int, quantity: int, markup: Decimal) -> None:
    price, _ = priced("default", rate, {"quantity": quantity}, str(markup))
    exact = Decimal(rate) * quantity * (100 + markup) / 100 / 1000
    assert exact <= price < exact + PRICE_QUANTUM
    assert price % PRICE_QUANTUM == 0


@given(RATES, QUANTITIES, QUANTITIES)
def test_more_never_costs_less(rate: int, one: int, other: int) -> None:
    less, more = sorted((one, other))
    assert priced("default", rate, {"quantity": less})[0] <= priced("default", rate, {"quantity": more})[0]


@given(RATES, QUANTITIES, st.sampled_from([100, 10_000, 50_000, 1_000_000]))
def test_a_price_is_the_next_multiple_of_the_step_above_cost(rate: int, quantity: int, step: int) -> None:
    service = Service("1", "A", "B", "default", rate, 1, None)
    asked: dict[str, Answer] = {"quantity": quantity}
    price = quote(service, FORMS["default"], asked, currency="USD", markup_ppm=0, step_micro=step).price_micro
    cost = Decimal(rate) * quantity / 1000
    assert price % step == 0
    assert cost <= price < cost + step
    assert price == price_for(service, 0, quantity=quantity, step_micro=step)
