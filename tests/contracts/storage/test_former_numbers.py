"""An ended order lets go of a number that the panel gives again, and gets it back if that was nothing."""

import asyncio

import pytest

from shop.errors import ShopError
from shop.ordering.order import Order, OrderState
from shop.ordering.place import settlement_of
from shop.ordering.status_tracking import follow
from shop.replies import Accepted, PanelState, StatusReport
from storage.orders.endings import Endings
from tests.contracts.storage.stores import ANN, BOB, MINUTE, NOON, OLGA, PANEL, StoresUnderTest


async def delivered(stores: StoresUnderTest, number: str) -> Order:
    order = await stores.placed(number, BOB)
    await stores.swept.apply([follow(order, StatusReport(PanelState.COMPLETED, "Completed"), NOON)])
    ended = await stores.order(order.id)
    assert ended.ask_at is not None
    return ended


async def test_a_number_given_again_leaves_the_ended_order_with_the_unknown_one(
    stores: StoresUnderTest,
) -> None:
    old = await delivered(stores, "4711")
    new = await stores.placed("4711", now=NOON + MINUTE)
    assert (new.state, new.panel_order_id) == (OrderState.UNKNOWN, None)
    case = await stores.cases.find(new.id)
    assert case is not None
    assert (case.number, case.resent) == ("4711", 0)
    let_go = await stores.order(old.id)
    assert (let_go.panel_order_id, let_go.former_number, let_go.ask_at) == (None, "4711", None)
    assert (let_go.state, let_go.refunded_micro) == (OrderState.COMPLETED, 0)
    assert await stores.resolutions.adopt(new.id, "4711", NOON + MINUTE, by=OLGA)
    assert (await stores.order(new.id)).panel_order_id == "4711"
    assert await stores.order(old.id) == let_go
    assert await stores.broken(NOON + MINUTE) == set()


async def test_an_answer_after_a_restart_tells_the_case_which_number_it_was(stores: StoresUnderTest) -> None:
    old = await delivered(stores, "4711")
    claimed = await stores.in_flight(now=NOON + MINUTE)
    await stores.queue.recover(NOON + MINUTE)
    answer = settlement_of(Accepted("4711"), attempt=claimed.n, now=NOON)
    await stores.queue.settle(claimed, answer, NOON + MINUTE)
    case = await stores.cases.find(claimed.order.id)
    assert case is not None
    assert (case.order.state, case.number) == (OrderState.UNKNOWN, "4711")
    assert (await stores.order(old.id)).former_number == "4711"
    assert await stores.broken(NOON + MINUTE) == set()


@pytest.mark.parametrize("to", ["void", "4712"])
async def test_the_old_order_has_its_number_again_if_the_new_one_is_not_it(
    stores: StoresUnderTest, to: str
) -> None:
    old = await delivered(stores, "4711")
    new = await stores.placed("4711", now=NOON + MINUTE)
    if to == "void":
        assert await stores.resolutions.void(new.id, NOON + MINUTE)
    else:
        assert await stores.resolutions.adopt(new.id, to, NOON + MINUTE, by=OLGA)
    again = await stores.order(old.id)
    assert (again.panel_order_id, again.former_number, again.ask_at) == ("4711", None, NOON + MINUTE)
    assert not await stores.resolutions.void(new.id, NOON + MINUTE)
    assert await stores.order(old.id) == again
    assert await stores.broken(NOON + MINUTE) == set()


async def test_an_order_that_was_ended_by_hand_has_its_number_again_and_is_not_asked_about(
    stores: StoresUnderTest,
) -> None:
    old = await stores.placed("4711", BOB)
    endings = Endings(stores.database, panel=PANEL, operators=frozenset({OLGA}))
    assert await endings.end(old.id, NOON, refund=False, by=OLGA)
    new = await stores.placed("4711", now=NOON + MINUTE)
    assert (await stores.order(old.id)).former_number == "4711"
    assert await stores.resolutions.void(new.id, NOON + MINUTE)
    again = await stores.order(old.id)
    assert (again.panel_order_id, again.former_number, again.ask_at) == ("4711", None, None)
    assert await stores.broken(NOON + MINUTE) == set()


async def test_an_order_under_way_keeps_its_number(stores: StoresUnderTest) -> None:
    old = await stores.placed("4711", BOB)
    new = await stores.placed("4711", now=NOON + MINUTE)
    with pytest.raises(ShopError, match="id_taken"):
        await stores.resolutions.adopt(new.id, "4711", NOON + MINUTE, by=OLGA)
    assert await stores.order(old.id) == old
    assert await stores.broken(NOON + MINUTE) == set()


async def test_a_correction_takes_the_number_of_an_ended_order(stores: StoresUnderTest) -> None:
    old = await delivered(stores, "4711")
    new = await stores.undecided()
    assert await stores.resolutions.adopt(new.id, "4712", NOON, by=OLGA)
    assert not await stores.resolutions.renumber(new.id, "4711", NOON, by=OLGA, wrong="4713")
    assert await stores.order(old.id) == old
    assert await stores.resolutions.renumber(new.id, "4711", NOON, by=OLGA, wrong="4712")
    assert (await stores.order(old.id)).former_number == "4711"
    assert (await stores.order(new.id)).panel_order_id == "4711"
    assert await stores.broken() == set()


async def test_a_report_that_was_under_way_changes_nothing_of_an_order_that_let_go(
    stores: StoresUnderTest,
) -> None:
    old = await delivered(stores, "4711")
    await stores.placed("4711", now=NOON + MINUTE)
    canceled = follow(old, StatusReport(PanelState.CANCELED, "Canceled"), NOON + MINUTE)
    same = follow(old, StatusReport(PanelState.COMPLETED, "Completed"), NOON + MINUTE)
    for change in (canceled, same):
        await stores.swept.apply([change])
        now = await stores.order(old.id)
        assert (now.state, now.ask_at, now.refunded_micro) == (OrderState.COMPLETED, None, 0)
    assert await stores.broken(NOON + MINUTE) == set()


async def test_one_number_given_to_two_new_orders_becomes_one_of_them(stores: StoresUnderTest) -> None:
    old = await delivered(stores, "4711")
    first = await stores.placed("4711", now=NOON + MINUTE)
    await stores.resolutions.ask(first.id, "moved", NOON + 60 * MINUTE, NOON + MINUTE)
    second = await stores.undecided(ANN, now=NOON + 5 * MINUTE)
    decided = await asyncio.gather(
        *(
            stores.resolutions.adopt(one.id, "4711", NOON + 6 * MINUTE, by=OLGA)
            for one in (first, second)
            for _ in range(2)
        ),
        stores.resolutions.void(first.id, NOON + 6 * MINUTE, by=OLGA),
        return_exceptions=True,
    )
    assert all(isinstance(one, bool | ShopError) for one in decided), decided
    holders = [await stores.order(one.id) for one in (old, first, second)]
    assert sum(one.panel_order_id == "4711" for one in holders) == 1
    assert await stores.broken(NOON + 6 * MINUTE) == set()
