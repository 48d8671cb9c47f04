"""Answers to requests, reports on orders, and lists of orders, to their edges."""

import json
from typing import Any

import pytest

from panel.explain import explain_lines
from panel.readers.orders import read_orders
from panel.readers.request import read_request
from panel.readers.status import read_status
from panel.reply import Answer, fold
from shop.replies import ItemError, Requested, Unclear


def explained(*lines: Any) -> list[dict[str, Any]]:
    return [json.loads(told) for told in explain_lines(json.dumps(line) for line in lines)]


def test_a_line_that_cannot_be_explained_says_what_it_needs_and_which_it_is() -> None:
    good = {"action": " ADD ", "body": '{"order":1}'}
    unnumbered = explained(
        good, "x", {"action": "add"}, {**good, "http_status": "20"}, {**good, "request": 5}
    )
    assert unnumbered == [
        {"action": "add", "verdict": "ok", "read": {"order": "1"}},
        {
            "error": "This line is not a JSON object; it needs an action, an http_status and a body.",
            "line": 2,
        },
        {"error": "This line needs an action and a body, both as text.", "line": 3},
        {"error": "The http_status must be a number like 200, or null where it is not known.", "line": 4},
        {"action": "add", "verdict": "ok", "read": {"order": "1"}},
    ]


@pytest.mark.parametrize("request_", [5, None, [], "1,2"])
def test_a_request_that_is_no_object_asks_about_nothing(request_: object) -> None:
    [told] = explained({"action": "status", "body": '{"status":"Completed"}', "request": request_})
    assert (told["verdict"], list(told["read"]["items"])) == ("ok", [""])


@pytest.mark.parametrize("body", ["[]", "{}"])
def test_an_empty_answer_to_an_unknown_action_is_told_as_empty(body: str) -> None:
    [told] = explained({"action": "packages", "body": body})
    assert (told["verdict"], told["read"]) == ("unusable", {"reason": "the answer is empty"})


def test_an_answer_to_an_unknown_action_is_told_as_its_value() -> None:
    [told] = explained({"action": "packages", "body": '{"a": [1]}'})
    assert told["read"] == {"value": {"a": [1]}}


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ('{"message":"Your request was accepted"}', Requested),
        ('{"status":"odd","message":"Your request was accepted"}', Unclear),
        ('{"status":"success","message":"Your request was accepted"}', Requested),
    ],
)
def test_words_that_say_yes_count_unless_a_status_says_something_else(body: str, outcome: type) -> None:
    assert isinstance(read_request("cancel", fold(Answer(200, body)), ["88"]).outcome, outcome)


def test_an_order_about_which_the_panel_says_nothing_has_no_report() -> None:
    body = '{"1":"", "2":"Completed", "3":"Order not found"}'
    by_id = read_status(fold(Answer(200, body)), ["1", "2", "3"]).by_id
    assert "1" not in by_id
    assert by_id["3"] == ItemError("Order not found")
    assert by_id["2"] != ItemError("Completed")


@pytest.mark.parametrize("status", ["success", "Success", "true", "True", True])
def test_a_panel_may_say_in_words_that_there_are_no_orders(status: object) -> None:
    body = json.dumps({"status": status, "data": "No orders"})
    assert read_orders(fold(Answer(200, body))).orders == ()


def test_a_state_without_end_is_kept_in_short() -> None:
    [order] = read_orders(fold(Answer(200, json.dumps([{"order": "1", "status": "x" * 600}])))).orders
    assert order.word == "x" * 200
