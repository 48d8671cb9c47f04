"""Methods that change or remove what is there."""

from dataclasses import replace
from typing import Any

from playground.telegram.chats import Chat
from playground.telegram.keyboards import Markup
from playground.telegram.messages import Content, FakeMessage
from playground.telegram.methods.invoices import pay_button
from playground.telegram.methods.media import read_item
from playground.telegram.methods.reading import (
    limited_caption,
    limited_text,
    read_keyboard,
    read_preview,
    read_text,
    writable_chat,
)
from playground.telegram.methods.registry import Methods
from playground.telegram.params import Params
from playground.telegram.refusals import bad_request, not_modified
from playground.telegram.world import World

Edited = dict[str, Any] | bool
"""The edited message, or True if it was sent in inline mode."""

_MOST_DELETED = 100
_DELETE_SECONDS = 48 * 3600  # core.telegram.org/bots/api#deletemessage


def edit_text(world: World, params: Params) -> Edited:
    chat, message = _editable(world, params)
    if not params.text("text"):
        raise bad_request("message text is empty")
    written = limited_text(read_text(world, params, "text", "entities"), "MESSAGE_TOO_LONG")
    if message.content.has_media or message.content.invoice is not None:
        raise bad_request("there is no text in the message to edit")
    if not written.text:
        raise bad_request("text must be non-empty")
    content = Content(written.text, written.entities, preview=read_preview(params))
    message.source = written.source
    return _change(world, chat, message, content, read_keyboard(params, inline_only=True))


def edit_caption(world: World, params: Params) -> Edited:
    chat, message = _editable(world, params)
    written = read_text(world, params, "caption", "caption_entities")
    limited_caption(written, "MEDIA_CAPTION_TOO_LONG")
    if not message.content.has_media:
        raise bad_request("there is no caption in the message to edit")
    content = replace(message.content, text=written.text, entities=written.entities)
    return _change(world, chat, message, content, read_keyboard(params, inline_only=True))


def edit_media(world: World, params: Params) -> Edited:
    """Put another file in the place of a message's text or file, with its caption."""
    chat, message = _editable(world, params)
    content, written = read_item(world, params.nested("media"), params)
    limited_caption(written, "MEDIA_CAPTION_TOO_LONG")
    content = replace(content, text=written.text, entities=written.entities, album=message.content.album)
    message.source = written.source
    return _change(world, chat, message, content, read_keyboard(params, inline_only=True))


def edit_keyboard(world: World, params: Params) -> Edited:
    chat, message = _editable(world, params)
    invoice = message.content.invoice
    markup = read_keyboard(params, inline_only=True, for_invoice=invoice is not None)
    if invoice is not None and markup is None:
        markup = pay_button(invoice)
    return _change(world, chat, message, message.content, markup)


def delete_message(world: World, params: Params) -> bool:
    chat = writable_chat(world, params)
    message = chat.messages.get(params.integer("message_id"))
    if message is None or message.deleted:
        raise bad_request("message to delete not found")
    if world.timestamp() - message.date > _DELETE_SECONDS:
        raise bad_request("message can't be deleted for everyone")
    message.deleted = True
    world.touch(chat, message)
    return True


def delete_messages(world: World, params: Params) -> bool:
    """Delete several at once; those that are not there are skipped."""
    chat = writable_chat(world, params)
    ids = params.nested("message_ids")
    if not isinstance(ids, list) or not 1 <= len(ids) <= _MOST_DELETED:
        raise bad_request("message identifiers are not specified")
    found = [message for one in ids if (message := chat.messages.get(int(one))) is not None]
    if any(world.timestamp() - message.date > _DELETE_SECONDS for message in found if not message.deleted):
        raise bad_request("message can't be deleted for everyone")
    for message in found:
        message.deleted = True
        world.touch(chat, message)
    return True


def _editable(world: World, params: Params) -> tuple[Chat, FakeMessage]:
    if "inline_message_id" in params:
        found = world.inline_messages.get(params.text("inline_message_id") or "")
        if found is None:
            raise bad_request("MESSAGE_ID_INVALID")
        return found
    chat = writable_chat(world, params)
    number = params.integer("message_id")
    if number <= 0:
        raise bad_request("message identifier is not specified")
    message = chat.messages.get(number)
    if message is None or message.deleted:
        raise bad_request("message to edit not found")
    if not message.from_bot or _has_other_keyboard(message) or _is_too_old(world, message):
        raise bad_request("message can't be edited")
    return chat, message


def _has_other_keyboard(message: FakeMessage) -> bool:
    # Only messages without a reply_markup or with inline keyboards can be edited
    # (core.telegram.org/bots/api#updating-messages).
    return message.markup is not None and message.markup.kind != "inline"


def _is_too_old(world: World, message: FakeMessage) -> bool:
    return world.edit_seconds is not None and world.timestamp() - message.date > world.edit_seconds


def _change(
    world: World, chat: Chat, message: FakeMessage, content: Content, markup: Markup | None
) -> Edited:
    if content == message.content and markup == message.markup:
        raise not_modified()
    if content != message.content:
        message.content = content
        message.edit_date = world.timestamp()
    if markup != message.markup:
        message.swap_markup(markup)
    world.touch(chat, message)
    return True if message.inline_id else message.json()


METHODS: Methods = {
    "editMessageText": edit_text,
    "editMessageCaption": edit_caption,
    "editMessageMedia": edit_media,
    "editMessageReplyMarkup": edit_keyboard,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
}
