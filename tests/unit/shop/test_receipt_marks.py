"""What the words of a receipt have in common with another's."""

from datetime import UTC, datetime

import pytest

from shop.ledger.receipt import Topup
from shop.ledger.receipt_marks import marks_of, tells_of_another
from shop.ledger.topup import TopupState

NOW = datetime(2026, 11, 30, tzinfo=UTC)


def of(words: str) -> Topup:
    """Return a receipt of these words for 5 dollars."""
    return Topup(1, 2, "manual", TopupState.WAITING, 5_000_000, "USD", {"text": words}, NOW)


def numbers(words: str) -> list[str]:
    """Return what in these words of a receipt is taken for a payment's number."""
    return list(marks_of(of(words)).values())


@pytest.mark.parametrize(
    "words",
    [
        *("30.11.2026 12:30:15", "30/11/2026 12:30", "30-11-2026 12:30", "2026-11-30 12:30"),
        *("2026-11-30T12:30:15.123Z", "Nov 30 2026 12:30", "30 ноября 2026 12:30", "on 30.11.2026."),
        *("30 11 2026", "20261130", "30112026", "30.11.26 12 30"),
        *("650000 сум", "650 000 sum", "1 000 000 sum", "5.00 USD", "12:30"),
    ],
)
def test_days_times_and_round_amounts_are_no_payments_numbers(words: str) -> None:
    assert numbers(words) == []


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("30.11.2026 771234", "771234"),
        ("12:30:15 771 234 561", "771 234 561"),
        ("FT-2026-11-30-8812", "FT-2026-11-30-8812"),
        ("paid 2026-11-30 12:30, tx 9f3c0a1be4d27755", "9f3c0a1be4d27755"),
    ],
)
def test_a_payments_number_beside_a_date_is_found(words: str, number: str) -> None:
    assert numbers(words) == [number]


CARD = "8600 1234 5678 9012"


@pytest.mark.parametrize(
    ("words", "others", "tells"),
    [
        (f"{CARD} on 30.11.2026", "8600-1234-5678-9012 on 01.12.2026", True),
        (f"5.00 from {CARD}", f"{CARD}: 20.00", True),
        (f"{CARD} number 771234", f"{CARD} number 771235", True),
        (f"{CARD} 30.11.2026 12:30 771234", f"{CARD} 30.11.2026 12:31 771235", True),
        (f"{CARD} 28.11.2026 12:30", f"{CARD} 30.11.2026 12:30", True),
        (f"{CARD}", f"{CARD}", False),
        (f"{CARD} on 30.11.2026", f"{CARD}", False),
        (f"{CARD} on 30.11.2026", f"{CARD} 30.11.2026 12:30", False),
        (f"{CARD} on 30.11.2026 5.00", f"5 from {CARD}, 2026-11-30", False),
        (f"paid {CARD}", f"here is {CARD}", False),
    ],
)
def test_receipts_of_one_card_tell_of_two_payments_where_each_says_what_the_other_does_not(
    words: str, others: str, tells: bool
) -> None:
    assert tells_of_another(of(words), of(others), [CARD]) is tells
    assert tells_of_another(of(others), of(words), [CARD]) is tells


@pytest.mark.parametrize(
    ("words", "others", "number", "tells"),
    [
        ("771234567 on 30.11.2026", "771234567 on 01.12.2026", "771234567", False),
        ("FT88120034, 12:30", "ft-88120034, 14:45", "FT88120034", False),
        ("771234567, 5.00", "10.00, number 771234567", "771234567", False),
        (f"771234567 from {CARD}", "771234567 from 9860 1234 5678 9018", "771234567", False),
        ("20208000100 number 771234", "20208000100 number 771235", "20208000100", True),
        ("+998 90 123 45 67, 30.11.2026", "998901234567 01.12.2026", "998 90 123 45 67", True),
        ("998901234567, 30.11.2026", "998901234567 01.12.2026", "998901234567", False),
        ("DE44500105175407324931 30.11.2026", "DE44500105175407324931 1.12.", "DE44500105175407324931", True),
        ("DE45500105175407324931 30.11.", "DE45500105175407324931 1.12.", "DE45500105175407324931", False),
    ],
)
def test_a_payments_number_is_of_one_payment_whatever_date_or_amount_stands_beside_it(
    words: str, others: str, number: str, tells: bool
) -> None:
    assert number in numbers(words)
    assert tells_of_another(of(words), of(others), [number]) is tells


def test_figures_of_several_scripts_are_the_same() -> None:
    assert not tells_of_another(of(f"{CARD} ۳۰"), of(f"{CARD} 30"), [CARD])
