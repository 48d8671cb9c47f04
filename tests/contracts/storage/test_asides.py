"""Updates set aside are listed without texts, can be handled again, and expire, except those about money."""

import json

import pytest
from sqlalchemy import insert, select

from shop.identity import Identity
from storage.messages.asides import Asides, PutBack
from storage.messages.inbox import Arrival
from storage.messages.tables import inbox
from storage.people.tables import identity
from storage.tidying import Tidying
from tests.contracts.storage.stores import ANN, BOB, BOT, MINUTE, NOON, PANEL, StoresUnderTest

DAY = 24 * 60 * MINUTE
PAID = {
    "update_id": 2,
    "message": {"message_id": 5, "chat": {"id": BOB}, "successful_payment": {"total_amount": 385}},
}
SAID = {
    "update_id": 1,
    "message": {"message_id": 4, "text": '"successful_payment":"my secret"', "entities": []},
}


async def set_aside(stores: StoresUnderTest, *bodies: dict[str, object], person_id: int = ANN) -> list[int]:
    """Take in updates that cannot be handled; return the numbers of their rows."""
    raws = [json.dumps(body, separators=(",", ":")) for body in bodies]
    arrivals = [
        Arrival(int(str(body["update_id"])), person_id, raw) for body, raw in zip(bodies, raws, strict=True)
    ]
    await stores.inbox.take_in(arrivals, NOON)
    numbers = [row.seq for row in await stores.inbox.list_waiting(after=0, limit=9)]
    for number in numbers:
        for _ in range(2):
            await stores.inbox.failed_once(number, "KeyError: my secret")
        await stores.inbox.set_aside(number, "KeyError: my secret", NOON + MINUTE)
    return numbers


async def test_the_list_says_what_and_why_and_nobodys_words(stores: StoresUnderTest) -> None:
    said, paid = await set_aside(stores, SAID, PAID)
    await stores.inbox.park('"an update"', "It has no update_id that a row can hold.", NOON)
    listed = await Asides(stores.database).list(10)
    assert "secret" not in repr(listed)
    told = [(one.person_id, one.kind, one.why, one.tried, one.is_money, one.received_at) for one in listed]
    assert told == [
        (ANN, "message (text, entities)", "KeyError", 3, False, NOON),
        (ANN, "message (successful_payment)", "KeyError", 3, True, NOON),
        (None, "?", "It has no update_id that a row can hold.", 0, False, NOON),
    ]
    assert [one.seq for one in listed][:2] == [said, paid]
    assert [one.seq for one in await Asides(stores.database).list(2)] == [one.seq for one in listed][1:]
    assert await Asides(stores.database).count() == 3
    assert json.loads(await Asides(stores.database).find_raw(said) or "") == SAID


@pytest.mark.parametrize(
    "raw", ["{}", "[1, 2]", "\x1b[2J", '{"update_id":1,"<b>":{}}', '{"poll":5}', "[" * 5000]
)
async def test_whatever_came_can_be_listed(stores: StoresUnderTest, raw: str) -> None:
    await stores.inbox.park(raw, "no: number", NOON)
    [only] = await Asides(stores.database).list(10)
    assert (only.kind, only.why) == ("poll" if "poll" in raw else "?", "no")


async def test_one_is_handled_once_more_and_set_aside_again_by_one_failure(stores: StoresUnderTest) -> None:
    said, paid = await set_aside(stores, SAID, PAID)
    assert await Asides(stores.database).put_back(said) is PutBack.DONE
    [row] = await stores.inbox.list_next(limit=5)
    assert (row.seq, row.failures, row.is_put_back) == (said, 3, True)
    assert await Asides(stores.database).put_back(said) is PutBack.NOT_ASIDE, "it waits already"
    await stores.inbox.set_aside(said, "KeyError: again", NOON + DAY)
    assert [(one.seq, one.tried) for one in await Asides(stores.database).list(10)] == [(said, 4), (paid, 3)]
    assert await Asides(stores.database).put_back(10**12) is PutBack.NOT_ASIDE


async def test_what_was_done_is_not_done_again_and_nothing_of_another_bot(stores: StoresUnderTest) -> None:
    [said] = await set_aside(stores, SAID)
    [paid] = await set_aside(stores, PAID)
    await stores.inbox.done(paid, NOON)
    assert await Asides(stores.database).put_back(paid) is PutBack.NOT_ASIDE
    assert await Asides(stores.database).find_raw(paid) is None
    another = Identity(PANEL, BOT + 1, "private", "USD")

    async def ours(bot_id: int) -> None:
        row = {"id": 1, "panel": another.panel, "bot_id": bot_id, "access": another.access}
        row |= {"currency": another.currency, "since": NOON}
        await stores.database.write(lambda connection: connection.execute(identity.delete()))
        await stores.database.write(lambda connection: connection.execute(insert(identity).values(row)))

    await ours(another.bot_id)
    assert await Asides(stores.database).put_back(said) is PutBack.OF_ANOTHER_BOT
    await ours(BOT)
    assert await Asides(stores.database).put_back(said) is PutBack.DONE


async def test_words_go_after_a_month_and_money_stays(stores: StoresUnderTest) -> None:
    refunded = {"update_id": 3, "message": {"refunded_payment": {"total_amount": 5}}}
    asked = {"update_id": 4, "pre_checkout_query": {"id": "7"}}
    await set_aside(stores, SAID, PAID, refunded, asked)
    tidying = Tidying(stores.database)
    assert await tidying.tidy(NOON + 29 * DAY) == 0
    assert await tidying.tidy(NOON + 31 * DAY) == 1
    left = await stores.all(select(inbox.c.update_id).order_by(inbox.c.seq))
    assert [row.update_id for row in left] == [2, 3, 4]
    assert await tidying.tidy(NOON + 4000 * DAY) == 0
