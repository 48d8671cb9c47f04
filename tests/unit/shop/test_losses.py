"""What is open of the losses: at the rates of the moment when something was taken for one."""

from datetime import UTC, datetime
from fractions import Fraction

from shop.ledger.losses import Loss, MadeGood, open_since

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def doubled_at_noon(one: str, other: str, at: datetime | None) -> Fraction:
    """Return 2 for a dollar in euros at noon, 1 now."""
    return Fraction(2) if (one, other, at) == ("USD", "EUR", NOON) else Fraction(1)


def test_what_was_taken_for_a_loss_counts_at_the_rate_of_its_moment() -> None:
    lost, good = Loss(2, 10, "USD"), MadeGood(4, 1, 10, "EUR", NOON)
    assert open_since(1, [lost], [good], "USD", doubled_at_noon) == 5


def test_nothing_is_open_of_a_loss_made_good() -> None:
    lost, good = Loss(2, 10, "USD"), MadeGood(4, 1, 10, "USD")
    assert open_since(1, [lost], [good], "USD", doubled_at_noon) == 0
    assert open_since(1, [], [], "USD", doubled_at_noon) == 0
