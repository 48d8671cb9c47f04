"""What a program that passes on a bank's messages has posted: whose words, which, and from when.

Programs that forward SMS and notifications, and services that watch an account, post JSON or a form; each
calls its fields otherwise. Nothing here decides if the sender's word is taken.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from payments.described import wire

SENDERS = ("from", "sender", "gateway", "originator", "address", "phone", "number", "app", "package")
TEXTS = ("text", "message", "msg", "body", "content", "sms", "big_text")
MOMENTS = (
    "sentStamp",
    "receivedStamp",
    "sent_at",
    "received_at",
    "sentAt",
    "receivedAt",
    "timestamp",
)
AMOUNTS = ("transferAmount", "amount")
"""With one of these, the post is a statement's line in fields, which are read as they are."""

LONGEST_SENDER = 64
_SECONDS_UNTIL = 100_000_000_000
"""Larger numbers count milliseconds: in seconds this is the year 5138."""


@dataclass(frozen=True, slots=True)
class Told:
    """One message: `sender` may be empty, `at` is aware UTC."""

    sender: str
    text: str
    at: datetime


def read_post(headers: Mapping[str, str], body: bytes, now: datetime) -> Told | None:
    """Return the message in this post; None if it has none."""
    is_form = "urlencoded" in headers.get("content-type", "")
    try:
        fields = wire.read_form(body) if is_form else wire.read_json(body.decode("utf-8"))
    except (wire.Unreadable, UnicodeDecodeError):
        return None
    if not isinstance(fields, dict):
        return None
    sender = _first(fields, SENDERS)[:LONGEST_SENDER]
    if not is_form and any(name in fields for name in AMOUNTS):
        return Told(sender, body.decode("utf-8").strip(), _moment(fields, now))
    text = _first(fields, TEXTS)
    return Told(sender, text, _moment(fields, now)) if text else None


def _first(fields: Mapping[str, Any], names: tuple[str, ...]) -> str:
    values = (fields.get(name) for name in names)
    return next((value.strip() for value in values if isinstance(value, str) and value.strip()), "")


def _moment(fields: Mapping[str, Any], now: datetime) -> datetime:
    """Return when the message came, by its program; `now` if it does not say, or names a time to come."""
    for name in MOMENTS:
        written = str(fields.get(name, "")).strip()
        if not (written.isascii() and written.isdecimal() and 9 <= len(written) <= 13):
            continue
        seconds = int(written)
        if seconds >= _SECONDS_UNTIL:
            seconds //= 1000
        return min(datetime.fromtimestamp(seconds, UTC), now)
    return now
