"""The panel's own list of orders: any shape it may have, and nothing guessed."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from panel.readers.orders import moment_of, read_orders
from panel.reply import Answer, fold
from shop.errors import PanelGarbled, PanelRefused
from shop.replies import ListedOrder, PanelState

ROW = {
    "order": "23501",
    "service": "7",
    "link": "https://x.com/a?b=1&amp;c=2",
    "quantity": "100",
    "charge": "0.09",
    "currency": "USD",
    "status": "In progress",
    "remains": "20",
    "date": "2026-01-31 10:00:00",
    "user": "somebody",
}
READ = ListedOrder(
    "23501", "7", "https://x.com/a?b=1&c=2", 100, Decimal("0.09"), "USD",
    datetime(2026, 1, 31, 10, tzinfo=UTC), False, PanelState.IN_PROGRESS, "In progress", 20,
)  # fmt: skip


def read(body: Any) -> tuple[ListedOrder, ...]:
    text = body if isinstance(body, str) else json.dumps(body)
    return read_orders(fold(Answer(200, text))).orders


@pytest.mark.parametrize(
    "body",
    [
        [ROW],
        {"orders": [ROW]},
        {"status": "success", "data": [ROW], "total": 1},
        {"success": True, "data": {"orders": [ROW], "page": 1}},
        {"data": {"data": {"list": [ROW]}}},
        {"orders": {"23501": {key: value for key, value in ROW.items() if key != "order"}}},
        {"23501": ROW},
        [ROW, ROW, {**ROW, "status": "Completed"}],
        [{key.upper(): value for key, value in ROW.items()}],
    ],
)
def test_any_wrapper_holds_the_same_order_once(body: Any) -> None:
    assert read(body) == (READ,)


@pytest.mark.parametrize("body", [[], {"orders": []}, {}, {"status": "success", "data": "Empty Data"}])
def test_an_empty_list_is_an_answer(body: Any) -> None:
    assert read(body) == ()


@pytest.mark.parametrize(
    ("row", "field", "value"),
    [
        ({"service": {"id": 9, "name": "Likes"}}, "service_id", "9"),
        ({"service": "Instagram Likes"}, "service_id", None),
        ({"service": "Likes", "service_id": 9}, "service_id", "9"),
        ({"quantity": "1.000"}, "quantity", None),
        ({"quantity": -5}, "quantity", None),
        ({"quantity": 10**30}, "quantity", None),
        ({"charge": "0,09"}, "charge", None),
        ({"charge": "$0.09"}, "charge", Decimal("0.09")),
        ({"charge": "-1"}, "charge", None),
        ({"remains": "Unknown"}, "remains", None),
        ({"status": "Reembolsado?"}, "state", None),
        ({"status": {"a": 1}}, "word", ""),
        ({"link": ["a"]}, "link", None),
        ({"link": "x" * 5000}, "link", "x" * 2048),
        ({"date": "31/01/2026"}, "created_at", None),
        ({"date": 1767348000}, "created_at", datetime(2026, 1, 2, 10, tzinfo=UTC)),
        ({"date": 1767348000, "created_at": "2026-01-02T12:00:00+02:00"}, "has_zone", True),
    ],
)
def test_what_can_be_two_things_is_not_read(row: dict[str, Any], field: str, value: object) -> None:
    [one] = read([{**ROW, **row}])
    assert getattr(one, field) == value


def test_rows_without_a_number_are_counted_and_numbers_alone_are_orders() -> None:
    page = read_orders(fold(Answer(200, json.dumps([ROW, {"order": 0}, {"order": None}, "x y", 5]))))
    assert ([one.number for one in page.orders], page.refused) == (["23501", "5"], 3)


def test_an_orders_own_failure_is_no_refusal() -> None:
    [one] = read([{"order": 5, "status": "Fail", "error": "provider"}])
    assert (one.number, one.state) == ("5", PanelState.FAILED)


@pytest.mark.parametrize(
    "body", [{"error": "Incorrect action"}, [{"error": "Invalid action"}], '"Unknown action"']
)
def test_a_refusal_is_one(body: Any) -> None:
    with pytest.raises(PanelRefused) as refused:
        read(body)
    assert refused.value.why == "unsupported"


@pytest.mark.parametrize("body", ["", "<html>", {"a": 1}, [{"a": 1}], [[1]], '{"orders": [{"order": 1', "7"])
def test_what_is_no_list_is_garbled(body: Any) -> None:
    with pytest.raises(PanelGarbled):
        read(body)


@pytest.mark.parametrize(
    "value", ["", None, True, "0", "1", 10**40, "9" * 50, "2026-01-31", "0001-01-01 00:00", [], {}]
)
def test_no_moment_is_made_up(value: object) -> None:
    assert moment_of(value)[0] is None


def test_a_zone_makes_a_moment_exact() -> None:
    assert moment_of("2026-01-31T10:00:00Z") == (datetime(2026, 1, 31, 10, tzinfo=UTC), True)
    assert moment_of("1767348000123") == (datetime(2026, 1, 2, 10, tzinfo=UTC), True)
    moment, has_zone = moment_of("2026-01-31 10:00:00")
    assert moment is not None
    assert (moment.utcoffset(), has_zone) == (timedelta(0), False)
