"""What the words of a receipt have in common with another's."""

from datetime import UTC, datetime

import pytest

from shop.ledger.receipt import Topup
from shop.ledger.receipt_marks import marks_of
from shop.ledger.topup import TopupState

NOW = datetime(2026, 11, 30, tzinfo=UTC)


def numbers(words: str) -> list[str]:
    """Return what in these words of a receipt for 5 dollars is taken for a payment's number."""
    receipt = {"text": words}
    return list(marks_of(Topup(1, 2, "manual", TopupState.WAITING, 5_000_000, "USD", receipt, NOW)).values())


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
