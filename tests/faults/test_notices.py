"""Telegram refuses a notice, or does not answer: each error is handled by its kind, nothing is forgotten."""

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from itertools import pairwise

import pytest
from telegram.error import RetryAfter

from handlers.notices.renderer import Notices
from messaging.delivery import NeverSent
from messaging.outbox import Message, OutboxWorker
from messaging.wire import Telegram
from playground.in_process import InProcessRequest
from playground.panel import Order
from playground.telegram.faults import (
    Fault,
    blocked,
    disconnect_after,
    disconnect_before,
    garbage,
    migrated,
    page,
    parse_error,
    refusal,
    server_error,
    timeout_after,
    timeout_before,
    too_many,
)
from shop.notice import Notice, Priority
from storage.core.database import DatabaseTrouble
from storage.messages.outbox import Ids, OutboxMessage
from tests.in_process import ANN, BOB, Harness, Player

LINK = "https://www.instagram.com/p/notices/"
DONE = "is done"

NOT_MODIFIED = refusal(
    400,
    "Bad Request: message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message",
)
GONE = refusal(400, "Bad Request: message to edit not found")
TOO_OLD = refusal(400, "Bad Request: message can't be edited")
AS_ITS_SERVERS_SAY = [
    refusal(400, "Bad Request: MESSAGE_ID_INVALID"),
    refusal(400, "Bad Request: MESSAGE_EDIT_TIME_EXPIRED"),
    refusal(400, "Bad Request: MESSAGE_AUTHOR_REQUIRED"),
]
"""Telegram passes on what it has no sentence for."""


async def ordered(harness: Harness, player: Player, link: str = LINK) -> Order:
    """Have the player order; the panel works on it."""
    await player.says(f"/order 1 {link} 100")
    await player.taps("Confirm")
    [order] = harness.panel.orders_for(link)
    return order


async def finishes(harness: Harness, order: Order) -> None:
    """Let the panel finish the order and the kiosk learn of it."""
    harness.panel.set_state(order.id, "Completed")
    await harness.passes(60)


def copies(player: Player, words: str = DONE) -> int:
    return sum(message.from_bot and words in message.text for message in player.person.chat)


def states_of(harness: Harness, kind: str) -> list[str]:
    """Return the states of the outbox's rows of this kind."""
    with closing(sqlite3.connect(harness.database)) as database:
        found = database.execute("SELECT state FROM outbox WHERE kind = ? ORDER BY id", (kind,)).fetchall()
    return [state for (state,) in found]


async def test_429_waits_as_long_as_told_and_nobody_else_waits(harness: Harness) -> None:
    ann, bob = harness.ann, harness.bob
    anns, bobs = await ordered(harness, ann), await ordered(harness, bob, LINK + "bob/")
    harness.telegram.plan("sendMessage", too_many(90), chat_id=ANN)
    harness.panel.set_state(bobs.id, "Completed")
    await finishes(harness, anns)
    assert (copies(ann), copies(bob)) == (0, 1)
    sends = len(harness.telegram.calls_of("sendMessage"))
    await harness.passes(80)
    assert len(harness.telegram.calls_of("sendMessage")) == sends, "sent before the time was over"
    await harness.passes(20)
    assert (copies(ann), copies(bob)) == (1, 1)


async def test_many_429s_lose_nothing(harness: Harness) -> None:
    ann = harness.ann
    order = await ordered(harness, ann)
    harness.telegram.plan("sendMessage", *[too_many(40)] * 20, chat_id=ANN)
    await finishes(harness, order)
    for _ in range(25):
        await harness.passes(60)
    assert copies(ann) == 1
    assert harness.telegram.faults_left == 0


async def test_blocked_is_remembered_until_they_write_again(harness: Harness) -> None:
    ann = harness.ann
    order = await ordered(harness, ann)
    harness.telegram.plan("sendMessage", blocked(), chat_id=ANN)
    await finishes(harness, order)
    assert not await harness.kiosk.services.stores.people.count_reachable([ANN])
    assert states_of(harness, "finished") == ["blocked"]
    assert order.word == "Completed"
    await ann.says("/orders")
    await ann.sees("Completed")
    assert await harness.kiosk.services.stores.people.count_reachable([ANN])


@pytest.mark.parametrize(
    "fault",
    [timeout_before, disconnect_before, server_error, lambda: garbage(b"<html>"), lambda: too_many(3)],
    ids=["timeout", "disconnect", "502", "garbage", "short 429"],
)
async def test_a_passing_trouble_only_delays(fault: Callable[[], Fault], harness: Harness) -> None:
    ann = harness.ann
    order = await ordered(harness, ann)
    harness.telegram.plan("sendMessage", fault(), chat_id=ANN)
    await finishes(harness, order)
    await harness.passes(120)
    # A message whose answer was lost may have arrived; a second copy is the price of losing none.
    assert 1 <= copies(ann) <= 1 + fault().takes_effect
    assert harness.telegram.faults_left == 0
    assert states_of(harness, "finished") == ["sent"]


@pytest.mark.parametrize("fault", [timeout_after, disconnect_after])
async def test_a_lost_answer_is_at_most_one_copy_more(fault: Callable[[], Fault], harness: Harness) -> None:
    ann = harness.ann
    order = await ordered(harness, ann)
    harness.telegram.plan("sendMessage", *[fault()] * 10, chat_id=ANN)
    await finishes(harness, order)
    for _ in range(10):
        await harness.passes(300)
    assert copies(ann) == 2


@pytest.mark.parametrize("fault", [timeout_after, disconnect_after])
async def test_an_edit_whose_answer_is_lost_is_repeated_unseen(
    fault: Callable[[], Fault], harness: Harness
) -> None:
    ann = harness.ann
    order = await ordered(harness, ann)
    harness.telegram.plan("editMessageText", fault(), chat_id=ANN)
    await finishes(harness, order)
    await harness.passes(120)
    assert copies(ann, "Order 1 · ") == 1
    await ann.sees("Order 1 · Completed")
    assert states_of(harness, "card") == ["sent"]


async def test_a_gateway_in_telegrams_place_is_outwaited_for_hours(harness: Harness) -> None:
    ann = harness.ann
    order = await ordered(harness, ann)
    harness.telegram.plan("sendMessage", *[server_error()] * 4, chat_id=ANN)
    harness.telegram.plan("editMessageText", *[server_error()] * 30, chat_id=ANN)
    await finishes(harness, order)
    for _ in range(60):
        await harness.passes(300)
    assert (copies(ann), states_of(harness, "finished")) == (1, ["sent"])
    for _ in range(40):
        await harness.passes(86_400)
    assert harness.telegram.faults_left == 0
    assert copies(ann, "Order 1 · Completed") == 1


@pytest.mark.parametrize("status", [403, 500, 502, 504, 520, 524])
async def test_a_page_behind_which_telegram_has_sent_it_makes_few_copies(
    status: int, harness: Harness
) -> None:
    """A mirror that gives up waiting after it has handed on: each try is one more copy."""
    ann = harness.ann
    order = await ordered(harness, ann)
    harness.telegram.plan("sendMessage", *[page(status, takes_effect=True)] * 1000, chat_id=ANN)
    await finishes(harness, order)
    for _ in range(60):
        await harness.passes(10)
    assert copies(ann) <= 3, "in ten minutes"
    for _ in range(60):
        await harness.passes(86_400)
    assert copies(ann) <= 7
    assert await harness.kiosk.services.stores.people.count_reachable([ANN])


@pytest.mark.parametrize("status", [302, 407, 421, 429, 521, 522, 523, 525, 526, 530])
async def test_a_page_that_says_that_nothing_was_handed_on_loses_nothing(
    status: int, harness: Harness
) -> None:
    ann = harness.ann
    order = await ordered(harness, ann)
    harness.telegram.plan("sendMessage", *[page(status)] * 30, chat_id=ANN)
    await finishes(harness, order)
    for _ in range(40):
        await harness.passes(10)
    assert (copies(ann), states_of(harness, "finished")) == (1, ["sent"])


async def test_no_connection_loses_nothing_however_long(harness: Harness) -> None:
    order = await ordered(harness, harness.ann)
    kiosk, refused = harness.kiosk, 0
    wire = Telegram(kiosk.application.bot, InProcessRequest(harness.telegram))

    async def send(message: Message, priority: Priority, chat_id: int) -> Ids:
        nonlocal refused
        refused += 1
        if refused <= 100:
            raise NeverSent("Telegram cannot be reached: Connection refused.")
        return await wire.send(message, priority, chat_id)

    async def unreachable(person_id: int) -> None:
        raise AssertionError(person_id)

    render = Notices(kiosk.services, lambda: "kiosk_bot").render
    outbox_worker = OutboxWorker(
        outbox=kiosk.stores.outbox, render=render, send=send, unreachable=unreachable, clock=harness.clock
    )
    harness.panel.set_state(order.id, "Completed")
    await kiosk.main.work.sweep()
    for _ in range(120):
        await outbox_worker.drain()
        harness.clock.advance(10)
    assert refused == 102
    assert (copies(harness.ann), copies(harness.ann, "Order 1 · Completed")) == (1, 1)


@pytest.mark.parametrize("fault", [NOT_MODIFIED, refusal(400, "Bad Request: MESSAGE_NOT_MODIFIED")])
async def test_not_modified_is_success(fault: Fault, harness: Harness) -> None:
    ann = harness.ann
    order = await ordered(harness, ann)
    harness.telegram.plan("editMessageText", fault, chat_id=ANN)
    await finishes(harness, order)
    assert states_of(harness, "card") == ["sent"]
    assert copies(ann, "Order 1 · ") == 1


@pytest.mark.parametrize("fault", [GONE, TOO_OLD, *AS_ITS_SERVERS_SAY], ids=lambda fault: fault.name)
async def test_a_card_that_cannot_be_edited_is_sent_anew_and_followed(fault: Fault, harness: Harness) -> None:
    ann = harness.ann
    order = await ordered(harness, ann)
    old = next(message for message in ann.person.chat if "Order 1 · " in message.text)
    harness.telegram.plan("editMessageText", fault, chat_id=ANN)
    harness.panel.set_state(order.id, "In progress", remains=50)
    await harness.passes(60)
    new = next(message for message in ann.person.chat if "In progress" in message.text)
    assert new.id != old.id
    await finishes(harness, order)
    assert "Completed" in new.text
    assert copies(ann, "Order 1 · ") == 2


@pytest.mark.parametrize("fault", [GONE, TOO_OLD, *AS_ITS_SERVERS_SAY], ids=lambda fault: fault.name)
async def test_a_screen_that_cannot_be_edited_is_sent_below(fault: Fault, harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/order")
    edits = len(harness.telegram.calls_of("editMessageText"))
    harness.telegram.plan("editMessageText", fault, chat_id=ANN)
    await ann.taps("Instagram")
    assert len(harness.telegram.calls_of("editMessageText")) == edits + 1
    assert ann.person.chat[-1].from_bot
    assert "Instagram" in ann.person.chat[-1].text
    assert states_of(harness, "sorry") == []


@pytest.mark.parametrize("words", ["PEER_ID_INVALID", "INPUT_USER_DEACTIVATED", "USER_IS_BLOCKED"])
async def test_a_chat_in_which_there_is_nobody_is_left_alone(words: str, harness: Harness) -> None:
    order = await ordered(harness, harness.ann)
    harness.telegram.plan("sendMessage", refusal(400, f"Bad Request: {words}"), chat_id=ANN)
    await finishes(harness, order)
    assert states_of(harness, "finished") == ["blocked"]
    assert not await harness.kiosk.services.stores.people.count_reachable([ANN])


async def test_words_telegram_cannot_read_go_out_plain(harness: Harness) -> None:
    ann = harness.ann
    order = await ordered(harness, ann)
    harness.telegram.plan("editMessageText", parse_error(), chat_id=ANN)
    await finishes(harness, order)
    await ann.sees("Order 1 · Completed")
    assert "<b>" not in ann.screen
    last = harness.telegram.calls_of("editMessageText")[-1]
    assert last.status == 200
    assert "parse_mode" not in last.params


async def test_a_chat_that_moved_is_followed(harness: Harness) -> None:
    order = await ordered(harness, harness.ann)
    new_home = -1_001_234_567_890
    harness.telegram.plan("sendMessage", migrated(new_home), chat_id=ANN)
    await finishes(harness, order)
    await harness.passes(10)
    moved = [message for message in harness.telegram.chats[new_home].live() if DONE in message.text]
    assert len(moved) == 1


async def test_what_telegram_refuses_for_good_is_given_up_at_once(harness: Harness) -> None:
    order = await ordered(harness, harness.ann)
    harness.telegram.plan("sendMessage", refusal(400, "Bad Request: not today"), chat_id=ANN)
    await finishes(harness, order)
    calls = len(harness.telegram.calls_of("sendMessage"))
    await harness.passes(600)
    assert len(harness.telegram.calls_of("sendMessage")) == calls
    assert states_of(harness, "finished") == ["failed"]


async def test_a_tap_whose_answer_comes_too_late_still_orders(harness: Harness) -> None:
    ann = harness.ann
    await ann.says(f"/order 1 {LINK} 100")
    harness.telegram.plan("answerCallbackQuery", refusal(400, "Bad Request: query is too old and so on"))
    await ann.taps("Confirm")
    await ann.sees("Order 1 · Pending")
    ann.finds_no("went wrong")
    assert states_of(harness, "sorry") == []


@pytest.mark.parametrize(
    "fault",
    [timeout_before, disconnect_before, server_error, lambda: refusal(400, "Bad Request: not today")],
    ids=["timeout", "disconnect", "502", "refused"],
)
async def test_telegram_failing_after_confirm_never_says_nothing_was_ordered(
    fault: Callable[[], Fault], harness: Harness
) -> None:
    """The order exists; whatever fails, nobody may be told that it does not."""
    ann = harness.ann
    await ann.says(f"/order 1 {LINK} 100")
    harness.telegram.plan("answerCallbackQuery", *[fault()] * 3)
    await ann.taps("Confirm")
    await harness.passes(60)
    assert len(harness.panel.orders_for(LINK)) == 1
    await ann.sees("Order 1 · ")
    ann.finds_no("Nothing was ordered")
    await harness.audited()


@pytest.mark.parametrize("fault", [timeout_after, timeout_before])
async def test_what_tells_of_money_is_repeated_until_its_answer_comes(
    fault: Callable[[], Fault], harness: Harness
) -> None:
    """Ever more rarely, in the end once a day: an extra copy is a nuisance, a lost one costs money."""
    ann = harness.ann
    order = await ordered(harness, ann)
    harness.telegram.plan("sendMessage", *[fault()] * 8, chat_id=ANN)
    harness.panel.set_state(order.id, "Canceled")
    tries = []
    for pause in (60, 10, 60, 600, 3_600, 6 * 3_600, 86_400, 86_400, 86_400):
        await harness.passes(pause)
        tries.append(len(harness.telegram.calls_of("sendMessage")))
    assert [after - before for before, after in pairwise(tries)] == [1] * 8
    assert states_of(harness, "finished") == ["sent"]
    assert copies(ann, "was canceled") >= 1


async def test_a_storm_of_429_turns_no_chats_order_round(harness: Harness) -> None:
    """40 chats, 6 messages each, every eighth refused: nothing lost, nothing doubled, all in order."""
    chance = random.Random(5)
    people = [harness.telegram.add_person(5_000 + n, f"P{n}", "en") for n in range(40)]
    for person in people:
        person.says("/cancel")
    await harness.settles()
    kiosk = harness.kiosk
    wire = Telegram(kiosk.application.bot, InProcessRequest(harness.telegram))
    letters_of = [
        Notice("news", person.id, f"{person.id}:{n}", {"n": n}) for n in range(6) for person in people
    ]
    await kiosk.stores.outbox.enqueue(letters_of, harness.clock.now())

    async def render(message: OutboxMessage) -> Message:
        return Message("sendMessage", {"chat_id": message.chat_id, "text": str(message.payload["n"])})

    async def send(message: Message, priority: Priority, chat_id: int) -> Ids:
        if chance.random() < 0.12:
            raise RetryAfter(chance.choice((3, 40, 300)))
        return await wire.send(message, priority, chat_id)

    async def unreachable(person_id: int) -> None:
        raise AssertionError(person_id)

    outbox_worker = OutboxWorker(
        outbox=kiosk.stores.outbox, render=render, send=send, unreachable=unreachable, clock=harness.clock
    )
    for _ in range(60):
        await outbox_worker.drain()
        harness.clock.advance(60)
    told = [[message.text for message in person.chat if message.text.isdecimal()] for person in people]
    assert told == [list("012345")] * 40


async def test_chats_that_must_wait_keep_no_ninth_person_waiting(harness: Harness) -> None:
    """Waiting messages would take every place of their priority."""
    held = [harness.telegram.add_person(5_000 + n, f"P{n}", "en") for n in range(8)]
    for person in held:
        person.says("/start")
    await harness.settles()
    outbox, clock = harness.kiosk.stores.outbox, harness.clock
    for person in held:  # one after the other: three at once would look like a limit on the whole bot
        harness.telegram.plan("sendMessage", too_many(300), chat_id=person.id)
        await outbox.enqueue([Notice("sorry", person.id, f"{person.id}:{n}") for n in range(2)], clock.now())
        await harness.settles()
        clock.advance(11)
    assert harness.telegram.faults_left == 0
    began = clock.monotonic()
    await harness.bob.says("/help")
    await outbox.enqueue([Notice("sorry", BOB, "bob")], clock.now())
    await harness.settles()
    assert copies(harness.bob, "Something went wrong") == 1
    assert clock.monotonic() - began < 10
    for _ in range(4):
        await harness.passes(200)
    assert all(sum("went wrong" in one.text for one in person.chat) == 2 for person in held)


async def test_a_database_that_fails_at_a_letters_words_is_not_asked_a_hundred_times_a_second(
    harness: Harness,
) -> None:
    await harness.kiosk.stores.outbox.enqueue([Notice("news", ANN, "news")], harness.clock.now())
    asked: list[float] = []

    async def render(message: OutboxMessage) -> Message | None:
        del message
        asked.append(harness.clock.monotonic())
        if len(asked) < 5:
            raise DatabaseTrouble("The disk fails.")
        return None

    async def nothing(*_: object, **__: object) -> None:
        raise AssertionError

    outbox = harness.kiosk.stores.outbox
    wire = Telegram(harness.kiosk.application.bot, InProcessRequest(harness.telegram))
    outbox_worker = OutboxWorker(
        outbox=outbox, render=render, send=wire.send, unreachable=nothing, clock=harness.clock
    )
    await outbox_worker.drain()
    assert [after - before for before, after in pairwise(asked)] == pytest.approx([1.0] * 4)


async def test_a_notice_that_is_let_go_each_time_is_made_anew_once_a_second(harness: Harness) -> None:
    await harness.ann.says("/start")
    await harness.kiosk.stores.outbox.enqueue([Notice("sorry", ANN, "sorry")], harness.clock.now())
    made: list[float] = []

    async def still() -> bool:
        made.append(harness.clock.monotonic())
        return len(made) == 4

    async def render(message: OutboxMessage) -> Message:
        return Message("sendMessage", {"chat_id": message.chat_id, "text": DONE}, still=still)

    async def nothing(*_: object, **__: object) -> None:
        raise AssertionError

    outbox = harness.kiosk.stores.outbox
    wire = Telegram(harness.kiosk.application.bot, InProcessRequest(harness.telegram))
    outbox_worker = OutboxWorker(
        outbox=outbox, render=render, send=wire.send, unreachable=nothing, clock=harness.clock
    )
    for _ in range(8):
        await outbox_worker.drain()
        harness.clock.advance(0.5)
    assert [after - before for before, after in pairwise(made)] == pytest.approx([1.0] * 3)
    assert (copies(harness.ann), states_of(harness, "sorry")) == (1, ["sent"])
