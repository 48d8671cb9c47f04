"""The media of a message: its kind, and the id by which Telegram sends it again."""

from typing import Any

from telegram import Message

from messaging.outbox import SENDS
from shop.ledger.topup import RECEIPTS
from shop.tickets.ticket import Said


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


def said_in(message: Message, author_id: int) -> Said | None:
    """Return the message as a ticket keeps it; None for what is neither words nor media."""
    found = file_in(message)
    if found is None and not message.text:
        return None
    kind, file_id = found if found is not None else ("text", None)
    return Said(
        author_id=author_id,
        chat_id=message.chat_id,
        message_id=message.message_id,
        kind=kind,
        text=message.text or message.caption or "",
        file_id=file_id,
        album=message.media_group_id,
    )
