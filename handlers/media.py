"""The media of a message: its kind, and the id by which Telegram sends it again."""

from collections.abc import Iterable
from typing import Any

from telegram import Message, MessageEntity
from telegram.constants import MessageLimit

from messaging.outbox import SENDS
from messaging.telegram_html import BrokenTag, shown_words
from shop.ledger.receipt_marks import UNIQUE
from shop.ledger.topup import RECEIPTS
from shop.plain import units
from shop.tickets.ticket import Said


def _media_in(message: Message) -> tuple[str, Any] | None:
    """Return the kind of media in a message, and the media as PTB has it; None without any."""
    for kind in SENDS:
        media = getattr(message, kind)
        if media:
            return kind, media[-1] if kind == "photo" else media  # a photo comes in sizes, the largest last
    return None


def file_in(message: Message) -> tuple[str, str] | None:
    """Return the kind of media in a message and its `file_id`, or None."""
    found = _media_in(message)
    return None if found is None else (found[0], found[1].file_id)


def picture_of(message: Message) -> dict[str, Any] | None:
    """Return the media an operator can see as a receipt, with its caption."""
    found = _media_in(message)
    if found is None or found[0] not in RECEIPTS:
        return None
    kind, media = found
    return {kind: media.file_id, UNIQUE: media.file_unique_id, "text": message.caption or ""}


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
        html=_marked_words(message),
    )


def _marked_words(message: Message) -> str | None:
    """Return a message as HTML; None if nobody marked words in it, or Telegram would not take the marks."""
    if all(one.type in _FOUND for one in message.entities or message.caption_entities):
        return None
    words = message.text_html if message.text else message.caption_html
    words = words.replace('<code class="', '<code class="language-')  # as Telegram has it, and PTB has not
    try:
        return words if shown_words(words) else None
    except BrokenTag:  # a quotation mark in an address
        return None


_FOUND = frozenset(
    {
        MessageEntity.MENTION,
        MessageEntity.HASHTAG,
        MessageEntity.CASHTAG,
        MessageEntity.BOT_COMMAND,
        MessageEntity.URL,
        MessageEntity.EMAIL,
        MessageEntity.PHONE_NUMBER,
    }
)
"""Marks that Telegram makes by itself, in any words."""


IN_ALBUMS = frozenset({"photo", "video", "document", "audio"})
"""The kinds of media that Telegram puts into albums."""


def part_of_album(message: Message) -> dict[str, Any] | None:
    """Return one part of an album as sendMediaGroup takes it; None if no bot can send it as one."""
    found = file_in(message)
    is_short = units(message.caption or "") <= MessageLimit.CAPTION_LENGTH
    if found is None or found[0] not in IN_ALBUMS or not is_short:
        return None
    kind, file_id = found
    return {"type": kind, "media": file_id, **how_shown(message)}


def how_shown(message: Message) -> dict[str, Any]:
    """Return how the media of a message is shown: caption above or below, and the spoiler."""
    wished = {
        "caption": message.caption,
        "caption_entities": entities_of(message.caption_entities),
        "has_spoiler": message.has_media_spoiler,
        "show_caption_above_media": message.show_caption_above_media,
    }
    return {name: value for name, value in wished.items() if value}


def entities_of(entities: Iterable[MessageEntity]) -> list[dict[str, Any]]:
    """Return the marks of a text as the Bot API has them."""
    return [entity.to_dict() for entity in entities]
