"""Money that comes from outside: the amount a transfer is asked for in, and imported balances."""

from shop.ledger.journals import Account, AccountKind, JournalEntry, JournalKind, between
from shop.ledger.matching import MOST_ADDED, payable_amount
from shop.ledger.topup import coins_paid
from shop.transfer.people_import import bringing, import_key
from shop.transfer.people_lines import PersonRow

ANN, OLGA, PIA, GROUP = 7, 8, 9, -1001234


def test_a_transfer_is_asked_for_in_an_amount_of_its_own_or_in_a_round_one() -> None:
    assert payable_amount(1_050, ()) == 1_050
    assert payable_amount(1_050, {1_050, 1_051}) == 1_052
    assert payable_amount(1_100, ()) == 1_101
    assert payable_amount(1_050, range(1_050, 1_050 + MOST_ADDED + 1)) == 1_100
    assert payable_amount(1_100, range(1_100, 1_100 + MOST_ADDED + 1)) == 1_100


def test_where_nobody_has_small_coins_a_transfer_is_asked_for_in_whole_units() -> None:
    """A bank in Indonesia or Uzbekistan sends no hundredths, though they are counted."""
    asked = [payable_amount(wanted, taken, 100) for wanted, taken in ((5_000_000, ()), (5_012_300, ()))]
    assert asked == [5_000_100, 5_012_300]
    assert payable_amount(5_012_345, {5_012_400, 5_012_500}, 100) == 5_012_600
    crowded = range(5_000_100, 5_000_100 + 100 * MOST_ADDED, 100)
    assert payable_amount(5_000_000, crowded, 100) == 5_000_000
    assert payable_amount(5_000_100, [*crowded, *(one + 10_000 for one in crowded)], 100) == 5_010_000
    assert [coins_paid(currency) for currency in ("USD", "JPY", "IDR", "UZS", "KWD", "XTR")] == [
        *(1, 1, 100, 100, 1, 1)
    ]


def test_what_an_import_brings_comes_from_outside() -> None:
    row = PersonRow(1, ANN, "Ann", None, "en", 500, "", banned=False)
    wallet, outside = Account(AccountKind.WALLET, ANN, "USD"), Account("clearing:import", None, "USD")
    assert bringing("old", row, "USD", actor_id=PIA) == JournalEntry(
        import_key("old", ANN), JournalKind.IMPORT, between(outside, wallet, 500), actor_id=PIA
    )
