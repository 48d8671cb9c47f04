"""Tickets: a message once, in order, owed to whoever it is for, whatever becomes of the operators' chat."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shop.errors import ShopError
from shop.notice import Priority
from shop.tickets.notices import HEAD, TO_DESK, TOPIC
from shop.tickets.ticket import About, Asked, Said, Side, Ticket, Voice
from storage.messages.outbox import OutboxMessage
from storage.messages.turn_start import TurnStarts
from storage.tickets.desk import DeskRecords
from storage.tickets.store import Tickets
from storage.tidying import Tidying
from tests.contracts.storage.stores import ANN, BOB, BOT, MINUTE, NOON, OLGA, StoresUnderTest

GROUP = -1_001_234_567_890
SHOP = Asked(None, None, About.SHOP)


def said(number: int, author: int = ANN, chat: int | None = None, text: str = "") -> Said:
    return Said(author, chat or author, number, "text", text or f"message {number}")


async def writes(stores: StoresUnderTest, number: int, asked: Asked = SHOP) -> Ticket:
    return await stores.tickets.write(asked, said(number), [GROUP], NOON)


async def owed(stores: StoresUnderTest, chat: int) -> list[OutboxMessage]:
    """Return what is owed to this chat, in the order of delivery, as if each were delivered at once."""
    found: list[OutboxMessage] = []
    for number in range(1, 100):
        due = await stores.outbox.list_due(Priority.NOTICE, NOON + MINUTE, limit=100)
        here = [one for one in due if one.chat_id == chat]
        if not here:
            return found
        found += here
        await stores.outbox.sent([(here[0], 5_000_000_000 + number)], NOON)
    raise AssertionError("it never ends")


async def test_a_question_is_owed_once_behind_who_asks(stores: StoresUnderTest) -> None:
    first = await writes(stores, 1)
    assert await writes(stores, 1) == first
    assert (await writes(stores, 2)).id == first.id, "an open one about the same goes on"
    assert [one.kind for one in await owed(stores, GROUP)] == [TOPIC, HEAD, TO_DESK, TO_DESK]
    await writes(stores, 3)
    assert [one.kind for one in await owed(stores, GROUP)] == [TO_DESK], "they know who asks"
    another = Tickets(stores.database, bot_id=BOT + 1)
    await another.write(SHOP, said(1, text="to another bot"), [GROUP], NOON)
    assert len(await owed(stores, GROUP)) == 1, "another bot numbers its messages anew"


async def test_who_replies_finds_the_ticket(stores: StoresUnderTest) -> None:
    ticket = await writes(stores, 1)
    _, head, question = await owed(stores, GROUP)
    answer = await stores.tickets.answer(
        ticket.id, said(9, OLGA, GROUP), Voice.OPERATOR, places=[GROUP], now=NOON
    )
    assert answer == await stores.tickets.answer(
        ticket.id, said(9, OLGA, GROUP), Voice.OPERATOR, places=[GROUP], now=NOON
    )
    [told] = await owed(stores, ANN)
    assert (told.payload["message_id"], head.payload, question.chat_id) == (
        answer.id,
        {"ticket_id": 1},
        GROUP,
    )
    find = stores.tickets.find_at
    topic = 5_000_000_001
    assert await stores.tickets.find_head(ticket.id, GROUP) == topic + 1
    for chat, reply_to, topic_id, side in (
        (GROUP, topic + 1, None, Side.DESK),
        (GROUP, topic + 2, None, Side.DESK),
        (GROUP, topic, topic, Side.DESK),
        (ANN, topic, None, Side.CUSTOMER),
    ):
        found = await find(chat, reply_to=reply_to, topic_id=topic_id)
        assert found is not None
        assert (found.ticket.id, found.side) == (ticket.id, side)
    assert await find(GROUP, reply_to=77, topic_id=78) is None
    assert await find(BOB, reply_to=topic + 1, topic_id=None) is None


async def test_notes_and_closed_tickets(stores: StoresUnderTest) -> None:
    ticket = await writes(stores, 1)
    await owed(stores, GROUP)
    await stores.tickets.answer(ticket.id, said(2, OLGA, GROUP), Voice.NOTE, places=[GROUP], now=NOON)
    assert await owed(stores, ANN) == []
    await stores.tickets.close(ticket.id, [GROUP], NOON)
    await stores.tickets.close(ticket.id, [GROUP], NOON)
    assert [one.kind for one in await owed(stores, ANN)] == ["ticket_ended"]
    with pytest.raises(ShopError, match="ticket_over"):
        await stores.tickets.answer(ticket.id, said(3, OLGA, GROUP), Voice.OPERATOR, places=[], now=NOON)
    await stores.tickets.answer(ticket.id, said(3, OLGA, GROUP), Voice.NOTE, places=[], now=NOON)
    with pytest.raises(ShopError, match="ticket_closed"):
        await writes(stores, 2, Asked(ticket.id, None, About.SHOP))
    with pytest.raises(ShopError, match="button_old"):
        await stores.tickets.reopen(ticket.id, [GROUP], NOON, owner=BOB)
    assert (await writes(stores, 2)).id != ticket.id
    assert (await stores.tickets.reopen(ticket.id, [GROUP], NOON, owner=ANN)).is_open
    assert [one.id for one in await stores.tickets.list_open(limit=5)] == [ticket.id, ticket.id + 1]


async def test_a_ticket_is_about_ones_own(stores: StoresUnderTest) -> None:
    order = await stores.reserved(BOB)
    with pytest.raises(ShopError, match="order_unknown"):
        await writes(stores, 1, Asked(None, order.id, About.SHOP))
    theirs = await stores.tickets.write(SHOP, said(1, BOB), [GROUP], NOON)
    with pytest.raises(ShopError, match="ticket_closed"):
        await writes(stores, 1, Asked(theirs.id, None, About.SHOP))
    about = await stores.tickets.write(Asked(None, order.id, About.SHOP), said(2, BOB), [GROUP], NOON)
    assert about.id != theirs.id
    assert about.order_id == order.id


async def test_too_much_is_refused_for_a_while(stores: StoresUnderTest) -> None:
    for number in range(1, 20):
        await writes(stores, number)
    album = replace(said(20), album="1387")
    await stores.tickets.write(SHOP, album, [GROUP], NOON)
    for number in range(21, 30):
        assert await stores.tickets.add_to_album(replace(album, message_id=number), [GROUP], NOON)
    with pytest.raises(ShopError, match="ticket_pace"):
        await writes(stores, 30)
    await stores.tickets.write(SHOP, said(1, BOB), [GROUP], NOON)
    await stores.tickets.write(SHOP, said(30), [GROUP], NOON + 11 * MINUTE)
    earlier = NOON - timedelta(days=1)
    await stores.tickets.write(SHOP, said(31), [GROUP], earlier)  # the clock was set back


async def test_parts_of_an_album_belong_to_their_author(stores: StoresUnderTest) -> None:
    album = replace(said(1), album="1387")
    assert not await stores.tickets.add_to_album(album, [GROUP], NOON)
    await stores.tickets.write(SHOP, album, [GROUP], NOON)
    assert not await stores.tickets.add_to_album(album, [GROUP], NOON), "the first part has an answer"
    assert not await stores.tickets.add_to_album(replace(album, author_id=BOB), [GROUP], NOON)
    for _ in range(2):
        assert await stores.tickets.add_to_album(replace(album, message_id=2), [GROUP], NOON)
    assert [one.kind for one in await owed(stores, GROUP)] == [TOPIC, HEAD, TO_DESK, TO_DESK]


async def test_a_topic_that_is_gone_is_made_before_what_waits(stores: StoresUnderTest) -> None:
    ticket = await writes(stores, 1)
    await owed(stores, GROUP)
    for number in (2, 3):
        await writes(stores, number)
    await DeskRecords(stores.database).topic_is_gone(ticket.id, GROUP, NOON)
    known = await stores.tickets.find(ticket.id)
    assert known is not None
    assert known.topic_id is None
    waiting = await owed(stores, GROUP)
    assert [one.kind for one in waiting] == [TOPIC, HEAD, TO_DESK, TO_DESK]
    assert [one.payload["message_id"] for one in waiting[2:]] == [2, 3]


async def test_what_a_group_does_not_take_goes_to_the_operators_in_order(stores: StoresUnderTest) -> None:
    await writes(stores, 1)
    await stores.tickets.write(SHOP, said(1, BOB), [GROUP], NOON)
    await writes(stores, 2)
    await DeskRecords(stores.database).redirect(GROUP, [OLGA], NOON)
    assert await owed(stores, GROUP) == []
    waiting = [one for one in await owed(stores, OLGA) if one.kind != TOPIC]
    shown = [(one.kind, one.payload["ticket_id"]) for one in waiting]
    assert shown == [(HEAD, 1), (TO_DESK, 1), (TO_DESK, 1), (HEAD, 2), (TO_DESK, 2)]


async def test_what_waits_for_a_chat_of_earlier_settings_is_brought_home(stores: StoresUnderTest) -> None:
    await writes(stores, 1)
    await DeskRecords(stores.database).bring_home([OLGA, GROUP], [OLGA], NOON)
    assert await owed(stores, OLGA) == []
    await DeskRecords(stores.database).bring_home([OLGA], [OLGA], NOON)
    assert [one.kind for one in await owed(stores, OLGA)] == [TOPIC, HEAD, TO_DESK]
    assert await owed(stores, GROUP) == []


async def test_a_group_that_moves_is_followed(stores: StoresUnderTest) -> None:
    desk = DeskRecords(stores.database)
    ticket = await writes(stores, 1)
    await owed(stores, GROUP)
    await writes(stores, 2)
    for _ in range(2):
        await desk.moved(GROUP, -2, NOON)
    assert (await desk.current(GROUP), await desk.current(-2), await desk.current(-7)) == (-2, -2, -7)
    assert [one.kind for one in await owed(stores, -2)] == [TOPIC, HEAD, TO_DESK]
    known = await stores.tickets.find(ticket.id)
    assert known is not None
    assert known.topic_chat_id == -2
    await desk.moved(-2, GROUP, NOON)
    assert await desk.current(GROUP) == GROUP, "a circle ends"


async def test_who_writes_to_the_shop_now(stores: StoresUnderTest) -> None:
    starts = TurnStarts(stores.database)

    async def asks(update_id: int, minutes: int = 0) -> Asked | None:
        now = NOON + minutes * MINUTE
        return (await starts.get(ANN, update_id, now, is_staff=False)).asks

    assert await asks(1) is None
    await stores.tickets.ask(ANN, SHOP, NOON)
    assert await asks(1, 14) == SHOP
    assert await asks(1, 16) is None
    ticket = await stores.tickets.write(SHOP, said(1), [GROUP], NOON + 10 * MINUTE)
    assert await asks(2, 24) == Asked(ticket.id, None, About.SHOP)
    await stores.tickets.leave(ANN, 3)
    assert await asks(3, 11) is not None, "the update that ended it is handled again"
    assert await asks(4, 11) is None
    await stores.tickets.ask(ANN, Asked(ticket.id, None, About.SHOP), NOON)
    await stores.tickets.close(ticket.id, [GROUP], NOON)
    assert await asks(5) is None, "a closed ticket takes no words"


async def test_a_ticket_is_kept_for_a_year_after_its_end(stores: StoresUnderTest) -> None:
    tidying, day = Tidying(stores.database), timedelta(days=1)
    ticket = await writes(stores, 1)
    still_open = await stores.tickets.write(SHOP, said(1, BOB), [GROUP], NOON)
    await owed(stores, GROUP)
    await stores.tickets.close(ticket.id, [GROUP], NOON)
    await owed(stores, ANN)
    await tidying.tidy(NOON + 364 * day)
    assert await stores.tickets.find(ticket.id) is not None
    await tidying.tidy(NOON + 366 * day)
    assert await stores.tickets.find(ticket.id) is None
    assert await stores.tickets.find(still_open.id) is not None
