"""Figures to their edges: how large they may be, how they are grouped, and which currency they name."""

from decimal import Decimal

import pytest

from panel.values.figures import LARGEST, count, limit, plain_count, signed_figure
from panel.values.money import amount, currency_named, plain_amount, signed_amount

NINES = 10**12 - 1


@pytest.mark.parametrize("zero", ["0", "0.00", "-0", 0, Decimal(0)])
def test_nothing_is_an_amount(zero: object) -> None:
    assert amount(zero) == 0
    assert count(zero) == 0


@pytest.mark.parametrize("sign", [1, -1])
def test_figures_are_smaller_than_the_largest(sign: int) -> None:
    for number in (sign * NINES, Decimal(sign * NINES), str(sign * NINES)):
        assert signed_amount(number) == sign * NINES
        assert count(number) == sign * NINES
    for number in (sign * LARGEST, Decimal(sign * LARGEST), str(sign * LARGEST)):
        assert signed_amount(number) is None
        assert count(number) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.0E+11", 10**11),
        ("1.0E+12", None),
        ("999,999,999,999", NINES),
        ("1,000,000,000,000", None),
        ("999.999.999.999,5", Decimal("999999999999.5")),
        ("1.000.000.000.000", None),
        ("-1,234.5", Decimal("-1234.5")),
        ("+1,234.5", Decimal("1234.5")),
        ("+-5", None),
        ("-+5", None),
        ("\uff0d5", -5),
        ("\u20135", -5),
        ("\u00a07\u2009", 7),
        ("1\u2009234", 1234),
        ("1’234’567,5", Decimal("1234567.5")),
        ("1 234 567", 1_234_567),
        ("1234,567.5", None),
        ("1,234,56", None),
        ("1.234.56", None),
        ("1,23,456", 123_456),
        ("0." + "1" * 41, None),
        ("0." + "1" * 40, Decimal("0." + "1" * 40)),
        ("12E5", None),
        ("1E5 USD", None),
    ],
)
def test_a_figure_has_one_reading_or_none(text: str, number: int | Decimal | None) -> None:
    assert signed_figure(text) == number


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("1.000", None),  # a thousand, or one
        (" 1.000 ", None),
        ("-12.345", None),
        ("+1.000", None),
        ("1.000\u200b", None),
        ("１．０００", None),
        ("٣.٠٠٠", None),
        ("\u22121.000", None),
        ("1234.000", 1234),
        ("1.0000", 1),
        ("0.5", None),
        ("-7", -7),
        ("000000000012", 12),
        ("0000000000012", None),
        (" 12 ", 12),
        ("٣", 3),
        ("²", None),
        (Decimal("-3.0"), -3),
    ],
)
def test_a_count_is_whole_and_has_one_reading(value: object, number: int | None) -> None:
    assert count(value) == number


@pytest.mark.parametrize("value", ["0", "600", "0600", "999999999999", "1.5", ".5", "5.", "007.250"])
def test_what_is_read_quickly_is_read_as_it_is_thoroughly(value: str) -> None:
    assert plain_amount(value) == amount(value)
    assert plain_amount(value) is not None
    assert plain_count(value) in (count(value), None)
    assert (plain_count(value) is not None) is value.isdigit()


@pytest.mark.parametrize(
    "value", [5, None, True, "", "-5", " 5", "٣", "1e5", "1" * 13, Decimal(5), [], "1,000"]
)
def test_what_is_not_plain_is_left_to_the_thorough_reading(value: object) -> None:
    assert plain_amount(value) is None
    assert plain_count(value) is None


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (LARGEST, LARGEST),
        (LARGEST - 1, LARGEST - 1),
        (LARGEST + 1, LARGEST),
        (" 9999999999999 ", LARGEST),
        ("9" * 40, LARGEST),
        ("9" * 41, None),
        (True, None),
        (None, None),
        (-LARGEST, None),
        ("-5", -5),
        (0, 0),
    ],
)
def test_a_limit_is_a_count_or_as_large_as_they_get(value: object, number: int | None) -> None:
    assert limit(value) == number


@pytest.mark.parametrize(
    ("text", "currency", "number"),
    [
        ("-5 USD", "USD", Decimal(-5)),
        ("USD -5", "USD", Decimal(-5)),
        ("-USD 5", None, Decimal(-5)),
        ("\uff0d$5", None, Decimal(-5)),
        ("$5", "$", Decimal(5)),
        ("$5", " usd ", Decimal(5)),
        ("Rs. 1,23,456", "INR", Decimal(123_456)),
        ("Rs 5", "USD", None),
        ("Rs 5", "Rs", Decimal(5)),
        ("US$ 5", "CAD", None),
        ("5 usd", "", Decimal(5)),
        ("5 USDT", "USDT", Decimal(5)),
        ("5 USDT", "USD", None),
        ("5 US", None, None),
        ("5 USDTX", None, None),
        ("5 US1", None, None),
        ("5 ЕВР", None, None),
        ("5", "EUR", Decimal(5)),
        ("USD", None, None),
        ("USD 5 USD", None, None),
        ("1,250 USD", None, None),
    ],
)
def test_an_amount_of_money_may_name_its_currency(text: str, currency: str | None, number: object) -> None:
    assert signed_amount(text, currency) == number


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("12.34 USD", "USD"),
        (" eur 12.34 ", "EUR"),
        ("12.34usd", "USD"),
        ("$12.34", None),
        ("12.34", None),
        ("12.34 USDT", None),
        ("12.34 US", None),
        ("12.34 ЕВР", None),
        ("12.34 U$D", None),
        ("a word", None),
        ("", None),
    ],
)
def test_a_currency_is_named_by_three_letters(text: str, code: str | None) -> None:
    assert currency_named(text) == code
