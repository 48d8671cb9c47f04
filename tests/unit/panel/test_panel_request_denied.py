"""A refill or cancel that is denied inside, or taken for another order, was not taken for this one."""

import json
from typing import Any

import pytest

from panel.readers.request import read_request
from panel.reply import Answer, fold
from shop.replies import Refused, Requested, RequestOutcome, Unclear


def read(action: str, value: Any) -> RequestOutcome:
    return read_request(action, fold(Answer(200, json.dumps(value))), ["88"]).outcome


@pytest.mark.parametrize("action", ["refill", "cancel"])
@pytest.mark.parametrize(
    "inner",
    [
        {"status": "error", "message": "Too late"},
        {"status": "fail"},
        {"id": 5, "status": "Rejected"},
        {"status": "Declined"},
        {"status": "denied"},
        {"status": False},
        {"success": False, "message": "Not possible"},
        {"88": "Cannot be cancelled"},
        {"message": "Refill is not available"},
    ],
)
def test_what_is_denied_inside_is_not_taken(action: str, inner: object) -> None:
    assert not isinstance(read(action, {action: inner}), Requested)
    assert not isinstance(read(action, [{"order": 88, action: inner}]), Requested)


@pytest.mark.parametrize("action", ["refill", "cancel"])
@pytest.mark.parametrize("inner", [{}, {"id": None}, {"message": ""}, {"88": 0}])
def test_nothing_inside_says_nothing(action: str, inner: object) -> None:
    assert isinstance(read(action, {action: inner}), Unclear)


@pytest.mark.parametrize(
    "inner",
    [{"id": 5}, {"status": "Pending"}, {"status": "success"}, {"88": 1}, {"id": 5, "status": "Awaiting"}],
)
def test_what_is_taken_inside_is_taken(inner: object) -> None:
    assert isinstance(read("refill", {"refill": inner}), Requested)


@pytest.mark.parametrize("word", ["Rejected", "declined", "Denied", "Refused", "not_eligible"])
def test_a_number_beside_a_word_that_denies_is_not_taken(word: str) -> None:
    assert not isinstance(read("refill", {"refill": 5, "status": word}), Requested)


@pytest.mark.parametrize(
    ("action", "value"),
    [
        ("cancel", {"cancel": 1, "message": "Cannot be cancelled"}),
        ("cancel", {"cancel": True, "msg": "This order cannot be canceled"}),
        ("refill", {"refill": 5, "message": "Refill is not available"}),
        ("refill", {"refill": "88", "message": "Order not eligible for refill"}),
        ("refill", {"success": "Refill is not possible", "refill": 5}),
    ],
)
def test_a_yes_beside_a_sentence_that_denies_is_unclear(action: str, value: object) -> None:
    assert isinstance(read(action, value), Unclear)


@pytest.mark.parametrize("no", [0, "0", "no", "No", "false", "False"])
@pytest.mark.parametrize("key", ["success", "ok"])
def test_a_no_is_none(key: str, no: object) -> None:
    assert not isinstance(read("cancel", {key: no}), Requested)
    assert not isinstance(read("cancel", {key: no, "cancel": 1}), Requested)


@pytest.mark.parametrize("no", ["false", "error", "err", "none", "null", "undefined"])
def test_a_word_that_means_no_is_none(no: str) -> None:
    assert not isinstance(read("cancel", {"cancel": no}), Requested)
    assert not isinstance(read("cancel", {"88": no}), Requested)


@pytest.mark.parametrize(
    "value",
    [
        {"success": True, "canceled": [89]},
        {"success": True, "canceled": ["89", "90"], "failed": []},
        {"status": "success", "data": {"order": 89, "cancel": 1}},
        {"status": "success", "order": 89},
        {"cancel": 1, "order_id": "89"},
        {"89": {"cancel": 1}},
        [{"order": 89.0, "cancel": 1}],
        {"0": {"order": 89, "cancel": 1}},
    ],
)
def test_a_yes_for_another_order_is_none_for_this(value: object) -> None:
    assert isinstance(read("cancel", value), Unclear)


@pytest.mark.parametrize(
    "value",
    [
        {"success": True, "canceled": [88.0]},
        {"success": True, "canceled": ["#88"]},
        {"status": "success", "order": "88"},
        {"status": "success", "data": {"order": 88.0, "cancel": 1}},
        {"cancel": 1, "order_id": "0088"},
        {"0": {"order": 88, "cancel": 1}},
        {"message": "Cancel requested. You will be told within 24 hours"},
        {"message": "Cancellation in progress"},
    ],
)
def test_a_yes_for_this_order_is_one(value: object) -> None:
    assert isinstance(read("cancel", value), Requested)


@pytest.mark.parametrize(
    "value",
    [
        {"message": "Refill requested. You can request again after 24 hours"},
        {"message": "Refill started, it will be done within 24 hours"},
        {"refill": "Your refill request was received! Please wait up to 3 days."},
    ],
)
def test_a_yes_may_say_how_long_it_takes(value: object) -> None:
    assert isinstance(read("refill", value), Requested)


@pytest.mark.parametrize(
    "value",
    [
        {"message": "Refill was requested already. Try again later"},
        {"message": "Order completed. Refill can be requested after 24 hours"},
        {"message": "Request received. Refill is not available for this service"},
        {"message": "Refill will be available in 12 hours. Thank you"},
    ],
)
def test_a_no_may_begin_politely(value: object) -> None:
    assert not isinstance(read("refill", value), Requested)


def test_a_list_of_failures_may_have_rows() -> None:
    failed = {"canceled": [], "failed": [{"order": "88", "error": "too late"}]}
    assert isinstance(read("cancel", failed), Refused)
    assert isinstance(read("cancel", {"canceled": [{"order": 88}], "failed": []}), Requested)


def test_what_is_given_back_of_an_accepted_cancel_does_not_refuse_it() -> None:
    said = {"message": "Cancel request accepted, only the remaining part is refunded"}
    asked = read_request("cancel", fold(Answer(200, json.dumps(said))), ["7"])
    assert isinstance(asked.outcome, Requested)
