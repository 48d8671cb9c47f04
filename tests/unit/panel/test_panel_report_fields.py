"""What a report on an order or a refill says, field by field, and which one it is about."""

import json
from decimal import Decimal
from typing import Any

import pytest

from panel.readers.states import state_of
from panel.readers.status import Reports, read_refill_status, read_status
from panel.reply import Answer, fold
from panel.values.money import AccountMoney
from shop.errors import PanelGarbled, PanelRefused
from shop.replies import ItemError, PanelState, RefillReport, RefillState, StatusReport

DONE = {"charge": "1.5", "start_count": "7", "status": "Completed", "remains": "2", "currency": "USD"}
COMPLETED = StatusReport(PanelState.COMPLETED, "Completed", Decimal("1.5"), 7, 2, "USD")


def status(value: Any, *asked: str, code: int = 200) -> Reports[StatusReport]:
    return read_status(fold(Answer(code, value if isinstance(value, str) else json.dumps(value))), asked)


def report(**members: Any) -> StatusReport:
    [found] = status(members, "1").by_id.values()
    assert isinstance(found, StatusReport)
    return found


def refills(value: Any, *asked: str) -> Reports[RefillReport]:
    return read_refill_status(fold(Answer(200, json.dumps(value))), asked)


def test_each_field_is_read_from_its_own_name() -> None:
    whole = report(status="Partial", charge="0.5", start_count=0, remains="3", currency="EUR", posts="4")
    assert whole == StatusReport(PanelState.PARTIAL, "Partial", Decimal("0.5"), 0, 3, "EUR", 4)
    assert report(**DONE) == COMPLETED
    assert status({"1": DONE, "2": {**DONE, "extra": 1}}, "1", "2").by_id == {"1": COMPLETED, "2": COMPLETED}


@pytest.mark.parametrize(
    "name", ["charge", "remains", "start_count", "start_counter", "runs", "posts", "expiry"]
)
def test_any_field_of_an_order_makes_a_report(name: str) -> None:
    assert report(**{name: "1"}).word == ""
    assert report(**{name: "1", "status": "success"}).word == "success"


@pytest.mark.parametrize(
    ("members", "charge"),
    [
        ({"charge": "0.5 USD", "currency": "USD"}, Decimal("0.5")),
        ({"charge": "0.5 USD", "currency": "EUR"}, None),
        ({"charge": "$0.5"}, Decimal("0.5")),
    ],
)
def test_a_charge_is_in_the_reports_currency(members: dict[str, str], charge: Decimal | None) -> None:
    assert report(status="Completed", **members).charge == charge


@pytest.mark.parametrize(
    ("account", "named", "meant"),
    [
        (AccountMoney(), "", None),
        (AccountMoney(), "usd", "USD"),
        (AccountMoney("USD"), "", "USD"),
        (AccountMoney("USD"), "UZS", "UZS"),
        (AccountMoney("USD"), "credits", "USD"),
        (AccountMoney("CREDITS"), "USD", "USD"),
        (AccountMoney("USD", {"TOMAN": "IRT"}), "toman", "IRT"),
        (AccountMoney("USD", None), "UZS", "USD"),
    ],
)
def test_a_charge_is_in_the_currency_that_is_surely_named_or_the_accounts(
    account: AccountMoney, named: str, meant: str | None
) -> None:
    for odd in ({}, {"extra": 1}):
        answer = fold(Answer(200, json.dumps({"1": {**DONE, "currency": named, **odd}, "2": DONE})))
        told = read_status(answer, ["1", "2"], account=account).by_id["1"]
        assert isinstance(told, StatusReport)
        assert told.charged_in == meant


def test_words_and_currencies_are_kept_in_short() -> None:
    long = report(status="x" * 300, charge=1, currency="c" * 30)
    assert (long.word, long.currency) == ("x" * 200, "c" * 16)
    usual = status({"1": {**DONE, "currency": "c" * 30}, "2": {**DONE, "currency": ""}}, "1", "2").by_id
    assert [one.currency for one in usual.values() if isinstance(one, StatusReport)] == ["c" * 16, None]


@pytest.mark.parametrize(
    ("remains", "state"), [(0, PanelState.COMPLETED), (1, None), (None, None), (-1, None)]
)
def test_success_ends_an_order_of_which_nothing_remains(
    remains: int | None, state: PanelState | None
) -> None:
    assert report(status="Success", remains=remains, charge=1).state is state


@pytest.mark.parametrize("word", ["success", "OK", "true", "1", "200", True, 1, 200])
def test_an_envelopes_status_is_no_report(word: object) -> None:
    for read in (status, refills):
        with pytest.raises(
            PanelGarbled, match=r"^the answer says nothing of the orders that were asked for$"
        ):
            read({"status": word}, "1")


@pytest.mark.parametrize(
    "wrapper", ["data", "orders", "refills", "statuses", "result", "results", "response", "order"]
)
def test_a_report_is_found_in_any_wrapper(wrapper: str) -> None:
    assert status({"status": "success", wrapper: DONE}, "1").by_id == {"1": COMPLETED}
    assert status({"status": "success", wrapper: {"1": DONE}}, "1").by_id == {"1": COMPLETED}


@pytest.mark.parametrize(
    ("named", "asked", "reports"),
    [
        ({}, ["1"], Reports({"1": COMPLETED})),
        ({}, [], Reports({"": COMPLETED})),
        ({}, ["1", "2"], Reports({}, unplaced=1)),
        ({"order": 2}, ["1", "2"], Reports({"2": COMPLETED})),
        ({"order_id": 2}, ["1", "2"], Reports({"2": COMPLETED})),
        ({"id": 2}, ["1", "2"], Reports({}, unplaced=1)),  # the id of the answer, perhaps
        ({"id": 2}, ["1"], Reports({"1": COMPLETED})),
        ({"order": 3}, ["1", "2"], Reports({}, unplaced=1)),
        ({"order": 3}, ["1"], Reports({}, strays=("3",))),
        ({"order": 3}, [], Reports({"": COMPLETED})),
    ],
)
def test_one_report_goes_to_the_order_that_it_names(
    named: dict[str, int], asked: list[str], reports: Reports[StatusReport]
) -> None:
    assert status({**DONE, **named}, *asked) == reports


def test_what_was_not_asked_about_and_what_has_no_number_is_told_apart() -> None:
    rows = [{"order": 1, **DONE}, {"order": 3, **DONE}, DONE]
    assert status(rows, "1", "2") == Reports({"1": COMPLETED}, strays=("3",), unplaced=1)
    assert status([], "1", "2") == Reports({})
    for nothing in ("[]", "{}", {"1": {"x": 1}}, {"1": ""}):
        with pytest.raises(PanelGarbled):
            status(nothing, "1")
    with pytest.raises(PanelGarbled):
        status({}, "1", "2")


@pytest.mark.parametrize(
    ("item", "read"),
    [
        ("Completed", StatusReport(PanelState.COMPLETED, "Completed")),
        ("No such order", ItemError("No such order")),
        ({"error": "Incorrect order ID"}, ItemError("Incorrect order ID")),
        ({"error": "Too late", **DONE}, COMPLETED),
        ({"error": "Too late", "status": "Completed"}, ItemError("Too late")),
        ({"status": "104", "error": "Too late"}, ItemError("Too late")),
        ({"status": "error", "message": "Too late"}, ItemError("Too late")),
        ({"status": "Fail"}, StatusReport(PanelState.FAILED, "Fail")),
        ({"Status": "Completed"}, StatusReport(PanelState.COMPLETED, "Completed")),
        ({"status": "Weird"}, StatusReport(None, "Weird")),
    ],
)
def test_an_item_among_many_is_a_report_or_an_error(item: object, read: StatusReport | ItemError) -> None:
    assert status({"1": item, "2": DONE}, "1", "2").by_id == {"1": read, "2": COMPLETED}


def test_an_error_about_the_whole_question_is_one_orders_if_only_one_was_asked_about() -> None:
    wrong = {"error": "Incorrect order ID"}
    assert status(wrong, "1").by_id == {"1": ItemError("Incorrect order ID")}
    assert status(wrong).by_id == {"": ItemError("Incorrect order ID")}
    with pytest.raises(PanelRefused, match="Incorrect order ID"):
        status(wrong, "1", "2")
    with pytest.raises(PanelRefused, match="Bad link"):
        status({"error": "Bad link"}, "1")


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("Completed (100 %)", PanelState.COMPLETED),
        ("Completed [12.5%]", None),
        ("Completed [100%]", PanelState.COMPLETED),
        ("99,5% in progress", PanelState.IN_PROGRESS),
        ("Canceled (refunded)", PanelState.CANCELED),
        ("Completed (partial)", None),
        ("Completed 12", None),
        ("Weird (completed)", None),
        ("", None),
    ],
)
def test_a_remark_beside_a_state_is_left_out_unless_it_is_about_money(
    word: str, state: PanelState | None
) -> None:
    known = {
        "completed": PanelState.COMPLETED,
        "inprogress": PanelState.IN_PROGRESS,
        "canceledrefunded": PanelState.CANCELED,
    }
    assert state_of(word, known) is state


def test_refills_are_known_by_their_own_numbers_and_words() -> None:
    rows = [
        {"refill": 1, "order": 9, "status": "Rejected"},
        {"refill_id": 2, "status": "✅ Completed"},
        {"id": 3, "status": "x" * 300},
    ]
    assert refills(rows, "1", "2", "3") == Reports(
        {
            "1": RefillReport(RefillState.REJECTED, "Rejected"),
            "2": RefillReport(RefillState.COMPLETED, "✅ Completed"),
            "3": RefillReport(None, "x" * 200),
        }
    )
    other = refills({"refill": 2, "status": "Pending"}, "1")
    assert (other.by_id, other.strays) == ({}, ("2",))
    assert refills({"1": "Refilling", "2": "Gone"}, "1", "2").by_id == {
        "1": RefillReport(RefillState.IN_PROGRESS, "Refilling"),
        "2": ItemError("Gone"),
    }


def test_a_state_that_is_written_as_an_object_is_read_by_its_name() -> None:
    state = {"id": 3, "name": "Completed"}
    row = {"charge": "1", "status": state, "remains": "0"}
    for value, asked in ((row, ["7"]), ({"7": row}, ["7"]), ({"7": row, "8": row}, ["7", "8"])):
        read = read_status(fold(Answer(200, json.dumps(value))), asked)
        assert [getattr(one, "state", one) for one in read.by_id.values()] == [PanelState.COMPLETED] * len(
            asked
        )
        assert not read.strays
    refills = read_refill_status(fold(Answer(200, json.dumps({"status": state}))), ["5"])
    assert refills.by_id == {"5": RefillReport(RefillState.COMPLETED, "Completed")}


def test_an_object_without_a_name_is_no_state() -> None:
    row = {"charge": "1", "status": {"id": 3}, "remains": "0"}
    with pytest.raises(PanelGarbled):
        read_status(fold(Answer(200, json.dumps({"7": row, "8": row}))), ["7", "8"])
