"""Inline queries and Telegram's cache of their answers."""

import asyncio
from typing import Any

import pytest

from playground.clock import HandClock
from playground.telegram import FakePerson, FakeTelegram, InlineAnswer

TOKEN = "7000000001:" + "a" * 35


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def telegram(clock: HandClock) -> FakeTelegram:
    return FakeTelegram(token=TOKEN, clock=clock)


@pytest.fixture
def ann(telegram: FakeTelegram) -> FakePerson:
    return telegram.add_person(1001, "Ann")


@pytest.fixture
def bob(telegram: FakeTelegram) -> FakePerson:
    return telegram.add_person(1002, "Bob")


def article(number: str, text: str) -> dict[str, Any]:
    content = {"message_text": text, "parse_mode": "HTML"}
    return {"type": "article", "id": number, "title": f"Order {number}", "input_message_content": content}


async def ask_and_answer(
    telegram: FakeTelegram, person: FakePerson, results: list[dict[str, Any]], **options: Any
) -> InlineAnswer:
    """Let `person` ask "orders" and the bot answer it, if Telegram asks the bot at all."""
    asking = asyncio.create_task(person.queries("orders"))
    await asyncio.sleep(0)
    for ask in list(telegram.world.asks.values()):
        params = {"inline_query_id": ask.id, "results": results, **options}
        assert (await telegram.call("answerInlineQuery", params))[0] == 200
    return await asking


async def test_the_answer_reaches_the_asker(telegram: FakeTelegram, ann: FakePerson) -> None:
    answer = await ask_and_answer(
        telegram, ann, [article("1", "<b>Likes</b>")], cache_time=0, is_personal=True
    )
    (result,) = answer.results
    assert (result.title, result.text, [entity["type"] for entity in result.entities]) == (
        "Order 1",
        "Likes",
        ["bold"],
    )
    assert (answer.is_personal, answer.cache_time, answer.from_cache) == (True, 0, False)


async def test_without_is_personal_the_next_asker_sees_anothers_orders(
    telegram: FakeTelegram, ann: FakePerson, bob: FakePerson
) -> None:
    await ask_and_answer(telegram, ann, [article("1", "Ann's order")])
    leaked = await ask_and_answer(telegram, bob, [article("2", "Bob's order")])
    assert (leaked.from_cache, leaked.results[0].text) == (True, "Ann's order")


async def test_a_personal_answer_is_cached_for_its_asker_only(
    telegram: FakeTelegram, ann: FakePerson, bob: FakePerson, clock: HandClock
) -> None:
    await ask_and_answer(telegram, ann, [article("1", "Ann's order")], is_personal=True, cache_time=60)
    assert (await ask_and_answer(telegram, bob, [], is_personal=True)).from_cache is False
    assert (await ask_and_answer(telegram, ann, [])).from_cache is True
    clock.advance(60)
    assert (await ask_and_answer(telegram, ann, [])).from_cache is False


@pytest.mark.parametrize(
    ("results", "complaint"),
    [
        ([article(str(number), "x") for number in range(51)], "RESULTS_TOO_MUCH"),
        ([article("1", "x"), article("1", "y")], "RESULT_ID_DUPLICATE"),
        ([article("i" * 65, "x")], "RESULT_ID_INVALID"),
        ([article("1", "x" * 4097)], "message is too long"),
        ([{"type": "article", "id": "1", "title": "t"}], "input message content is not specified"),
    ],
)
async def test_what_cannot_be_answered(
    telegram: FakeTelegram, ann: FakePerson, results: list[dict[str, Any]], complaint: str
) -> None:
    asking = asyncio.create_task(ann.queries("x"))
    await asyncio.sleep(0)
    (ask,) = telegram.world.asks.values()
    _, body = await telegram.call("answerInlineQuery", {"inline_query_id": ask.id, "results": results})
    assert body["description"] == f"Bad Request: {complaint}"
    asking.cancel()


async def test_a_query_is_answered_once(telegram: FakeTelegram, ann: FakePerson) -> None:
    asking = asyncio.create_task(ann.queries("x"))
    await asyncio.sleep(0)
    (ask,) = telegram.world.asks.values()
    params = {"inline_query_id": ask.id, "results": "[]"}
    assert (await telegram.call("answerInlineQuery", params))[0] == 200
    await asking
    status, body = await telegram.call("answerInlineQuery", params)
    assert (status, body["description"]) == (
        400,
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    )
