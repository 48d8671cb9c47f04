"""What an operator types about a wallet: the amount, its currency in any place, and what the person reads."""

import pytest

from handlers.operator.money.typed import read_change
from shop.errors import ShopError


@pytest.mark.parametrize(
    ("typed", "currency", "micro", "reason"),
    [
        ("5 for the wait", "USD", 5_000_000, "for the wait"),
        ("5 $ for the wait", "USD", 5_000_000, "for the wait"),
        ("$ 5 for the wait", "USD", 5_000_000, "for the wait"),
        ("USD 5 for the wait", "USD", 5_000_000, "for the wait"),
        ("5 usd for the wait", "USD", 5_000_000, "for the wait"),
        ("500 ₽ за ожидание", "RUB", 500_000_000, "за ожидание"),
        ("500 руб. за ожидание", "RUB", 500_000_000, "за ожидание"),
        ("Rp 50000 maaf", "IDR", 50_000_000_000, "maaf"),
        ("R$ 5,50 desculpe", "BRL", 5_500_000, "desculpe"),
        ("5 2 orders failed", "USD", 5_000_000, "2 orders failed"),
        ("50.00 k", "USD", 50_000_000, "k"),
        ("1,500,000,000 for the wait", "IRR", 1_500_000_000_000_000, "for the wait"),
    ],
)
def test_the_currency_is_none_of_the_reason(typed: str, currency: str, micro: int, reason: str) -> None:
    change = read_change(typed.split(), currency)
    assert change is not None
    assert (change.micro, change.reason, change.is_typed_twice) == (micro, reason, False)


@pytest.mark.parametrize(
    "typed",
    [
        *("500 500 the wait", "$500 $500 the wait", "$ 500 $ 500 the wait", "500 $ 500 $ the wait"),
        *("500 USD 500 USD the wait", "500 500 USD the wait", "USD 500 USD 500 the wait"),
    ],
)
def test_it_may_stand_beside_each_of_two_amounts(typed: str) -> None:
    change = read_change(typed.split(), "USD")
    assert change is not None
    assert (change.micro, change.reason, change.is_typed_twice) == (500_000_000, "the wait", True)


@pytest.mark.parametrize(
    ("typed", "currency", "many", "few"),
    [
        ("50 rb maaf", "IDR", "50000", "50.00"),
        ("5 k for the wait", "USD", "5000", "5.00"),
        ("2 тыс. за ожидание", "RUB", "2000", "2.00"),
        ("5 ming kutganingiz uchun", "UZS", "5000", "5.00"),
        ("5 mil por la espera", "USD", "5000", "5.00"),
        ("50 50 k for the wait", "USD", "50000", "50.00"),
    ],
)
def test_a_word_for_thousands_behind_an_amount_is_no_reason(
    typed: str, currency: str, many: str, few: str
) -> None:
    with pytest.raises(ShopError, match="amount_unclear") as refused:
        read_change(typed.split(), currency)
    assert (refused.value.values["many"], refused.value.values["few"]) == (many, few)


@pytest.mark.parametrize(
    "typed",
    [
        *("5 € for the wait", "5 EUR for the wait", "5 eur for the wait", "5 ₽ извините", "5 CHF sorry"),
        *("500 500 EUR the wait", "500 € 500 € the wait", "$5 EUR for the wait", "5 EUR, for the wait"),
    ],
)
def test_an_amount_in_another_currency_is_none_of_ours(typed: str) -> None:
    """Five dollars were given for five euros, and their person read the sign as the reason."""
    assert read_change(typed.split(), "USD") is None


@pytest.mark.parametrize(
    ("currency", "sign"),
    [
        *(("GEL", "₾"), ("AZN", "₼"), ("AMD", "֏"), ("GHS", "₵"), ("PYG", "₲"), ("CRC", "₡"), ("BDT", "৳")),
        *(
            ("EGP", "£"),
            ("PKR", "₨"),
            ("DOP", "$"),
            ("TWD", "$"),
            ("USDT", "$"),
            ("USDT", "usd"),
            ("IRT", "﷼"),
        ),
    ],
)
def test_the_sign_of_ones_own_currency_names_no_other(currency: str, sign: str) -> None:
    change = read_change(["5", sign, "sorry"], currency)
    assert change is not None
    assert change.micro == 5_000_000
    assert read_change(["5", "€", "sorry"], currency) is None


@pytest.mark.parametrize(
    "reason", ["try again", "TRY AGAIN", "all good", "ALL GOOD", "top", "bob asked", "US"]
)
def test_a_word_that_is_a_code_too_begins_a_reason(reason: str) -> None:
    change = read_change(["5", *reason.split()], "USD")
    assert change is not None
    assert (change.micro, change.reason) == (5_000_000, reason)


@pytest.mark.parametrize("typed", ["$", "$ 5", "5 $", "USD USD 5 x", "5", "", "x 5 y"])
def test_without_an_amount_or_a_reason_there_is_no_change(typed: str) -> None:
    assert read_change(typed.split(), "USD") is None


@pytest.mark.parametrize(
    "typed", ["$ 1 000,50 sorry", "USD 1 000.50 sorry", "$1 000,50 sorry", "$ 1 000 sorry"]
)
def test_an_amount_that_goes_on_is_unclear_behind_a_currency_too(typed: str) -> None:
    with pytest.raises(ShopError, match="amount_unclear"):
        read_change(typed.split(), "USD")
