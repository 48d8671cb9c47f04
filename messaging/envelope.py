"""Whether it was Telegram that answered.

Between the kiosk and Telegram may lie a mirror, a proxy, a provider's page. Their
statuses say nothing of what Telegram thinks: a mirror's 403 has blocked nobody, its
404 refuses no token. Telegram answers in an envelope, a JSON object with `ok`, and
for a no with `error_code` and `description` (core.telegram.org/bots/api#making-requests).
Only in one does a status mean what the Bot API says.
"""

import json
from typing import Any

from telegram.error import RetryAfter, TelegramError

from messaging.delivery import NeverSent, OutcomeUnknown, TokenRefused

STOPPED_ON_THE_WAY = frozenset({407, 421, 429, 521, 522, 523, 525, 526, 530})
"""Statuses by which a proxy or a mirror says that it has handed nothing on: RFC 9110 for 407 and 421,
RFC 6585 for 429, Cloudflare's own list of 52x and 530 for the rest. Redirects are the same."""

UNSAID_WAIT = 5
LONGEST_WAIT = 86_400
"""Seconds: for a 429 that names none, and the most that is believed."""

LONGEST_DESCRIPTION = 300
_REFUSALS = range(400, 600)
_TROUBLE = 500

Answer = tuple[int, bytes]


def judged(status: int, body: bytes, *, is_download: bool = False) -> Answer:
    """The status and the body for python-telegram-bot, if it was Telegram that answered.

    Raises RetryAfter and TokenRefused for those two of its refusals, NeverSent where
    provably nothing was handed on to it, and OutcomeUnknown for the rest.
    """
    if is_download and 200 <= status < 300:
        return status, body
    told = _envelope(body)
    if told is None:
        raise _a_stranger_said(status, is_download=is_download)
    if not told["ok"]:
        return _refusal(told)
    if not 200 <= status < 300:
        raise OutcomeUnknown(f"A yes came with the status of a failure ({status}).")
    return status, body


def _envelope(body: bytes) -> dict[str, Any] | None:
    try:
        told = json.loads(body.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict):
        return None
    if told.get("ok") is True:
        return told if "result" in told else None
    code, is_no = told.get("error_code"), told.get("ok") is False
    is_whole = type(code) is int and code in _REFUSALS and isinstance(told.get("description"), str)
    return told if is_no and is_whole else None


def _refusal(told: dict[str, Any]) -> Answer:
    """A no as python-telegram-bot reads it: nothing in it but what the Bot API names, of the right kind."""
    code, description = told["error_code"], _readable(told["description"])
    parameters = told.get("parameters")
    more = parameters if isinstance(parameters, dict) else {}
    if code == 401:
        raise TokenRefused(description)
    if code == 429:
        raise RetryAfter(_wait(more.get("retry_after")))
    if code >= _TROUBLE:
        raise OutcomeUnknown(f"Telegram has trouble of its own: {description} ({code}).")
    moved_to = more.get("migrate_to_chat_id")
    kept = {"migrate_to_chat_id": moved_to} if type(moved_to) is int and abs(moved_to) < 2**63 else {}
    plain = {"ok": False, "error_code": code, "description": description, "parameters": kept}
    return code, json.dumps(plain).encode()


def _wait(told: object) -> int:
    if not isinstance(told, int | float) or not told > 0:  # not greater: also what is no number
        return UNSAID_WAIT
    return int(min(max(told, 1), LONGEST_WAIT))


def _readable(text: str) -> str:
    """Other people's words, which go into log lines and rows."""
    printable = "".join(letter if letter.isprintable() else " " for letter in text[:LONGEST_DESCRIPTION])
    return printable.strip() or "no reason given"


def _a_stranger_said(status: int, *, is_download: bool) -> TelegramError:
    told = f"Something else answered in Telegram's place (status {status})"
    if is_download or 300 <= status < 400 or status in STOPPED_ON_THE_WAY:
        return NeverSent(f"{told}; nothing was handed on.")
    return OutcomeUnknown(f"{told}; whether it was handed on is unknown.")
