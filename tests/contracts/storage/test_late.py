"""Orders that are late: read page by page, told of once, and listed until they end."""

from datetime import timedelta

from shop.catalogue.late import AtWork
from shop.ordering.order import OrderState
from shop.ordering.status_tracking import follow
from shop.replies import PanelState, StatusReport
from storage.orders.late import LateOrders
from storage.waits import Waits
from tests.contracts.storage.stores import ANN, BOB, MINUTE, NOON, PANEL, TERMS, StoresUnderTest


def book(stores: StoresUnderTest, panel: str = PANEL) -> LateOrders:
    return LateOrders(stores.database, panel=panel)


async def told(stores: StoresUnderTest, order_id: int, state: PanelState) -> None:
    change = follow(await stores.order(order_id), StatusReport(state, state.value), NOON + MINUTE)
    await stores.swept.apply([change])


async def test_what_lateness_is_judged_by(stores: StoresUnderTest) -> None:
    order = await stores.placed("1", ANN, fields={"runs": 3, "interval": 60})
    await told(stores, order.id, PanelState.IN_PROGRESS)
    late = book(stores)
    assert await late.list_at_work(OrderState.PENDING, after=0, limit=10) == []
    [found] = await late.list_at_work(OrderState.IN_PROGRESS, after=0, limit=10)
    assert found == AtWork(order.id, TERMS.service_id, NOON, NOON + MINUTE, spread=True, is_told=False)
    assert await book(stores, "other").list_at_work(OrderState.IN_PROGRESS, after=0, limit=10) == []


async def test_they_are_read_page_by_page(stores: StoresUnderTest) -> None:
    made = [(await stores.placed(str(number), ANN)).id for number in range(5)]
    late, seen, after = book(stores), [], 0
    while page := await late.list_at_work(OrderState.PENDING, after=after, limit=2):
        seen += [order.id for order in page]
        after = page[-1].id
    assert seen == made


async def test_they_are_told_of_once_and_listed_until_they_end(stores: StoresUnderTest) -> None:
    first, second = await stores.placed("1", ANN), await stores.placed("2", BOB)
    ended = await stores.placed("3", BOB)
    await told(stores, ended.id, PanelState.COMPLETED)
    late, now = book(stores), NOON + 60 * MINUTE
    assert await late.tell([first.id, ended.id], now) == 1
    assert await late.tell([first.id, second.id], now + MINUTE) == 1
    assert await late.tell([first.id, second.id, ended.id], now + 2 * MINUTE) == 0
    assert (await stores.order(first.id)).is_late
    assert not (await stores.order(ended.id)).is_late
    assert (await stores.message("card", ANN, now)).payload == {"order_id": first.id}
    assert await late.list_late(limit=1) == ([first.id], 2)
    await told(stores, first.id, PanelState.COMPLETED)
    assert not (await stores.order(first.id)).is_late
    assert await late.list_late(limit=10) == ([second.id], 1)
    assert await book(stores, "other").list_late(limit=10) == ([], 0)


async def test_the_time_an_order_has_run_moves_with_the_clock(stores: StoresUnderTest) -> None:
    at_work, ended = await stores.placed("1", ANN), await stores.placed("2", ANN)
    await told(stores, at_work.id, PanelState.IN_PROGRESS)
    await told(stores, ended.id, PanelState.COMPLETED)
    day = timedelta(days=1)
    await Waits(stores.database).move(day, NOON + 2 * MINUTE)
    moved, history = await stores.order(at_work.id), await stores.order(ended.id)
    assert (moved.placed_at, moved.begun_at) == (NOON + day, NOON + MINUTE + day)
    assert history.placed_at == NOON
