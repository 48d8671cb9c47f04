"""Receipts that come as albums: every picture once, of the right person, for every operator."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from shop.errors import ShopError
from shop.ledger.receipt import Topup
from shop.ledger.topup import more_of
from storage.ledger.tables import receipt_mark
from storage.ledger.topups import Topups
from storage.messages.open_cases import OpenCases
from storage.tidying import Tidying
from tests.contracts.storage.stores import ANN, BOB, MINUTE, NOON, OLGA, StoresUnderTest


async def sent_first(topups: Topups, person_id: int, update_id: int, album: str) -> Topup:
    """Have the person pay by hand, send the first picture of an album, and hand it in."""
    told = await topups.ask(person_id, "manual", "USD", NOON, amount_micro=5)
    asked = await topups.has_paid(person_id, told.id, NOON)
    await topups.receipt_given(asked, {"photo": "one", "text": "", "album": album}, update_id, NOON)
    return await topups.hand_in(person_id, asked.id, NOON)


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


async def test_a_picture_of_a_receipt_that_nobody_handed_in_is_no_operators(stores: StoresUnderTest) -> None:
    """As one that was set aside, and is handled again when its person does something else."""
    topups = Topups(stores.database, operators=frozenset({OLGA}))
    told = await topups.ask(ANN, "manual", "USD", NOON, amount_micro=5)
    asked = await topups.has_paid(ANN, told.id, NOON)
    await topups.receipt_given(asked, {"photo": "one", "text": "", "album": "1387"}, 1, NOON)
    await topups.drop(ANN, NOON)
    picture = {"photo": "two", "text": "payment 1234567890"}
    assert await topups.more_given(ANN, "1387", picture, update_id=2, now=NOON)
    assert await messages(stores) == []
    assert await Tidying(stores.database).tidy(NOON + timedelta(days=31)) == 1


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


async def test_pictures_that_come_before_it_is_handed_in_go_with_it(stores: StoresUnderTest) -> None:
    topups = Topups(stores.database, operators=frozenset({OLGA}))
    told = await topups.ask(ANN, "manual", "USD", NOON, amount_micro=5)
    asked = await topups.has_paid(ANN, told.id, NOON)
    await topups.receipt_given(asked, {"photo": "one", "text": "", "album": "1387"}, 1, NOON)
    for update_id in (2, 3):
        assert await topups.more_given(ANN, "1387", {"photo": "more"}, update_id=update_id, now=NOON)
    assert await messages(stores) == []
    for _ in range(2):
        await topups.hand_in(ANN, asked.id, NOON)
    every = [(OLGA, "receipt", None), (OLGA, "receipt_more", 2), (OLGA, "receipt_more", 3)]
    assert await messages(stores) == every


async def test_who_has_paid_may_say_so_after_another_question_but_only_once(stores: StoresUnderTest) -> None:
    topups = Topups(stores.database, operators=frozenset({OLGA}))
    told = await topups.ask(ANN, "manual", "USD", NOON, amount_micro=5)
    await topups.ask(ANN, "card", "USD", NOON)
    for person_id, number in ((BOB, told.id), (ANN, told.id + 1), (ANN, 4711)):
        with pytest.raises(ShopError, match="button_old"):
            await topups.has_paid(person_id, number, NOON)
        with pytest.raises(ShopError, match="button_old"):
            await topups.hand_in(person_id, number, NOON)
    asked = await topups.has_paid(ANN, told.id, NOON + 9999 * MINUTE)
    await topups.receipt_given(asked, {"text": "number 4711"}, 1, NOON)
    await topups.hand_in(ANN, told.id, NOON)
    with pytest.raises(ShopError, match="receipt_handed_in"):
        await topups.has_paid(ANN, told.id, NOON)
    await topups.decide(told.id, OLGA, approve=False, now=NOON)
    other = await topups.has_paid(ANN, told.id, NOON)
    assert (other.id, other.amount_micro, other.receipt) == (told.id + 2, 5, {})
    await topups.receipt_given(other, {"text": "number 4712"}, 2, NOON)
    await topups.hand_in(ANN, other.id, NOON)
    await topups.decide(other.id, OLGA, approve=True, now=NOON)
    with pytest.raises(ShopError, match="receipt_handed_in"):
        await topups.has_paid(ANN, other.id, NOON)
    assert await stores.broken() == set()


async def test_a_bonus_is_not_kept_for_later(stores: StoresUnderTest) -> None:
    """What somebody has paid by hand at once counts as it was said; an old card is no voucher."""
    topups = Topups(stores.database, operators=frozenset({OLGA}))
    four_days = 4 * 24 * 60 * MINUTE
    amounts: dict[str, Any] = {"amount_micro": 12_000_000, "surcharge_micro": -2_000_000}
    kept = await topups.ask(ANN, "manual", "USD", NOON, **amounts)
    await topups.ask(ANN, "manual", "USD", NOON, **amounts)
    with pytest.raises(ShopError, match="button_old"):
        await topups.has_paid(ANN, kept.id, NOON + four_days + MINUTE)
    assert (await topups.has_paid(ANN, kept.id, NOON + four_days)).id == kept.id


async def test_a_number_of_how_to_pay_makes_no_two_receipts_the_same(stores: StoresUnderTest) -> None:
    topups = Topups(stores.database, operators=frozenset({OLGA}))
    for person_id, own in ((ANN, "771234561"), (BOB, "771234562")):
        told = await topups.ask(person_id, "manual", "USD", NOON, amount_micro=5)
        asked = await topups.has_paid(person_id, told.id, NOON)
        receipt = {"text": f"sent to 4081 7810 0999, number {own}"}
        await topups.receipt_given(asked, receipt, person_id, NOON)
        await topups.hand_in(person_id, asked.id, NOON, instructions="Send it to 4081-7810-0999.")
    assert len({row.mark for row in await stores.all(select(receipt_mark))}) == 2
    assert len(await stores.all(select(receipt_mark))) == 2


async def test_no_receipt_keeps_a_bonus_for_later(stores: StoresUnderTest) -> None:
    """Neither one that was shown and not handed in, nor one that was declined and asked for again."""
    topups = Topups(stores.database, operators=frozenset({OLGA}))
    four_days = 4 * 24 * 60 * MINUTE
    amounts: dict[str, Any] = {"amount_micro": 12_000_000, "surcharge_micro": -2_000_000}
    kept = await topups.ask(ANN, "manual", "USD", NOON, **amounts)
    asked = await topups.has_paid(ANN, kept.id, NOON + MINUTE)
    await topups.receipt_given(asked, {"text": "my transfer"}, 1, NOON + MINUTE)
    with pytest.raises(ShopError, match="button_old"):
        await topups.hand_in(ANN, kept.id, NOON + four_days + MINUTE)
    await topups.hand_in(ANN, kept.id, NOON + four_days)
    await topups.decide(kept.id, OLGA, approve=False, now=NOON + four_days)
    with pytest.raises(ShopError, match="button_old"):
        await topups.has_paid(ANN, kept.id, NOON + four_days + MINUTE)
    again = await topups.has_paid(ANN, kept.id, NOON + four_days)
    await topups.receipt_given(again, {"text": "my transfer"}, 2, NOON + four_days)
    with pytest.raises(ShopError, match="button_old"):
        await topups.hand_in(ANN, again.id, NOON + four_days + MINUTE)
    assert await stores.broken() == set()
