"""The trace: which calls belong to which update, and which to none."""

import asyncio

import pytest

from playground.clock import HandClock
from playground.telegram import Entry, FakePerson, FakeTelegram
from playground.telegram.faults import blocked
from playground.telegram.trace import BUSY_SECONDS
from playground.views.trace import trace


def methods(entry: Entry) -> list[str]:
    return [call.method for call in entry.calls]


async def fetched(telegram: FakeTelegram) -> None:
    await telegram.updates.poll(0, 100, 0)


async def answers(telegram: FakeTelegram, person: FakePerson, text: str = "x") -> None:
    await telegram.call("sendMessage", {"chat_id": person.id, "text": text})


async def test_calls_in_the_chat_stand_under_what_the_person_did(
    telegram: FakeTelegram, ann: FakePerson, clock: HandClock
) -> None:
    ann.says("hello")
    clock.advance(0.3)
    await fetched(telegram)
    clock.advance(0.2)
    await answers(telegram, ann)
    [entry] = telegram.trace.entries
    assert (entry.kind, entry.person_id, methods(entry)) == ("message", ann.id, ["sendMessage"])
    assert entry.handed == pytest.approx(0.3)
    assert entry.calls[0].at - entry.at == pytest.approx(0.5)


async def test_what_comes_before_the_bot_has_the_update_is_not_its_doing(
    telegram: FakeTelegram, ann: FakePerson
) -> None:
    ann.says("hello")
    await answers(telegram, ann)
    said, alone = telegram.trace.entries
    assert (methods(said), methods(alone), alone.kind) == ([], ["sendMessage"], "")


async def test_after_a_silence_the_bot_writes_on_its_own(
    telegram: FakeTelegram, ann: FakePerson, clock: HandClock
) -> None:
    ann.says("hello")
    await fetched(telegram)
    for _ in range(3):
        clock.advance(BUSY_SECONDS - 1)
        await answers(telegram, ann)
    clock.advance(BUSY_SECONDS)
    await answers(telegram, ann)
    said, alone = telegram.trace.entries
    assert (len(said.calls), methods(alone)) == (3, ["sendMessage"])


async def test_what_the_bot_does_on_its_own_in_a_row_stands_together(
    telegram: FakeTelegram, ann: FakePerson, clock: HandClock
) -> None:
    for _ in range(2):
        for scope in ("default", "all_private_chats"):
            await telegram.call("setMyCommands", {"commands": [], "scope": {"type": scope}})
        await answers(telegram, ann)
        clock.advance(BUSY_SECONDS)
    told = [(entry.person_id, methods(entry)) for entry in telegram.trace.entries]
    assert told == [(None, ["setMyCommands"] * 2), (ann.id, ["sendMessage"])] * 2


async def test_another_chat_is_another_matter(telegram: FakeTelegram, ann: FakePerson) -> None:
    bob = telegram.add_person(1002, "Bob", started=True)
    ann.says("hello")
    await fetched(telegram)
    await answers(telegram, bob)
    said, alone = telegram.trace.entries
    assert (said.calls, alone.person_id) == ([], bob.id)


async def test_an_answered_query_is_certain_however_late(
    telegram: FakeTelegram, ann: FakePerson, clock: HandClock
) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    await telegram.call("sendMessage", {"chat_id": ann.id, "text": "x", "reply_markup": keyboard})
    tap = ann.taps("Go")
    ann.says("and?")
    await fetched(telegram)
    clock.advance(60)
    await telegram.call("answerCallbackQuery", {"callback_query_id": tap.id})
    asking = asyncio.create_task(ann.queries("orders"))
    await asyncio.sleep(0)
    [ask] = telegram.world.asks.values()
    await telegram.call("answerInlineQuery", {"inline_query_id": ask.id, "results": []})
    await asking
    by_kind = {entry.kind: methods(entry) for entry in telegram.trace.entries}
    assert by_kind["callback_query"] == ["answerCallbackQuery"]
    assert by_kind["inline_query"] == ["answerInlineQuery"]
    assert by_kind["message"] == []


async def test_refusals_and_faults_stand_there_too(telegram: FakeTelegram, ann: FakePerson) -> None:
    telegram.plan("sendMessage", blocked())
    await answers(telegram, ann)
    [told] = trace(telegram, 0)
    [call] = told["calls"]
    assert (call["status"], call["fault"]) == (403, "blocked")
    assert call["description"] == "Forbidden: bot was blocked by the user"


async def test_only_what_grew_is_told_again(telegram: FakeTelegram, ann: FakePerson) -> None:
    ann.says("one")
    await fetched(telegram)
    version = telegram.version
    assert [entry["words"] for entry in trace(telegram, 0)] == ["one"]
    assert trace(telegram, version) == []
    await answers(telegram, ann)
    assert [entry["number"] for entry in trace(telegram, version)] == [1]


async def test_an_update_of_an_odd_shape_is_traced_too(telegram: FakeTelegram) -> None:
    telegram.updates.add("message", {"from": 7, "chat": 1, "message": 3})
    await fetched(telegram)
    assert trace(telegram, 0)[0]["kind"] == "message"
    assert telegram.takes_findings()


async def test_the_oldest_are_forgotten(telegram: FakeTelegram, ann: FakePerson) -> None:
    maximum = telegram.trace.entries.maxlen or 0
    ann.says("first")
    for number in range(maximum):
        await answers(telegram, telegram.add_person(2_000 + number, "Guest", started=True))
    assert len(telegram.trace.entries) == maximum
    await fetched(telegram)
    await answers(telegram, ann)
    assert all(entry.kind == "" for entry in telegram.trace.entries)
