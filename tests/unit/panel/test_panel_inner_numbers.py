"""Rows under the numbers that we asked about, in which the panel writes its own supplier's number."""

import json
from typing import Any

import pytest

from panel.readers.request import read_request
from panel.readers.status import Reports, read_refill_status, read_status
from panel.reply import Answer, fold
from shop.errors import PanelGarbled
from shop.replies import PanelState, RefillState, Requested, StatusReport, Unclear

DONE = {"charge": "1.5", "start_count": "7", "status": "Completed", "remains": "0", "currency": "USD"}
GONE = {"charge": "0", "start_count": "7", "status": "Canceled", "remains": "9", "currency": "USD"}


def status(value: Any, *asked: str, ours: tuple[str, ...] = ()) -> Reports[StatusReport]:
    return read_status(fold(Answer(200, json.dumps(value))), asked, ours=ours)


def states(value: Any, *asked: str, ours: tuple[str, ...] = ()) -> dict[str, PanelState | None]:
    found = status(value, *asked, ours=ours).by_id
    return {number: one.state for number, one in found.items() if isinstance(one, StatusReport)}


@pytest.mark.parametrize("key", ["order", "order_id", "Order"])
@pytest.mark.parametrize("theirs", ["77", 77, "up-77", {"id": 77}])
def test_the_suppliers_number_in_a_row_leaves_it_the_keys(key: str, theirs: object) -> None:
    done, gone = PanelState.COMPLETED, PanelState.CANCELED
    assert states({"1001": {key: theirs, **DONE}}, "1001") == {"1001": done}
    assert states({"1001": {key: theirs, **DONE}, "1002": GONE}, "1001", "1002") == {
        "1001": done,
        "1002": gone,
    }
    assert states({"1001": {key: theirs, **DONE}, "1002": {key: 78, **GONE}}, "1001", "1002") == {
        "1001": done,
        "1002": gone,
    }
    assert states({"A-1": {key: theirs, **DONE}, "A-2": GONE}, "A-1", "A-2") == {"A-1": done, "A-2": gone}


@pytest.mark.parametrize("field", ["provider", "provider_id", "external_id", "api_order_id", "id"])
def test_a_number_under_another_name_is_not_the_orders(field: str) -> None:
    rows = {"1001": {field: 1002, **DONE}, "1002": {field: 77, **GONE}}
    assert states(rows, "1001", "1002") == {"1001": PanelState.COMPLETED, "1002": PanelState.CANCELED}


def test_a_row_that_names_another_order_of_ours_contradicts_its_key() -> None:
    swapped = {"1001": {"order": 1002, **GONE}, "1002": {"order": 1001, **DONE}, "1003": DONE}
    assert states(swapped, "1001", "1002", "1003") == {"1003": PanelState.COMPLETED}
    with pytest.raises(PanelGarbled):
        states({"1001": {"order": 1002, **GONE}, "1002": {"order": 1001, **DONE}}, "1001", "1002")


def test_one_contradiction_casts_doubt_on_each_row_that_names_another_order() -> None:
    rows = {"1001": {"order": 1002, **GONE}, "1002": {"order": 77, **DONE}, "1003": {"order": 1003, **DONE}}
    assert states(rows, "1001", "1002", "1003") == {"1003": PanelState.COMPLETED}


def test_the_same_number_in_two_rows_is_nobodys() -> None:
    rows = {"1001": {"order": 77, **GONE}, "1002": {"order": "077", **DONE}, "1003": DONE}
    assert states(rows, "1001", "1002", "1003") == {"1003": PanelState.COMPLETED}


def test_asked_alone_the_order_is_still_not_another_one_of_ours() -> None:
    with pytest.raises(PanelGarbled):
        states({"1001": {"order": 1002, **GONE}}, "1001", ours=("1001", "1002"))
    assert states({"1001": {"order": 77, **GONE}}, "1001", ours=("1001", "1002")) == {
        "1001": PanelState.CANCELED
    }


def test_a_row_without_its_own_key_is_still_nobodys() -> None:
    """An answer about one order has no key; another number in it may come from a proxy's cache."""
    assert status({"order": 77, **DONE}, "1001") == Reports({}, strays=("77",))
    assert status([{"order": 77, **DONE}], "1001") == Reports({}, strays=("77",))


@pytest.mark.parametrize(
    "row", [{"order": 77, "order_id": 1001}, {"order": 1001, "order_id": 77}, {"order": {"id": 1001}}]
)
def test_one_of_two_numbers_in_a_row_is_enough(row: dict[str, object]) -> None:
    assert states({**row, **DONE}, "1001") == {"1001": PanelState.COMPLETED}
    assert states({"1001": {**row, **DONE}, "1002": GONE}, "1001", "1002") == {
        "1001": PanelState.COMPLETED,
        "1002": PanelState.CANCELED,
    }


def test_two_numbers_of_ours_in_one_answer_are_none() -> None:
    both = {"order": 1001, "order_id": 1002, **DONE}
    assert status(both, "1001", "1002") == Reports({}, unplaced=1)


def test_refills_and_requests_are_read_in_the_same_way() -> None:
    rows = {"1001": {"refill": 5, "status": "Completed"}, "1002": {"refill": 6, "status": "Rejected"}}
    found = read_refill_status(fold(Answer(200, json.dumps(rows))), ["1001", "1002"]).by_id
    assert {number: getattr(one, "state", None) for number, one in found.items()} == {
        "1001": RefillState.COMPLETED,
        "1002": RefillState.REJECTED,
    }
    theirs = fold(Answer(200, json.dumps({"1001": {"order": 77, "refill": 5}})))
    assert read_request("refill", theirs, ["1001"]).outcome == Requested("5")
    other = fold(Answer(200, json.dumps({"order": 77, "refill": 5})))
    assert isinstance(read_request("refill", other, ["1001"]).outcome, Unclear)


def test_a_row_is_not_about_its_place_from_one_on_where_the_rows_say_other_numbers_of_ours() -> None:
    done, gone = PanelState.COMPLETED, PanelState.CANCELED
    for asked in (("1", "2"), ("7", "1", "2")):
        with pytest.raises(PanelGarbled):
            status({"1": {"id": asked[-1], **GONE}, "2": {"id": asked[0], **DONE}}, *asked)
    mixed = {"1": {"id": 1, **DONE}, "2": {"id": "3", **GONE}, "3": {"id": 2, **DONE}}
    assert states(mixed, "1", "2", "3") == {"1": done}
    assert states({"1": {"id": 900, **GONE}, "2": {"id": 901, **DONE}}, "1", "2") == {"1": gone, "2": done}
    assert states({"7": {"id": 8, **GONE}, "8": {"id": 7, **DONE}}, "7", "8") == {"7": gone, "8": done}
