"""Whatever goes out to Telegram, python-telegram-bot knows: fields written by hand are none of their own."""

import inspect
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    KeyboardButton,
    KeyboardButtonRequestChat,
    LinkPreviewOptions,
    ReactionTypeEmoji,
    ReplyParameters,
)

from tests.in_process import Harness

PARTS = {
    "request_chat": KeyboardButtonRequestChat,
    "link_preview_options": LinkPreviewOptions,
    "reply_parameters": ReplyParameters,
}


def known_to(thing: Any) -> set[str]:
    """Return the names that the library has for this call's or object's fields."""
    return set(inspect.signature(thing).parameters) - {"self", "api_kwargs"}


def unknown(method: str, params: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the library does not know in this call."""
    snake = re.sub(r"(?<!^)(?=[A-Z])", "_", method).lower()
    call = getattr(Bot, snake, None)
    if call is None:
        yield method
        return
    yield from (f"{method}.{name}" for name in params.keys() - known_to(call))
    yield from _unknown_in(params)
    for reaction in params.get("reaction") or ():
        yield from (f"reaction.{name}" for name in reaction.keys() - known_to(ReactionTypeEmoji) - {"type"})


def _unknown_in(params: Mapping[str, Any]) -> Iterator[str]:
    keyboard = params.get("reply_markup") or {}
    for rows, kind in (("inline_keyboard", InlineKeyboardButton), ("keyboard", KeyboardButton)):
        for button in (one for row in keyboard.get(rows, ()) for one in row):
            yield from (f"button.{name}" for name in button.keys() - known_to(kind))
            yield from _unknown_in(button)
    for part, kind_of_part in PARTS.items():
        yield from (f"{part}.{name}" for name in (params.get(part) or {}).keys() - known_to(kind_of_part))


def sent(harness: Harness) -> list[tuple[str, dict[str, Any]]]:
    """Return all calls, with their nested values as objects."""
    return [
        (call.method, {name: _object(value) for name, value in call.params.items()})
        for call in harness.telegram.calls
    ]


def _object(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) and value[:1] in {"{", "["} else value


async def test_every_field_that_goes_out_is_known_to_the_library(harness: Harness) -> None:
    ann = harness.ann
    for words in ("/start", "/help", "/orders", "/wallet", "/topup", "@somebody"):
        await ann.says(words)
    await ann.says("/order 1 https://instagram.com/p/abc 100")
    await ann.taps("Confirm")
    await harness.delivers()
    [members] = [one.id for one in harness.panel.catalogue if "Members | Channel" in one.name]
    await ann.says(f"/order {members}")
    await ann.taps("Choose my channel")
    calls = sent(harness)
    written = json.dumps([params for _, params in calls])
    for field in (
        "copy_text",
        "style",
        "link_preview_options",
        "message_effect_id",
        "reaction",
        "request_chat",
    ):
        assert f'"{field}"' in written
    assert not [strange for method, params in calls for strange in unknown(method, params)]


@pytest.mark.parametrize(
    ("method", "params", "told"),
    [
        ("sendRichMessage", {}, ["sendRichMessage"]),
        ("sendMessage", {"chat_id": 1, "smell": "roses"}, ["sendMessage.smell"]),
        (
            "sendMessage",
            {"reply_markup": {"inline_keyboard": [[{"text": "x", "disabled": {}}]]}},
            ["button.disabled"],
        ),
        ("sendMessage", {"link_preview_options": {"is_huge": True}}, ["link_preview_options.is_huge"]),
    ],
)
def test_what_the_library_does_not_know_is_found(
    method: str, params: dict[str, Any], told: list[str]
) -> None:
    assert list(unknown(method, params)) == told
