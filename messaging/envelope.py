"""Tell Telegram's own answers from those of a mirror, a proxy or a provider's page on the way.

Their statuses say nothing about Telegram: a mirror's 403 does not mean that a
person blocked the bot, its 404 does not refuse the token. Telegram answers in an
envelope, a JSON object with `ok`, and in a refusal with `error_code` and
`description` (core.telegram.org/bots/api#making-requests). Only inside one does a
status mean what the Bot API says.
"""

import json
import math
import re
from typing import Any

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from messaging.delivery import NeverSent, OutcomeUnknown, TokenRefused
from messaging.fast_json import loads

STOPPED_ON_THE_WAY = frozenset({407, 421, 429, 521, 522, 523, 525, 526, 530})
"""Statuses with which a proxy or a mirror says that it forwarded nothing: RFC 9110 for 407 and 421,
RFC 6585 for 429, Cloudflare's own list of 52x and 530 for the rest. Redirects say the same."""

DEFAULT_WAIT = 5
LONGEST_WAIT = 86_400
"""Seconds: for a 429 that names no wait, and the longest wait that is believed."""

_RETRY_AFTER = re.compile(r"retry after (\d+)")
_LONGEST_FIGURE = 40

LOGGED_OUT = "Logged out"
"""What the cloud's Bot API answers for ten minutes to a bot that moves to a server of its own (logOut)."""

LONGEST_DESCRIPTION = 300
_TOKEN_IN_URL = re.compile(r"/bot([^/]+)")
_REFUSALS = range(400, 600)
_TROUBLE = 500
_REFUSED: dict[int, type[TelegramError]] = {
    400: BadRequest,
    401: InvalidToken,
    403: Forbidden,
    404: InvalidToken,
    409: Conflict,
}
"""The library's errors for refusals; any other is its NetworkError."""

Answer = tuple[int, bytes]


def judged(status: int, body: bytes, *, is_download: bool = False) -> Answer:
    """Return the status and the body for python-telegram-bot, if it was Telegram that answered.

    Raises RetryAfter and TokenRefused for these two refusals, NeverSent if provably
    nothing was forwarded to Telegram, and OutcomeUnknown for the rest.
    """
    if is_download and 200 <= status < 300:
        return status, body
    envelope = _opened(status, body, is_download=is_download)
    return (status, body) if envelope["ok"] else _refusal(envelope)


def result_of(status: int, body: bytes) -> Any:
    """Return the result in Telegram's answer. Raises as `judged`, and the library's errors for a refusal."""
    envelope = _opened(status, body, is_download=False)
    if envelope["ok"]:
        return envelope["result"]
    code, refusal = _refusal(envelope)
    told = json.loads(refusal)
    if moved_to := told["parameters"].get("migrate_to_chat_id"):
        raise ChatMigrated(moved_to)
    raise _REFUSED.get(code, NetworkError)(told["description"])


def _opened(status: int, body: bytes, *, is_download: bool) -> dict[str, Any]:
    """Return Telegram's answer, a yes or a no that is whole."""
    envelope = _envelope(body)
    if envelope is None:
        raise _a_stranger_said(status, is_download=is_download)
    if envelope["ok"] and not 200 <= status < 300:
        raise OutcomeUnknown(f"A yes came with the status of a failure ({status}).")
    return envelope


def scrubbed(url: str, status: int, body: bytes, *, is_download: bool) -> bytes:
    """Return the body without the token: an error page may quote the URL."""
    if status < 300 and (is_download or body.startswith(b"{")):
        return body
    token = _TOKEN_IN_URL.search(url)
    return body if token is None else body.replace(token[1].encode(), b"<token>")


def _envelope(body: bytes) -> dict[str, Any] | None:
    try:
        answer = loads(body.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(answer, dict):
        return None
    if answer.get("ok") is True:
        return answer if "result" in answer else None
    code, is_no = answer.get("error_code"), answer.get("ok") is False
    is_whole = type(code) is int and code in _REFUSALS and isinstance(answer.get("description"), str)
    return answer if is_no and is_whole else None


def _refusal(envelope: dict[str, Any]) -> Answer:
    """Return a refusal for python-telegram-bot that has only the Bot API's fields, of the right types."""
    code, description = envelope["error_code"], _readable(envelope["description"])
    parameters = envelope.get("parameters")
    more = parameters if isinstance(parameters, dict) else {}
    if code == 401:
        raise TokenRefused(description)
    if code == 429:
        raise RetryAfter(_wait(more.get("retry_after"), description))
    if description == LOGGED_OUT:
        raise NeverSent(f"{LOGGED_OUT}: the bot is on its way to another server of the Bot API.")
    if code >= _TROUBLE:
        raise OutcomeUnknown(f"Telegram has trouble of its own: {description} ({code}).")
    moved_to = more.get("migrate_to_chat_id")
    kept = {"migrate_to_chat_id": moved_to} if type(moved_to) is int and abs(moved_to) < 2**63 else {}
    plain = {"ok": False, "error_code": code, "description": description, "parameters": kept}
    return code, json.dumps(plain).encode()


def _wait(told: object, description: str) -> int:
    """Return how long to wait, by the field for it or else by the words."""
    in_words = _RETRY_AFTER.search(description)
    return _seconds(told) or _seconds(in_words and in_words[1]) or DEFAULT_WAIT


def _seconds(told: object) -> int | None:
    if isinstance(told, str):
        told = int(told) if told.isdecimal() and len(told) <= _LONGEST_FIGURE else None
    if isinstance(told, bool) or not isinstance(told, int | float) or not told > 0:  # `not >`: NaN too
        return None
    return math.ceil(min(told, LONGEST_WAIT))


def _readable(text: str) -> str:
    """Clean somebody else's text, which goes into log lines and rows."""
    printable = "".join(char if char.isprintable() else " " for char in text[:LONGEST_DESCRIPTION])
    return printable.strip() or "no reason given"


def _a_stranger_said(status: int, *, is_download: bool) -> TelegramError:
    problem = f"Something else answered in Telegram's place (status {status})"
    if is_download or 300 <= status < 400 or status in STOPPED_ON_THE_WAY:
        return NeverSent(f"{problem}; nothing was forwarded.")
    return OutcomeUnknown(f"{problem}; the call may have been forwarded.")
