"""The order book: pages, the sweep's list, what reports change, and giving back what was never sent."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from shop.ordering.order import Order, OrderState
from shop.ordering.status_tracking import follow
from shop.replies import Accepted, ItemError, PanelState, Refusal, Rejected, StatusReport
from storage.orders import rows as order_rows
from tests.contracts.storage.books import ANN, BOB, MINUTE, NOON, OLGA, Books

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def report(state: PanelState, remains: int | None = None) -> StatusReport:
    return StatusReport(state, state.value.title(), Decimal("0.27819"), 3_000_000_000, remains)


async def reported(
    books: Books, order: Order, said: StatusReport | ItemError, now: datetime = NOON + MINUTE
) -> Order:
    """The panel has said this of the order."""
    await books.orders.apply([follow(order, said, now)])
    return await books.order(order.id)


async def test_nobody_finds_anothers_order(books: Books) -> None:
    order = await books.reserved(ANN)
    assert await books.orders.find(order.id, owner=ANN) == order
    assert await books.orders.find(order.id, owner=BOB) is None
    assert await books.orders.find(order.id, owner=None) == order


@pytest.mark.parametrize("number", [0, -1, 2, 2**31, 2**63 - 1, 2**63, 10**30])
async def test_a_number_that_is_no_order_finds_none(books: Books, number: int) -> None:
    await books.reserved()
    assert await books.orders.find(number, owner=None) is None


async def test_pages_forwards_and_backwards(books: Books) -> None:
    mine = []
    for _ in range(7):
        mine.append((await books.reserved(ANN)).id)
        await books.reserved(BOB)
    mine.reverse()

    async def older(before: int | None) -> list[int]:
        return [order.id for order in await books.orders.latest(ANN, limit=3, before=before)]

    async def newer(after: int) -> list[int]:
        return [order.id for order in await books.orders.after(ANN, limit=3, after=after)]

    assert await older(None) == mine[:3]
    assert await older(mine[2]) == mine[3:6]
    assert await older(mine[5]) == mine[6:]
    assert await older(mine[6]) == []
    assert await newer(mine[6]) == mine[3:6]
    assert await newer(mine[3]) == mine[:3]
    assert await newer(mine[0]) == []


async def test_the_sweep_asks_for_all_at_work(books: Books) -> None:
    placed = await books.placed("1")
    working = await reported(books, await books.placed("2"), report(PanelState.IN_PROGRESS))
    await books.undecided()
    await books.settled(Rejected(Refusal.LINK, "bad link"))
    await books.reserved()
    assert [order.id for order in await books.orders.to_ask(NOON + DAY)] == [placed.id, working.id]


async def test_whoever_follows_an_order_knows_of_its_runs(books: Books) -> None:
    await books.placed("1", fields={"quantity": 100, "runs": 5, "interval": 30}, link="https://x.y/1")
    await books.placed("2", link="https://x.y/2")
    drip, whole = await books.orders.to_ask(NOON + DAY)
    assert drip.terms.fields.get("runs")
    assert not whole.terms.fields.get("runs")


async def test_the_sweep_asks_first_for_whom_it_has_not_heard_of_longest(books: Books) -> None:
    first, second, third = [await books.placed(number) for number in "123"]
    first = await reported(books, first, report(PanelState.PENDING), NOON + 2 * MINUTE)
    await reported(books, second, report(PanelState.PENDING), NOON + MINUTE)
    asked = [order.id for order in await books.orders.to_ask(NOON + DAY)]
    assert asked == [third.id, second.id, first.id]


async def asked(books: Books, until: datetime, **page: Any) -> list[int]:
    return [order.id for order in await books.orders.to_ask(until, **page)]


async def test_the_finished_are_asked_about_hourly_for_a_week_then_daily_for_ninety_days(
    books: Books,
) -> None:
    done = await reported(books, await books.placed("1"), report(PanelState.COMPLETED))
    finished = NOON + MINUTE
    for age, wait in ((0 * DAY, HOUR), (7 * DAY - MINUTE, HOUR), (7 * DAY, DAY), (90 * DAY - MINUTE, DAY)):
        done = await reported(books, done, report(PanelState.COMPLETED), finished + age)
        assert await asked(books, finished + age + wait - MINUTE) == []
        assert await asked(books, finished + age + wait) == [done.id]
    await reported(books, done, report(PanelState.COMPLETED), finished + 90 * DAY)
    assert await asked(books, finished + 1000 * DAY) == []


async def test_pages_of_a_sweep_go_on_behind_the_last_order(books: Books) -> None:
    placed = [(await books.placed(str(number))).id for number in range(5)]
    first = await books.orders.to_ask(NOON, limit=2)
    second = await books.orders.to_ask(NOON, after=first[-1], limit=2)
    last = await books.orders.to_ask(NOON, after=second[-1], limit=2)
    assert [order.id for order in (*first, *second, *last)] == placed
    assert await asked(books, NOON - MINUTE) == []


async def test_many_orders_without_news_are_stored_by_few_statements(books: Books) -> None:
    placed = [await books.placed(str(number)) for number in range(4)]
    changes = [follow(order, report(PanelState.PENDING), NOON + MINUTE) for order in placed]
    await books.orders.apply(changes)
    placed = [await books.order(order.id) for order in placed]
    letters = await books.letters(now=NOON + HOUR)
    await books.orders.apply([follow(order, report(PanelState.PENDING), NOON + HOUR) for order in placed])
    after = [await books.order(order.id) for order in placed]
    assert {(order.checked_at, order.heard_at, order.ask_at) for order in after} == {(NOON + HOUR,) * 3}
    assert await books.letters(now=NOON + HOUR) == letters


async def test_a_report_is_stored_with_the_card_it_changes(books: Books) -> None:
    order = await books.placed("1")
    before = await books.letter("card")
    after = await reported(books, order, report(PanelState.IN_PROGRESS, remains=2_999_999_999))
    assert (after.state, after.panel_word) == (OrderState.IN_PROGRESS, "In_Progress")
    assert (after.start_count, after.remains) == (3_000_000_000, 2_999_999_999)
    assert (after.charge, after.checked_at) == ("0.27819", NOON + MINUTE)
    assert (await books.letter("card", now=NOON + MINUTE)).revision == before.revision + 1


async def test_a_report_without_news_changes_no_card(books: Books) -> None:
    order = await reported(books, await books.placed("1"), report(PanelState.PROCESSING, 5))
    card = await books.letter("card", now=NOON + MINUTE)
    again = await reported(books, order, report(PanelState.PROCESSING, 5), NOON + HOUR)
    assert again.checked_at == NOON + HOUR
    assert await books.letter("card", now=NOON + HOUR) == card


@pytest.mark.parametrize("state", [PanelState.COMPLETED, PanelState.PARTIAL, PanelState.CANCELED])
async def test_an_end_is_told_once(books: Books, state: PanelState) -> None:
    order = await books.placed("1")
    for later in (1, 2, 3):
        order = await reported(books, order, report(state), NOON + later * MINUTE)
    told = await books.letter("finished", now=NOON + HOUR)
    assert told.payload == {"order_id": order.id, "state": order.state}
    assert order.finished_at == NOON + MINUTE
    assert await books.broken(NOON + HOUR) == set()


async def test_an_end_that_is_left_and_reached_again_is_told_again(books: Books) -> None:
    order = await books.placed("1")
    for later, state in enumerate((PanelState.COMPLETED, PanelState.IN_PROGRESS, PanelState.COMPLETED), 1):
        order = await reported(books, order, report(state), NOON + later * MINUTE)
    told = [one for one in await books.letters(now=NOON + HOUR) if one.kind == "finished"]
    assert len(told) == 2
    assert order.finished_at == NOON + 3 * MINUTE


async def test_the_same_strange_word_alerts_the_operator_once(books: Books) -> None:
    order = await books.placed("1")
    for later in (1, 2):
        order = await reported(books, order, StatusReport(None, "Sleeping"), NOON + later * MINUTE)
    assert order.state is OrderState.PENDING
    assert (await books.letter("alert", OLGA, NOON + HOUR)).payload["word"] == "Sleeping"


async def test_a_report_on_what_has_moved_meanwhile_is_dropped(books: Books) -> None:
    stale = await books.placed("1")
    done = await reported(books, stale, report(PanelState.COMPLETED))
    letters = await books.letters(now=NOON + HOUR)
    await reported(books, stale, report(PanelState.CANCELED), NOON + HOUR)
    assert await books.order(stale.id) == done
    assert await books.letters(now=NOON + HOUR) == letters


async def test_one_bad_change_stores_none_of_a_sweep(books: Books) -> None:
    first, second = await books.placed("1"), await books.placed("2", BOB)
    good = follow(first, report(PanelState.COMPLETED), NOON + MINUTE)
    changed = follow(second, report(PanelState.COMPLETED), NOON + MINUTE)
    naive = replace(changed, after=replace(changed.after, checked_at=NOON.replace(tzinfo=None)))
    with pytest.raises(Exception, match="without a zone"):
        await books.orders.apply([good, naive])
    assert await books.order(first.id) == first


async def test_withdrawing_before_it_was_sent(books: Books) -> None:
    order = await books.reserved()
    assert not await books.orders.withdraw(order.id, owner=BOB, now=NOON)
    assert await books.orders.withdraw(order.id, owner=ANN, now=NOON + MINUTE)
    gone = await books.order(order.id)
    assert (gone.state, gone.reason_kind, gone.finished_at) == (OrderState.VOIDED, "withdrawn", NOON + MINUTE)
    assert not await books.orders.withdraw(order.id, owner=ANN, now=NOON)
    assert await books.queue.claim(NOON + HOUR) is None
    assert await books.broken() == set()


async def test_withdrawing_is_too_late_once_it_is_on_its_way(books: Books) -> None:
    flying = (await books.in_flight()).order
    assert not await books.orders.withdraw(flying.id, owner=ANN, now=NOON)
    await books.queue.recover(NOON)
    assert not await books.orders.withdraw(flying.id, owner=ANN, now=NOON)
    await books.resolutions.ask(flying.id, "moved", NOON, NOON)
    placed = await books.placed("1")
    assert not await books.orders.withdraw(placed.id, owner=None, now=NOON)


async def test_withdrawing_and_claiming_at_once_one_of_them_wins(books: Books) -> None:
    for _ in range(10):
        order = await books.reserved()
        claimed, withdrawn = await asyncio.gather(
            books.queue.claim(NOON), books.orders.withdraw(order.id, owner=ANN, now=NOON)
        )
        assert (claimed is None) is withdrawn
        if claimed is not None:
            await books.queue.recover(NOON)
    assert await books.broken() == set()


async def test_what_waited_too_long_is_given_back_and_said(books: Books) -> None:
    late, fresh = await books.reserved(now=NOON), await books.reserved(BOB, now=NOON + MINUTE)
    flying = await books.queue.claim(NOON)
    assert flying is not None
    assert flying.order.id == late.id
    early = await books.reserved(now=NOON)
    assert await books.orders.give_up_waiting(NOON + 30 * MINUTE) == 1
    assert await books.orders.give_up_waiting(NOON + 30 * MINUTE) == 0
    given_up = await books.order(early.id)
    assert (given_up.state, given_up.reason_kind) == (OrderState.VOIDED, "waited_too_long")
    assert (await books.order(late.id)).state is OrderState.SUBMITTING
    assert (await books.order(fresh.id)).state is OrderState.RESERVED
    assert (await books.letter("finished", now=NOON + HOUR)).payload["order_id"] == early.id
    assert await books.broken(NOON) == set()


async def test_counting_by_state(books: Books) -> None:
    await books.placed("1")
    await books.placed("2")
    await books.reserved()
    assert await books.orders.count() == {"pending": 2, "reserved": 1}


async def test_a_list_longer_than_a_statement_may_have_parameters(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Orders are read with their requests, however many they are."""
    monkeypatch.setattr(order_rows, "IDS_A_QUERY", 3)
    placed = [await books.placed(str(number)) for number in range(8)]
    for order in (placed[0], placed[7]):
        await books.requests.ask(order, "cancel", NOON)
    found = await books.orders.latest(ANN, limit=8)
    assert [order.id for order in found] == [order.id for order in placed[::-1]]
    assert [len(order.requests) for order in found] == [1, 0, 0, 0, 0, 0, 0, 1]


async def test_an_answer_with_a_price_text_keeps_it_to_the_letter(books: Books) -> None:
    order = await books.settled(Accepted("00123"))
    assert order.panel_order_id == "00123"
    after = await reported(books, order, StatusReport(PanelState.PENDING, "Pending", Decimal("0.10")))
    assert after.charge == "0.10"
