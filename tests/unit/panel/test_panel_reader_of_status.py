"""Reports are matched by id, and missing values stay missing."""

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from panel.readers.status import Reports, read_refill_status, read_status
from panel.reply import Answer, fold
from shop.errors import PanelError, PanelGarbled, PanelRefused
from shop.replies import ItemError, PanelState, RefillReport, RefillState, StatusReport

DONE = {"charge": "1.5", "start_count": "7", "status": "Completed", "remains": "0", "currency": "USD"}
COMPLETED = StatusReport(PanelState.COMPLETED, "Completed", Decimal("1.5"), 7, 0, "USD")


def status(value: Any, asked: Sequence[str] = ("1",), code: int = 200) -> Reports[StatusReport]:
    return read_status(fold(Answer(code, value if isinstance(value, str) else json.dumps(value))), asked)


def refills(value: Any, asked: Sequence[str] = ("1",)) -> Reports[RefillReport]:
    return read_refill_status(fold(Answer(200, json.dumps(value))), asked)


@pytest.mark.parametrize(
    "value",
    [
        DONE,
        {"order": 1, **DONE},
        {"status": "success", "data": DONE},
        {"1": DONE},
        [DONE],
        [{"order": "1", **DONE}],
        {"orders": [{"id": 1, **DONE}]},
        {key.title(): value for key, value in DONE.items()},
    ],
)
def test_one_order_in_any_shape(value: Any) -> None:
    assert status(value).by_id == {"1": COMPLETED}


def test_what_is_not_said_is_not_zero() -> None:
    report = status({"status": "In progress", "remains": "Unknown", "charge": "1,25", "start_count": None})
    assert report.by_id == {"1": StatusReport(PanelState.IN_PROGRESS, "In progress")}


def test_start_counter_is_start_count() -> None:
    (report,) = status({"charge": 0.9, "status": "Inprogress", "start_counter": 33}).by_id.values()
    assert isinstance(report, StatusReport)
    assert report.start_count == 33
    assert report.charge == Decimal("0.9")


@pytest.mark.parametrize("word", ["Reembolsado", "2", 2, None])
def test_unknown_words_have_no_state(word: str | int | None) -> None:
    (report,) = status({**DONE, "status": word}).by_id.values()
    assert isinstance(report, StatusReport)
    assert report.state is None
    assert report.word == ("" if word is None else str(word))


def test_a_profile_may_know_more_words() -> None:
    words = {"reembolsado": PanelState.REFUNDED}
    reports = read_status(fold(Answer(200, json.dumps({**DONE, "status": "Reembolsado"}))), ["1"], words)
    (report,) = reports.by_id.values()
    assert isinstance(report, StatusReport)
    assert report.state is PanelState.REFUNDED


def test_many_orders_in_a_map() -> None:
    reports = status(
        {"1": DONE, "10": {"error": "Incorrect order ID"}, "2": "Incorrect order ID"}, ["1", "2", "10"]
    )
    wrong = ItemError("Incorrect order ID")
    assert reports.by_id == {"1": COMPLETED, "10": wrong, "2": wrong}


def test_missing_ids_are_absent_and_others_are_strays() -> None:
    reports = status({"1": DONE, "3": DONE}, ["1", "2"])
    assert reports.by_id == {"1": COMPLETED}
    assert reports.strays == ("3",)


def test_a_list_is_matched_by_id_and_never_by_position() -> None:
    rows = [{"order": 2, **DONE}, {"order": 1, "status": "Pending"}]
    assert status(rows, ["1", "2"]).by_id["2"] == COMPLETED
    unplaced = status([DONE, DONE], ["1", "2"])
    assert unplaced.by_id == {}
    assert unplaced.unplaced == 2


def test_an_id_that_contradicts_itself_is_left_out() -> None:
    rows = [{"order": 1, **DONE}, {"order": 1, "status": "Pending"}, {"order": 2, **DONE}]
    assert status(rows, ["1", "2"]).by_id == {"2": COMPLETED}


def test_an_answer_about_one_cannot_be_placed_among_many() -> None:
    assert status(DONE, ["1", "2"]).unplaced == 1


def test_another_orders_answer_is_not_taken() -> None:
    assert status({"order": 99, **DONE}, ["1"]) == Reports({}, strays=("99",))


def test_an_empty_list_for_many_means_no_news() -> None:
    assert status([], ["1", "2"]).by_id == {}


@pytest.mark.parametrize(
    "value",
    [
        {"error": "Incorrect order ID"},
        {"error": "Order not found.", "status": "104"},
        [{"error": "Incorrect order ID"}],
        {"status": "error", "message": "Order not found"},
    ],
)
def test_an_unknown_order_is_an_error_of_that_order(value: Any) -> None:
    (report,) = status(value).by_id.values()
    assert isinstance(report, ItemError)


def test_a_failed_orders_error_explains_its_state() -> None:
    (report,) = status({**DONE, "status": "Canceled", "error": "Private account"}).by_id.values()
    assert isinstance(report, StatusReport)
    assert report.state is PanelState.CANCELED


def test_children_of_a_drip_feed_are_no_reports() -> None:
    (report,) = status({"status": "In progress", "runs": "5", "orders": ["1301"]}).by_id.values()
    assert report == StatusReport(PanelState.IN_PROGRESS, "In progress")


@pytest.mark.parametrize(
    ("value", "code", "why"),
    [
        ({"error": "Invalid API key"}, 200, "auth"),
        ({"error": "Incorrect action"}, 200, "unsupported"),
        ({"error": "Too many requests"}, 200, "throttled"),
        ("<html>", 429, "throttled"),
        ("Too many requests", 429, "throttled"),
        ("Invalid API key", 200, "auth"),
        ({"error": "Incorrect request"}, 200, "params"),
    ],
)
def test_refusals_are_raised(value: Any, code: int, why: str) -> None:
    with pytest.raises(PanelRefused) as caught:
        status(value, ["1", "2"], code)
    assert caught.value.why == why


@pytest.mark.parametrize(
    "value",
    [
        "",
        "null",
        "{}",
        "[]",
        "12",
        "<html></html>",
        '{"status":"Compl',
        '{"hello":"world"}',
        '{"message":"Server Error"}',
        '{"status":"success"}',
        '{"data":[]}',
        '{"1":null}',
    ],
)
def test_what_says_nothing_is_raised(value: str) -> None:
    with pytest.raises(PanelError):
        status(value)


def test_refills_have_states_of_their_own() -> None:
    rows = [
        {"refill": 1, "status": "Completed"},
        {"refill": "2", "status": "In progess"},
        {"refill": 3, "status": {"error": "Refill not found"}},
        {"refill": 4, "status": None},
    ]
    assert refills(rows, ["1", "2", "3", "4"]).by_id == {
        "1": RefillReport(RefillState.COMPLETED, "Completed"),
        "2": RefillReport(RefillState.IN_PROGRESS, "In progess"),
        "3": ItemError("Refill not found"),
        "4": RefillReport(None, ""),
    }


def test_the_answer_about_a_single_refill_is_read_or_refused() -> None:
    assert refills({"status": "pending"}).by_id == {"1": RefillReport(RefillState.PENDING, "pending")}
    with pytest.raises(PanelRefused, match="Refill not found"):
        refills({"status": "error", "message": "Refill not found"})
    with pytest.raises(PanelGarbled):
        refills({"status": "success"})


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("Done", PanelState.COMPLETED),
        ("Finished", PanelState.COMPLETED),
        ("Delivered", PanelState.COMPLETED),
        ("completed.", PanelState.COMPLETED),
        ("✅ Completed", PanelState.COMPLETED),
        ("COMPLETED ✔", PanelState.COMPLETED),
        ("Completed (100%)", PanelState.COMPLETED),
        ("Выполнен", PanelState.COMPLETED),
        ("已完成", PanelState.COMPLETED),
        ("Running", PanelState.IN_PROGRESS),
        ("In progress (45%)", PanelState.IN_PROGRESS),
        ("In-Progress...", PanelState.IN_PROGRESS),
        ("In line", PanelState.PENDING),
        ("In queue", PanelState.PENDING),
        ("Not started", PanelState.PENDING),
        ("⏳ Waiting", PanelState.PENDING),
        ("Partially completed", PanelState.PARTIAL),
        ("Canceled (refunded)", PanelState.CANCELED),
        ("Cancelled by user", PanelState.CANCELED),
        ("Cancelled & Refunded", PanelState.CANCELED),
        ("Canceled (no refund)", None),
        ("Cancel requested", None),
        ("Completed (refund pending)", None),
        ("Partial refund", None),
        ("Partly refunded", None),
        ("Charge back", None),
        ("Chargeback", None),
        ("Completed with errors", None),
        ("Success", None),
        ("42", None),
    ],
)
def test_plain_words_for_a_state(word: str, state: PanelState | None) -> None:
    body = json.dumps({"status": word, "charge": "0.1", "remains": "10"})
    report = read_status(fold(Answer(200, body)), ["1"]).by_id["1"]
    assert isinstance(report, StatusReport)
    assert report.state is state


def test_success_is_an_end_only_where_nothing_remains() -> None:
    report = read_status(fold(Answer(200, '{"status":"Success","charge":"0.1","remains":"0"}')), ["1"]).by_id[
        "1"
    ]
    assert isinstance(report, StatusReport)
    assert report.state is PanelState.COMPLETED
    with pytest.raises(PanelGarbled):
        read_status(fold(Answer(200, '{"status":"success"}')), ["1"])


@pytest.mark.parametrize(
    "charge", ['"0.90"', '".5"', "0.5", '"1,250"', '"-1"', '"12 USD"', "null", '"1.000"']
)
@pytest.mark.parametrize(
    "count", ['"600"', "600", '"0600"', '"-5"', '"1.000"', '"٣"', '"1234567890123"', "null"]
)
@pytest.mark.parametrize("status", ['"In progress"', '"Completed"', '"strange"', '"success"', "1", "null"])
def test_a_report_in_the_usual_form_is_read_as_any_other(charge: str, count: str, status: str) -> None:
    usual = f'"charge":{charge},"start_count":{count},"remains":{count},"status":{status},"currency":"USD"'
    # A member that nobody knows makes the report unusual, and says nothing.
    one, other = ("{" + f'"1":{{{usual}{more}}},"2":{{{usual}{more}}}' + "}" for more in ("", ',"x":"y"'))
    assert _read_or_refused(one) == _read_or_refused(other)


def _read_or_refused(text: str) -> object:
    try:
        return read_status(fold(Answer(200, text)), ["1", "2"])
    except PanelGarbled as garbled:
        return str(garbled)
