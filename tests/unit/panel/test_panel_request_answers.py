"""Answers to a refill or a cancel, row by row and word by word: what is taken, and with which number."""

import json
from typing import Any

import pytest

from panel.readers.request import Request, read_request
from panel.refusal_phrases import Kind
from panel.reply import Answer, fold
from shop.replies import RefillRefusal, Refused, Requested, RequestOutcome, Unclear

UNSAID = Unclear("the answer does not say whether the panel took the request")


def read(action: str, value: Any, asked: tuple[str, ...] = ("88",), code: int = 200) -> Request:
    text = value if isinstance(value, str) else json.dumps(value)
    return read_request(action, fold(Answer(code, text)), asked)


@pytest.mark.parametrize(
    ("value", "outcome"),
    [
        ("", Unclear("the answer is empty (HTTP 200)")),
        ({"status": "Declined"}, Refused("Declined")),
        ("{}", UNSAID),
        ("[]", Unclear("the answer says nothing of this order")),
        ({"cancel": None}, UNSAID),
        ({"cancel": "Whatever"}, UNSAID),
        ({"message": "Hm"}, Unclear("Hm")),
        (
            {"error": "Cannot cancel", "message": "Cancel requested"},
            Refused("Cannot cancel"),
        ),
        ({"error": "Server Error"}, Unclear("Server Error")),
        ({"message": "Server Error"}, Unclear("Server Error")),
        ({"success": True, "canceled": []}, Unclear("the panel lists no order that it did it for")),
        ({"failed": ["88"]}, Refused("the panel lists it among those that failed")),
        ({"cancel": 0}, Refused("the panel answered no to the cancel")),
        ({"cancel": "0", "message": "Too late"}, Refused("Too late")),
        ({"cancel": False, "message": "Hm"}, Refused("Hm")),
        ({"cancel": "1", "message": "Noted"}, Requested(None, "Noted")),
        ({"message": "", "msg": "Cancel requested"}, Requested(None, "Cancel requested")),
        ({"success": "Marked"}, Requested(None, "Marked")),
        ('"requested"', Unclear("the answer is neither an object nor a list (HTTP 200)")),
        ("Cancel requested", Requested(None, "Cancel requested")),
        ("Cannot cancel", Refused("Cannot cancel")),
        ({"error": "Incorrect action"}, Refused("Incorrect action", unsupported=True)),
    ],
)
def test_an_answer_about_one_order(value: Any, outcome: RequestOutcome) -> None:
    assert read("cancel", value).outcome == outcome


def test_a_refusal_keeps_its_kind_and_a_vague_one_proves_nothing() -> None:
    refused = Request(Refused("Cannot cancel"), Kind.CANCEL)
    assert read("cancel", {"status": "odd", "message": "Cannot cancel"}) == refused
    assert read("cancel", {"error": "Server Error"}) == Request(Unclear("Server Error"), Kind.VAGUE)
    assert read("refill", {"error": "Please wait"}) == Request(
        Refused("Please wait", why=RefillRefusal.NOT_YET), Kind.OTHER
    )


@pytest.mark.parametrize(
    ("kind_of_error", "is_wrong"),
    [
        ("Incorrect request", True),
        ("Incorrect order ID", True),
        ("Cannot cancel", False),
        ("Server Error", False),
    ],
)
def test_a_panel_that_did_not_find_the_number_where_it_expects_it(kind_of_error: str, is_wrong: bool) -> None:
    assert read("cancel", {"error": kind_of_error}).names_wrong_parameter is is_wrong


@pytest.mark.parametrize(
    ("word", "is_taken"),
    [
        *((word, True) for word in ("success", "OK", "true", "1", "100", "200", "201", "202", "In progress")),
        *(
            (word, True)
            for word in ("pending", "Requested", "queued", "done", "sent", "Canceled", "cancelled")
        ),
        *((word, False) for word in ("101", "204", "refilled", "odd", "")),
    ],
)
def test_a_status_may_say_that_it_was_noted(word: str, is_taken: bool) -> None:
    assert (read("cancel", {"status": word}).outcome == Requested(None)) is is_taken


@pytest.mark.parametrize(
    ("members", "is_taken"),
    [
        ({"result": "ok"}, True),
        ({"result": True}, True),
        ({"success": 1}, True),
        ({"success": "Your wish was heard"}, True),
        ({"success": "We are unable"}, False),
        ({"status": "odd", "success": "Heard"}, True),
        ({"status": "odd", "success": "Unable"}, False),
        ({"status": "odd", "result": "ok"}, False),
    ],
)
def test_the_first_of_status_result_and_success_counts(members: dict[str, object], is_taken: bool) -> None:
    assert isinstance(read("cancel", members).outcome, Requested) is is_taken


@pytest.mark.parametrize("action", ["refill", "cancel"])
@pytest.mark.parametrize(
    ("own", "is_taken"),
    [
        (True, True),
        (1, True),
        ("5", True),
        ("88", True),
        ({"status": "x"}, True),
        ("requested", True),
        ([], False),
    ],
)
def test_the_action_itself_may_say_yes(action: str, own: object, is_taken: bool) -> None:
    assert isinstance(read(action, {action: own}).outcome, Requested) is is_taken


def test_each_action_has_words_of_its_own_for_done() -> None:
    for word, done in (("refilled", "refill"), ("Refilling", "refill"), ("canceled", "cancel")):
        taken = [isinstance(read(one, {"status": word}).outcome, Requested) for one in ("refill", "cancel")]
        assert taken == [done == "refill", done == "cancel"], word


@pytest.mark.parametrize(
    ("members", "refill_id"),
    [
        ({"refill": 5}, "5"),
        ({"refill_id": 5, "status": "success"}, "5"),
        ({"id": 5, "status": "success"}, "5"),
        ({"id": 88, "status": "success"}, None),
        ({"id": 88, "order_id": 88, "status": "success"}, None),
        ({"id": "88.0", "order": 88, "status": "success"}, None),
        ({"refill": {"REFILL_ID": 5}}, "5"),
        ({"refill": {"refill": 88}}, None),
        ({"status": "success"}, None),
    ],
)
def test_a_refills_own_number_is_not_the_orders(members: dict[str, object], refill_id: str | None) -> None:
    assert read("refill", members).outcome == Requested(refill_id)
    cancelled = read("cancel", {**members, "status": "success"}).outcome
    assert cancelled == Requested(None)


def test_rows_are_matched_by_the_orders_number() -> None:
    rows = [
        {"order": 88, "refill": 1},
        {"order": 89, "refill": {"error": "Incorrect order ID"}},
        {"order_id": "90", "refill": 2},
        {"order": 7, "refill": 3},
    ]
    asked = read("refill", {"status": "success", "refills": rows}, ("88", "89", "90"))
    wrong = Refused("Incorrect order ID")
    by_id: dict[str, RequestOutcome] = {"88": Requested("1"), "89": wrong, "90": Requested("2")}
    assert asked == Request(Requested("1"), None, by_id, ("7",))
    assert read("refill", rows[:3], ("89", "88", "90")) == Request(wrong, Kind.ORDER, by_id)
    assert read("refill", rows[2:], ()).outcome == Requested("2")


def test_rows_about_other_orders_say_nothing_of_this_one() -> None:
    assert read("cancel", [{"order": 9, "cancel": 1}]) == Request(
        Unclear("the answer says nothing of this order"), strays=("9",)
    )


def test_a_map_of_numbers_is_read_like_rows() -> None:
    found = read("cancel", {"88": "Cannot cancel", "89": {"cancel": 1}, "90": "5"}, ("88", "89", "90"))
    assert found == Request(
        Refused("Cannot cancel"),
        Kind.CANCEL,
        {"88": Refused("Cannot cancel"), "89": Requested(None), "90": Requested(None, "5")},
    )
    assert read("cancel", {"88": "0"}).outcome == UNSAID
    assert read("refill", {"88": {"refill": 88}, "89": {"refill": 5}}).outcome == Requested(None)


@pytest.mark.parametrize("key", ["canceled", "cancelled", "refilled", "accepted", "done"])
def test_orders_may_be_listed_by_how_it_went(key: str) -> None:
    for failed in ("failed", "rejected", "refused", "not_found", "skipped"):
        both = {"success": True, key: [88], failed: ["89"]}
        assert read("cancel", both).outcome == Requested(None)
        assert isinstance(read("cancel", both, ("89",)).outcome, Refused)
        assert read("cancel", {**both, key: []}, ("90",)).outcome == Unclear(
            "the panel lists no order that it did it for"
        )


@pytest.mark.parametrize(("code", "is_taken"), [(200, True), (399, True), (400, False)])
def test_a_bare_yes_counts_if_the_http_status_is_no_error(code: int, is_taken: bool) -> None:
    assert isinstance(read("cancel", "Cancel requested", code=code).outcome, Requested) is is_taken
