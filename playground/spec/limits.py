"""Limits that the Bot API's page states in prose and types cannot express, each with its source."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from playground.telegram.entities import fits, utf16_length
from playground.telegram.markup_text import parse_html
from playground.telegram.refusals import Refusal

_PAGE = "core.telegram.org/bots/api#"
_START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")

Values = Mapping[str, Any]
"""The parameters of one request, JSON decoded."""

Found = Iterator[tuple[str, str]]
"""Where in the request, and what of it is measured."""


@dataclass(frozen=True)
class Limit:
    """A limit: `find` returns a request's texts of this kind, `fits` tells if one is within the limit."""

    what: str
    allowed: str
    source: str
    methods: tuple[str, ...]
    find: Callable[[Values], Found]
    fits: Callable[[str], bool]


def _units(minimum: int, maximum: int) -> Callable[[str], bool]:
    return lambda text: minimum <= utf16_length(text) <= maximum


def _characters(minimum: int, maximum: int) -> Callable[[str], bool]:
    return lambda text: minimum <= len(text) <= maximum


def _a_text(text: str) -> bool:
    return bool(text) and fits(text)


def _bytes(minimum: int, maximum: int) -> Callable[[str], bool]:
    return lambda text: minimum <= len(text.encode()) <= maximum


def _count(maximum: int) -> Callable[[str], bool]:
    return lambda number: int(number) <= maximum


def _matching(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: pattern.fullmatch(text) is not None


def _field(name: str) -> Callable[[Values], Found]:
    def find(values: Values) -> Found:
        if values.get(name) is not None:
            yield name, str(values[name])

    return find


def _parsed(name: str) -> Callable[[Values], Found]:
    """Return a text after its entities are parsed: tags do not count."""

    def find(values: Values) -> Found:
        if values.get(name) is None:
            return
        text = str(values[name])
        try:
            marked = str(values.get("parse_mode") or "").lower() == "html"
            yield name, parse_html(text)[0] if marked else text
        except Refusal:
            return  # broken HTML is refused as such; its length means nothing

    return find


def _size(name: str) -> Callable[[Values], Found]:
    def find(values: Values) -> Found:
        if isinstance(values.get(name), list):
            yield name, str(len(values[name]))

    return find


def _each(name: str, key: str) -> Callable[[Values], Found]:
    """Return one key of every object in a list."""

    def find(values: Values) -> Found:
        for number, item in enumerate(_objects(values.get(name))):
            if key in item:
                yield f"{name}.{number}.{key}", str(item[key])

    return find


def _buttons(key: str) -> Callable[[Values], Found]:
    """Return one key of every inline button, in the request's own keyboard and in inline results."""

    def find(values: Values) -> Found:
        markups = [values.get("reply_markup")]
        markups += [item.get("reply_markup") for item in _objects(values.get("results"))]
        for markup in markups:
            rows = markup.get("inline_keyboard") if isinstance(markup, dict) else None
            for button in (one for row in rows for one in _objects(row)) if isinstance(rows, list) else ():
                value = button.get(key)
                if value is not None:
                    yield f"button {button.get('text')!r}.{key}", _plain(value)

    return find


def _start_parameter(values: Values) -> Found:
    button = values.get("button")
    if isinstance(button, dict) and button.get("start_parameter") is not None:
        yield "button.start_parameter", str(button["start_parameter"])
    yield from _field("start_parameter")(values)


def _result_texts(values: Values) -> Found:
    for number, item in enumerate(_objects(values.get("results"))):
        content = item.get("input_message_content")
        if isinstance(content, dict) and "message_text" in content:
            for _where, text in _parsed("message_text")(content):
                yield f"results.{number}.message_text", text


def _objects(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get("text", json.dumps(value)))
    return str(value)


_CAPTIONED_SENDS = ("sendPhoto", "sendDocument", "sendVideo", "sendAnimation", "sendAudio", "sendVoice")
_KEYBOARDS = (
    "sendMessage",
    *_CAPTIONED_SENDS,
    "sendVideoNote",
    "sendSticker",
    "copyMessage",
    "sendInvoice",
    "editMessageText",
    "editMessageCaption",
    "editMessageReplyMarkup",
    "answerInlineQuery",
)
_CAPTIONED = (*_CAPTIONED_SENDS, "copyMessage", "editMessageCaption")
_INVOICES = ("sendInvoice", "createInvoiceLink")
_TEXTS = ("sendMessage", "editMessageText")

LIMITS: tuple[Limit, ...] = (
    Limit("text", "1 to 4096", _PAGE + "sendmessage", _TEXTS, _parsed("text"), _a_text),
    Limit("caption", "0 to 1024", _PAGE + "sendphoto", _CAPTIONED, _parsed("caption"), _units(0, 1024)),
    Limit(
        "album",
        "2 to 10",
        _PAGE + "sendmediagroup",
        ("sendMediaGroup",),
        _size("media"),
        lambda size: 2 <= int(size) <= 10,
    ),
    Limit(
        "caption in an album",
        "0 to 1024",
        _PAGE + "inputmediaphoto",
        ("sendMediaGroup",),
        _each("media", "caption"),
        _units(0, 1024),
    ),
    Limit(
        "callback answer",
        "0 to 200",
        _PAGE + "answercallbackquery",
        ("answerCallbackQuery",),
        _field("text"),
        _units(0, 200),
    ),
    Limit(
        "callback_data",
        "1 to 64 bytes",
        _PAGE + "inlinekeyboardbutton",
        _KEYBOARDS,
        _buttons("callback_data"),
        _bytes(1, 64),
    ),
    Limit(
        "copied text", "1 to 256", _PAGE + "copytextbutton", _KEYBOARDS, _buttons("copy_text"), _units(1, 256)
    ),
    Limit(
        "inline results",
        "50 at most",
        _PAGE + "answerinlinequery",
        ("answerInlineQuery",),
        _size("results"),
        _count(50),
    ),
    Limit(
        "id of an inline result",
        "1 to 64 bytes",
        _PAGE + "inlinequeryresultarticle",
        ("answerInlineQuery",),
        _each("results", "id"),
        _bytes(1, 64),
    ),
    Limit(
        "text of an inline result",
        "1 to 4096",
        _PAGE + "inputtextmessagecontent",
        ("answerInlineQuery",),
        _result_texts,
        _a_text,
    ),
    Limit(
        "start parameter",
        "1 to 64 of A-Z a-z 0-9 _ -",
        _PAGE + "inlinequeryresultsbutton",
        ("answerInlineQuery", *_INVOICES),
        _start_parameter,
        _matching(_START_PARAMETER),
    ),
    Limit(
        "commands", "100 at most", _PAGE + "setmycommands", ("setMyCommands",), _size("commands"), _count(100)
    ),
    Limit(
        "command",
        "1 to 32",
        _PAGE + "botcommand",
        ("setMyCommands",),
        _each("commands", "command"),
        _characters(1, 32),
    ),
    Limit(
        "command's description",
        "1 to 256",
        _PAGE + "botcommand",
        ("setMyCommands",),
        _each("commands", "description"),
        _characters(1, 256),
    ),
    Limit(
        "description",
        "0 to 512",
        _PAGE + "setmydescription",
        ("setMyDescription",),
        _field("description"),
        _characters(0, 512),
    ),
    Limit(
        "short description",
        "0 to 120",
        _PAGE + "setmyshortdescription",
        ("setMyShortDescription",),
        _field("short_description"),
        _characters(0, 120),
    ),
    Limit("name", "0 to 64", _PAGE + "setmyname", ("setMyName",), _field("name"), _characters(0, 64)),
    Limit("invoice title", "1 to 32", _PAGE + "sendinvoice", _INVOICES, _field("title"), _characters(1, 32)),
    Limit(
        "invoice description",
        "1 to 255",
        _PAGE + "sendinvoice",
        _INVOICES,
        _field("description"),
        _characters(1, 255),
    ),
    Limit(
        "invoice payload",
        "1 to 128 bytes",
        _PAGE + "sendinvoice",
        _INVOICES,
        _field("payload"),
        _bytes(1, 128),
    ),
    Limit(
        "webhook secret",
        "1 to 256 of A-Z a-z 0-9 _ -",
        _PAGE + "setwebhook",
        ("setWebhook",),
        _field("secret_token"),
        _matching(_SECRET),
    ),
)


def beyond(method: str, values: Values) -> Iterator[tuple[str, str]]:
    """Return where a request exceeds a limit, and which limit."""
    for limit in LIMITS:
        if method in limit.methods:
            for where, text in limit.find(values):
                if not limit.fits(text):
                    yield where, f"{limit.what} must be {limit.allowed} ({limit.source})"
