"""Keys that differ in case alone are one key said twice: where they contradict, neither is believed."""

import json
from typing import Any

import pytest

from panel.readers.add import read_add
from panel.readers.catalogue import read_balance, read_services
from panel.readers.orders import read_orders
from panel.readers.request import read_request
from panel.readers.status import read_status
from panel.reply import Answer, fold
from shop.errors import PanelError
from shop.replies import Accepted, ItemError, PanelState, Refusal, Rejected, Requested, StatusReport, Unknown


def added(body: str) -> object:
    return read_add(fold(Answer(200, body)))


def reported(value: Any, order: str = "7") -> StatusReport | None:
    try:
        found = read_status(fold(Answer(200, json.dumps(value))), [order]).by_id.get(order)
    except PanelError:
        return None
    assert not isinstance(found, ItemError)
    return found


@pytest.mark.parametrize(
    "body",
    [
        '{"Order":7,"order":8}',
        '{"order":8,"Order":7}',
        '{"ORDER":7,"Order":8}',
        '{"orderID":7,"orderid":8}',
        '{"order":7,"Order":"error"}',
        '{"order":{"id":7},"Order":{"id":8}}',
        '{"data":{"Order":7,"order":8}}',
        '{"data":{"order":7},"Data":{"order":8}}',
        '{"order":7,"Order":8,"ORDER":8}',
        '{"order":7," order ":8}',
        '{"order":7,"Error":"Not enough funds","error":""}',
        '{"order":7,"error":false,"Error":"Not enough funds"}',
        '{"order":7,"success":true,"Success":false}',
        '{"order":7,"status":"success","Status":"fail"}',
        '{"error":"Not enough funds","Error":"The order was created"}',
    ],
)
def test_an_order_that_is_named_twice_or_denied_beside_its_number_may_exist(body: str) -> None:
    assert isinstance(added(body), Unknown)


@pytest.mark.parametrize(
    "body",
    [
        '{"Order":7,"order":"7"}',
        '{"order":7,"Order":7}',
        '{"order":null,"Order":7}',
        '{"Order":7,"order":""}',
        '{"order":7,"Message":"Thank you","message":"Your order is placed"}',
        '{"order":7,"Error":"","error":null}',
    ],
)
def test_twins_that_agree_or_are_empty_are_one(body: str) -> None:
    outcome = added(body)
    assert isinstance(outcome, Accepted)
    assert outcome.panel_order_id == "7"


@pytest.mark.parametrize(
    "numbers",
    [
        {"order": 111, "Order": 222},
        {"order_id": 111, "Order_ID": 222},
        {"order": 111, "Order": "none"},
        {"order": {"id": 111}, "Order": {"id": 222}},
        {"data": {"order": 111, "Order": 222}},
        {"data": {"order": 111}, "Data": {"order": 222}},
        {"data": {"id": 111}, "Data": {"id": 222}},
    ],
)
@pytest.mark.parametrize("beside", [{"error": "Not enough funds"}, {"error": "Bad link"}, {"id": 77}, {}])
def test_two_numbers_may_be_of_an_order_whatever_stands_beside_them(
    numbers: dict[str, object], beside: dict[str, object]
) -> None:
    """Told of an error alone, the customer would have the money back, and perhaps the order too."""
    assert isinstance(added(json.dumps({**numbers, **beside})), Unknown)


def test_a_number_in_one_of_two_errors_may_be_of_an_order() -> None:
    value = {"error": {"order": 55, "message": "Not enough funds"}, "Error": "Not enough funds"}
    assert isinstance(added(json.dumps(value)), Unknown)


@pytest.mark.parametrize("empty", ["", None, [], {}])
def test_an_error_is_heard_beside_its_empty_twin(empty: object) -> None:
    outcome = added(json.dumps({"error": empty, "Error": "Not enough funds"}))
    assert isinstance(outcome, Rejected)
    assert outcome.why is Refusal.FUNDS


def test_two_states_in_two_spellings_are_none() -> None:
    for first, second in (("Completed", "Canceled"), ("Canceled", "In progress"), ("success", "Canceled")):
        for value in ({"status": first, "Status": second}, {"Status": first, "STATUS": second}):
            for told in ({**value, "charge": "1"}, value, {"7": value}, [{"order": 7, **value}]):
                report = reported(told)
                assert report is None or report.state is None


def test_a_state_beside_its_empty_twin_is_one() -> None:
    for value in ({"status": "", "Status": "Canceled"}, {"status": "canceled", "Status": "Canceled"}):
        report = reported({**value, "charge": "1"})
        assert report is not None
        assert report.state is PanelState.CANCELED


def test_two_counts_or_charges_are_none() -> None:
    report = reported({"status": "Partial", "remains": "10", "Remains": "90", "charge": "1", "Charge": "2"})
    assert report is not None
    assert (report.state, report.remains, report.charge) == (PanelState.PARTIAL, None, None)


def test_a_report_that_names_two_orders_in_two_spellings_is_of_neither_other() -> None:
    value = {"Order": 8, "order": 7, "Status": "Canceled"}
    assert reported(value, "9") is None
    assert reported([value], "9") is None
    assert reported(value, "7") is not None


def test_a_row_that_names_two_orders_in_two_spellings_is_of_neither() -> None:
    """Of whichever came first it would be a guess, and money goes back by it."""
    row, other = {"Order": 6, "order": 5, "status": "Canceled"}, {"order": 7, "status": "Pending"}
    turned = dict(reversed(row.items()))
    for told in ([row, other], [turned, other], {"a": row, "7": other}):
        reports = read_status(fold(Answer(200, json.dumps(told))), ["5", "6", "7"])
        assert list(reports.by_id) == ["7"], told


def test_what_is_asked_for_says_yes_and_no_in_two_spellings() -> None:
    for action in ("refill", "cancel"):
        for value in (
            {"success": True, "Success": False},
            {action: 5, action.upper(): {"error": "no"}},
            {action: True, action.upper(): False},
            {"status": "success", "Status": "fail"},
        ):
            outcome = read_request(action, fold(Answer(200, json.dumps(value))), ["7"]).outcome
            assert not isinstance(outcome, Requested), value


def test_a_service_with_two_prices_or_numbers_is_not_on_sale_and_the_others_are() -> None:
    good = {"service": 2, "name": "Likes", "rate": "1", "min": 1, "max": 10}
    for twin in ({"Rate": "9"}, {"Service": 3}, {"Min": 100}, {"MAX": 5}):
        rows = [{"service": 1, "name": "Views", "rate": "1", "min": 1, "max": 10, **twin}, good]
        listing = read_services(fold(Answer(200, json.dumps(rows))))
        assert [service.id for service in listing.services] == ["2"]
        assert listing.refused == 1


def test_a_balance_that_is_said_twice_is_none() -> None:
    with pytest.raises(PanelError):
        read_balance(fold(Answer(200, '{"balance":"5","Balance":"9","currency":"USD"}')))
    balance, _ = read_balance(fold(Answer(200, '{"balance":"5","Balance":"5","currency":"USD"}')))
    assert str(balance.amount) == "5"


def test_a_listed_order_with_two_numbers_is_left_out_and_two_amounts_are_none() -> None:
    page = read_orders(
        fold(
            Answer(
                200,
                json.dumps(
                    [
                        {"order": 7, "Order": 8, "status": "Pending"},
                        {"order": 9, "quantity": 5, "Quantity": 6, "status": "Pending"},
                    ]
                ),
            )
        )
    )
    [order] = page.orders
    assert (order.number, order.quantity) == ("9", None)
