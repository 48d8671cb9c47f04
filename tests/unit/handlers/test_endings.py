"""The short messages at the end of an order: each says something once."""

from datetime import UTC, datetime

import pytest

from handlers.orders.ending_views import ending
from locales import Catalogues
from shop.ordering.order import Order, OrderState
from shop.ordering.reason import Reason, ReasonKind
from tests.unit.shop.goods import ANN, LIKES, POST, terms

CATALOGUES = Catalogues()
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("language", CATALOGUES.languages)
def test_a_refusal_without_a_known_reason_is_said_once(language: str) -> None:
    t = CATALOGUES.of(language)
    refused = Order(7, ANN, "main", terms(LIKES, POST, 100, 1), OrderState.REJECTED, NOON, NOON)
    said = ending(refused, OrderState.REJECTED, t)
    alone = t.label("It was not accepted. Try another service, or ask the shop.")
    assert said.startswith("⛔")
    assert alone not in said
    assert t.label("Try another service, or ask the shop.") in said


def test_a_known_reason_is_said_as_on_the_card() -> None:
    answers = terms(LIKES, POST, 100, 1)
    refused = Order(
        7,
        ANN,
        "main",
        answers,
        OrderState.REJECTED,
        NOON,
        NOON,
        reason=Reason(ReasonKind.QUANTITY, "too few"),
    )
    said = ending(refused, OrderState.REJECTED, CATALOGUES.of("en"))
    assert "This quantity was not accepted." in said
