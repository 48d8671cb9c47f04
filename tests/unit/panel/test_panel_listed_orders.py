"""A panel's list of orders, field by field: under which names, how long, from when, and why not read."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from panel.readers.orders import OrdersPage, moment_of, read_orders
from panel.reply import Answer, fold
from shop.errors import PanelGarbled, PanelRefused
from shop.replies import ListedOrder, PanelState

NOON = datetime(2026, 1, 2, 10, tzinfo=UTC)
EPOCH = 1_767_348_000


def page(body: Any, **words: PanelState) -> OrdersPage:
    return read_orders(fold(Answer(200, json.dumps(body))), words)


def order(**members: Any) -> ListedOrder:
    [only] = page([{"order": 5, **members}]).orders
    return only


def test_an_order_of_which_only_its_number_is_known() -> None:
    assert order() == ListedOrder("5")
    assert page([5, "6", {"id": 7}]).orders == (ListedOrder("5"), ListedOrder("6"), ListedOrder("7"))


@pytest.mark.parametrize(
    ("names", "sent", "field", "read"),
    [
        (("order", "order_id", "id"), 8, "number", "8"),
        (("service_id", "service", "serviceid"), 8, "service_id", "8"),
        (("link", "url", "target"), " https://x.com/?a&amp;b ", "link", "https://x.com/?a&b"),
        (("charge", "cost"), "0.5", "charge", Decimal("0.5")),
        (("status", "state"), "Completed", "state", PanelState.COMPLETED),
        (("created_at", "created", "date_created", "order_date", "date"), EPOCH, "created_at", NOON),
        (("timestamp", "time"), EPOCH, "created_at", NOON),
        (("quantity",), "0", "quantity", 0),
        (("remains",), 0, "remains", 0),
        (("currency",), "c" * 30, "currency", "c" * 16),
    ],
)
def test_each_field_has_its_names(names: tuple[str, ...], sent: object, field: str, read: object) -> None:
    for name in names:
        [one] = page([{name.upper(): sent} if field == "number" else {"order": 5, name.upper(): sent}]).orders
        assert getattr(one, field) == read, name


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ({"id": 9}, "9"),
        ({"Service": "9"}, "9"),
        ({"service_id": 9, "name": "x"}, "9"),
        ({"name": "x"}, None),
        ("Likes 9", None),
        ("a9", None),
        ("٩", "9"),
        (0, None),
    ],
)
def test_a_service_is_known_by_its_number_alone(value: object, number: str | None) -> None:
    assert order(service=value).service_id == number
    assert order(service_id="x", service=value).service_id == number


def test_a_charge_is_in_the_orders_currency() -> None:
    assert order(charge="5 USD", currency="USD").charge == 5
    assert order(charge="5 USD", currency="EUR").charge is None


def test_a_profiles_words_are_known_beside_the_usual_ones() -> None:
    rows = [{"order": 1, "status": "Listo"}, {"order": 2, "status": "Done"}, {"order": 3, "status": ""}]
    states = [one.state for one in page(rows, listo=PanelState.PARTIAL).orders]
    assert states == [PanelState.PARTIAL, PanelState.COMPLETED, None]


@pytest.mark.parametrize(
    ("body", "numbers"),
    [
        *(({key: [{"id": 1}]}, ["1"]) for key in ("data", "orders", "order_list", "list", "items", "rows")),
        *(({key.upper(): [{"id": 1}]}, ["1"]) for key in ("result", "results", "response")),
        ({"data": {"data": {"data": [{"id": 1}]}}}, ["1"]),
        ({"data": {"page": 1}, "orders": [{"id": 1}]}, ["1"]),
        ({"a1": {"id": 2}, "3": {"id": 4}}, ["a1", "3"]),
        ({"1": {"Status": "Done"}}, ["1"]),
        ([{"id": 1}, {"id": 1, "link": "x"}], ["1"]),
    ],
)
def test_rows_are_found_wherever_they_stand(body: Any, numbers: list[str]) -> None:
    assert [one.number for one in page(body).orders] == numbers


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ({"a": {"id": 1}}, "the list of orders has a shape that is not known"),
        ({"1": {"id": 1}, "total": 5}, "the list of orders has a shape that is not known"),
        ({"status": "success", "data": {"page": 1}}, "the list of orders has a shape that is not known"),
        ({"status": "odd", "data": "No orders"}, "the list of orders has a shape that is not known"),
        (
            {"data": {"data": {"data": {"data": [{"id": 1}]}}}},
            "the list of orders has a shape that is not known",
        ),
        ([{"a": 1}], "no order in the panel's list can be read"),
    ],
)
def test_a_list_that_is_not_read_says_why(body: Any, why: str) -> None:
    with pytest.raises(PanelGarbled) as caught:
        page(body)
    assert str(caught.value) == why


def test_a_refusal_is_raised_if_nothing_is_listed_beside_it() -> None:
    with pytest.raises(PanelRefused, match="unsupported: Incorrect action"):
        page({"error": "Incorrect action", "orders": []})
    assert page({"error": "Some are hidden", "orders": [{"id": 1}, {}]}) == OrdersPage((ListedOrder("1"),), 1)


@pytest.mark.parametrize(
    ("value", "moment", "is_exact"),
    [
        (EPOCH, NOON, True),
        (EPOCH * 1000 + 999, NOON, True),
        (Decimal(EPOCH) + Decimal("0.9"), NOON, True),
        (f" {EPOCH} ", NOON, True),
        (1_262_304_000, datetime(2010, 1, 1, tzinfo=UTC), True),
        (1_262_303_999, None, True),
        (4_102_444_800, datetime(2100, 1, 1, tzinfo=UTC), True),
        (4_102_444_801, None, True),
        (10**11, None, True),  # milliseconds of 1973
        ("2026-01-02 10:00:00", NOON, False),
        (" 2026-01-02T12:00:00+02:00 ", NOON, True),
        ("2010-01-01 00:00:00", datetime(2010, 1, 1, tzinfo=UTC), False),
        ("2009-12-31 23:59:59", None, False),
        ("2100-01-01 00:00:00", datetime(2100, 1, 1, tzinfo=UTC), False),
        ("2100-01-01 00:00:01", None, False),
        ("2010-01-01T00:00:00+02:00", None, False),
        ("0001-01-01T00:00:00+02:00", None, False),
        ("2026-01-02 ", None, False),
        ("20260102T10", NOON, False),
        ("yesterday evening", None, False),
        (False, None, False),
        ([], None, False),
        (None, None, False),
    ],
)
def test_a_moment_is_exact_if_it_says_its_zone(
    value: object, moment: datetime | None, is_exact: bool
) -> None:
    found, has_zone = moment_of(value)
    assert found == moment
    assert has_zone is is_exact
    assert found is None or found.tzinfo is UTC
