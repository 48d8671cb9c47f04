"""The media of a message: its kind, and the id by which Telegram sends it again."""

from typing import Any

from telegram import Message

from messaging.outbox import SENDS
from shop.ledger.topup import RECEIPTS


def file_in(message: Message) -> tuple[str, str] | None:
    """Return the kind of media in a message and its `file_id`, or None."""
    for kind in SENDS:
        media = getattr(message, kind)
        if media:
            return kind, (media[-1] if kind == "photo" else media).file_id  # a photo comes in sizes
    return None


def picture_of(message: Message) -> dict[str, Any] | None:
    """Return the media an operator can see as a receipt, with its caption."""
    found = file_in(message)
    kind, number = found if found is not None else ("", "")
    return {kind: number, "text": message.caption or ""} if kind in RECEIPTS else None
