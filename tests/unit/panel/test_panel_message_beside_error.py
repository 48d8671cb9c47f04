"""A message beside an error: what a bare code means, or that the order may exist all the same."""

import json
from typing import Any

import pytest

from panel.readers.add import read_add
from panel.readers.request import read_request
from panel.readers.status import read_status
from panel.refusal_phrases import Kind
from panel.reply import Answer, fold
from shop.heard import refusal_key
from shop.replies import AddOutcome, ItemError, NotSent, Refusal, Refused, Rejected, Unknown


def added(code: int, body: dict[str, Any]) -> AddOutcome:
    return read_add(fold(Answer(code, json.dumps(body))))


@pytest.mark.parametrize(
    ("error", "message"),
    [
        ("Insufficient funds", "Your order was saved and will start after top-up"),
        ("Bad link", "Order accepted"),
        ("Not enough funds", "Order saved"),
        ("neworder.error.not_enough_funds", "Order saved"),
        ("Bad Request", "An error occurred while creating the order"),
        ("INSUFFICIENT_FUNDS", "Order 5512 is on hold"),
        ("Validation failed", "Order 5512 created"),
        ("Bad Request", "Order was created, notification failed"),
        ("Forbidden", "Order saved, waiting for payment"),
        ("Payment Required", "Order pending: wallet empty"),
        ("Conflict", "The same request is in progress"),
        ("Internal Server Error", "Insufficient balance"),
        ("Not Found", "Nobody knows these words"),
        ("E_17", "Nobody knows these words"),
    ],
)
@pytest.mark.parametrize("key", ["message", "detail"])
def test_an_order_may_exist_where_the_message_tells_of_one(error: str, message: str, key: str) -> None:
    for body in ({"error": error, key: message}, {"error": [error], "data": {key: message}}):
        assert isinstance(added(200, body), Unknown)
        assert isinstance(added(422, body), Unknown)


@pytest.mark.parametrize(
    ("code", "error", "message", "why"),
    [
        (400, "Bad Request", "Not enough funds", Refusal.FUNDS),
        (400, "Bad Request", ["link must be a URL address"], Refusal.LINK),
        (400, "Bad Request", "Nobody knows these words", Refusal.PARAMS),
        (403, "Forbidden", "Insufficient balance", Refusal.FUNDS),
        (403, "Forbidden", "Nobody knows these words", Refusal.AUTH),
        (404, "Not Found", "Service not found", Refusal.SERVICE),
        (409, "Conflict", "You have an active order with this link", Refusal.DUPLICATE_LINK),
        (422, "Unprocessable Entity", "Quantity less than minimal 50", Refusal.QUANTITY),
        (422, "Unprocessable Content", "Bad link", Refusal.LINK),
        (413, "Content Too Large", "Bad link", Refusal.LINK),
        (413, "Request Entity Too Large", "Bad link", Refusal.LINK),
        (414, "URI Too Long", "Bad link", Refusal.LINK),
        (414, "Request-URI Too Long", "Bad link", Refusal.LINK),
        (200, "E_FUNDS", "Insufficient balance", Refusal.FUNDS),
        (200, "1", "Insufficient balance", Refusal.FUNDS),
        (200, "true", "Insufficient balance", Refusal.FUNDS),
        (200, "Error", "Insufficient balance", Refusal.FUNDS),
        (200, "Bad link", "Not enough funds either", Refusal.LINK),
        (200, "Not enough funds", "Please try again", Refusal.FUNDS),
        (401, "Unauthorized", "Session expired, please try again", Refusal.AUTH),
        (200, "Payment Required", "Please try again later", Refusal.FUNDS),
        (200, "Not enough funds", "The order was not created", Refusal.FUNDS),
    ],
)
def test_a_message_explains_an_error_that_is_only_a_code(
    code: int, error: str, message: object, why: Refusal
) -> None:
    outcome = added(code, {"statusCode": code, "message": message, "error": error})
    assert isinstance(outcome, Rejected)
    assert outcome.why is why


def test_an_order_is_denied_by_the_message_beside_the_status_in_words() -> None:
    body = {"statusCode": 404, "message": "Order not found", "error": "Not Found"}
    told = read_status(fold(Answer(404, json.dumps(body))), ["7"]).by_id
    assert told == {"7": ItemError("Order not found")}


def test_too_many_requests_are_told_as_such_beside_a_message_to_try_again() -> None:
    body = {"error": "Too Many Requests", "message": "Please try again later"}
    assert isinstance(added(200, body), NotSent)


@pytest.mark.parametrize("action", ["refill", "cancel"])
def test_what_is_refused_of_an_order_stays_so_while_it_is_at_work(action: str) -> None:
    body = json.dumps({"error": f"The {action} is not possible", "message": "Order is being processed"})
    assert isinstance(read_request(action, fold(Answer(200, body)), ["7"]).outcome, Refused)


@pytest.mark.parametrize("data", ["OK", "null", "none", "N/A"])
def test_a_word_for_nothing_is_no_sentence_about_a_failure(data: str) -> None:
    outcome = added(200, {"status": "error", "data": data})
    assert isinstance(outcome, Unknown)
    assert outcome.strange == ""


def test_what_an_error_was_taught_to_mean_stays() -> None:
    taught = {refusal_key("Kota aşıldı"): Kind.FUNDS}
    for message in ("Ask our supplier", "Something else", "Bad link"):
        body = json.dumps({"error": "Kota aşıldı", "message": message})
        outcome = read_add(fold(Answer(200, body, taught=taught)))
        assert isinstance(outcome, Rejected)
        assert (outcome.why, outcome.text) == (Refusal.FUNDS, "Kota aşıldı")


@pytest.mark.parametrize("status", ["error", "fail", False])
@pytest.mark.parametrize("key", ["data", "result", "response", "error_description", "pesan", "errmsg"])
def test_a_failed_status_says_why_wherever_its_sentence_stands(status: object, key: str) -> None:
    for text in ("Saldo tidak mencukupi", "余额不足"):
        outcome = added(200, {"status": status, key: text})
        assert isinstance(outcome, Rejected)
        assert outcome.why is Refusal.FUNDS
    for text in ("5512", "TRX5512", ""):
        assert isinstance(added(200, {"status": status, key: text}), Unknown)
