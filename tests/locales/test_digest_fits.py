"""A digest of as much as one can take fits into one message, in every language, under hostile names."""

import html
import re
from datetime import UTC, datetime

import pytest

from handlers.orders.digest_views import digest_view
from locales import Catalogues
from shop.digest import MOST, Entry
from shop.ordering.order import Order, OrderState
from shop.ordering.terms import Terms

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SPOKEN = Catalogues()
STATES = ("completed", "partial", "canceled", "rejected", "voided")


def news(services: int) -> list[tuple[Entry, Order]]:
    """Return as much news as one digest takes, of so many services."""
    told = []
    for n in range(MOST):
        name = f"<b>&{n % services} \u202e" + "ш" * 200
        terms = Terms(str(n), name, "https://x.y/ann", 1000, {}, 900_000, "USD", asks_quantity=True)
        state = STATES[n % len(STATES)]
        order = Order(
            1_999_999_000 + n, 7, "main", terms, OrderState(state), NOON, NOON, refunded_micro=10_000
        )
        told.append((Entry("finished", order.id, state), order))
    return told


@pytest.mark.parametrize("language", SPOKEN.languages)
@pytest.mark.parametrize("services", [1, 12, MOST])
def test_a_digest_fits_into_a_message_and_names_every_order(services: int, language: str) -> None:
    view = digest_view(news(services), SPOKEN.of(language))
    shown = html.unescape(re.sub(r"</?b>", "", view.text))
    assert len(shown) <= 4096
    for n in range(MOST):
        assert shown.count(str(1_999_999_000 + n)) == 1
    assert "<b>&amp;" not in view.text
