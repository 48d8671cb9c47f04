"""Amounts: exact in every currency and form, for coins of 8 to 18 decimals, and never a float."""

import ast
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

import payments.described
from payments.card_bounds import card_bounds
from payments.described import wire
from payments.described.amounts import (
    Form,
    coins_in,
    number_in,
    part_of,
    place_of,
    read_minor,
    went_back_minor,
    written_amount,
)
from shop.ledger.payment import credit_of
from shop.ledger.topup import Invoice, coin_micro

CURRENCIES = some.sampled_from(("JPY", "VND", "USD", "INR", "UZS", "KWD", "TND"))
FORMS = some.sampled_from(("text", "number", "minor"))
MINOR = some.integers(min_value=1, max_value=10**12)


@given(MINOR, CURRENCIES, FORMS)
def test_what_is_written_is_read_as_it_was(minor: int, currency: str, form: Form) -> None:
    sent = wire.compact_json({"amount": written_amount(minor, currency, form)}).decode()
    assert read_minor(wire.read_json(sent)["amount"], currency, form) == minor


@given(MINOR, CURRENCIES)
def test_zeros_and_exponents_change_nothing(minor: int, currency: str) -> None:
    amount = Decimal(minor) / coins_in(currency)
    for spelled in (
        f"{amount:f}",
        f"{amount:f}0" if "." in f"{amount:f}" else f"{amount:f}.0",
        f"{amount:E}",
    ):
        assert read_minor(spelled, currency, "text") == minor, spelled


@pytest.mark.parametrize(
    "odd",
    [
        "",
        "-1",
        "NaN",
        "Infinity",
        "1,5",
        "1 5",
        "0x10",
        "1e9999",
        "1__0",
        "٣",
        True,
        None,
        [1],
        {"a": 1},
        1.5,
        "9" * 50,
    ],
)
def test_what_is_no_amount_is_none(odd: object) -> None:
    assert read_minor(odd, "USD", "text") is None


@given(MINOR, some.integers(8, 18), some.integers(1, 10**30), some.integers(1, 10**30))
def test_a_part_in_coins_never_brings_more_than_its_share(
    minor: int, decimals: int, came: int, wanted: int
) -> None:
    coin = Fraction(1, 10**decimals)
    share = part_of(minor, came * coin, wanted * coin)
    assert share * wanted <= minor * came < (share + 1) * wanted


@given(some.integers(100, 10**7), some.fractions("0.01", "1.5"), some.integers(6, 18), some.integers(1, 99))
def test_a_part_in_coins_is_the_part_that_was_paid(
    minor: int, share: Fraction, decimals: int, rate: int
) -> None:
    """What was paid in whole coins of the shop is credited, though the other coin's amount is rounded."""
    paid = max(1, int(minor * share))
    told = [f"{Decimal(amount) / rate / 100:.{decimals}f}" for amount in (paid, minor)]
    came, wanted = (number_in(one) for one in told)
    assert came
    assert wanted
    assert part_of(minor, came, wanted, place_of(*told)) == paid


@given(MINOR, some.integers(1, 10**18), some.lists(MINOR, min_size=1, max_size=6))
def test_parts_bring_what_the_whole_brings(asked: int, credit: int, parts: list[int]) -> None:
    """Each part is credited as what the sum so far brings, less what came before."""
    end = datetime(2026, 1, 1, tzinfo=UTC)
    invoice = Invoice("p", 1, "w", "USD", asked, credit, "USD", end)
    booked, sum_so_far = 0, 0
    for part in parts:
        sum_so_far += part
        booked += max(0, credit_of(invoice, sum_so_far) - booked)
    assert booked == credit * sum(parts) // asked
    assert credit_of(invoice, asked) == credit


@given(MINOR, CURRENCIES, FORMS)
def test_what_went_back_is_never_rounded_down(minor: int, currency: str, form: Form) -> None:
    number = number_in(written_amount(minor, currency, form))
    assert number is not None
    assert went_back_minor(number, currency, form) == minor
    assert went_back_minor(number + Fraction(1, 10**9), currency, form) == minor + 1


def test_the_smallest_coin_of_a_currency_is_known() -> None:
    assert [coin_micro(one) for one in ("XTR", "JPY", "USD", "KWD")] == [1_000_000, 1_000_000, 10_000, 1_000]


@pytest.mark.parametrize("currency", ["BHD", "IQD", "JOD", "TND"])
def test_no_card_where_the_coins_are_not_known(currency: str) -> None:
    assert card_bounds(currency) is None


def test_no_float_is_made_of_money() -> None:
    folder = Path(payments.described.__file__).parent
    made = [
        f"{file.name}:{node.lineno}"
        for file in [*folder.glob("*.py"), *folder.parent.glob("*.py")]
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float"
        if not (isinstance(node.args[0], ast.Constant) and node.args[0].value == "-inf")
    ]
    assert made == []
