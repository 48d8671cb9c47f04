"""A closed shop on both databases: the transaction that would buy refuses, whatever was asked before it."""

from sqlalchemy import select

from shop.ledger.topup import STARS, Invoice
from shop.maintenance import OPEN
from shop.person import Person
from storage.desk.acts import Acts
from storage.desk.maintenance import AT_ONCE, MaintenanceStore
from storage.growth.gifts import Gifts
from storage.ledger.payments import Payments
from storage.messages.tables import outbox
from storage.orders.tables import orders
from tests.contracts.storage.stores import ANN, BOB, MINUTE, NOON, OLGA, StoresUnderTest
from tests.contracts.storage.test_growth import enters, made, outcomes, pays


def maintenance_of(stores: StoresUnderTest) -> MaintenanceStore:
    """Return the store under test."""
    return MaintenanceStore(stores.database)


async def test_it_closes_and_opens_once_and_the_log_says_so(stores: StoresUnderTest) -> None:
    closing = maintenance_of(stores)
    assert await closing.state() == OPEN
    assert not await closing.open(OLGA, NOON)
    await closing.say("We move.", OLGA, NOON)
    await closing.expect(NOON + MINUTE, OLGA, NOON)
    assert await closing.close(OLGA, NOON)
    assert not await closing.close(BOB, NOON)
    state = await closing.state()
    assert (state.closed_at, state.words, state.until) == (NOON, "We move.", NOON + MINUTE)
    assert await closing.open(BOB, NOON + MINUTE)
    assert await closing.state() == OPEN
    acts = [one.act.did for one in await Acts(stores.database).list_latest(limit=9)]
    assert acts == ["opened_shop", "closed_shop", "set_closing_end", "set_closing_words"]


async def test_an_end_that_has_passed_is_not_said_again(stores: StoresUnderTest) -> None:
    closing = maintenance_of(stores)
    await closing.expect(NOON, OLGA, NOON)
    await closing.close(OLGA, NOON + MINUTE)
    assert (await closing.state()).until is None


async def test_every_transaction_that_buys_refuses(stores: StoresUnderTest) -> None:
    await pays(stores, ANN, "first", 50_000_000)
    gifts, coupons = Gifts(stores.database), await made(stores, "FIVE 5 uses 9")
    offered = await gifts.offer(ANN, 1_000_000, "USD", NOON)
    closing = maintenance_of(stores)
    await closing.close(OLGA, NOON)
    payments = Payments(stores.database, operators=frozenset({OLGA}))
    bill = Invoice("second", ANN, "stars", STARS, 77, 1_000_000, "USD", NOON + 60 * MINUTE)
    refused = await outcomes(
        stores.reserved(ANN),
        stores.topups.ask(ANN, "manual", "USD", NOON),
        payments.offer(bill, NOON),
        gifts.make(ANN, offered.id, NOON),
        enters(stores, ANN, coupons.key),
    )
    assert refused == ["shop_closed"] * 5
    await closing.open(OLGA, NOON)
    done = await outcomes(
        stores.reserved(ANN),
        payments.offer(bill, NOON),
        gifts.make(ANN, offered.id, NOON),
        enters(stores, ANN, coupons.key),
    )
    assert done == ["done"] * 4


async def test_a_checkout_is_declined_while_it_is_closed(stores: StoresUnderTest) -> None:
    payments = Payments(stores.database, operators=frozenset({OLGA}))
    bill = Invoice("bill", ANN, "stars", STARS, 77, 1_000_000, "USD", NOON + 60 * MINUTE)
    await payments.offer(bill, NOON)
    asked = {"payload": "bill", "person_id": ANN, "currency": STARS, "amount_minor": 77, "now": NOON}
    closing = maintenance_of(stores)
    await closing.close(OLGA, NOON)
    assert await payments.check(**asked) == "shop_closed"  # type: ignore[arg-type]  # of several kinds
    await closing.open(OLGA, NOON)
    assert await payments.check(**asked) is None  # type: ignore[arg-type]  # facts by their names


async def test_a_card_that_was_used_still_finds_its_order(stores: StoresUnderTest) -> None:
    order = await stores.reserved(ANN)
    await maintenance_of(stores).close(OLGA, NOON)
    [row] = await stores.all(select(orders.c.confirm_token))
    found = await stores.orders.reserve(token=row.confirm_token, person_id=ANN, acknowledged=False, now=NOON)
    assert found.id == order.id


async def test_who_asked_is_told_once_in_batches(stores: StoresUnderTest) -> None:
    closing = maintenance_of(stores)
    assert not await closing.wish(ANN, NOON)
    await closing.close(OLGA, NOON)
    people = range(1000, 1000 + AT_ONCE + 5)
    for person_id in people:
        await stores.people.seen(Person(person_id, "Somebody", "en"), NOON)
        assert await closing.wish(person_id, NOON)
        assert await closing.wish(person_id, NOON)
    assert await closing.tell_waiting(NOON) == 0
    assert await closing.count_wishes() == len(people)
    assert await closing.open(OLGA, NOON)
    assert await closing.tell_waiting(NOON) == 5
    assert await closing.tell_waiting(NOON) == 0
    told = select(outbox.c.chat_id).where(outbox.c.kind == "opened").order_by(outbox.c.chat_id)
    assert [row.chat_id for row in await stores.all(told)] == list(people)
