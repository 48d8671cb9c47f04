"""Updates: order, confirmation, one poller at a time, ageing, and PTB reads each without loss."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from telegram import Bot, Update

from playground.clock import HandClock
from playground.telegram import FakePerson, FakeTelegram
from tests.contracts.playground.conftest import TOKEN


@pytest.fixture
def telegram(clock: HandClock) -> FakeTelegram:
    return FakeTelegram(token=TOKEN, clock=clock, first_update_id=100)


@pytest.fixture
def ann(telegram: FakeTelegram) -> FakePerson:
    return telegram.add_person(1001, "Ann", username="ann_smith")


async def fetch(telegram: FakeTelegram, **params: Any) -> list[dict[str, Any]]:
    status, body = await telegram.call("getUpdates", params)
    assert status == 200, body
    result: list[dict[str, Any]] = body["result"]
    return result


def texts(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_updates_stay_until_an_offset_confirms_them(telegram: FakeTelegram, ann: FakePerson) -> None:
    for word in "abc":
        ann.says(word)
    assert texts(await fetch(telegram)) == ["a", "b", "c"]
    assert texts(await fetch(telegram, limit=2)) == ["a", "b"]
    assert texts(await fetch(telegram, offset=101)) == ["b", "c"]
    assert texts(await fetch(telegram)) == ["b", "c"]
    assert texts(await fetch(telegram, offset=-1)) == ["c"]
    assert await fetch(telegram, offset=103) == []
    assert len(telegram.updates) == 0


async def test_ids_that_start_anew_are_not_swallowed_by_an_old_offset(
    telegram: FakeTelegram, ann: FakePerson
) -> None:
    ann.says("old")
    await fetch(telegram, offset=101)
    telegram.updates.next_id = 7
    ann.says("new")
    assert texts(await fetch(telegram, offset=101)) == ["new"]


async def test_a_long_poll_ends_with_the_first_update(telegram: FakeTelegram, ann: FakePerson) -> None:
    poll = asyncio.create_task(fetch(telegram, timeout=30))
    await asyncio.sleep(0)
    ann.says("a")
    assert texts(await asyncio.wait_for(poll, 1)) == ["a"]


async def test_a_second_poll_ends_the_first_with_409(telegram: FakeTelegram, ann: FakePerson) -> None:
    older = asyncio.create_task(telegram.call("getUpdates", {"timeout": 30}))
    await asyncio.sleep(0)
    younger = asyncio.create_task(fetch(telegram, timeout=30))
    status, body = await asyncio.wait_for(older, 1)
    assert (status, body["description"]) == (
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )
    ann.says("a")
    assert texts(await asyncio.wait_for(younger, 1)) == ["a"]


async def test_only_wanted_kinds_are_queued(telegram: FakeTelegram, ann: FakePerson) -> None:
    await fetch(telegram, allowed_updates='["message"]')
    ann.edits(ann.says("a"), "b")
    assert [list(update) for update in await fetch(telegram)] == [["update_id", "message"]]
    await fetch(telegram, allowed_updates="[]", offset=101)
    ann.edits(ann.chat[0], "c")
    assert [list(update) for update in await fetch(telegram)] == [["update_id", "edited_message"]]


async def test_queries_go_stale_after_150_seconds_messages_after_a_day(
    telegram: FakeTelegram, ann: FakePerson, clock: HandClock
) -> None:
    ann.says("a")
    await telegram.call("sendMessage", {"chat_id": ann.id, "text": "x", "reply_markup": KEYBOARD})
    tap = ann.taps("Go")
    clock.advance(149)
    assert len(await fetch(telegram)) == 2
    clock.advance(1)
    assert texts(await fetch(telegram)) == ["a"]
    clock.advance(1)
    status, body = await telegram.call("answerCallbackQuery", {"callback_query_id": tap.id})
    assert (status, body["description"]) == (
        400,
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    )
    clock.advance(86_400)
    assert await fetch(telegram) == []


async def test_delete_webhook_may_drop_what_waits(telegram: FakeTelegram, ann: FakePerson) -> None:
    ann.says("a")
    await telegram.call("deleteWebhook", {})
    _, info = await telegram.call("getWebhookInfo", {})
    assert info["result"] == {"url": "", "has_custom_certificate": False, "pending_update_count": 1}
    await telegram.call("deleteWebhook", {"drop_pending_updates": "true"})
    assert await fetch(telegram) == []


KEYBOARD = {
    "inline_keyboard": [[{"text": "Go", "callback_data": "go"}, {"text": "Web", "url": "https://a.example/"}]]
}


def _says(ann: FakePerson, _telegram: FakeTelegram) -> None:
    ann.says("/order 1 https://a.example/x 100", [{"type": "bold", "offset": 0, "length": 6}])


def _sends_photo(ann: FakePerson, _telegram: FakeTelegram) -> None:
    ann.sends_photo("a picture", entities=[{"type": "italic", "offset": 0, "length": 1}])


def _sends_document(ann: FakePerson, _telegram: FakeTelegram) -> None:
    ann.sends_document("comments.txt", "a list")


def _replies(ann: FakePerson, _telegram: FakeTelegram) -> None:
    ann.says("yes", reply_to=ann.says("really?"))


def _edits(ann: FakePerson, _telegram: FakeTelegram) -> None:
    ann.edits(ann.says("a"), "b")


def _blocks(ann: FakePerson, _telegram: FakeTelegram) -> None:
    ann.blocks()
    ann.unblocks()


def _writes_in_a_group(ann: FakePerson, telegram: FakeTelegram) -> None:
    group = telegram.add_group(-1_000_000_000_007, "Friends", [ann])
    ann.says("/help@kiosk_bot", group=group)
    telegram.migrate(telegram.add_group(-8, "More friends", [ann]), -1_000_000_000_008)


@pytest.mark.parametrize(
    "do", [_says, _sends_photo, _sends_document, _replies, _edits, _blocks, _writes_in_a_group]
)
async def test_ptb_reads_every_update_without_loss(
    telegram: FakeTelegram, ann: FakePerson, do: Callable[[FakePerson, FakeTelegram], None]
) -> None:
    do(ann, telegram)
    updates = await fetch(telegram)
    assert updates
    assert_lossless(updates)


async def test_ptb_reads_taps_and_inline_queries_without_loss(
    telegram: FakeTelegram, ann: FakePerson
) -> None:
    ann.starts()
    await telegram.call("sendMessage", {"chat_id": ann.id, "text": "x", "reply_markup": KEYBOARD})
    ann.taps("Go")
    with pytest.raises(TimeoutError):
        await ann.queries("23", timeout=0)
    updates = await fetch(telegram)
    assert [list(update)[1] for update in updates] == ["message", "callback_query", "inline_query"]
    assert_lossless(updates)


def assert_lossless(updates: list[dict[str, Any]]) -> None:
    bot = Bot(TOKEN)
    for update in updates:
        assert_kept(json.loads(Update.de_json(update, bot).to_json()), update)


def assert_kept(read: Any, given: Any) -> None:
    """Assert that everything given was read unchanged; PTB adds only its empty defaults."""
    if isinstance(given, dict):
        assert given.keys() <= read.keys()
        assert not any(read[name] for name in read.keys() - given.keys())
        for name in given:
            assert_kept(read[name], given[name])
    elif isinstance(given, list):
        assert len(read) == len(given)
        for one, other in zip(read, given, strict=True):
            assert_kept(one, other)
    else:
        assert read == given
