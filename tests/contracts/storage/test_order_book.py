"""The orders' store: pages, the sweep's list, changes by reports, and withdrawing unsent orders."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from shop.ordering.due import Unchanged
from shop.ordering.order import Order, OrderState
from shop.ordering.request import RequestKind
from shop.ordering.status_tracking import follow
from shop.replies import Accepted, ItemError, PanelState, Refusal, Rejected, StatusReport
from tests.contracts.storage.stores import ANN, BOB, MINUTE, NOON, OLGA, StoresUnderTest

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def report(state: PanelState, remains: int | None = None) -> StatusReport:
    return StatusReport(state, state.value.title(), Decimal("0.27819"), 3_000_000_000, remains)


async def reported(
    stores: StoresUnderTest, order: Order, said: StatusReport | ItemError, now: datetime = NOON + MINUTE
) -> Order:
    """Store this report of the panel's about the order."""
    await stores.swept.apply([follow(order, said, now)])
    return await stores.order(order.id)


async def test_nobody_finds_anothers_order(stores: StoresUnderTest) -> None:
    order = await stores.reserved(ANN)
    assert await stores.orders.find(order.id, owner=ANN) == order
    assert await stores.orders.find(order.id, owner=BOB) is None
    assert await stores.orders.find(order.id, owner=None) == order


@pytest.mark.parametrize("number", [0, -1, 2, 2**31, 2**63 - 1, 2**63, 10**30])
async def test_a_number_that_is_no_order_finds_none(stores: StoresUnderTest, number: int) -> None:
    await stores.reserved()
    assert await stores.orders.find(number, owner=None) is None


async def test_the_latest_orders_before_a_number(stores: StoresUnderTest) -> None:
    mine = []
    for _ in range(4):
        mine.append((await stores.reserved(ANN)).id)
        await stores.reserved(BOB)
    mine.reverse()
    for before, expected in ((None, mine[:3]), (mine[2], mine[3:]), (mine[3], [])):
        found = await stores.orders.list_latest(ANN, limit=3, before=before)
        assert [order.id for order in found] == expected


async def test_links_are_ones_own_the_newest_first_and_none_that_was_refused(stores: StoresUnderTest) -> None:
    first = "https://x.y/1 ö"
    await stores.placed("1", ANN, link=first)
    await stores.placed("2", BOB, link="https://x.y/bobs")
    await stores.settled(Rejected(Refusal.LINK, "no such link"), ANN, link="https://x.y/bad")
    await stores.placed("3", ANN, link="", fields={"username": "ann"})
    await stores.placed("4", ANN, link="https://x.y/2")
    assert await stores.orders.list_links(ANN, limit=50) == ["https://x.y/2", first]
    assert await stores.orders.list_links(ANN, limit=3) == ["https://x.y/2"]
    assert await stores.orders.list_links(OLGA, limit=50) == []


async def test_the_sweep_asks_for_all_at_work(stores: StoresUnderTest) -> None:
    placed = await stores.placed("1")
    working = await reported(stores, await stores.placed("2"), report(PanelState.IN_PROGRESS))
    await stores.undecided()
    await stores.settled(Rejected(Refusal.LINK, "bad link"))
    await stores.reserved()
    assert [order.id for order in await stores.swept.to_ask(NOON + DAY)] == [placed.id, working.id]


async def test_whoever_follows_an_order_knows_of_its_runs(stores: StoresUnderTest) -> None:
    await stores.placed("1", fields={"quantity": 100, "runs": 5, "interval": 30}, link="https://x.y/1")
    await stores.placed("2", link="https://x.y/2")
    drip, whole = await stores.swept.find_due(await stores.swept.to_ask(NOON + DAY))
    assert drip.terms.fields.get("runs")
    assert not whole.terms.fields.get("runs")


async def test_the_sweep_asks_first_for_whom_it_has_not_heard_of_longest(stores: StoresUnderTest) -> None:
    first, second, third = [await stores.placed(number) for number in "123"]
    first = await reported(stores, first, report(PanelState.PENDING), NOON + 2 * MINUTE)
    await reported(stores, second, report(PanelState.PENDING), NOON + MINUTE)
    asked = [order.id for order in await stores.swept.to_ask(NOON + DAY)]
    assert asked == [third.id, second.id, first.id]


async def asked(stores: StoresUnderTest, until: datetime, **page: Any) -> list[int]:
    return [order.id for order in await stores.swept.to_ask(until, **page)]


async def test_the_finished_are_asked_about_hourly_for_a_week_then_daily_for_ninety_days(
    stores: StoresUnderTest,
) -> None:
    done = await reported(stores, await stores.placed("1"), report(PanelState.COMPLETED))
    finished = NOON + MINUTE
    for age, wait in ((0 * DAY, HOUR), (7 * DAY - MINUTE, HOUR), (7 * DAY, DAY), (90 * DAY - MINUTE, DAY)):
        done = await reported(stores, done, report(PanelState.COMPLETED), finished + age)
        assert await asked(stores, finished + age + wait - MINUTE) == []
        assert await asked(stores, finished + age + wait) == [done.id]
    await reported(stores, done, report(PanelState.COMPLETED), finished + 90 * DAY)
    assert await asked(stores, finished + 1000 * DAY) == []


async def test_pages_of_a_sweep_go_on_behind_the_last_order(stores: StoresUnderTest) -> None:
    placed = [(await stores.placed(str(number))).id for number in range(5)]
    first = await stores.swept.to_ask(NOON, limit=2)
    second = await stores.swept.to_ask(NOON, after=first[-1], limit=2)
    last = await stores.swept.to_ask(NOON, after=second[-1], limit=2)
    assert [order.id for order in (*first, *second, *last)] == placed
    assert await asked(stores, NOON - MINUTE) == []


async def test_many_orders_without_news_are_stored_by_few_statements(stores: StoresUnderTest) -> None:
    placed = [await stores.placed(str(number)) for number in range(4)]
    changes = [follow(order, report(PanelState.PENDING), NOON + MINUTE) for order in placed]
    await stores.swept.apply(changes)
    placed = [await stores.order(order.id) for order in placed]
    messages = await stores.messages(now=NOON + HOUR)
    later = NOON + 30 * MINUTE
    await stores.swept.apply([follow(order, report(PanelState.PENDING), later) for order in placed])
    after = [await stores.order(order.id) for order in placed]
    assert {(order.checked_at, order.heard_at, order.ask_at) for order in after} == {(later,) * 3}
    assert await stores.messages(now=NOON + HOUR) == messages


async def test_orders_that_stand_as_they_stood_are_noted_by_their_ids(stores: StoresUnderTest) -> None:
    first, silent, ended = [await stores.placed(number) for number in "123"]
    done = await reported(stores, ended, report(PanelState.COMPLETED))
    messages = await stores.messages(now=NOON + HOUR)
    heard = Unchanged(OrderState.PENDING, NOON + HOUR, NOON + MINUTE)
    not_heard = Unchanged(OrderState.PENDING, NOON + HOUR, None)
    await stores.swept.apply([], {heard: [first.id, done.id], not_heard: [silent.id]})
    expected = replace(first, checked_at=NOON + MINUTE, heard_at=NOON + MINUTE, ask_at=NOON + HOUR)
    assert await stores.order(first.id) == expected
    assert await stores.order(silent.id) == replace(silent, ask_at=NOON + HOUR)
    assert await stores.order(done.id) == done  # it has moved meanwhile
    assert await stores.messages(now=NOON + HOUR) == messages


async def test_an_order_that_moved_while_the_panel_was_asked_is_not_found_any_more(
    stores: StoresUnderTest,
) -> None:
    placed = [await stores.placed(number) for number in "123"]
    due = await stores.swept.to_ask(NOON)
    charged = StatusReport(PanelState.PENDING, "Pending", charge=Decimal("0.5"))
    await reported(stores, placed[0], report(PanelState.COMPLETED))
    await reported(stores, placed[1], charged)
    assert [order.id for order in await stores.swept.find_due(due)] == [placed[2].id]


async def test_a_report_is_stored_with_the_card_it_changes(stores: StoresUnderTest) -> None:
    order = await stores.placed("1")
    before = await stores.message("card")
    after = await reported(stores, order, report(PanelState.IN_PROGRESS, remains=2_999_999_999))
    assert (after.state, after.panel_word) == (OrderState.IN_PROGRESS, "In_Progress")
    assert (after.start_count, after.remains) == (3_000_000_000, 2_999_999_999)
    assert (after.charge, after.checked_at) == ("0.27819", NOON + MINUTE)
    assert (await stores.message("card", now=NOON + MINUTE)).revision == before.revision + 1


async def test_a_report_without_news_changes_no_card(stores: StoresUnderTest) -> None:
    order = await reported(stores, await stores.placed("1"), report(PanelState.PROCESSING, 5))
    card = await stores.message("card", now=NOON + MINUTE)
    again = await reported(stores, order, report(PanelState.PROCESSING, 5), NOON + HOUR)
    assert again.checked_at == NOON + HOUR
    assert await stores.message("card", now=NOON + HOUR) == card


@pytest.mark.parametrize("state", [PanelState.COMPLETED, PanelState.PARTIAL, PanelState.CANCELED])
async def test_an_end_is_told_once(stores: StoresUnderTest, state: PanelState) -> None:
    order = await stores.placed("1")
    for later in (1, 2, 3):
        order = await reported(stores, order, report(state), NOON + later * MINUTE)
    told = await stores.message("finished", now=NOON + HOUR)
    assert told.payload == {"order_id": order.id, "state": order.state}
    assert order.finished_at == NOON + MINUTE
    assert await stores.broken(NOON + HOUR) == set()


async def test_an_end_that_is_left_and_reached_again_is_told_again(stores: StoresUnderTest) -> None:
    order = await stores.placed("1")
    for later, state in enumerate((PanelState.COMPLETED, PanelState.IN_PROGRESS, PanelState.COMPLETED), 1):
        order = await reported(stores, order, report(state), NOON + later * MINUTE)
    told = [one for one in await stores.messages(now=NOON + HOUR) if one.kind == "finished"]
    assert len(told) == 2
    assert order.finished_at == NOON + 3 * MINUTE


async def test_the_same_strange_word_alerts_the_operator_once(stores: StoresUnderTest) -> None:
    order = await stores.placed("1")
    for later in (1, 2):
        order = await reported(stores, order, StatusReport(None, "Sleeping"), NOON + later * MINUTE)
    assert order.state is OrderState.PENDING
    assert [one.facts["word"] for one in await stores.wrong()] == ["Sleeping"]


async def test_a_report_on_what_has_moved_meanwhile_is_dropped(stores: StoresUnderTest) -> None:
    stale = await stores.placed("1")
    done = await reported(stores, stale, report(PanelState.COMPLETED))
    messages = await stores.messages(now=NOON + HOUR)
    await reported(stores, stale, report(PanelState.CANCELED), NOON + HOUR)
    assert await stores.order(stale.id) == done
    assert await stores.messages(now=NOON + HOUR) == messages


async def test_one_bad_change_stores_none_of_a_sweep(stores: StoresUnderTest) -> None:
    first, second = await stores.placed("1"), await stores.placed("2", BOB)
    good = follow(first, report(PanelState.COMPLETED), NOON + MINUTE)
    changed = follow(second, report(PanelState.COMPLETED), NOON + MINUTE)
    naive = replace(changed, after=replace(changed.after, checked_at=NOON.replace(tzinfo=None)))
    with pytest.raises(Exception, match="without a zone"):
        await stores.swept.apply([good, naive])
    assert await stores.order(first.id) == first


async def test_withdrawing_before_it_was_sent(stores: StoresUnderTest) -> None:
    order = await stores.reserved()
    assert not await stores.orders.withdraw(order.id, owner=BOB, now=NOON)
    assert await stores.orders.withdraw(order.id, owner=ANN, now=NOON + MINUTE)
    gone = await stores.order(order.id)
    assert (gone.state, gone.reason_kind, gone.finished_at) == (OrderState.VOIDED, "withdrawn", NOON + MINUTE)
    assert not await stores.orders.withdraw(order.id, owner=ANN, now=NOON)
    assert await stores.queue.claim(NOON + HOUR) is None
    assert await stores.broken() == set()


async def test_withdrawing_is_too_late_once_it_is_on_its_way(stores: StoresUnderTest) -> None:
    flying = (await stores.in_flight()).order
    assert not await stores.orders.withdraw(flying.id, owner=ANN, now=NOON)
    await stores.queue.recover(NOON)
    assert not await stores.orders.withdraw(flying.id, owner=ANN, now=NOON)
    await stores.resolutions.ask(flying.id, "moved", NOON, NOON)
    placed = await stores.placed("1")
    assert not await stores.orders.withdraw(placed.id, owner=None, now=NOON)


async def test_withdrawing_and_claiming_at_once_one_of_them_wins(stores: StoresUnderTest) -> None:
    for _ in range(10):
        order = await stores.reserved()
        claimed, withdrawn = await asyncio.gather(
            stores.queue.claim(NOON), stores.orders.withdraw(order.id, owner=ANN, now=NOON)
        )
        assert (claimed is None) is withdrawn
        if claimed is not None:
            await stores.queue.recover(NOON)
    assert await stores.broken() == set()


async def test_what_waited_too_long_is_given_back_and_said(stores: StoresUnderTest) -> None:
    late, fresh = await stores.reserved(now=NOON), await stores.reserved(BOB, now=NOON + MINUTE)
    flying = await stores.queue.claim(NOON)
    assert flying is not None
    assert flying.order.id == late.id
    early = await stores.reserved(now=NOON)
    assert await stores.orders.give_up_waiting(NOON + 30 * MINUTE) == 1
    assert await stores.orders.give_up_waiting(NOON + 30 * MINUTE) == 0
    given_up = await stores.order(early.id)
    assert (given_up.state, given_up.reason_kind) == (OrderState.VOIDED, "waited_too_long")
    assert (await stores.order(late.id)).state is OrderState.SUBMITTING
    assert (await stores.order(fresh.id)).state is OrderState.RESERVED
    assert (await stores.message("finished", now=NOON + HOUR)).payload["order_id"] == early.id
    assert await stores.broken(NOON) == set()


async def test_counting_by_state(stores: StoresUnderTest) -> None:
    await stores.placed("1")
    await stores.placed("2")
    await stores.reserved()
    assert await stores.orders.count_by_state() == {"pending": 2, "reserved": 1}


async def test_every_order_of_a_list_has_its_own_requests(stores: StoresUnderTest) -> None:
    placed = [await stores.placed(str(number)) for number in range(8)]
    for order in (placed[0], placed[7]):
        await stores.requests.ask(order, RequestKind.CANCEL, NOON)
    found = await stores.orders.list_latest(ANN, limit=8)
    assert [order.id for order in found] == [order.id for order in placed[::-1]]
    assert [len(order.requests) for order in found] == [1, 0, 0, 0, 0, 0, 0, 1]


async def test_an_answer_with_a_price_text_keeps_it_to_the_letter(stores: StoresUnderTest) -> None:
    order = await stores.settled(Accepted("00123"))
    assert order.panel_order_id == "00123"
    after = await reported(stores, order, StatusReport(PanelState.PENDING, "Pending", Decimal("0.10")))
    assert after.charge == "0.10"
