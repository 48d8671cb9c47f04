"""The light Telegram: what counts as answered, what is handed out, and that it reads what bots write."""

import asyncio
import itertools
import json
from typing import Any, cast
from urllib.parse import urlencode

import pytest

from bench.light.http import Connection
from bench.light.load import Load
from bench.light.people import NoSuchButton, Person, people
from bench.light.telegram import LightTelegram

ANN = 1_000_000
CARD = [[{"text": "📸 Instagram", "callback_data": "d:1:pl:instagram"}]]
BEYOND = [[{"text": "⬅️ Back", "callback_data": "d:1:bk:"}]]


def light(count: int = 1) -> LightTelegram:
    """One with so many people, Ann first."""
    messages = itertools.count(1)
    return LightTelegram(people(count, ANN, messages), messages)


def asks(telegram: LightTelegram, method: str, **params: Any) -> Any:
    """The answer to a call in JSON; None while there is none."""
    answers: list[bytes] = []
    telegram.asked(method.lower().encode(), json.dumps(params).encode(), answers.append)
    return json.loads(answers[0])["result"] if answers else None


def shows(telegram: LightTelegram, rows: list[list[dict[str, str]]], message_id: int | None = None) -> Any:
    """The bot's screen: a new message, or a change of that one."""
    screen: dict[str, Any] = {"chat_id": ANN, "text": "<b>Tap</b>", "reply_markup": {"inline_keyboard": rows}}
    if message_id is None:
        return asks(telegram, "sendMessage", **screen)
    return asks(telegram, "editMessageText", message_id=message_id, **screen)


def with_a_card(telegram: LightTelegram) -> Person:
    """Ann, before whom the bot has put an order's card."""
    ann = telegram.crowd[ANN]
    telegram.happens([ann.says("/order")])
    ann.card = shows(telegram, CARD)["message_id"]
    ann.learns("forth", "Instagram")
    return ann


async def test_a_tap_is_answered_by_its_button_and_its_card_together() -> None:
    telegram = light()
    ann = with_a_card(telegram)
    tap = ann.taps_on("forth")
    telegram.happens([tap])
    [_, update] = asks(telegram, "getUpdates", timeout=0)
    assert update["callback_query"]["data"] == "d:1:pl:instagram"
    assert update["callback_query"]["message"]["message_id"] == ann.card
    shows(telegram, BEYOND, ann.card)
    assert tap.awaits == 1
    asks(telegram, "answerCallbackQuery", callback_query_id=update["callback_query"]["id"])
    assert tap.awaits == 0
    assert telegram.strays == 0


async def test_a_second_change_for_one_tap_is_counted() -> None:
    telegram = light()
    ann = with_a_card(telegram)
    telegram.happens([ann.taps_on("forth")])
    shows(telegram, BEYOND, ann.card)
    shows(telegram, BEYOND, ann.card)
    assert telegram.strays == 1


async def test_a_poll_waits_for_news_and_confirms_what_lies_before_its_offset() -> None:
    telegram = light()
    answers: list[bytes] = []
    telegram.asked(b"getupdates", b'{"timeout":25}', answers.append)
    assert answers == []
    telegram.happens([telegram.crowd[ANN].says("/start")])
    [update] = json.loads(answers[0])["result"]
    assert asks(telegram, "getUpdates", timeout=0) == [update]
    assert asks(telegram, "getUpdates", offset=update["update_id"] + 1, timeout=0) == []


async def test_what_the_bot_was_given_is_not_forgotten() -> None:
    telegram = light()
    ann = telegram.crowd[ANN]
    given, new = ann.says("/start"), ann.says("/start")
    telegram.happens([given])
    asks(telegram, "getUpdates", timeout=0)
    telegram.happens([new])
    assert telegram.forget_waiting() == {new.update}


async def test_a_screen_without_the_button_ends_the_measurement() -> None:
    telegram = light()
    ann = telegram.crowd[ANN]
    telegram.happens([ann.says("/order")])
    shows(telegram, BEYOND)
    with pytest.raises(NoSuchButton, match="Instagram"):
        ann.learns("forth", "Instagram")


async def test_what_a_bot_leaves_unanswered_is_late_and_told() -> None:
    telegram = light()
    ann, load = with_a_card(telegram), Load(telegram)
    ann.steps = 1  # what comes next is a command
    given = asyncio.Event()
    telegram.asked(b"getupdates", b'{"timeout":25}', lambda _updates: given.set())
    running = asyncio.create_task(load.run(count=1, per_second=0, latency=0.0, seconds=0.0))
    await given.wait()
    shows(telegram, CARD)
    found = await running
    assert (found["late"], found["unanswered"]) == (1, 0)


class Heard:
    """A transport that keeps what is written."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self.closed = False

    def write(self, data: bytes) -> None:
        """Keep it."""
        self.written.append(data)

    def close(self) -> None:
        """Hang up."""
        self.closed = True


def wired(telegram: LightTelegram, heard: Heard) -> Connection:
    """A bot's connection to it."""
    connection = Connection(
        lambda path, body, answer: telegram.asked(path.rpartition(b"/")[2].lower(), body, answer)
    )
    connection.connection_made(cast("asyncio.Transport", heard))
    return connection


async def test_a_form_says_the_same_as_json_however_it_is_cut() -> None:
    telegram, heard = light(), Heard()
    connection = wired(telegram, heard)
    params = {"chat_id": ANN, "text": "<b>Tap</b>", "reply_markup": json.dumps({"inline_keyboard": CARD})}
    form = urlencode(params).encode()
    request = b"POST /bot1:a/sendMessage HTTP/1.1\r\ncontent-length: %d\r\n\r\n%b" % (len(form), form)
    for at in range(len(request)):
        connection.data_received(request[at : at + 1])
    [answer] = heard.written
    message = json.loads(answer.partition(b"\r\n\r\n")[2])["result"]
    assert message["text"] == "Tap"
    assert message["reply_markup"] == {"inline_keyboard": CARD}


async def test_a_body_of_untold_length_is_refused() -> None:
    heard = Heard()
    connection = wired(light(), heard)
    connection.data_received(b"POST /bot1:a/getMe HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n")
    assert heard.closed
    assert heard.written[0].startswith(b"HTTP/1.1 411 ")
