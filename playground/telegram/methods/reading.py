"""What most methods read from a call: the chat, the text, the keyboard."""

from dataclasses import dataclass
from typing import Any

from playground.telegram.chats import Chat
from playground.telegram.effects import EFFECTS
from playground.telegram.entities import Entity, checked, fits, trimmed, utf16_length, with_found
from playground.telegram.keyboards import Markup, read_markup
from playground.telegram.markup_text import parse_html
from playground.telegram.messages import FakeMessage
from playground.telegram.params import Params
from playground.telegram.refusals import Unmodelled, bad_request
from playground.telegram.world import World

CAPTION_LENGTH = 1024  # core.telegram.org/bots/api#sendphoto


@dataclass(frozen=True)
class Written:
    """A parsed text: its entities, and its source."""

    text: str
    entities: tuple[Entity, ...]
    source: str


def chat_id_of(params: Params) -> int | None:
    """Return the chat a call is about, for limits and faults; None if it names none."""
    value = params.integer("chat_id")
    return value or None


def find_chat(world: World, params: Params, name: str = "chat_id") -> Chat:
    """Return the chat a call names, even if the bot may not write there."""
    wanted = params.text(name)
    if not wanted:
        raise bad_request(f"{name} is empty")
    if wanted.startswith("@"):
        found = [chat for chat in world.chats.values() if f"@{chat.username}".lower() == wanted.lower()]
        chat = found[0] if found and found[0].kind != "private" else None
    else:
        chat = world.chats.get(params.integer(name))
    if chat is None or (chat.kind == "private" and not chat.started):
        raise bad_request("chat not found")
    return chat


def writable_chat(world: World, params: Params) -> Chat:
    """Return the chat a call names. Raises Refusal if the bot may not write there."""
    chat = find_chat(world, params)
    refusal = chat.refusal()
    if refusal is not None:
        raise refusal
    return chat


def read_text(world: World, params: Params, name: str, entities: str) -> Written:
    """Return the text of a call with its entities, by parse_mode or as listed."""
    source = params.text(name) or ""
    mode = (params.text("parse_mode") or "").lower()
    if mode == "html":
        text, found = parse_html(source, world.unknown_tags)
    elif mode in ("markdown", "markdownv2"):
        raise Unmodelled(f"parse_mode {mode}")
    elif mode:
        raise bad_request("unsupported parse_mode")
    else:
        text, found = source, checked(params.nested(entities) or [], source)
    text, found = trimmed(text, [_with_user(world, entity) for entity in found])
    return Written(text, tuple(with_found(text, found)), source)


def limited_text(written: Written, complaint: str = "message is too long") -> Written:
    """Return the same text. Raises Refusal if it is too long for a message."""
    if not fits(written.text):
        raise bad_request(complaint)
    return written


def limited_caption(written: Written, complaint: str = "message caption is too long") -> Written:
    """Return the same text. Raises Refusal if it is too long for a caption."""
    if utf16_length(written.text) > CAPTION_LENGTH:
        raise bad_request(complaint)
    return written


def required(params: Params, name: str) -> str:
    """Return a required text. Raises Refusal if it is missing."""
    text = params.text(name)
    if not text:
        raise bad_request(f'parameter "{name}" is required')
    return text


def read_keyboard(params: Params, *, inline_only: bool = False, for_invoice: bool = False) -> Markup | None:
    value = params.nested("reply_markup")
    return read_markup(value, inline_only=inline_only, for_invoice=for_invoice)


def read_preview(params: Params) -> dict[str, Any] | None:
    """Return `link_preview_options` unchanged."""
    options = params.nested("link_preview_options")
    if options is None:
        return None
    if not isinstance(options, dict):
        raise bad_request("object expected as link preview options")
    return options


def read_reply(chat: Chat, params: Params) -> FakeMessage | None:
    """Return the message that `reply_parameters` answer."""
    wanted = params.nested("reply_parameters")
    if not isinstance(wanted, dict):
        return None
    message = chat.messages.get(int(wanted.get("message_id", 0)))
    if message is not None and not message.deleted:
        return message
    if wanted.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def read_topic(chat: Chat, params: Params) -> int | None:
    """Return the topic that a message goes to. Raises Refusal if it is gone, or closed to the bot."""
    wanted = params.integer("message_thread_id")
    if not wanted:
        return None
    topic = chat.topics.get(wanted)
    if topic is None or topic.deleted:
        raise bad_request("message thread not found")
    if topic.closed and not chat.bot_manages_topics:
        raise bad_request("TOPIC_CLOSED")
    return wanted


def read_effect(world: World, chat: Chat, params: Params) -> str:
    """Return the emoji of a message's effect; "" if it has none."""
    wanted = params.text("message_effect_id")
    if not wanted:
        return ""
    if chat.kind != "private" or wanted not in world.effects:  # of groups the words are assumed
        raise bad_request("EFFECT_ID_INVALID")
    return EFFECTS[wanted]


def _with_user(world: World, entity: Entity) -> Entity:
    user = entity.get("user")
    if entity["type"] != "text_mention" or not isinstance(user, dict):
        return entity
    known = world.users.get(int(user.get("id", 0)))
    return {**entity, "user": known} if known else {**entity, "length": 0}
