"""One name for each currency, whoever writes it."""

import pytest

from payments.described.amounts import coins_in
from shop.currency import EXACT, Steps, currency_named, own_step, same_name
from shop.ledger.matching import payable_amount
from shop.ledger.topup import coins_paid, step_paid
from shop.money import MICRO


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("USD", "USD"), (" usd ", "USD"), ("Usd.", "USD"), ("$", "USD"), ("US$", "USD"), ("€", "EUR"),
        ("euro", "EUR"), ("RUR", "RUB"), ("₽", "RUB"), ("руб.", "RUB"), ("usdt", "USDT"), ("ＵＳＤ", "USD"),
        ("R$", "BRL"), ("tl", "TRY"), ("", None), (None, None), ("<i>USD", None), ("=1+1", None),
        ("a currency", None), ("X" * 9, None),
    ],
)  # fmt: skip
def test_a_currency_has_one_name(written: str | None, name: str | None) -> None:
    assert currency_named(written) == name
    if name is not None:
        assert currency_named(name) == name


@pytest.mark.parametrize("currency", ["COP", "HUF", "IQD", "IRR", "IRT", "SYP", "YER"])
def test_what_nobody_pays_parts_of_is_priced_and_asked_for_in_whole_units(currency: str) -> None:
    assert own_step(currency) == step_paid(currency) == MICRO
    assert payable_amount(5_000 * coins_in(currency), (), coins_paid(currency)) == 5_001 * coins_in(currency)


def test_a_panels_own_word_comes_first() -> None:
    assert currency_named("$", {"$": "CAD"}) == "CAD"


def test_what_names_none_stays_as_rows_have_it() -> None:
    assert (same_name("usd"), same_name("<i>USD")) == ("USD", "<i>USD")


def test_amounts_are_in_coins_of_their_currency_and_exact_in_a_private_shop() -> None:
    assert (own_step("USD"), own_step("IDR"), own_step("KWD")) == (10_000, 1_000_000, 1_000)
    steps = Steps("USD", 50_000)
    assert (steps("USD"), steps("EUR"), steps("IDR")) == (50_000, 10_000, 1_000_000)
    assert EXACT("USD") == EXACT("IDR") == 100
