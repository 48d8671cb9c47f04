"""What a broadcast says, as the Bot API sends it again: the message as it was typed, in every detail."""

from typing import Any

from telegram import Message as TelegramMessage
from telegram.constants import MessageLimit

from handlers.media import entities_of, file_in, how_shown, part_of_album
from handlers.view import shortened
from messaging.outbox import ALBUM, SENDS, Message
from shop.errors import ShopError
from shop.link_buttons import ButtonRows
from shop.plain import units

KEYBOARD = "reply_markup"


def as_sent(message: TelegramMessage) -> tuple[str, dict[str, Any]]:
    """Return the Bot API method and parameters that repeat this message. Raises ShopError for other kinds.

    Entities instead of mark-up: the message is repeated as it was typed, whatever characters it holds.
    """
    if units(message.caption or "") > MessageLimit.CAPTION_LENGTH:  # some people may write more
        raise caption_too_long()
    if message.media_group_id is not None:
        part = part_of_album(message)
        if part is None:
            raise ShopError("broadcast_kind")
        return ALBUM, {"media": [part]}
    if message.text:
        content: dict[str, Any] = {"text": message.text, "entities": entities_of(message.entities)}
        if message.link_preview_options is not None:
            content["link_preview_options"] = message.link_preview_options.to_dict()
        return "sendMessage", content
    found = file_in(message)
    if found is None:
        raise ShopError("broadcast_kind")
    kind, file_id = found
    return SENDS[kind], {kind: file_id, **how_shown(message)}


def caption_too_long() -> ShopError:
    """Return the error of a caption that no bot may write."""
    return ShopError("broadcast_caption", limit=int(MessageLimit.CAPTION_LENGTH))


def message_of(method: str, content: dict[str, Any]) -> Message:
    """Return the call that sends it, without the chat. An album of which one part came is no album."""
    if method != ALBUM or len(content["media"]) > 1:
        return Message(method, content)
    [part] = content["media"]
    shown = {name: value for name, value in part.items() if name not in {"type", "media"}}
    return Message(SENDS[part["type"]], {part["type"]: part["media"], **shown})


def with_buttons(content: dict[str, Any], rows: ButtonRows) -> dict[str, Any]:
    """Return the message with these buttons below it in place of others; without any if there are none."""
    bare = {name: value for name, value in content.items() if name != KEYBOARD}
    if not rows:
        return bare
    keys = [[{"text": button.label, "url": button.url} for button in row] for row in rows]
    return {**bare, KEYBOARD: {"inline_keyboard": keys}}


def buttons_kept(old: dict[str, Any], method: str) -> dict[str, Any]:
    """Return what of a former message's buttons stays below the new one: Telegram puts none below albums."""
    return {KEYBOARD: old[KEYBOARD]} if KEYBOARD in old and method != ALBUM else {}


def title_of(content: dict[str, Any], limit: int) -> str:
    """Return the first words of the message, to know it again by; "" if it has none."""
    captions = (part.get("caption", "") for part in content.get("media", ()))
    words = content.get("text") or content.get("caption") or next(filter(None, captions), "")
    return shortened(words, limit)
