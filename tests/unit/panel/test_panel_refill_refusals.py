"""Why panels refuse a refill: for the service, for good, or for now."""

import pytest

from panel.readers.request import read_request
from panel.refusal_phrases import refill_refusal
from panel.reply import Answer, fold
from shop.replies import RefillRefusal, Refused

SAID: dict[RefillRefusal | None, tuple[str, ...]] = {
    RefillRefusal.SERVICE: (
        "Refill is disabled for this service",
        "Refill is not available for this service",
        "This service does not support refill",
        "This service has no refill",
        "No refill for this service",
        "refill_disabled_for_this_service",
        "Service is not refillable",
        "Рефилл отключен для этой услуги",
    ),
    RefillRefusal.OVER: (
        "Refill days are over",
        "Refill period has expired",
        "The refill period has already expired",
        "Refill period has expired for this service",
        "Refill time ended",
        "Refill expired",
    ),
    RefillRefusal.NOT_YET: (
        "The order was completed or refill was requested less than 24 hours ago",
        "The order is not completed",
        "Refill will be available in 12 hours",
        "Refill already requested",
        "Refill is not available for this service yet",
        "Refill is not available for this service until the order is completed",
        "Please wait",
    ),
    None: (
        "Order not eligible for refill.",
        "Refill not allowed",
        "Refill not found",
        "Incorrect order ID",
        "Service id is invalid",
        "",
    ),
}


@pytest.mark.parametrize(("why", "text"), [(why, text) for why, texts in SAID.items() for text in texts])
def test_why_a_refill_is_refused(why: RefillRefusal | None, text: str) -> None:
    assert refill_refusal(text) is why


def test_a_refusal_carries_it() -> None:
    body = '{"error":"Refill is disabled for this service"}'
    outcome = read_request("refill", fold(Answer(200, body)), ["88"]).outcome
    assert outcome == Refused("Refill is disabled for this service", why=RefillRefusal.SERVICE)
