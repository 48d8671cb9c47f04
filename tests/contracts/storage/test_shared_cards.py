"""Cards in other chats: whose they are, how many are kept, and when they are owed news."""

import asyncio

from shop.ordering.shared_cards import MOST_OF_AN_ORDER
from storage.orders.shared_cards import SharedCards
from tests.contracts.storage.stores import ANN, BOB, NOON, StoresUnderTest


async def test_only_an_orders_owner_shares_it(stores: StoresUnderTest) -> None:
    cards, order = SharedCards(stores.database), await stores.reserved(ANN)
    assert not await cards.share("a", order_id=order.id, owner=BOB, now=NOON)
    assert not await cards.share("a", order_id=order.id + 1, owner=ANN, now=NOON)
    assert await cards.share("a", order_id=order.id, owner=ANN, now=NOON)
    assert await cards.share("a", order_id=order.id, owner=ANN, now=NOON)
    [card] = await cards.list_shared(after=0, limit=9)
    assert (card.inline_message_id, card.order_id, card.person_id) == ("a", order.id, ANN)
    assert card.is_behind
    assert await stores.broken() == set()


async def test_of_one_order_the_latest_cards_are_kept(stores: StoresUnderTest) -> None:
    cards, order = SharedCards(stores.database), await stores.reserved(ANN)
    other = await stores.reserved(BOB)
    await cards.share("bobs", order_id=other.id, owner=BOB, now=NOON)
    for number in range(MOST_OF_AN_ORDER + 5):
        await cards.share(f"{number}", order_id=order.id, owner=ANN, now=NOON)
    kept = [one.inline_message_id for one in await cards.list_shared(after=0, limit=99)]
    assert kept == ["bobs", *(f"{number}" for number in range(5, MOST_OF_AN_ORDER + 5))]


async def test_one_that_was_told_all_is_not_behind_until_its_order_changes(stores: StoresUnderTest) -> None:
    cards, order = SharedCards(stores.database), await stores.reserved(ANN)
    await cards.share("a", order_id=order.id, owner=ANN, now=NOON)
    [card] = await cards.list_shared(after=0, limit=9)
    await asyncio.gather(*(cards.tell([card], NOON) for _ in range(2)))
    [card] = await cards.list_shared(after=0, limit=9)
    assert not card.is_behind
    assert (await stores.message("shared")).payload == {"inline_message_id": "a", "order_id": order.id}


async def test_one_whose_message_is_gone_is_forgotten(stores: StoresUnderTest) -> None:
    cards, order = SharedCards(stores.database), await stores.reserved(ANN)
    await cards.share("a", order_id=order.id, owner=ANN, now=NOON)
    await cards.tell(await cards.list_shared(after=0, limit=9), NOON)
    message = await stores.message("shared")
    await stores.outbox.failed(message, "Bad Request: MESSAGE_ID_INVALID", NOON)
    assert await cards.list_shared(after=0, limit=9) == []
