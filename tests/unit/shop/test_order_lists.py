"""Lists of orders: their pages and groups, the numbers of orders, and what can be rated."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shop.ordering.order import Order, OrderState
from shop.ordering.order_list import ListPlace, OrderFilter, OrderGroup, group_of, number_of
from shop.ordering.order_numbers import OrderNumbers, second_of
from shop.ordering.rating import is_ratable
from shop.ordering.terms import Terms

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
ANN, OLGA, PIA, GROUP = 7, 8, 9, -1001234
POST = "https://www.instagram.com/p/Cabc/"
TERMS = Terms("12", "Instagram Likes", POST, 1000, {}, 900_000, "USD", asks_quantity=True)
DONE = Order(
    5, ANN, "main", TERMS, OrderState.COMPLETED, NOON, NOON, panel_order_id="23501", finished_at=NOON
)


@pytest.mark.parametrize(
    ("after", "before", "newer", "number"),
    [
        (None, None, False, 1),
        (ListPlace(OrderGroup.ENDED, 5, 3), None, False, 1),
        (ListPlace(OrderGroup.ENDED, 5, 3), None, True, 4),
        (ListPlace(OrderGroup.ENDED, 5), None, True, None),
        (None, ListPlace(OrderGroup.ENDED, 5, 4), True, 3),
        (None, ListPlace(OrderGroup.ENDED, 5, 2), True, 2),
        (None, ListPlace(OrderGroup.ENDED, 5), True, None),
        (None, None, True, None),
    ],
)
def test_a_page_is_counted_on_from_the_one_that_was_left(
    after: ListPlace | None, before: ListPlace | None, newer: bool, number: int | None
) -> None:
    assert number_of(after, before, newer=newer) == number


@pytest.mark.parametrize(
    ("showing", "state", "group"),
    [
        (OrderFilter.ALL, OrderState.PENDING, OrderGroup.RUNNING),
        (OrderFilter.ALL, OrderState.COMPLETED, OrderGroup.ENDED),
        (OrderFilter.FOUND, OrderState.UNKNOWN, OrderGroup.RUNNING),
        (OrderFilter.RUNNING, OrderState.COMPLETED, OrderGroup.RUNNING),
        (OrderFilter.DONE, OrderState.PENDING, OrderGroup.DONE),
        (OrderFilter.MONEY_BACK, OrderState.PARTIAL, OrderGroup.MONEY_BACK),
    ],
)
def test_an_order_stands_in_the_group_of_its_list(
    showing: OrderFilter, state: OrderState, group: OrderGroup
) -> None:
    assert group_of(replace(DONE, state=state), showing) is group


def test_an_orders_number_is_its_second_or_the_next_free_one() -> None:
    numbers = OrderNumbers()
    assert not numbers.is_begun
    numbers.begin(0)
    now = second_of(NOON)
    assert [numbers.give(NOON), numbers.give(NOON), numbers.give(NOON - HOUR)] == [now, now + 1, now + 2]
    numbers.begin(now - 5)
    assert numbers.give(NOON) == now + 3
    numbers.begin(now + 100)
    assert numbers.give(NOON) == now + 101


@pytest.mark.parametrize(
    ("changes", "ratable"),
    [
        ({}, True),
        ({"state": OrderState.PARTIAL}, True),
        ({"state": OrderState.PARTIAL, "remains": 999}, True),
        ({"state": OrderState.PARTIAL, "remains": 1000}, False),
        ({"state": OrderState.CANCELED}, False),
        ({"state": OrderState.IN_PROGRESS}, False),
        ({"ended_by": PIA}, False),
    ],
)
def test_what_was_delivered_can_be_rated(changes: dict[str, object], ratable: bool) -> None:
    assert is_ratable(replace(DONE, **changes)) is ratable  # type: ignore[arg-type]  # a table's rest
