"""What a bot puts before people: read out of its calls once for each body, as the same bodies come again."""

import html
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

BOT = {"id": 7000000002, "is_bot": True, "first_name": "Kiosk", "username": "kiosk_bench_bot"}
ME = BOT | {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": True}
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class Screen:
    """A text with its buttons in a chat.

    `rest` is the message's JSON behind its number and its date; `params` what the bot asked for.
    """

    chat_id: int
    rest: bytes
    buttons: tuple[tuple[str, str], ...]
    params: dict[str, Any]

    def message(self, number: int, date: int) -> bytes:
        """The message as Telegram tells of it."""
        return b'{"message_id":%d,"date":%d,%s' % (number, date, self.rest)


def params_of(body: bytes) -> dict[str, Any]:
    """A call's parameters, from a form or from JSON."""
    if body.startswith(b"{"):
        told: dict[str, Any] = json.loads(body)
        return told
    return dict(parse_qsl(body.decode()))


@lru_cache(maxsize=16_384)
def screen_of(body: bytes) -> Screen:
    """The screen that sendMessage or editMessageText asks for with this body."""
    params = params_of(body)
    chat_id = int(params["chat_id"])
    message: dict[str, Any] = {
        "from": BOT,
        "chat": {"id": chat_id, "type": "private", "first_name": f"Ann {chat_id}"},
        "text": html.unescape(_TAG.sub("", params["text"])),
    }
    markup = params.get("reply_markup")
    if markup:
        message["reply_markup"] = json.loads(markup) if isinstance(markup, str) else markup
        params["reply_markup"] = message["reply_markup"]
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    buttons = tuple((one["text"], one["callback_data"]) for row in rows for one in row)
    return Screen(chat_id, json.dumps(message)[1:].encode(), buttons, params)
