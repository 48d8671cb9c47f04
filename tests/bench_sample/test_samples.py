"""A quick sample of `make bench`, with real processes: nothing is lost, doubled or mistaken."""

from types import ModuleType

import pytest

from bench import (
    backlog,
    book,
    broadcast,
    catalogue,
    following,
    growth,
    handing,
    limiter,
    notices,
    open_invoices,
    placing,
    refused,
    search,
    start,
    steady,
    throughput,
    turns,
)
from bench.books import KINDS
from bench.figures import NONE, Row

pytestmark = pytest.mark.slow

GOES_THROUGH_ALL = 8
"""So many times as long does a query take in a book of ten times the size, if it reads all of it."""


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


async def test_updates_that_come_all_the_time_are_answered_once_each() -> None:
    assert_nothing_went_wrong(await steady.measure(quick=True))


async def test_sixteen_callers_place_every_order() -> None:
    for row in await placing.measure(quick=True):
        assert_nothing_went_wrong(row)


async def test_orders_are_handed_over_with_no_more_balances_than_they_need() -> None:
    row = await handing.measure(quick=True)
    assert_nothing_went_wrong(row)
    each, shared, none = [figure.value for figure in row.figures if figure.name == "balance calls an order"]
    assert (each, none) == (1, 0)
    assert shared < each


async def test_words_of_a_name_always_find_something() -> None:
    assert_nothing_went_wrong(await search.measure(quick=True))


@pytest.mark.parametrize(
    "measured", [catalogue, refused, start, throughput], ids=lambda module: module.__name__
)
async def test_what_has_no_other_proof_measures_all_that_it_names(measured: ModuleType) -> None:
    """`make bench` ended at `catalogue`, whose panel knew less than the client had learned meanwhile."""
    row = await measured.measure(quick=True)
    assert row.figures
    assert not row.trouble


@pytest.mark.parametrize("kind", KINDS)
async def test_a_book_is_in_order_and_ten_times_as_many_orders_slow_nothing(kind: str) -> None:
    row = await book.measured(kind, book.QUICK_ORDERS, quick=True)
    assert_nothing_went_wrong(row)
    [grew] = [figure.value for figure in row.figures if figure.name.startswith(growth.GREW)]
    # A server's figures hold the trips too, and vary by themselves.
    assert grew < (GOES_THROUGH_ALL if kind == "PostgreSQL" else GOES_THROUGH_ALL / 2), row


async def test_a_sweep_misses_no_news_and_leaves_a_calm_book_alone() -> None:
    figures = await following.measured(2_000, away=0.002)
    assert_nothing_went_wrong(Row("sweep", "2000 orders", figures))
    [share] = [figure for figure in figures if "calm book" in figure.name]
    assert not share.is_missed, str(share)


async def test_a_crowd_gets_its_letters_once_each_while_people_tap() -> None:
    assert_nothing_went_wrong(await broadcast.measure(quick=True))


async def test_a_kiosk_with_a_backlog_forgets_nobody_who_comes() -> None:
    row = await backlog.measure(quick=True)
    assert_nothing_went_wrong(row)
    [memory] = [figure for figure in row.figures if figure.name == "memory"]
    assert not memory.is_missed, str(memory)


async def test_payments_are_found_within_the_gateways_rate() -> None:
    row = await open_invoices.measure(quick=True)
    assert row.figures
    assert not [str(figure) for figure in row.figures if figure.is_missed]


async def test_a_send_costs_the_same_however_many_wait() -> None:
    row = await limiter.measure(quick=True)
    assert_nothing_went_wrong(row)
    [ratio] = [figure for figure in row.figures if figure.name == "ratio"]
    assert not ratio.is_missed, str(ratio)
