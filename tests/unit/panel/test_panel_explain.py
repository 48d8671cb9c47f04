"""`explain --jsonl` says what any line means, and never falls over."""

import json
from typing import Any

import pytest

from panel.explain import explain_lines


def explained(**line: Any) -> dict[str, Any]:
    (only,) = explain_lines([json.dumps(line)])
    told: dict[str, Any] = json.loads(only)
    return told


def test_what_was_read_is_told() -> None:
    told = explained(action="add", http_status=200, body='{"order":1}')
    assert told == {"action": "add", "verdict": "ok", "read": {"order": "1"}}
    told = explained(action="balance", http_status=None, body='{"balance":"1.50","currency":"USD"}')
    assert told["read"] == {"amount": "1.50", "currency": "USD"}
    told = explained(action="status", body='{"1":"Completed"}', request={"orders": ["1"]})
    assert told["read"]["items"]["1"]["state"] == "completed"


@pytest.mark.parametrize("action", ["orders", "my_orders", "order_list"])
def test_a_list_of_orders_is_told(action: str) -> None:
    told = explained(action=action, body='{"orders":[{"id":5,"created_at":"2026-01-02T10:00:00Z"},{"x":1}]}')
    assert told["verdict"] == "item_errors"
    assert told["read"]["refused"] == 1
    [order] = told["read"]["orders"]
    assert (order["number"], order["created_at"]) == ("5", "2026-01-02T10:00:00+00:00")
    assert explained(action=action, body="[]")["verdict"] == "ok"
    assert explained(action=action, body='{"error":"Incorrect action"}')["verdict"] == "unsupported"


@pytest.mark.parametrize("action", ["add", "ADD", " add ", "order", "add_order"])
def test_orders_have_several_names(action: str) -> None:
    assert explained(action=action, body='{"order":1}')["read"] == {"order": "1"}


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        ('{"a":1}', "ok"),
        ('[{"id":1}]', "ok"),
        ("[]", "unusable"),
        ("", "unusable"),
        ('{"a":', "unusable"),
        ('{"error":"Invalid API key"}', "auth"),
        ('{"error":"Incorrect action"}', "unsupported"),
        ('{"error":"Whatever"}', "rejected"),
        ("[" * 30 + "1" + "]" * 30, "ok"),
        ('{"a":' * 900 + "1" + "}" * 900, "unusable"),
    ],
)
def test_an_unknown_action_is_judged_by_the_general_rules(body: str, verdict: str) -> None:
    assert explained(action="packages", body=body).get("verdict") == verdict


@pytest.mark.parametrize(
    ("body", "request_", "verdict"),
    [
        ('{"1":{"status":"Completed"},"2":{"status":"Pending"}}', {"orders": "1,2"}, "ok"),
        ('{"1":{"status":"Completed"}}', {"orders": "1, 2"}, "item_errors"),
        ('{"1":{"status":"Completed"},"2":{"status":"Qué"}}', {"orders": "1,2"}, "item_errors"),
        ('[{"status":"Completed"},{"status":"Completed"}]', {"orders": "1,2"}, "unusable"),
        ('{"status":"Completed","remains":0}', {"order": 1}, "ok"),
        ('{"error":"Invalid Order Ids"}', {"orders": "1,2"}, "item_errors"),
        ('{"error":"Incorrect request"}', {"orders": "1,2"}, "rejected"),
    ],
)
def test_a_status_answer_for_several_orders_is_explained(
    body: str, request_: dict[str, Any], verdict: str
) -> None:
    assert explained(action="status", body=body, request=request_)["verdict"] == verdict


@pytest.mark.parametrize(
    "line",
    [
        "",
        "not json",
        "\ufeff",
        "[]",
        "null",
        "12",
        "[" * 100_000,
        '{"action":"add"}',
        '{"body":"{}"}',
        '{"action":1,"body":""}',
        '{"action":"add","body":{}}',
        '{"action":"add","body":"","http_status":"many"}',
        '{"action":"add","body":"","http_status":true}',
        '{"action":"add","body":"","http_status":1e9}',
    ],
)
def test_a_line_that_asks_nothing_gets_a_sentence(line: str) -> None:
    (only,) = explain_lines([line])
    told = json.loads(only)
    assert told["error"].endswith(".")
    assert told["line"] == 1


def test_each_line_gets_one_line() -> None:
    lines = ['{"action":"add","body":"{\\"order\\":1}"}', "nonsense", '{"action":"add","body":""}']
    told = [json.loads(line) for line in explain_lines(lines)]
    assert [line.get("verdict", "-") for line in told] == ["ok", "-", "ambiguous"]


@pytest.mark.parametrize("body", ['{"order":"\\ud800"}', "\ud800", '{"error":"\\u0000\\ud83d"}', "\0"])
def test_strange_letters_are_told_in_plain_ascii(body: str) -> None:
    (only,) = explain_lines([json.dumps({"action": "add", "body": body})])
    assert only.isascii()
    assert "\n" not in only
