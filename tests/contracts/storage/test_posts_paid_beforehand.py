"""A subscription paid beforehand, in rows: followed by its posts, and paid back once."""

from datetime import timedelta
from typing import Any

from shop.ordering.order import Order, OrderState
from shop.ordering.place import settlement_of
from shop.ordering.status_tracking import follow
from shop.reconciliation.readings import Reading
from shop.replies import Accepted, PanelState, StatusReport
from storage.orders.late import LateOrders
from tests.contracts.storage.stores import ANN, MINUTE, NOON, PANEL, StoresUnderTest

EACH, POSTS = 3_000_000_000, 4
TERMS: dict[str, Any] = {
    "link": "",
    "quantity": POSTS,
    "fields": {"username": "ann", "posts": POSTS},
    "asks_quantity": False,
    "per_post_micro": EACH,
    "price_micro": EACH * POSTS,
}


async def reported(stores: StoresUnderTest, state: PanelState, posts: int | None, minutes: int) -> Order:
    """Store one report on the only order, read as a sweep reads it; return the order."""
    now = NOON + minutes * MINUTE
    due = await stores.swept.to_ask(now + timedelta(days=1))
    [read] = await stores.swept.find_due(due)
    await stores.swept.apply([follow(read, StatusReport(state, state.name, posts=posts), now)])
    return await stores.order(read.id)


async def test_it_is_followed_by_its_posts_and_what_did_not_come_goes_back_once(
    stores: StoresUnderTest,
) -> None:
    placed = await stores.placed("1", **TERMS)
    for minute, posts in enumerate((0, 1, 3)):
        order = await reported(stores, PanelState.IN_PROGRESS, posts, minute)
        assert (order.remains, order.delivered, order.refunded_micro) == (POSTS - posts, posts, 0)
    for minute in (5, 6):
        order = await reported(stores, PanelState.EXPIRED, 3, minute)
        assert (order.state, order.refunded_micro) == (OrderState.COMPLETED, EACH)
    wallet = stores.wallet(ANN)
    assert await stores.ledger.balance(wallet) == -EACH * 3
    assert placed.cost_here_micro in {None, 0}
    assert await stores.broken(NOON + 7 * MINUTE) == set()


async def test_its_posts_explain_money_that_leaves_the_account(stores: StoresUnderTest) -> None:
    def reading(micro: int, minutes: int) -> Reading:
        return Reading(micro, NOON + minutes * MINUTE, NOON + minutes * MINUTE)

    await stores.reserved(**TERMS)
    claimed = await stores.queue.claim(NOON, reading(10 * EACH, 0))
    assert claimed is not None
    await stores.queue.settle(claimed, settlement_of(Accepted("1"), attempt=1, now=NOON), NOON)
    for post in (1, 2, 3):
        await stores.cases.note_balance(reading((10 - post) * EACH, 10 * post))
    assert (await stores.catalogue.get_account()).shared_at is None


async def test_one_that_runs_for_months_is_no_endless_order(stores: StoresUnderTest) -> None:
    await stores.placed("1", **TERMS)
    other = await stores.placed("2")
    assert await stores.swept.list_lingering(NOON + timedelta(days=40)) == [other.id]


async def test_it_takes_as_long_as_its_posts_take(stores: StoresUnderTest) -> None:
    await stores.placed("1", **TERMS)
    await stores.placed("2")
    late = LateOrders(stores.database, panel=PANEL)
    listed = await late.list_at_work(OrderState.PENDING, after=0, limit=9)
    assert [one.spread for one in listed] == [True, False]
