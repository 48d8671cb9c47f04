"""The orders that ended last: newest first, page by page, and what is known of each."""

from datetime import datetime, timedelta
from typing import Any

from shop.catalogue.measured import Ended
from shop.ordering.order import OrderState
from shop.ordering.status_tracking import follow
from shop.replies import PanelState, StatusReport
from storage.orders.measured import EndedOrders
from tests.contracts.storage.stores import BOB, MINUTE, NOON, PANEL, TERMS, StoresUnderTest


async def told(stores: StoresUnderTest, order_id: int, state: PanelState, now: datetime) -> None:
    """Store what the panel says of this order."""
    change = follow(await stores.order(order_id), StatusReport(state, state.value), now)
    await stores.swept.apply([change])


async def done(stores: StoresUnderTest, number: str, took: timedelta, **terms: Any) -> int:
    """Place an order at noon that begins after a minute and is completed after `took`; return its id."""
    order = await stores.placed(number, BOB, **terms)
    await told(stores, order.id, PanelState.IN_PROGRESS, NOON + MINUTE)
    await told(stores, order.id, PanelState.COMPLETED, NOON + took)
    return order.id


async def test_what_is_measured_of_an_order(stores: StoresUnderTest) -> None:
    number = await done(stores, "1", 9 * MINUTE)
    await stores.placed("2")  # has not ended
    [found] = await EndedOrders(stores.database, panel=PANEL).list_ended(limit=10)
    assert found == Ended(
        id=number,
        service_id=TERMS.service_id,
        state=OrderState.COMPLETED,
        finished_at=NOON + 9 * MINUTE,
        placed_at=NOON,
        begun_at=NOON + MINUTE,
        spread=False,
        by_hand=False,
    )


async def test_a_drip_feed_and_an_end_by_hand_are_told_apart(stores: StoresUnderTest) -> None:
    spread = await done(stores, "1", 9 * MINUTE, fields={"runs": 3, "interval": 60})
    by_hand = await done(stores, "2", 8 * MINUTE)
    await stores.break_by_hand(f"UPDATE orders SET ended_by = 5 WHERE id = {by_hand}")  # noqa: S608 - a number
    found = await EndedOrders(stores.database, panel=PANEL).list_ended(limit=10)
    assert [(one.id, one.spread, one.by_hand) for one in found] == [
        (spread, True, False),
        (by_hand, False, True),
    ]


async def test_they_are_read_page_by_page(stores: StoresUnderTest) -> None:
    """Also where several ended in the same moment."""
    took = [5, 3, 9, 3, 3, 7]
    made = [
        (minutes, await done(stores, str(minutes) + str(n), minutes * MINUTE))
        for n, minutes in enumerate(took)
    ]
    ended = EndedOrders(stores.database, panel=PANEL)
    read: list[int] = []
    page = await ended.list_ended(limit=2)
    while page:
        read += [one.id for one in page]
        page = await ended.list_ended(limit=2, before=page[-1])
    assert read == [number for _, number in sorted(made, reverse=True)]


async def test_orders_of_another_panel_account_are_not_measured(stores: StoresUnderTest) -> None:
    await done(stores, "1", 9 * MINUTE)
    assert await EndedOrders(stores.database, panel="other").list_ended(limit=10) == []
