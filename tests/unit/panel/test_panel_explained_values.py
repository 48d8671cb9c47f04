"""`explain` tells for each action what was read, under the same names each time."""

import json
from typing import Any

import pytest

from panel.explain import Verdict, explain, explain_lines
from panel.lenient_json import LARGEST
from panel.reply import Answer

NEEDS = "it needs an action, an http_status and a body."


def verdict(action: str, body: Any, code: int | None = 200, **request: object) -> Verdict:
    text = body if isinstance(body, str) else json.dumps(body)
    return explain(action, Answer(code, text, retry_after=7), request)


def told(**line: Any) -> dict[str, Any]:
    [only] = explain_lines([json.dumps(line)])
    read: dict[str, Any] = json.loads(only)
    return read


@pytest.mark.parametrize(
    ("code", "body", "read"),
    [
        (200, '{"order":1}', Verdict("ok", {"order": "1"})),
        (200, '{"error":"Bad link"}', Verdict("rejected", {"why": "link", "text": "Bad link"})),
        (200, '{"error":"Invalid API key"}', Verdict("auth", {"why": "auth", "text": "Invalid API key"})),
        (200, '{"error":"Low balance"}', Verdict("funds", {"why": "funds", "text": "Low balance"})),
        (200, '{"error":"Slow down"}', Verdict("throttled", {"reason": "Slow down", "retry_after": 7})),
        (200, "", Verdict("ambiguous", {"reason": "the answer is empty (HTTP 200)"})),
    ],
)
def test_an_answer_to_an_order_is_explained_under_every_name_of_the_action(
    code: int, body: str, read: Verdict
) -> None:
    assert verdict("add", body, code) == read
    for name in ("order", "add_order", "add-order", "addorder", "new_order", "create_order"):
        assert verdict(name, body, code) == read


def test_a_catalogue_and_a_list_of_orders_say_how_many_rows_were_not_read() -> None:
    services = verdict("services", [{"service": 1, "rate": 1}, {}])
    assert (services.word, sorted(services.read), services.read["refused"]) == (
        "item_errors",
        ["refused", "services"],
        1,
    )
    assert [one["id"] for one in services.read["services"]] == ["1"]
    assert verdict("services", [{"service": 1, "rate": 1}]).word == "ok"
    for name in ("orders", "order_list", "list_orders", "orders_list", "my_orders"):
        orders = verdict(name, [{"order": 1}, {}])
        assert (orders.word, sorted(orders.read), orders.read["refused"]) == (
            "item_errors",
            ["orders", "refused"],
            1,
        )
        assert [one["number"] for one in orders.read["orders"]] == ["1"]
    assert verdict("orders", [1]).word == "ok"


@pytest.mark.parametrize(("action", "is_read"), [("services", True), ("orders", True), ("balance", False)])
def test_only_lists_may_be_long(action: str, is_read: bool) -> None:
    row = {"service": 1, "order": 1, "rate": 1, "balance": 1, "x": "x" * LARGEST}
    assert (verdict(action, row if action == "balance" else [row]).word == "ok") is is_read
    if not is_read:
        assert verdict(action, row).read == {
            "reason": "the answer is longer than 1048576 characters (HTTP 200)"
        }


@pytest.mark.parametrize("action", ["status", "statuses", "multi_status", "multiple_status"])
def test_reports_are_told_by_id(action: str) -> None:
    some = verdict(action, {"1": {"status": "Done"}, "2": "No such order", "9": "Done"}, orders="1,2")
    assert (some.word, sorted(some.read), some.read["strays"]) == ("item_errors", ["items", "strays"], ("9",))
    assert (some.read["items"]["1"]["state"], some.read["items"]["2"]) == (
        "completed",
        {"text": "No such order"},
    )


@pytest.mark.parametrize(
    ("body", "request_", "word"),
    [
        ({"1": {"status": "Done"}}, {"orders": "1"}, "ok"),
        ({"1": {"status": "Done"}}, {"order": 1}, "ok"),
        ({"1": {"status": "Done"}}, {}, "ok"),
        ({"1": {"status": "Weird"}}, {"order": 1}, "unusable"),
        ({"1": {"status": "Weird"}, "2": {"status": "Done"}}, {"orders": [1, " 2 "]}, "item_errors"),
        ({"1": {"status": "Done"}, "2": {"status": "Done"}}, {"orders": [1, " 2 "]}, "ok"),
        ({"1": {"status": "Done"}, "2": {"status": "Done"}}, {"orders": "1, 2,,"}, "ok"),
        ({"1": {"status": "Done"}, "2": {"status": "Done"}}, {"orders": "1"}, "item_errors"),
        ({"1": {"status": "Done"}}, {"orders": "1,2"}, "item_errors"),
        ({"1": "No such order"}, {"order": "1"}, "item_errors"),
        ({"order": 9, "status": "Done"}, {"order": "1"}, "item_errors"),
        ([{"order": 1, "status": "Done"}, {"status": "Done"}], {"orders": "1"}, "ok"),
        ([1, {"order": 1, "status": "Done"}, {"order": 2, "status": "Done"}], {"orders": "1,2"}, "ok"),
        (
            [{"order": 1, "status": "Done"}, {"order": 2, "status": "Done"}, {"status": "Done"}],
            {"orders": "1,2"},
            "item_errors",
        ),
        ({"error": "Incorrect order ID"}, {"order": True}, "item_errors"),
    ],
)
def test_reports_are_ok_if_all_that_was_asked_about_is_there(
    body: Any, request_: dict[str, Any], word: str
) -> None:
    assert verdict("status", body, **request_).word == word


def test_rows_without_ids_say_what_to_do() -> None:
    rows = verdict("status", [{"status": "Done"}, {"status": "Done"}], orders="1,2")
    assert rows == Verdict("unusable", {"reason": "the rows have no ids; ask for one order at a time"})


@pytest.mark.parametrize("action", ["refill_status", "multiple_refill_status", "refills_status"])
def test_a_refills_report_stands_under_the_number_that_was_asked_about(action: str) -> None:
    for request in ({"refill": 5}, {"refills": [5]}, {"refills": "5"}):
        read = verdict(action, {"status": "Rejected"}, **request)
        assert read == Verdict(
            "ok", {"items": {"5": {"state": "rejected", "word": "Rejected"}}, "strays": ()}
        )


@pytest.mark.parametrize("action", ["refill", "multiple_refill", "multi_refill"])
def test_a_refills_number_is_read_for_one_order_or_for_each_of_several(action: str) -> None:
    assert verdict(action, {"refill": 5}, order=1) == Verdict("ok", {"refill_id": "5", "text": ""})
    rows = [{"order": 1, "refill": 5}, {"order": 2, "refill": 6}]
    items = {"1": {"refill_id": "5", "text": ""}, "2": {"refill_id": "6", "text": ""}}
    assert verdict(action, rows, orders="1,2") == Verdict("ok", {"items": items})
    assert verdict(action, rows, orders="1,2,3").word == "item_errors"
    assert verdict(action, rows, orders="1").word == "item_errors"
    assert verdict(action, [rows[0], {"order": 2, "refill": 0}], orders="1,2").word == "item_errors"


@pytest.mark.parametrize(
    ("body", "read"),
    [
        ('{"cancel":1}', Verdict("ok", {"refill_id": None, "text": ""})),
        ('{"error":"Cannot cancel"}', Verdict("rejected", {"why": "cancel", "text": "Cannot cancel"})),
        ('{"error":"Invalid API key"}', Verdict("auth", {"why": "auth", "text": "Invalid API key"})),
        (
            '{"error":"Incorrect action"}',
            Verdict("unsupported", {"why": "unsupported", "text": "Incorrect action"}),
        ),
        ('{"message":"Hm"}', Verdict("unusable", {"reason": "Hm"})),
        ("", Verdict("unusable", {"reason": "the answer is empty (HTTP 200)"})),
    ],
)
def test_an_answer_to_a_cancel_is_explained(body: str, read: Verdict) -> None:
    assert verdict("cancel", body, order=88) == read


@pytest.mark.parametrize("action", ["status", "statuses", "multi_status", "refill_status", "balance"])
def test_an_error_about_orders_is_the_orders_where_many_can_be_asked_about(action: str) -> None:
    read = verdict(action, {"error": "Incorrect order ID"}, orders="1,2")
    word = "item_errors" if action in {"status", "statuses", "multi_status"} else "rejected"
    assert read == Verdict(word, {"why": "order", "text": "Incorrect order ID"})


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("[", f"This line is not JSON; {NEEDS}"),
        ("[]", f"This line is not a JSON object; {NEEDS}"),
        ('{"action":"add"}', "This line needs an action and a body, both as text."),
        ('{"body":""}', "This line needs an action and a body, both as text."),
    ],
)
def test_a_line_that_is_no_question_says_what_it_needs(line: str, error: str) -> None:
    assert [json.loads(one) for one in explain_lines(["{}", line])][1] == {"error": error, "line": 2}


@pytest.mark.parametrize("status", [200, "200", None])
def test_an_http_status_is_three_digits_or_not_known(status: object) -> None:
    code = "unknown" if status is None else "200"
    assert (
        told(action="add", body="", http_status=status)["read"]["reason"]
        == f"the answer is empty (HTTP {code})"
    )


@pytest.mark.parametrize("status", [True, 20, 2000, "2OO", "２００", 200.0, "", []])
def test_any_other_http_status_is_refused(status: object) -> None:
    error = "The http_status must be a number like 200, or null where it is not known."
    assert told(action="add", body="", http_status=status) == {"error": error, "line": 1}


def test_amounts_and_moments_are_told_as_text() -> None:
    assert told(action="x", body='{"a":1.50}')["read"] == {"value": {"a": "1.50"}}
    orders = told(action="orders", body='[{"order":1,"charge":"1.50","time":1767348000}]')["read"]["orders"]
    assert (orders[0]["charge"], orders[0]["created_at"]) == ("1.50", "2026-01-02T10:00:00+00:00")
