"""Methods that put something new into a chat."""

from dataclasses import replace
from typing import Any

from playground.telegram.chats import Chat
from playground.telegram.messages import Content
from playground.telegram.methods.reading import (
    Written,
    find_chat,
    limited_caption,
    limited_text,
    read_effect,
    read_keyboard,
    read_preview,
    read_reply,
    read_text,
    read_topic,
    writable_chat,
)
from playground.telegram.methods.registry import Methods
from playground.telegram.others import OTHERS
from playground.telegram.params import Params
from playground.telegram.refusals import Unmodelled, bad_request
from playground.telegram.world import World

_ACTION_SECONDS = 5.0  # how long a client shows "typing"
_ACTIONS = (
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
)


def send_message(world: World, params: Params) -> dict[str, Any]:
    chat = writable_chat(world, params)
    if not params.text("text"):
        raise bad_request("message text is empty")
    written = limited_text(read_text(world, params, "text", "entities"))
    if not written.text:
        raise bad_request("text must be non-empty")
    return post(world, chat, params, written, Content(preview=read_preview(params)))


def copy_message(world: World, params: Params) -> dict[str, Any]:
    chat = writable_chat(world, params)
    origin = find_chat(world, params, "from_chat_id")
    original = origin.messages.get(params.integer("message_id"))
    if original is None or original.deleted:
        raise bad_request("message to copy not found")
    if set(original.content.service or ()) & set(OTHERS):
        raise Unmodelled("copies of other than words and media")
    if original.content.service is not None or original.content.invoice is not None:
        raise bad_request("message can't be copied")
    content = original.content
    written = Written(content.text, content.entities, original.source or content.text)
    if content.has_media and "caption" in params:
        written = read_caption(world, params)
    elif content.has_media and ("reply_markup" in params or "reply_parameters" in params):
        limited_caption(written)  # as it is, a longer one of a Premium user is copied: telegram-bot-api#334
    copied = post(world, chat, params, written, replace(content, album=None))
    return {"message_id": copied["message_id"]}


def send_chat_action(world: World, params: Params) -> bool:
    chat = writable_chat(world, params)
    action = params.text("action") or ""
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.action = (action, world.clock.monotonic() + _ACTION_SECONDS)
    world.bump()
    return True


def read_caption(world: World, params: Params) -> Written:
    """Return a caption within its limit; a missing one is empty."""
    return limited_caption(read_text(world, params, "caption", "caption_entities"))


def post(world: World, chat: Chat, params: Params, written: Written, content: Content) -> dict[str, Any]:
    """Post the bot's new message, with its keyboard and the message it replies to."""
    markup = read_keyboard(params)
    if chat.kind != "private" and any(key.wish for row in (markup.rows if markup else ()) for key in row):
        raise bad_request(
            "BUTTON_TYPE_INVALID"
        )  # such keys are for private chats only; the words are assumed
    reply_to = read_reply(chat, params)
    effect = read_effect(world, chat, params)
    whole = replace(content, text=written.text, entities=written.entities)
    topic = read_topic(chat, params)
    message = world.post(
        chat, world.bot, whole, markup=markup, source=written.source, reply_to=reply_to, topic=topic
    )
    message.effect = effect
    message.silent = params.flag("disable_notification")
    if markup is not None and markup.kind == "reply":
        chat.reply_keyboard, chat.keyboard_is_away = markup, False
    elif markup is not None and markup.kind == "remove":
        chat.reply_keyboard = None
    chat.action = None
    return message.json()


METHODS: Methods = {
    "sendMessage": send_message,
    "copyMessage": copy_message,
    "sendChatAction": send_chat_action,
}
