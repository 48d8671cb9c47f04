"""Orders that start at a time of their own: held until then, in nobody's way, and started once."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from shop.errors import ShopError
from shop.ordering.order import QUOTE_HOLDS, RESERVED_FOR, SCHEDULED_AT_ONCE, Order, OrderState
from shop.ordering.reason import ReasonKind
from shop.ordering.start_times import FARTHEST, MISSED_AFTER
from storage.orders.scheduled import ScheduledOrders
from storage.orders.tables import orders
from storage.waits import Waits
from tests.contracts.storage.stores import ANN, BOB, MINUTE, NOON, PANEL, StoresUnderTest

EVENING = NOON.replace(microsecond=0) + timedelta(hours=8)
DAY = timedelta(days=1)


def scheduled(stores: StoresUnderTest) -> ScheduledOrders:
    """Return the store under test."""
    return ScheduledOrders(stores.database, panel=PANEL)


async def begin(stores: StoresUnderTest, now: datetime) -> int:
    """Start what is due, as the job does; return how many orders."""
    store = scheduled(stores)
    return await store.enter_queue(await store.list_due(now), now)


async def later(
    stores: StoresUnderTest, person_id: int = ANN, *, at: datetime = EVENING, now: datetime = NOON
) -> Order:
    """Make a confirmed order that starts at this moment."""
    return await stores.reserved(person_id, now=now, starts=int(at.timestamp()))


async def test_the_queue_takes_it_at_its_time_and_never_before(stores: StoresUnderTest) -> None:
    order = await later(stores)
    assert (order.is_scheduled, order.starts_at, order.give_up_at) == (True, EVENING, None)
    for now in (NOON, EVENING - MINUTE):
        assert await begin(stores, now) == 0
        assert await stores.queue.is_due(now) is None
        assert await stores.queue.claim(now) is None
    assert await stores.queue.claim(EVENING) is None  # it enters the queue first
    assert await begin(stores, EVENING) == 1
    assert await begin(stores, EVENING) == 0
    started = await stores.order(order.id)
    assert (started.is_scheduled, started.give_up_at) == (False, EVENING + RESERVED_FOR)
    claimed = await stores.queue.claim(EVENING)
    assert claimed is not None
    assert claimed.order.id == order.id
    assert await stores.broken(EVENING) == set()


async def test_it_is_in_nobodys_way(stores: StoresUnderTest) -> None:
    """Neither before its time, nor by having been confirmed first, nor by its own person's next order."""
    first, second = await later(stores), await later(stores)
    at_once = await stores.reserved()
    assert at_once.give_up_at == NOON + RESERVED_FOR
    claimed = await stores.queue.claim(NOON)
    assert claimed is not None
    assert claimed.order.id == at_once.id
    await stores.queue.put_off("away", NOON)
    assert (await stores.order(first.id)).reason is None
    await stores.queue.recover(NOON)
    bobs = await stores.reserved(BOB, now=EVENING)
    assert await begin(stores, EVENING) == 2
    rows = await stores.all(select(orders.c.id, orders.c.rank))
    ranks = {row.id: row.rank for row in rows}
    assert ranks[bobs.id] < ranks[first.id] < ranks[second.id]


async def test_a_hold_says_nothing_on_its_card(stores: StoresUnderTest) -> None:
    order = await later(stores)
    await stores.queue.hold(NOON)
    assert (await stores.order(order.id)).reason is None
    assert await stores.orders.find_longest_held() is None


async def test_until_it_starts_it_is_not_given_up_and_its_owner_can_drop_it(stores: StoresUnderTest) -> None:
    first, second = await later(stores), await later(stores)
    assert await stores.orders.give_up_waiting(EVENING - MINUTE) == 0
    assert not await stores.orders.withdraw(first.id, owner=BOB, now=NOON)
    assert await stores.orders.withdraw(first.id, owner=ANN, now=NOON)
    assert await stores.orders.give_up_waiting(EVENING + MINUTE) == 0  # it is about to start
    assert await begin(stores, EVENING) == 1
    assert (await stores.order(first.id)).state is OrderState.VOIDED
    assert await stores.orders.give_up_waiting(EVENING + RESERVED_FOR - MINUTE) == 0
    assert await stores.orders.give_up_waiting(EVENING + RESERVED_FOR) == 1
    assert (await stores.order(second.id)).reason_kind is ReasonKind.WAITED_TOO_LONG
    assert await stores.broken(EVENING) == set()


async def test_one_that_was_dropped_between_look_and_start_does_not_start(stores: StoresUnderTest) -> None:
    order, store = await later(stores), scheduled(stores)
    due = await store.list_due(EVENING)
    assert await stores.orders.withdraw(order.id, owner=ANN, now=EVENING)
    assert await store.enter_queue(due, EVENING) == 0
    assert await stores.queue.claim(EVENING) is None


@pytest.mark.parametrize("late", [MISSED_AFTER - MINUTE, MISSED_AFTER], ids=str)
async def test_a_start_that_was_missed_for_long_is_refunded(stores: StoresUnderTest, late: timedelta) -> None:
    order, now = await later(stores), EVENING + late
    is_missed = late == MISSED_AFTER
    assert await begin(stores, now) == (0 if is_missed else 1)
    assert await stores.orders.give_up_waiting(now) == (1 if is_missed else 0)
    fresh = await stores.order(order.id)
    assert fresh.state is (OrderState.VOIDED if is_missed else OrderState.RESERVED)
    assert await stores.broken(now) == set()


@pytest.mark.parametrize("step", [DAY, -DAY, timedelta(minutes=-90)], ids=str)
async def test_a_start_is_a_moment_of_the_wall_clock_which_no_setting_moves(
    stores: StoresUnderTest, step: timedelta
) -> None:
    order, waits = await later(stores, at=NOON.replace(microsecond=0) + 20 * DAY), Waits(stores.database)
    await waits.move(step, NOON)
    await waits.was_off(DAY, NOON)
    await waits.wake_too_late(NOON + step)
    fresh = await stores.order(order.id)
    assert (fresh.starts_at, fresh.give_up_at) == (order.starts_at, None)


async def test_once_it_has_started_its_waits_move_with_the_clock(stores: StoresUnderTest) -> None:
    order = await later(stores)
    await begin(stores, EVENING)
    await Waits(stores.database).move(DAY, EVENING)
    assert (await stores.order(order.id)).give_up_at == EVENING + DAY + RESERVED_FOR


async def test_a_start_that_has_passed_at_confirm_means_at_once(stores: StoresUnderTest) -> None:
    order = await later(stores, at=NOON - MINUTE)
    assert not order.is_scheduled
    assert await stores.queue.claim(NOON) is not None


async def test_a_card_of_a_clock_that_was_wrong_makes_no_order(stores: StoresUnderTest) -> None:
    with pytest.raises(ShopError, match="quote_expired"):
        await later(stores, at=NOON + FARTHEST + QUOTE_HOLDS + MINUTE)
    assert (await later(stores, at=NOON + FARTHEST)).is_scheduled


async def test_a_person_has_only_so_many_and_can_still_order_at_once(stores: StoresUnderTest) -> None:
    for _ in range(SCHEDULED_AT_ONCE):
        await later(stores)
    with pytest.raises(ShopError, match="too_many_scheduled"):
        await later(stores)
    assert not (await stores.reserved()).is_scheduled
    assert await scheduled(stores).count() == (SCHEDULED_AT_ONCE, EVENING)
    assert await stores.broken() == set()
