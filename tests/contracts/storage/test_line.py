"""The queue for the panel: round robin over people, and a bound on one person's queued orders."""

import pytest
from sqlalchemy import Connection, update

from shop.errors import ShopError
from shop.ordering import order as orders_of_shop
from shop.ordering.place import settlement_of
from shop.replies import Accepted, NotSent
from storage.ledger.tables import account
from storage.orders import reserving as storing
from tests.contracts.storage.stores import ANN, BOB, MINUTE, NOON, OLGA, StoresUnderTest


async def served(stores: StoresUnderTest, times: int, *, start: int = 1) -> list[int]:
    """Return whose orders the panel takes, one after the other."""
    who = []
    for number in range(start, start + times):
        claimed = await stores.queue.claim(NOON)
        assert claimed is not None
        await stores.queue.settle(claimed, settlement_of(Accepted(str(number)), attempt=1, now=NOON), NOON)
        who.append(claimed.order.person_id)
    return who


async def holds(stores: StoresUnderTest, micro: int) -> None:
    """Change Ann's held money by hand."""
    changing = update(account).where(account.c.kind == "held", account.c.owner_id == ANN)

    def unit(connection: Connection) -> None:
        connection.execute(changing.values(balance_micro=micro))

    await stores.database.write(unit)


async def test_one_persons_queue_does_not_keep_others_waiting(stores: StoresUnderTest) -> None:
    for _ in range(5):
        await stores.reserved(ANN)
    assert await served(stores, 1) == [ANN]
    await stores.reserved(BOB)
    await stores.reserved(OLGA)
    assert await served(stores, 6, start=2) == [BOB, OLGA, ANN, ANN, ANN, ANN]


async def test_who_orders_one_after_the_other_does_not_overtake_for_ever(stores: StoresUnderTest) -> None:
    for _ in range(3):
        await stores.reserved(ANN)
    who = []
    for number in range(3):
        await stores.reserved(BOB)
        who += await served(stores, 2, start=2 * number + 1)
    assert who == [ANN, BOB, ANN, BOB, ANN, BOB]


async def test_orders_that_were_withdrawn_cost_nobody_their_place(stores: StoresUnderTest) -> None:
    for _ in range(20):
        withdrawn = await stores.reserved(BOB)
        await stores.orders.withdraw(withdrawn.id, owner=BOB, now=NOON)
    for _ in range(3):
        await stores.reserved(ANN)
    await stores.reserved(BOB)
    assert await served(stores, 2) == [ANN, BOB]


async def test_an_order_that_was_put_off_keeps_its_place(stores: StoresUnderTest) -> None:
    first = await stores.settled(NotSent("refused"), ANN)
    await stores.reserved(ANN)
    await stores.reserved(BOB)
    claimed = await stores.queue.claim(NOON + MINUTE)
    assert claimed is not None
    assert claimed.order.id == first.id


async def test_so_many_may_wait_and_no_more(stores: StoresUnderTest, monkeypatch: pytest.MonkeyPatch) -> None:
    assert orders_of_shop.WAITING_AT_ONCE == 100
    monkeypatch.setattr(storing, "WAITING_AT_ONCE", 3)
    for _ in range(3):
        await stores.reserved(ANN)
    with pytest.raises(ShopError, match="too_many_waiting") as refused:
        await stores.reserved(ANN)
    assert refused.value.values == {"count": 3}
    await stores.reserved(BOB)
    await served(stores, 1)
    await stores.reserved(ANN)
    assert await stores.broken() == set()


async def test_an_order_the_book_cannot_take_is_parked_and_the_others_go_on(stores: StoresUnderTest) -> None:
    """Retried, it would block the queue for ever."""
    claimed = await stores.in_flight(ANN)
    price = claimed.order.terms.price_micro
    await holds(stores, 0)
    await stores.queue.settle(claimed, settlement_of(Accepted("4711"), attempt=1, now=NOON), NOON)
    parked = await stores.order(claimed.order.id)
    assert (parked.state, parked.panel_order_id) == ("unknown", None)
    assert parked.reason is not None
    assert "4711" in parked.reason.text
    [waiting] = await stores.cases.list_waiting(limit=9)
    assert (waiting.order.id, waiting.why) == (parked.id, "book_broken")
    assert [one.kind for one in await stores.wrong()] == ["order_parked"]
    assert (await stores.message("review", OLGA)).payload == {"order_id": parked.id}
    assert (await stores.placed("1", BOB)).panel_order_id == "1"
    await holds(stores, price)
    assert await stores.resolutions.adopt(parked.id, "4711", NOON, by=OLGA)
    assert await stores.broken() == set()


async def test_an_order_that_cannot_be_given_back_keeps_no_other_waiting(stores: StoresUnderTest) -> None:
    early = NOON - 60 * MINUTE
    await stores.reserved(ANN, now=early)
    await stores.reserved(BOB, now=early)
    await holds(stores, 0)
    assert await stores.orders.give_up_waiting(NOON) == 1
    assert await stores.states() == {"reserved": 1, "voided": 1}
