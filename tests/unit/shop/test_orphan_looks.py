"""Which of the panel's numbers are asked about, and what is known of an orphan."""

from datetime import UTC, datetime

import pytest

from shop.reconciliation.orphan_numbers import numbers_to_ask
from shop.reconciliation.orphans import Account as PanelAccount
from shop.reconciliation.orphans import Facts, Looks, judge

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_numbers_between_ours_are_asked_about_in_order() -> None:
    assert numbers_to_ask([10, 12, 15], None) == (["11", "13", "14"], 15)
    assert numbers_to_ask([10, 12, 15], None, maximum=2) == (["11", "13"], 13)
    assert numbers_to_ask([10, 12, 15], 13) == (["14"], 15)
    assert numbers_to_ask([10, 12], 20) == ([], 20)


@pytest.mark.parametrize(
    ("orphan", "looks"),
    [
        (Facts("399"), Looks.BEFORE),
        (Facts("400"), Looks.NOTHING),
        (Facts("x399"), Looks.NOTHING),
    ],
)
def test_a_number_below_our_first_is_from_before(orphan: Facts, looks: Looks) -> None:
    assert judge(orphan, [], PanelAccount(NOON, first_number=400)).looks is looks
    shared = Looks.OTHERS if looks is Looks.NOTHING else looks
    assert judge(orphan, [], PanelAccount(NOON, first_number=400, is_shared=True)).looks is shared
