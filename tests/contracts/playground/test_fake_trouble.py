"""Flood control and planned faults."""

from typing import Any

import pytest

from playground.clock import HandClock
from playground.telegram import FakePerson, FakeTelegram, NoAnswer, RawAnswer, faults


async def send(telegram: FakeTelegram, chat_id: int = 1001, text: str = "x") -> tuple[int, dict[str, Any]]:
    return await telegram.call("sendMessage", {"chat_id": chat_id, "text": text})


async def test_no_sliding_second_takes_more_than_the_limit(
    telegram: FakeTelegram, ann: FakePerson, clock: HandClock
) -> None:
    telegram.pace.overall = 30
    for _ in range(15):
        assert (await send(telegram))[0] == 200
    clock.advance(0.9)
    for _ in range(15):
        assert (await send(telegram))[0] == 200
    status, body = await send(telegram)
    assert (status, body["description"], body["parameters"]) == (
        429,
        "Too Many Requests: retry after 1",
        {"retry_after": 1},
    )
    clock.advance(0.1)
    assert [(await send(telegram))[0] for _ in range(16)] == [200] * 15 + [429]
    assert len(ann.chat) == 45
    assert telegram.pace.refused == 2


async def test_answers_to_taps_are_not_paced(telegram: FakeTelegram, ann: FakePerson) -> None:
    telegram.pace.overall = 1
    keyboard = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    await telegram.call("sendMessage", {"chat_id": ann.id, "text": "x", "reply_markup": keyboard})
    for _ in range(5):
        answer = {"callback_query_id": ann.taps("Go").id}
        assert (await telegram.call("answerCallbackQuery", answer))[0] == 200
    assert (await send(telegram))[0] == 429


async def test_a_chat_bears_bursts_but_not_more_than_one_a_second_for_long(
    telegram: FakeTelegram, ann: FakePerson, clock: HandClock
) -> None:
    bob = telegram.add_person(1002, "Bob", started=True)
    telegram.pace.per_chat = 1.0
    telegram.pace.per_chat_burst = 3
    assert [(await send(telegram, ann.id))[0] for _ in range(4)] == [200, 200, 200, 429]
    assert (await send(telegram, bob.id))[0] == 200
    clock.advance(1)
    assert [(await send(telegram, ann.id))[0] for _ in range(2)] == [200, 429]


async def test_faults_meet_the_next_calls_in_order(telegram: FakeTelegram, ann: FakePerson) -> None:
    telegram.plan(
        "sendMessage", faults.too_many(7), faults.blocked(), faults.not_found(), faults.parse_error()
    )
    answers = [await send(telegram) for _ in range(5)]
    assert [status for status, _ in answers] == [429, 403, 400, 400, 200]
    assert answers[0][1]["parameters"] == {"retry_after": 7}
    assert [body["description"] for _, body in answers[1:4]] == [
        "Forbidden: bot was blocked by the user",
        "Bad Request: chat not found",
        "Bad Request: can't parse entities: Unexpected end tag at byte offset 0",
    ]
    assert len(ann.chat) == 1
    assert telegram.faults_left == 0


async def test_a_fault_may_wait_for_one_chat_or_any_method(telegram: FakeTelegram, ann: FakePerson) -> None:
    bob = telegram.add_person(1002, "Bob", started=True)
    telegram.plan(None, faults.blocked(), chat_id=bob.id)
    assert (await send(telegram, ann.id))[0] == 200
    assert (await telegram.call("getUpdates", {}))[0] == 200
    assert (await telegram.call("sendChatAction", {"chat_id": bob.id, "action": "typing"}))[0] == 403


async def test_a_chat_that_migrates_is_reachable_under_its_new_id(telegram: FakeTelegram) -> None:
    telegram.add_group(-7, "Friends")
    telegram.plan("sendMessage", faults.migrated(-1_000_000_000_007))
    _, body = await send(telegram, -7)
    assert body["parameters"] == {"migrate_to_chat_id": -1_000_000_000_007}
    assert (await send(telegram, -1_000_000_000_007))[0] == 200


@pytest.mark.parametrize(
    ("fault", "arrived"),
    [
        (faults.timeout_before(), 0),
        (faults.timeout_after(), 1),
        (faults.disconnect_before(), 0),
        (faults.disconnect_after(), 1),
    ],
)
async def test_a_lost_answer_does_not_say_whether_the_call_took_effect(
    telegram: FakeTelegram, ann: FakePerson, fault: faults.Fault, arrived: int
) -> None:
    telegram.plan("sendMessage", fault)
    with pytest.raises(NoAnswer):
        await send(telegram)
    assert len(ann.chat) == arrived
    assert telegram.calls_of("sendMessage")[0].fault == fault.name


@pytest.mark.parametrize(
    ("fault", "status", "arrived"), [(faults.server_error(503), 503, 0), (faults.garbage(), 200, 1)]
)
async def test_an_answer_that_is_not_telegrams(
    telegram: FakeTelegram, ann: FakePerson, fault: faults.Fault, status: int, arrived: int
) -> None:
    telegram.plan("sendMessage", fault)
    with pytest.raises(RawAnswer) as caught:
        await send(telegram)
    assert (caught.value.status, len(ann.chat)) == (status, arrived)


async def test_every_call_is_logged_and_wakes_who_waits(telegram: FakeTelegram, ann: FakePerson) -> None:
    before = telegram.version
    await send(telegram, ann.id, "hello")
    call = telegram.calls[-1]
    assert (call.method, call.params["text"], call.status) == ("sendMessage", "hello", 200)
    assert await telegram.changed(before, timeout=1) > before
    assert await telegram.changed(telegram.version, timeout=0) == telegram.version
