"""The card of an order that is spread over time."""

from datetime import UTC, datetime

import pytest

from handlers.orders.views import card
from locales import Catalogues
from shop.ordering.order import RUNNING, Order, OrderState
from shop.ordering.terms import Terms

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
SPREAD = Terms(
    "22", "Followers", "https://x.y/ann", 300, {"runs": 3, "interval": 1440}, 1, "USD", asks_quantity=True
)


@pytest.mark.parametrize("state", OrderState)
def test_only_an_order_that_runs_says_when_its_last_run_begins(state: OrderState) -> None:
    shown = card(Order(7, 1, "main", SPREAD, state, NOON, NOON), Catalogues().of("en")).text
    assert "3 runs of 100" in shown
    assert ("The last run begins after 2 days" in shown) is (state in RUNNING)
