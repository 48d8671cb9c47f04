"""Receipts that come as albums: every picture once, of the right person, for every operator."""

from shop.ledger.receipt import Topup
from shop.ledger.topup import more_of
from storage.ledger.topups import Topups
from storage.messages.open_cases import OpenCases
from tests.contracts.storage.stores import ANN, BOB, MINUTE, NOON, OLGA, StoresUnderTest


async def sent_first(topups: Topups, person_id: int, update_id: int, album: str) -> Topup:
    """Have the person pay by hand and send the first picture of an album."""
    await topups.ask(person_id, "manual", "USD", NOON, amount_micro=5)
    asked = await topups.find_asked(person_id, update_id, NOON)
    assert asked is not None
    await topups.receipt_given(asked, {"photo": "one", "text": "", "album": album}, update_id, NOON)
    return asked


async def messages(stores: StoresUnderTest) -> list[tuple[int, str, object]]:
    """Return who is owed which message and picture."""
    return [
        (one.chat_id, one.kind, one.payload.get("number")) for one in await stores.messages(now=NOON + MINUTE)
    ]


async def test_each_picture_is_added_once_and_owed_to_every_operator(stores: StoresUnderTest) -> None:
    topups = Topups(stores.database, operators=frozenset({OLGA, BOB}))
    topup = await sent_first(topups, ANN, 1, "1387")

    async def comes(update_id: int, person_id: int = ANN, album: str = "1387") -> bool:
        picture = {"photo": f"of {update_id}", "text": ""}
        return await topups.more_given(person_id, album, picture, update_id=update_id, now=NOON)

    assert [await comes(number) for number in (1, 2, 3, 2)] == [False, True, True, True]
    assert not await comes(4, album="777")
    assert not await comes(5, person_id=BOB)
    await topups.decide(topup.id, OLGA, approve=False, now=NOON)
    assert await comes(6)
    found = await topups.find(topup.id)
    assert found is not None
    assert [one["photo"] for one in more_of(found.receipt)] == ["of 2", "of 3", "of 6"]
    pictures = [(chat, number) for chat, kind, number in await messages(stores) if kind == "receipt_more"]
    assert pictures == [(chat, number) for number in (2, 3, 4) for chat in sorted((OLGA, BOB))]


async def test_an_album_is_found_among_later_topping_up(stores: StoresUnderTest) -> None:
    topups = Topups(stores.database, operators=frozenset({OLGA}))
    await sent_first(topups, ANN, 1, "1387")
    for _ in range(3):
        await topups.ask(ANN, "manual", "USD", NOON, amount_micro=5)
    assert await topups.more_given(ANN, "1387", {"photo": "two"}, update_id=2, now=NOON)


async def test_whoever_becomes_an_operator_is_owed_every_picture_once(stores: StoresUnderTest) -> None:
    topups = Topups(stores.database, operators=frozenset())
    await sent_first(topups, ANN, 1, "1387")
    for update_id in (2, 3):
        await topups.more_given(ANN, "1387", {"photo": "more"}, update_id=update_id, now=NOON)
    assert await messages(stores) == []
    cases = OpenCases(stores.database, operators=frozenset({OLGA}))
    for _ in range(2):
        await cases.tell_newcomers(NOON + MINUTE)
    assert await messages(stores) == [
        (OLGA, "receipt", None),
        (OLGA, "receipt_more", 2),
        (OLGA, "receipt_more", 3),
    ]
