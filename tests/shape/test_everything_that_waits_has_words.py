"""Each kind of thing that waits for the staff has its line and its card: else the queue cannot be shown."""

from datetime import UTC, datetime

import pytest

from handlers.operator.waiting.opening import CARDS
from handlers.operator.waiting.views import opening_button, queue_page
from locales import Catalogues
from shop.alerts import AlertKind
from shop.waiting import Waiting, Waits

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("kind", Waits)
def test_everything_has_a_line_in_the_queue_and_a_button(kind: Waits) -> None:
    one = Waiting(kind, 7, NOON, AlertKind.ORDERS_LATE, order_id=7, amount_micro=1, currency="USD")
    page = queue_page([one], 1, Catalogues().of("en"))
    assert "1. " in page.text
    [(label, target)] = page.rows[0]
    assert (len(label.split()), target) == (2, opening_button(one)), "a number and a sign"


def test_everything_in_the_queue_has_a_card() -> None:
    assert set(CARDS) == set(Waits)
