"""Money: exact, in micro-units, rounded once and up."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.errors import ShopError
from shop.ledger.typed_amounts import read_amount
from shop.money import (
    MICRO,
    PRICE_QUANTUM,
    amount_text,
    ceil_div,
    is_typed,
    micro_up,
    parse_amount,
    two_readings,
    typed_amount,
)


@pytest.mark.parametrize(
    ("text", "micro"),
    [
        ("0.90", 900_000),
        ("0.27819", 278_190),
        ("8", 8_000_000),
        (" 1.5 ", 1_500_000),
        ("0.0000001", 1),
        ("0", 0),
    ],
)
def test_a_panels_number_in_micro_units(text: str, micro: int) -> None:
    amount = parse_amount(text)
    assert amount is not None
    assert micro_up(amount) == micro


@pytest.mark.parametrize(
    "text",
    ["", "-1", "+1", "1e3", "NaN", "Infinity", "1,25", "1,234.5", ".5", "5.", "1 000", "٣", "0x10", "1" * 13],
)
def test_what_could_mean_two_things_is_not_read(text: str) -> None:
    assert parse_amount(text) is None


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_an_amount_written_out_and_read_back_is_the_same(micro: int) -> None:
    text = amount_text(micro)
    assert int(Decimal(text) * MICRO) == micro
    assert len(text.partition(".")[2]) >= 2


def test_ceil_div_is_exact_where_a_float_no_longer_is() -> None:
    assert ceil_div(9_007_199_254_740_993, 1) == 9_007_199_254_740_993
    assert ceil_div(10**18 + 1, 10) == 10**17 + 1


@given(st.integers(min_value=0, max_value=10**12), st.integers(min_value=1, max_value=10**6))
def test_ceil_div_is_the_smallest_that_covers(number: int, divisor: int) -> None:
    quotient = ceil_div(number, divisor)
    assert (quotient - 1) * divisor < number <= quotient * divisor


def test_the_quantum_is_a_ten_thousandth() -> None:
    assert PRICE_QUANTUM * 10_000 == MICRO


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        *(("1,25", "1.25"), ("1.2500", "1.25"), ("0,5", "0.5"), ("1,0005", "1.0005"), ("7", "7")),
        *(("0.125", "0.125"), ("0,500", "0.5"), ("۵۰", "50"), ("٥٠", "50"), ("５０．５", "50.5")),
        *(("٥٠٫٥", "50.5"), ("\u200e50\u200b", "50"), ("५०", "50"), (" 12.5\u2060", "12.5")),
        *(
            ("$50", "50"),
            ("50$", "50"),
            ("50 usd", "50"),
            ("USD 50", "50"),
            ("usd50", "50"),
            ("50.5 USD", "50.5"),
            ("＄５０", "50"),
            ("US$50", "50"),
        ),
    ],
)
def test_an_amount_is_read_as_people_type_it(typed: str, amount: str) -> None:
    assert typed_amount(typed, "USD") == Decimal(amount)


@pytest.mark.parametrize(
    ("typed", "currency", "amount"),
    [
        *(("500 руб", "RUB", "500"), ("500 руб.", "RUB", "500"), ("1 500,50 р.", "RUB", "1500.5")),
        *(("500р", "RUB", "500"), ("500 TL", "TRY", "500"), ("1.000,50 tl", "TRY", "1000.5")),
        *(("Rp. 50000", "IDR", "50000"), ("Rp 50.000,00", "IDR", "50000"), ("50000 so‘m", "UZS", "50000")),
        *(("50 000 сум", "UZS", "50000"), ("Rs. 500", "INR", "500"), ("rs 1,00,000", "INR", "100000")),
        *(("500 грн", "UAH", "500"), ("￥50", "JPY", "50"), ("MX$50", "MXN", "50"), ("$50", "MXN", "50")),
        *(("500 рублей", "RUB", "500"), ("50 долларов", "USD", "50"), ("50 dollars", "USD", "50")),
        *(("٥٠ دولار", "USD", "50"), ("50 dólares", "USD", "50"), ("500 lira", "TRY", "500")),
        *(("50000 rupiah", "IDR", "50000"), ("500 रुपये", "INR", "500"), ("500 Rupees", "INR", "500")),
        *(("50 000 сўм", "UZS", "50000"), ("50 евро", "EUR", "50"), ("50 يورو", "EUR", "50")),
        *(("۵۰۰۰۰ تومن", "IRT", "50000"), ("5000 теңге", "KZT", "5000"), ("50 ريال", "SAR", "50")),
        *(("50 درهم", "AED", "50"), ("50 pesos", "MXN", "50"), ("500 гривень", "UAH", "500")),
        *(("$50 USD", "USD", "50"), ("USD$50", "USD", "50"), ("Rp 50.000,-", "IDR", "50000")),
        *(("Rs.500/-", "INR", "500"), ("₹ 500/-", "INR", "500"), ("50,-", "EUR", "50")),
        *(
            ("50.-", "EUR", "50"),
            ("50.", "USD", "50"),
            ("50!", "USD", "50"),
            ("$50,", "USD", "50"),
            ("50 $.", "USD", "50"),
        ),
        *(("«50»", "USD", "50"), ("(50)", "USD", "50"), ("5️⃣0️⃣", "USD", "50")),
        *(("฿50", "THB", "50"), ("৳৫০০", "BDT", "500"), ("R$ 50,00", "BRL", "50"), ("50 ریال", "IRR", "50")),
    ],
)
def test_a_currency_is_written_as_its_people_do(typed: str, currency: str, amount: str) -> None:
    assert typed_amount(typed, currency) == Decimal(amount)


@pytest.mark.parametrize(
    ("typed", "currency"),
    [("50 تومان", "IRR"), ("50 TL", "USD"), ("50 руб", "USD"), ("R50", "BRL"), ("50p", "RUB")],
)
def test_no_other_word_is_taken_for_a_currency(typed: str, currency: str) -> None:
    assert typed_amount(typed, currency) is None


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1,000.00", "1000.00"),
        ("$1,000.00", "1000.00"),
        ("1.000,00 $", "1000.00"),
        ("1\u00a0000,00\u00a0$", "1000.00"),
        ("1\u202f000,5", "1000.5"),
        ("100 000", "100000"),
        ("1’250’000.50", "1250000.50"),
        ("١٬٠٠٠٫٥٠", "1000.50"),
        ("1,000,000", "1000000"),
        ("1.000.000", "1000000"),
        ("12,345.5", "12345.5"),
        ("1,00,000", "100000"),
        ("12,34,567.50", "1234567.50"),
    ],
)
def test_marks_between_thousands_are_read_where_they_can_be_nothing_else(typed: str, amount: str) -> None:
    assert typed_amount(typed, "USD") == Decimal(amount)


@pytest.mark.parametrize(
    "typed",
    [
        "1,000",
        "1,250",
        "1.000",
        "50.000",
        "12.345",
        "٥٠٫٠٠٠",
        "$1.000",
        "1,000.000",
        "1 000.000",
        "1 000 00",
        "01 000",
        "10 00",
        "1,000 000",
        "1,000.000,50",
        "1,,5",
        "€5",
        "5 eur",
        "²",
        "①",
        "-5",
        "5-10",
    ],
)
def test_a_typed_mark_that_may_part_thousands_is_not_read(typed: str) -> None:
    assert typed_amount(typed, "USD") is None


@pytest.mark.parametrize(
    ("typed", "both"),
    [
        ("50.000", ("50000", "50.0000")),
        ("50,000", ("50000", "50.0000")),
        ("12.345 usd", ("12345", "12.3450")),
        ("۵۰٫۰۰۰", ("50000", "50.0000")),
        ("0.500", None),
        ("0.125", None),
        ("50.00", None),
        ("50.0000", None),
        ("1.000.000", None),
        ("many", None),
    ],
)
def test_three_digits_behind_a_mark_are_two_amounts(typed: str, both: tuple[str, str] | None) -> None:
    assert two_readings(typed, "USD") == both
    for amount in both or ():
        assert typed_amount(amount, "USD") == Decimal(amount)


@pytest.mark.parametrize(
    ("typed", "currency", "amount"),
    [
        *(("50k", "USD", "50000"), ("1,5k", "USD", "1500"), ("50 rb", "IDR", "50000"), ("50", "USD", "50")),
        *(("Rp50rb", "IDR", "50000"), ("100 ribu rupiah", "IDR", "100000"), ("1jt", "IDR", "1000000")),
        *(("1 тыс. руб.", "RUB", "1000"), ("1к руб", "RUB", "1000"), ("50 ming so'm", "UZS", "50000")),
        *(("۵۰ هزار تومان", "IRT", "50000"), ("1 lakh", "INR", "100000"), ("1 bin lira", "TRY", "1000")),
        *(("5 आलू", "INR", None), ("50 likes", "USD", None), ("50 pcs", "USD", None), ("k", "USD", None)),
        *(("50 k please", "USD", None), ("50 euros", "USD", None), ("1000 k likes", "USD", None)),
    ],
)
def test_a_customer_may_write_a_word_for_thousands(typed: str, currency: str, amount: str | None) -> None:
    assert read_amount(typed, currency) == (None if amount is None else Decimal(amount))


@pytest.mark.parametrize(
    ("typed", "currency", "both"),
    [
        ("50.000", "IDR", ("50000", "50.0000")),
        ("1.500k", "USD", ("1500000", "1500")),
        ("5 mil reais", "BRL", ("5000000", "5000")),
    ],
)
def test_a_customers_amount_that_can_be_two_is_asked_about(
    typed: str, currency: str, both: tuple[str, str]
) -> None:
    with pytest.raises(ShopError, match="amount_unclear") as asked:
        read_amount(typed, currency)
    assert (asked.value.values["many"], asked.value.values["few"]) == both


@pytest.mark.parametrize(
    "text",
    ["1000", "1,000", "1.000", "1,000.00", "$1,000.00", "1 000,00 $", "1\u00a0000,00\u00a0$", "١٬٠٠٠٫٠٠"],
)
def test_a_known_amount_is_typed_once_more_as_any_language_shows_it(text: str) -> None:
    assert is_typed(1_000_000_000, text, "USD")


@pytest.mark.parametrize(
    "text", ["", "100", "10 000", "1,000.01", "1,0000", "-1000", "thousand", "1 000 sorry"]
)
def test_another_amount_is_not_the_known_one(text: str) -> None:
    assert not is_typed(1_000_000_000, text, "USD")
