"""Whose report it is: a row that names its order says more than the key or the place where it stands."""

import json
from decimal import Decimal
from typing import Any

import pytest

from panel.readers.orders import read_orders
from panel.readers.request import read_request
from panel.readers.status import Reports, read_refill_status, read_status
from panel.reply import Answer, fold
from panel.values.items import Matched, match
from shop.errors import PanelError
from shop.replies import ItemError, PanelState, StatusReport

DONE = {"charge": "1.5", "start_count": "7", "status": "Completed", "remains": "0", "currency": "USD"}
GONE = {"charge": "0", "start_count": "7", "status": "Canceled", "remains": "9", "currency": "USD"}
COMPLETED = StatusReport(PanelState.COMPLETED, "Completed", Decimal("1.5"), 7, 0, "USD")


def status(value: Any, *asked: str, code: int = 200) -> Reports[StatusReport]:
    text = value if isinstance(value, str) else json.dumps(value)
    return read_status(fold(Answer(code, text)), asked)


@pytest.mark.parametrize(
    "value",
    [
        {"0": {"order": 1, **DONE}, "1": {"order": 2, **GONE}, "2": {"order": 3, **DONE}},
        {"0": {"order_id": "1", **DONE}, "1": {"order_id": "2", **GONE}, "2": {"order_id": "3", **DONE}},
        {"orders": {"0": {"id": 1, **DONE}, "1": {"id": 2, **GONE}, "2": {"id": 3, **DONE}}},
        {"0": {"order": 3, **DONE}, "1": {"order": 1, **DONE}},
        {"1": {"order": 2, **GONE}, "2": {"order": 1, **DONE}},
        {"a": {"order": 1, **DONE}, "b": {"order": 2, **GONE}},
    ],
)
def test_the_keys_of_a_list_that_became_a_map_are_no_numbers_of_orders(value: Any) -> None:
    found = status(value, "1", "2", "3").by_id
    assert found["1"] == COMPLETED


def test_rows_in_places_without_numbers_are_nobodys() -> None:
    places = {"0": DONE, "1": GONE, "2": DONE}
    assert status(places, "1", "2", "3") == Reports({}, unplaced=3)
    assert status({"1": GONE, "2": DONE}, "1", "2").by_id["2"] == COMPLETED


def test_a_row_that_names_another_order_than_its_key_is_not_that_keys() -> None:
    assert status({"1": {"order": 99, **GONE}, "2": DONE}, "1", "2") == Reports(
        {"2": COMPLETED}, strays=("99",)
    )
    assert status({"1": {"order": 99, **GONE}}, "1") == Reports({}, strays=("99",))


def test_another_row_of_the_database_is_named_by_id_and_says_nothing_of_the_key() -> None:
    assert status({"1": {"id": 77, **DONE}, "2": DONE}, "1", "2").by_id == {"1": COMPLETED, "2": COMPLETED}


@pytest.mark.parametrize(
    "spelled", [7.0, "7.0", "7.00", "#7", "№7", "007", "٧", "۷", " 7 ", "7\u200b", "\u200e7"]
)
def test_a_number_is_the_same_in_any_spelling(spelled: object) -> None:
    assert status({"order": spelled, **DONE}, "7").by_id == {"7": COMPLETED}
    assert status([{"order": spelled, **DONE}, {"order": 8, **GONE}], "7", "8").by_id["7"] == COMPLETED
    assert status({str(spelled): DONE, "8": GONE}, "7", "8").by_id["7"] == COMPLETED


@pytest.mark.parametrize("other", [8.0, "8.0", "#8", "008", "٨", {"id": 8}, {"order": "8"}])
def test_another_orders_number_is_another_in_any_spelling(other: object) -> None:
    assert status({"order": other, **GONE}, "7").by_id == {}


@pytest.mark.parametrize(
    ("asked", "key"),
    [("7", "7.5"), ("7", "70"), ("7.0", "70"), ("abc", "ABC"), ("07", "0x7"), ("1e2", "100")],
)
def test_spellings_that_can_be_two_numbers_are_two(asked: str, key: str) -> None:
    assert status({key: DONE, "8": GONE}, asked, "8").by_id.keys() == {"8"}


def test_two_spellings_of_one_number_that_differ_are_left_out() -> None:
    assert status({"7": DONE, "07": GONE, "8": DONE}, "7", "8").by_id == {"8": COMPLETED}
    assert match({"7": {"x": 1}}, ["7", "07"], ("order",)) == Matched({"7": {"x": 1}})


@pytest.mark.parametrize(
    "error",
    [
        "Incorrect order ID",
        "Order not found",
        "Invalid API key",
        {"message": "No such order"},
        ["Invalid Order Ids"],
        "The order does not belong to you",
    ],
)
def test_an_order_that_the_panel_does_not_know_has_no_state(error: object) -> None:
    unknown = {**GONE, "error": error}
    assert isinstance(status({"1": unknown, "2": DONE}, "1", "2").by_id["1"], ItemError)
    try:
        found = status(unknown, "1").by_id
    except PanelError:
        return
    assert isinstance(found["1"], ItemError)


@pytest.mark.parametrize(
    "word",
    ["Incorrect order ID", "Order not found", "Invalid order id", "Order does not exist", "Invalid API key"],
)
def test_an_errors_words_in_the_place_of_a_state_are_an_error(word: str) -> None:
    found = status(
        {"1": {"status": word}, "2": {"status": word, "charge": "0"}, "3": DONE}, "1", "2", "3"
    ).by_id
    assert found == {"1": ItemError(word), "2": ItemError(word), "3": COMPLETED}


@pytest.mark.parametrize(
    "why",
    [
        "User not found",
        "Account suspended",
        "Private account",
        "Bad link",
        "Order rejected: page not found",
        "Order canceled, the post does not exist",
        "Order canceled: link not found",
    ],
)
def test_an_error_about_the_target_explains_the_state(why: str) -> None:
    [report] = status({**GONE, "error": why}, "1").by_id.values()
    assert isinstance(report, StatusReport)
    assert report.state is PanelState.CANCELED


@pytest.mark.parametrize("word", ["Cancel requested", "Refill pending", "Account private", "Invalid"])
def test_other_words_stay_words(word: str) -> None:
    assert status({"status": word, "charge": "1"}, "1").by_id == {
        "1": StatusReport(None, word, charge=Decimal(1))
    }


@pytest.mark.parametrize("code", [400, 403, 404, 499, 500, 503])
def test_a_state_alone_is_not_believed_beside_an_errors_status(code: int) -> None:
    with pytest.raises(PanelError):
        status({"status": "Canceled"}, "1", code=code)
    assert status(DONE, "1", code=code).by_id == {"1": COMPLETED}


@pytest.mark.parametrize("code", [400, 404, 422])
@pytest.mark.parametrize("word", ["Completed", "Canceled", "In progress"])
def test_a_state_beside_its_orders_number_is_believed_whatever_the_status(code: int, word: str) -> None:
    for told in (
        {"order": 7, "status": word},
        {"order_id": "7", "status": word},
        {"data": {"order": 7, "status": word}},
        [{"order": 7, "status": word}],
        {"7": {"status": word}},
        {"7": word},
        {"orders": {"7": {"status": word}}},
    ):
        [report] = status(told, "7", code=code).by_id.values()
        assert isinstance(report, StatusReport), told
        assert report.word == word
    mixed = {"7": {"status": word}, "8": {"error": "Incorrect order ID"}, "9": "Incorrect order ID"}
    found = status(mixed, "7", "8", "9", code=code).by_id
    assert {number: type(one).__name__ for number, one in found.items()} == {
        "7": "StatusReport",
        "8": "ItemError",
        "9": "ItemError",
    }


@pytest.mark.parametrize("code", [400, 404, 422])
def test_beside_an_errors_status_a_failure_or_another_orders_state_is_none(code: int) -> None:
    for told in (
        {"7": {"status": "fail"}},
        {"7": {"status": "error"}},
        [{"status": "Completed"}],
        {"data": {"status": "Completed"}},
        {"id": 7, "status": "Completed"},
        {"order": 7, "status": "Completed", "message": "Order not found"},
    ):
        try:
            found = status(told, "7", code=code).by_id
        except PanelError:
            continue
        assert not any(isinstance(one, StatusReport) for one in found.values()), told
    assert status({"order": 8, "status": "Completed"}, "7", code=code) == Reports({}, strays=("8",))


@pytest.mark.parametrize("key", ["order_status", "order_state", "orderStatus"])
def test_a_state_may_stand_beside_the_envelopes(key: str) -> None:
    told = {**GONE, "status": "success", key: "Canceled", "remains": "0"}
    [report] = status(told, "1").by_id.values()
    assert isinstance(report, StatusReport)
    assert report.state is PanelState.CANCELED
    [report] = status({"success": True, key: "Partial", "remains": "3"}, "1").by_id.values()
    assert isinstance(report, StatusReport)
    assert (report.state, report.remains) == (PanelState.PARTIAL, 3)


def test_refills_and_requests_are_matched_in_the_same_way() -> None:
    rows = {"0": {"refill": 1, "status": "Completed"}, "1": {"refill": 2, "status": "Rejected"}}
    found = read_refill_status(fold(Answer(200, json.dumps(rows))), ["1", "2"]).by_id
    assert {number: getattr(one, "word", "") for number, one in found.items()} == {
        "1": "Completed",
        "2": "Rejected",
    }
    places = {"0": {"order": 1, "cancel": 1}, "1": {"order": 88, "cancel": {"error": "Too late"}}}
    asked = read_request("cancel", fold(Answer(200, json.dumps(places))), ["1"])
    assert type(asked.outcome).__name__ == "Requested"


def test_the_panels_own_list_of_orders_is_read_in_the_same_way() -> None:
    for rows in (
        {"0": {"id": 501, "link": "a"}, "1": {"id": 502, "link": "b"}},
        {"orders": {"1": {"order": 501, "link": "a"}, "2": {"order": 502, "link": "b"}}},
        [{"order": 501.0, "link": "a"}, {"order": {"id": 502}, "link": "b"}],
    ):
        page = read_orders(fold(Answer(200, json.dumps(rows))))
        assert [(one.number, one.link) for one in page.orders] == [("501", "a"), ("502", "b")]


@pytest.mark.parametrize("key", ["message", "msg", "detail", "reason"])
@pytest.mark.parametrize(
    "remark",
    [
        "Order ID 7 is completed",
        "Order ID: 7",
        "Status of order id 7",
        "order ID 7 already delivered",
        "API key accepted",
    ],
)
def test_a_remark_that_names_the_order_takes_nothing_from_its_report(key: str, remark: str) -> None:
    row = {"status": "Completed", "charge": "0.1", "remains": "0", key: remark}
    for body, asked in ((row, ["7"]), ({"7": row}, ["7"]), ({"7": row, "8": row}, ["7", "8"])):
        report = read_status(fold(Answer(200, json.dumps(body))), asked).by_id["7"]
        assert isinstance(report, StatusReport)
        assert report.state is PanelState.COMPLETED


@pytest.mark.parametrize(
    "remark",
    [
        "Incorrect order ID",
        "Order ID is invalid",
        "The order ID does not exist",
        "Order id 7 not found",
        "Invalid API key",
        "API key is wrong",
        "заказ не найден",
    ],
)
def test_a_remark_that_denies_the_order_or_the_key_leaves_no_report(remark: str) -> None:
    body = {"7": {"status": "Completed", "charge": "0.1", "message": remark}, "8": {"status": "Pending"}}
    reports = read_status(fold(Answer(200, json.dumps(body))), ["7", "8"]).by_id
    assert isinstance(reports["7"], ItemError)


@pytest.mark.parametrize("word", ["partial", "Completed", "done", "canceled"])
@pytest.mark.parametrize("key", ["data", "orders", "result", "order"])
def test_the_status_of_the_call_is_not_that_of_the_order_inside(word: str, key: str) -> None:
    """Money would go back for an order that the panel delivers."""
    works = {"charge": "1", "start_count": "7", "status": "In progress", "remains": "50", "currency": "USD"}
    for inner in ({"7": works}, works, [{"order": 7, **works}]):
        read = read_status(fold(Answer(200, json.dumps({"status": word, key: inner}))), ["7"])
        assert {number: getattr(one, "state", one) for number, one in read.by_id.items()} == {
            "7": PanelState.IN_PROGRESS
        }


def test_a_parent_has_its_own_status_beside_its_children() -> None:
    child = {"charge": "1", "status": "Completed", "remains": "0"}
    for orders in (["1301"], {"1301": child}, [{"order": 1301, **child}]):
        read = read_status(fold(Answer(200, json.dumps({"status": "Partial", "orders": orders}))), ["7"])
        assert {number: getattr(one, "state", one) for number, one in read.by_id.items()} == {
            "7": PanelState.PARTIAL
        }
