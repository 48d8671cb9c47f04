"""Inline queries and Telegram's cache of their answers."""

import asyncio
from typing import Any

import pytest

from playground.clock import HandClock
from playground.telegram import FakePerson, FakeTelegram, InlineAnswer


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


BUTTON = {"inline_keyboard": [[{"text": "Refresh", "callback_data": "again"}]]}


async def test_a_chosen_result_goes_to_a_friend_and_the_bot_hears_of_it(
    telegram: FakeTelegram, ann: FakePerson
) -> None:
    answer = await ask_and_answer(telegram, ann, [article("7", "Order <b>7</b>")], cache_time=0)
    await telegram.updates.poll(0, 100, 0)
    message = ann.chooses(answer.results[0], "orders")
    assert (message.text, message.from_bot, ann.chat) == ("Order 7", True, [])
    [*_, update] = await telegram.updates.poll(0, 100, 0)
    assert update["chosen_inline_result"] == {"result_id": "7", "from": ann.user, "query": "orders"}


async def test_feedback_can_be_off_as_it_is_at_first(telegram: FakeTelegram, ann: FakePerson) -> None:
    telegram.world.inline_feedback = False
    answer = await ask_and_answer(telegram, ann, [article("7", "Order 7")], cache_time=0)
    ann.chooses(answer.results[0])
    kinds = [list(update)[1] for update in await telegram.updates.poll(0, 100, 0)]
    assert "chosen_inline_result" not in kinds


async def test_an_inline_message_with_buttons_can_be_tapped_and_edited(
    telegram: FakeTelegram, ann: FakePerson
) -> None:
    result = article("7", "Order 7") | {"reply_markup": BUTTON}
    answer = await ask_and_answer(telegram, ann, [result], cache_time=0)
    message = ann.chooses(answer.results[0])
    tap = ann.taps("Refresh", group=ann.elsewhere)
    [*_, update] = await telegram.updates.poll(0, 100, 0)
    query = update["callback_query"]
    assert (query["inline_message_id"], "message" in query) == (message.inline_id, False)
    params = {"inline_message_id": message.inline_id, "text": "Order 7 is done", "reply_markup": BUTTON}
    assert (await telegram.call("editMessageText", params))[1] == {"ok": True, "result": True}
    await telegram.call("answerCallbackQuery", {"callback_query_id": tap.id, "text": "Done."})
    assert await ann.sees("is done", timeout=0, group=ann.elsewhere) is message
    assert await ann.sees("Done.", timeout=0) is message


async def test_an_inline_message_without_buttons_cannot_be_edited(
    telegram: FakeTelegram, ann: FakePerson
) -> None:
    answer = await ask_and_answer(telegram, ann, [article("7", "Order 7")], cache_time=0)
    assert ann.chooses(answer.results[0]).inline_id is None
    params = {"inline_message_id": "AAAA1", "text": "x"}
    status, body = await telegram.call("editMessageText", params)
    assert (status, body["description"]) == (400, "Bad Request: MESSAGE_ID_INVALID")
