"""A sweep with several questions in flight: how many, and what stays of it where it breaks off."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shop.errors import PanelGarbled, PanelRefused, PanelUnreachable
from shop.ordering.change import Change
from shop.ordering.due import Due, Unchanged
from shop.ordering.order import Order, OrderState
from shop.ordering.restraint import Refunds
from shop.ordering.sweeping import NO_MORE, sweep_all
from shop.ordering.terms import Terms
from shop.replies import ItemError, PanelState, StatusReport

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
TERMS = Terms("1", "Likes", "https://instagram.com/p/a", 1000, {}, 900_000, "USD")
SAME = StatusReport(PanelState.IN_PROGRESS, "In progress", remains=600)
MOVED = replace(SAME, remains=500)


class Clock:
    """Moves on with each look at it, as clocks do."""

    def __init__(self) -> None:
        self.looks = 0

    def now(self) -> datetime:
        self.looks += 1
        return NOON + timedelta(milliseconds=self.looks)

    def monotonic(self) -> float:
        return self.looks / 1000

    async def sleep(self, seconds: float) -> None:
        raise AssertionError(seconds)


class Book:
    """Orders in memory, and each transaction that a sweep has written."""

    def __init__(self, count: int) -> None:
        known = replace(
            Order(0, 7, "main", TERMS, OrderState.IN_PROGRESS, NOON, NOON, remains=600, ask_at=NOON),
            panel_word="In progress",
        )
        self.orders = {n: replace(known, id=n, panel_order_id=str(n)) for n in range(1, count + 1)}
        self.units: list[tuple[list[int], list[int]]] = []
        self.moved: set[int] = set()

    async def refunds(self, since: datetime) -> Refunds:  # noqa: ARG002 - there never were any
        return Refunds()

    async def to_ask(self, until: datetime, *, after: Due | None, limit: int) -> Sequence[Due]:  # noqa: ARG002 - all are due
        start = after.id if after else 0
        return list(self.orders.values())[start : start + limit]

    async def find_due(self, due: Sequence[Due]) -> list[Order]:
        return [self.orders[one.id] for one in due if one.id not in self.moved]

    async def apply(
        self, changes: Sequence[Change], unchanged: Mapping[Unchanged, Sequence[int]] = NO_MORE
    ) -> None:
        still = sorted(one for ids in unchanged.values() for one in ids)
        self.units.append((sorted(change.after.id for change in changes), still))

    @property
    def heard(self) -> list[int]:
        return sorted(one for changed, still in self.units for one in (*changed, *still))


class Panel:
    """Answers when it is let; `says` makes the answer of the ids, or raises."""

    def __init__(self, says: Callable[[Sequence[str]], dict[str, StatusReport | ItemError]]) -> None:
        self.says = says
        self.asked: list[Sequence[str]] = []
        self.flying = self.most = 0

    async def status(self, order_ids: Sequence[str]) -> dict[str, StatusReport | ItemError]:
        self.asked.append(order_ids)
        self.flying += 1
        self.most = max(self.most, self.flying)
        try:
            for _ in range(len(self.asked) % 7 + 3):  # answers come in another order than questions
                await asyncio.sleep(0)
            return self.says(order_ids)
        finally:
            self.flying -= 1


def all_same(ids: Sequence[str]) -> dict[str, StatusReport | ItemError]:
    return dict.fromkeys(ids, SAME)


async def test_every_order_is_asked_about_once_with_so_many_in_flight() -> None:
    book, panel = Book(5050), Panel(lambda ids: {one: MOVED if one.endswith("00") else SAME for one in ids})
    assert await sweep_all(book, panel=panel, clock=Clock(), calls=16) == 50
    assert book.heard == list(book.orders)
    assert (panel.most, len(panel.asked)) == (16, 51)
    assert len(book.units) <= 6
    assert sorted(one for changed, _ in book.units for one in changed) == list(range(100, 5051, 100))


@pytest.mark.parametrize("calls", [1, 4])
async def test_the_first_question_goes_alone(calls: int) -> None:
    def gone(_ids: Sequence[str]) -> dict[str, StatusReport | ItemError]:
        raise PanelUnreachable("gone")

    panel = Panel(gone)
    with pytest.raises(PanelUnreachable):
        await sweep_all(Book(3000), panel=panel, clock=Clock(), calls=calls)
    assert len(panel.asked) == 1


async def test_a_panel_that_goes_away_ends_the_sweep_and_the_other_answers_count() -> None:
    def says(ids: Sequence[str]) -> dict[str, StatusReport | ItemError]:
        if ids[0] == "301":
            raise PanelUnreachable("gone")
        return all_same(ids)

    book, panel = Book(5000), Panel(says)
    with pytest.raises(PanelUnreachable):
        await sweep_all(book, panel=panel, clock=Clock(), calls=4)
    assert len(panel.asked) <= 8
    assert book.heard == [n for n in range(1, 100 * len(panel.asked) + 1) if not 301 <= n <= 400]


async def test_a_panel_that_asks_to_wait_is_not_asked_on() -> None:
    def says(ids: Sequence[str]) -> dict[str, StatusReport | ItemError]:
        if len(panel.asked) >= 3:
            raise PanelRefused("throttled", "slow down", 60)
        return all_same(ids)

    book, panel = Book(5000), Panel(says)
    with pytest.raises(PanelRefused):
        await sweep_all(book, panel=panel, clock=Clock(), calls=2)
    assert len(panel.asked) <= 4
    assert book.heard


async def test_an_unusable_answer_keeps_nobody_from_the_others() -> None:
    def says(ids: Sequence[str]) -> dict[str, StatusReport | ItemError]:
        if ids[0] == "301":
            raise PanelGarbled("half a page")
        return all_same(ids)

    book = Book(2500)
    with pytest.raises(PanelGarbled):
        await sweep_all(book, panel=Panel(says), clock=Clock(), calls=4)
    assert book.heard == [n for n in range(1, 2501) if not 301 <= n <= 400]


async def test_a_sweep_that_is_cut_off_leaves_no_question_behind_and_keeps_what_it_heard() -> None:
    def says(ids: Sequence[str]) -> dict[str, StatusReport | ItemError]:
        if len(panel.asked) == 10:
            sweeping.cancel()
        return all_same(ids)

    book, panel = Book(5000), Panel(says)
    sweeping = asyncio.create_task(sweep_all(book, panel=panel, clock=Clock(), calls=4))
    with pytest.raises(asyncio.CancelledError):
        await sweeping
    assert panel.flying == 0
    assert book.heard
    assert len(book.heard) == len(set(book.heard)) <= 1000


@pytest.mark.parametrize("orders", [300, 2500])
async def test_a_sweep_that_is_cut_off_while_it_stores_stores_to_the_end(orders: int) -> None:
    class CutOff(Book):
        async def find_due(self, due: Sequence[Due]) -> list[Order]:
            sweeping.cancel()
            await asyncio.sleep(0)
            return await super().find_due(due)

    book = CutOff(orders)
    panel = Panel(lambda ids: dict.fromkeys(ids, MOVED))
    sweeping = asyncio.create_task(sweep_all(book, panel=panel, clock=Clock()))
    with pytest.raises(asyncio.CancelledError):
        await sweeping
    assert book.heard == list(range(1, len(book.heard) + 1))
    assert len(book.heard) >= min(orders, 1000)


async def test_what_cannot_be_stored_ends_the_sweep() -> None:
    class Full(Book):
        async def apply(
            self,
            changes: Sequence[Change],  # noqa: ARG002 - nothing fits
            unchanged: Mapping[Unchanged, Sequence[int]] = NO_MORE,  # noqa: ARG002 - nothing fits
        ) -> None:
            raise OSError("the disk is full")

    panel = Panel(all_same)
    with pytest.raises(OSError, match="full"):
        await sweep_all(Full(9000), panel=panel, clock=Clock(), calls=4)
    assert panel.flying == 0
    assert len(panel.asked) < 30


async def test_what_has_moved_while_the_panel_was_asked_is_left_for_the_next_sweep() -> None:
    book = Book(300)
    book.moved = {7, 8}
    assert await sweep_all(book, panel=Panel(lambda ids: dict.fromkeys(ids, MOVED)), clock=Clock()) == 298
    assert not {7, 8} & set(book.heard)


async def test_the_brake_sees_the_refunds_of_all_answers() -> None:
    canceled = StatusReport(PanelState.CANCELED, "Canceled", remains=600)
    book = Book(3000)
    says = Panel(lambda ids: {one: canceled if int(one) % 2 else SAME for one in ids})
    await sweep_all(book, panel=says, clock=Clock(), calls=8)
    assert len(book.heard) == 3000
    # Half of all calls itself canceled: every one waits, so none looks different.
    assert await sweep_all(book, panel=says, clock=Clock(), calls=8) == 0


async def test_the_brake_reckons_with_the_orders_that_have_no_news() -> None:
    canceled = StatusReport(PanelState.CANCELED, "Canceled", remains=600)
    panel = Panel(lambda ids: {one: canceled if one.endswith("00") else SAME for one in ids})
    # Ten of a thousand are no heap; ten of the ten that have news would be one.
    assert await sweep_all(Book(1000), panel=panel, clock=Clock(), calls=4) == 10


async def test_news_does_not_wait_for_a_slow_panel_to_tell_of_all_the_others() -> None:
    clock, book = Clock(), Book(900)
    stored_before: list[int] = []

    def says(ids: Sequence[str]) -> dict[str, StatusReport | ItemError]:
        clock.looks += 1500  # milliseconds
        stored_before.append(len(book.units))
        return {one: MOVED if one == "1" else SAME for one in ids}

    await sweep_all(book, panel=Panel(says), clock=clock)
    assert stored_before == [0, 0, 1, 1, 1, 1, 1, 1, 1], "the answer after the news may come first"
    assert [changed for changed, _ in book.units] == [[1], []]
    assert book.heard == list(book.orders)
