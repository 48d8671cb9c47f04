"""A quick sample of `make bench`, with real processes: nothing is lost, doubled or mistaken."""

import pytest

from bench import auditing, following, handing, notices, placing, search, turns
from bench.figures import NONE, Row

pytestmark = pytest.mark.slow


def assert_nothing_went_wrong(row: Row) -> None:
    """Assert that everything that must never happen was counted, and did not happen."""
    counted = [figure for figure in row.figures if figure.target is NONE]
    assert counted, row
    assert not [figure for figure in counted if figure.is_missed], [str(figure) for figure in row.figures]


async def test_a_broadcast_reaches_everybody_once_while_people_tap() -> None:
    row = await notices.measure(quick=True)
    assert_nothing_went_wrong(row)
    refused = [figure.value for figure in row.figures if figure.name == "429s"]
    assert refused == [0]


async def test_slow_turns_at_the_same_time_make_the_right_orders() -> None:
    assert_nothing_went_wrong(await turns.measure(quick=True))


async def test_sixteen_callers_place_every_order() -> None:
    assert_nothing_went_wrong(await placing.measure(quick=True))


async def test_orders_are_handed_over_with_no_more_balances_than_they_need() -> None:
    row = await handing.measure(quick=True)
    assert_nothing_went_wrong(row)
    each, shared, none = [figure.value for figure in row.figures if figure.name == "balance calls an order"]
    assert (each, none) == (1, 0)
    assert shared < each


async def test_words_of_a_name_always_find_something() -> None:
    assert_nothing_went_wrong(await search.measure(quick=True))


async def test_books_of_a_crowd_are_in_order() -> None:
    assert_nothing_went_wrong(await auditing.measured(300))


async def test_a_sweep_misses_no_news_and_leaves_a_calm_book_alone() -> None:
    figures = await following.measured(2_000, away=0.002)
    assert_nothing_went_wrong(Row("sweep", "2000 orders", figures))
    [share] = [figure for figure in figures if "calm book" in figure.name]
    assert not share.is_missed, str(share)
