"""The price list: the most specific rule, the level on top, the floor below; a fraction, rounded up once."""

from decimal import Decimal
from fractions import Fraction
from unicodedata import decimal

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as some

from handlers.ordering.form_views import confirm_card
from locales import Catalogues, Translator
from locales.digits import decimal_mark
from shop.catalogue.services import Service
from shop.errors import ShopError
from shop.money import MICRO, PRICE_QUANTUM, parse_amount
from shop.ordering.answers import Answer
from shop.ordering.fields import FORMS, OrderForm, form_of
from shop.ordering.terms import terms_of
from shop.pricing.board import OwnPrices, Pricing
from shop.pricing.price_list import (
    MAXIMUM_PPM,
    NANO,
    WHOLE,
    Exchange,
    PriceList,
    Rule,
    Scope,
    category_key,
    percent_text,
)
from shop.pricing.quotes import parts_per_million
from shop.replies import AddRequest

TRANSLATORS = [Catalogues().of(language) for language in Catalogues().languages]

PPM = some.integers(min_value=0, max_value=MAXIMUM_PPM)
POINTS = some.integers(min_value=-MAXIMUM_PPM, max_value=MAXIMUM_PPM)
RATES = some.integers(min_value=0, max_value=10**9)
QUANTITIES = some.integers(min_value=1, max_value=10**6)
NANOS = some.integers(min_value=1, max_value=1000 * NANO)


def service(rate_micro: int, kind: str = "default", category: str = "Likes") -> Service:
    return Service("1", "A", category, kind, rate_micro, 1, None)


@some.composite
def lists(draw: some.DrawFn) -> PriceList:
    """Generate a price list with any of the rules for a service."""
    scopes = [
        (Scope.DEFAULT, "", PPM),
        (Scope.CATEGORY, "likes", PPM),
        (Scope.SERVICE, "1", PPM),
        (Scope.FLOOR, "", PPM),
        (Scope.LEVEL, "vip", POINTS),
    ]
    rules = [Rule(scope, key, draw(values)) for scope, key, values in scopes if draw(some.booleans())]
    return PriceList.of(rules, {7: "vip"}, usual_ppm=draw(PPM))


@some.composite
def own_prices(draw: some.DrawFn) -> OwnPrices:
    exchange = draw(some.one_of(some.just(Exchange()), NANOS.map(lambda nano: Exchange(nano, NANO))))
    return OwnPrices(draw(lists()), draw(some.sampled_from(["", "vip", "gone"])), "USD", exchange, True)


@given(own_prices(), RATES, QUANTITIES)
def test_the_price_is_the_fraction_rounded_up_once_and_never_below_cost_and_floor(
    own: OwnPrices, rate: int, quantity: int
) -> None:
    quoted = own.quote(service(rate), FORMS["default"], {"quantity": quantity})
    markup = own.prices.markup_ppm(service(rate), own.level)
    assert own.exchange is not None
    exchange = Fraction(own.exchange.units, own.exchange.per)
    cost = Fraction(rate * quantity, 1000) * exchange
    exact = cost * (1 + Fraction(markup, WHOLE))
    assert quoted.price_micro == -(-exact // PRICE_QUANTUM) * PRICE_QUANTUM
    assert quoted.price_micro % PRICE_QUANTUM == 0
    assert quoted.price_micro >= cost * (1 + Fraction(own.prices.floor_ppm, WHOLE)) >= cost
    assert quoted.cost_micro == -(-rate * quantity // 1000)


@given(own_prices(), RATES, QUANTITIES, QUANTITIES)
def test_more_never_costs_less(own: OwnPrices, rate: int, one: int, other: int) -> None:
    less, more = (
        own.quote(service(rate), FORMS["default"], {"quantity": quantity}).price_micro
        for quantity in sorted((one, other))
    )
    assert less <= more


@given(lists(), RATES)
def test_what_is_shown_for_a_thousand_is_what_a_thousand_costs(prices: PriceList, rate: int) -> None:
    own = OwnPrices(prices, "", "USD", Exchange(), True)
    price = own.quote(service(rate), FORMS["default"], {"quantity": 1000}).price_micro
    assert own.rate_shown(service(rate)) == price


FORMS_PRICED: list[tuple[str, dict[str, Answer]]] = [
    ("default", {"link": "https://a.example/1", "quantity": 100, "runs": None}),
    ("default", {"link": "https://a.example/1", "quantity": 7, "runs": 3, "interval": 60}),
    ("package", {"link": "https://a.example/<b>&"}),
    ("customcomments", {"link": "https://a.example/1", "comments": ["Price: 1.00 USD", "b", "c"]}),
    ("customcommentspackage", {"link": "https://a.example/1", "comments": ["x"]}),
]


@pytest.mark.parametrize("t", TRANSLATORS, ids=lambda t: t.language)
@given(own=own_prices(), rate=RATES, priced=some.sampled_from(FORMS_PRICED))
def test_the_price_on_the_card_read_back_is_the_price_that_is_charged(
    t: Translator, own: OwnPrices, rate: int, priced: tuple[str, dict[str, Answer]]
) -> None:
    kind, answers = priced
    sold = service(rate, kind)
    terms = terms_of(sold, answers, own.quote(sold, FORMS[kind], answers))
    last = confirm_card("draft", "token", terms, t).text.splitlines()[-1]
    mark = decimal_mark(Locale.parse(t.language))
    shown = last.partition("<b>")[2].partition("</b>")[0].partition(mark)
    whole, decimals = ("".join(str(decimal(one)) for one in part if one.isdecimal()) for part in shown[::2])
    amount = parse_amount(f"{whole}.{decimals}")
    assert amount is not None, last
    assert amount * MICRO == terms.price_micro
    assert isinstance(terms.add_request, AddRequest)


@pytest.mark.parametrize(
    ("kind", "answers", "price", "cost"),
    [
        ("package", {}, 13_000_000, 10_000_000),
        ("customcommentspackage", {"comments": ["a", "b"]}, 13_000_000, 10_000_000),
        ("customcomments", {"comments": ["a", "b"]}, 26_000, 20_000),
        ("default", {"quantity": 100, "runs": 3, "interval": 5}, 3_900_000, 3_000_000),
    ],
)
def test_each_type_counts_its_own_way(kind: str, answers: dict[str, Answer], price: int, cost: int) -> None:
    own = OwnPrices(PriceList(usual_ppm=300_000), "", "USD", Exchange(), True)
    quoted = own.quote(service(10_000_000, kind), FORMS[kind], answers)
    assert (quoted.price_micro, quoted.cost_micro) == (price, cost)


def test_a_subscription_is_paid_beforehand_from_a_wallet_and_never_sold_to_it_for_nothing() -> None:
    sold, form = service(550_000, "subscriptions"), FORMS["subscriptions"]
    quoted = private(PriceList()).for_person(1).quote(sold, form, {"min": 100, "max": 200})
    assert (quoted.price_micro, quoted.cost_micro, quoted.per_post_micro) == (0, 0, 110_000)
    from_wallet = OwnPrices(PriceList(usual_ppm=300_000), "", "USD", Exchange(), True, step_micro=10_000)
    limited = form_of(sold, from_wallets=True)
    assert limited is not None
    quoted = from_wallet.quote(sold, limited, {"min": 100, "max": 200, "posts": 7})
    assert (quoted.price_micro, quoted.cost_micro, quoted.per_post_micro) == (7 * 150_000, 0, 150_000)
    assert quoted.quantity == 7
    with pytest.raises(ShopError, match="price_too_high"):
        from_wallet.quote(sold, limited, {"min": 100, "max": 10**15, "posts": 10_000})
    refused(from_wallet, sold, form)


def refused(own: OwnPrices, sold: Service, form: OrderForm) -> None:
    with pytest.raises(ShopError, match="service_changed"):
        own.quote(sold, form, {"min": 100, "max": 200})


def private(prices: PriceList) -> Pricing:
    """Make the price board of a shop on the operator's own balance."""
    board = Pricing(currency="USD", from_wallets=False)
    board.update(prices)
    return board


def test_the_most_specific_rule_counts_then_the_level_then_the_floor() -> None:
    sold = service(1, category="  Instagram  LIKES ")
    steps = [
        ([], 10),
        ([Rule(Scope.DEFAULT, "", 20)], 20),
        ([Rule(Scope.CATEGORY, category_key("instagram likes"), 30)], 30),
        ([Rule(Scope.SERVICE, "1", 25)], 25),
        ([Rule(Scope.LEVEL, "vip", -10)], 15),
        ([Rule(Scope.FLOOR, "", 18)], 18),
        ([Rule(Scope.LEVEL, "vip", -1000)], 18),
        ([Rule(Scope.LEVEL, "vip", 1000)], 1025),
    ]
    rules: list[Rule] = []
    for new, markup in steps:
        rules += new
        prices = PriceList.of(rules, {7: "vip"}, usual_ppm=10)
        assert prices.markup_ppm(sold, prices.level_of(7)) == markup, new
    assert prices.markup_ppm(sold, prices.level_of(8)) == 25


def test_a_rule_of_zero_counts_as_a_rule() -> None:
    prices = PriceList.of([Rule(Scope.SERVICE, "1", 0), Rule(Scope.DEFAULT, "", 0)], {}, usual_ppm=500)
    assert prices.markup_ppm(service(1)) == 0
    assert prices.markup_ppm(Service("2", "B", "C", "default", 1, 1, None)) == 0


@given(POINTS)
def test_a_percentage_written_out_is_the_percentage(ppm: int) -> None:
    text = percent_text(ppm)
    assert Decimal(text) * 10_000 == ppm
    assert "E" not in text
    if ppm >= 0:
        assert parts_per_million(text) == ppm


def test_a_private_shop_names_the_panels_currency_and_needs_no_rate() -> None:
    board = private(PriceList())
    assert (board.currency, board.closed, board.main.rate_key) == ("USD", None, None)
    board.main.set_currency("EUR")
    board.main.set_currency(None)
    assert (board.currency, board.closed, board.main.rate_key) == ("EUR", None, None)


@pytest.mark.parametrize("told", ["USD", "usd", " USD ", "", None])
def test_one_currency_on_both_sides_needs_no_rate(told: str | None) -> None:
    board = Pricing(currency="USD", from_wallets=True)
    with pytest.raises(ShopError, match="prices_not_here"):
        board.for_person(1)
    board.main.set_currency(told)
    assert (board.currency, board.closed, board.main.rate_key) == ("USD", None, None)


@pytest.mark.parametrize("told", ["<i>USD", "=1+1", "\u202eDSU", "a currency", "X" * 9])
def test_what_is_no_currencys_name_is_on_no_board(told: str) -> None:
    board = private(PriceList())
    board.main.set_currency(told)
    assert (board.currency, board.closed) == ("USD", None)
    board.main.set_currency("EUR")
    board.main.set_currency(told)
    assert (board.currency, board.closed) == ("EUR", None)


def test_a_rate_counts_for_its_two_currencies_alone() -> None:
    board = Pricing(currency="USD", from_wallets=True)
    board.update(PriceList.of([Rule(Scope.RATE, "EUR/USD", 2 * NANO)], {}, usual_ppm=0))
    board.main.set_currency("EUR")
    assert board.for_person(1).rate_shown(service(1_000_000)) == 2_000_000
    board.main.set_currency("INR")
    with pytest.raises(ShopError, match="cannot_sell"):
        board.for_person(1)
