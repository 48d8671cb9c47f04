"""Turning a raw update into one of the library's."""

import logging
from typing import Any

from telegram import Bot, ChatMember, Update

from handlers.simple_updates import simple_update

log = logging.getLogger("kiosk.handlers")

READ = frozenset(
    {"message_id", "date", "from", "sender_chat", "chat", "via_bot", "text", "entities", "caption"}
    | {"caption_entities", "photo", "document", "media_group_id", "successful_payment", "refunded_payment"}
    | {"message_thread_id", "is_topic_message", "forward_origin"}
)
"""The parts of a message that anything here looks at."""


PLACE = frozenset({"message_id", "date", "chat", "from"})
"""The parts of an answered message that anything here looks at."""

CARD = frozenset({"message_id", "date", "chat", "photo", "message_thread_id", "is_topic_message"})
"""The parts of a tapped message that anything here looks at; its text and keyboard take long to read."""


MESSAGES = ("message", "edited_message")
MEMBERS = ("old_chat_member", "new_chat_member")
OUT = frozenset({ChatMember.LEFT, ChatMember.BANNED})


def update_from(body: Any, bot: Bot) -> Update:
    """Return the update, without those parts of a message that cannot be read. Raises if none can be made.

    The library reads all of an update or nothing, and knows one version of the Bot API:
    a poll written by an older server, say, is not a poll to it.
    """
    simple = simple_update(body, bot)
    if simple is not None:
        return simple
    body = _without_rights(_without_the_card(body))
    try:
        return Update.de_json(body, bot)
    except Exception as error:
        parts = body if isinstance(body, dict) else {}
        kind = next((one for one in MESSAGES if one in parts), "")
        message = parts.get(kind)
        if not isinstance(message, dict) or message.keys() <= READ:
            raise
        kept = {name: part for name, part in message.items() if name in READ}
        answered = message.get("reply_to_message")
        if isinstance(answered, dict):  # where it stands, and not what it holds
            kept["reply_to_message"] = {name: part for name, part in answered.items() if name in PLACE}
        update = Update.de_json({**body, kind: kept}, bot)
        rest = ", ".join(sorted(message.keys() - READ))
        log.info("Of a message this could not be read (%s): %s", type(error).__name__, rest)
        return update


def _without_the_card(body: Any) -> Any:
    """Return the update; of a tapped message only CARD is left."""
    tap = body.get("callback_query") if isinstance(body, dict) else None
    message = tap.get("message") if isinstance(tap, dict) else None
    if not isinstance(tap, dict) or not isinstance(message, dict):
        return body
    card = {name: part for name, part in message.items() if name in CARD}
    return {**body, "callback_query": {**tap, "message": card}}


def _without_rights(body: Any) -> Any:
    """Return the update; of what the bot is in a chat it says whether it is out of it.

    To the library, whoever lacks a right that an older server does not know is no member at all.
    """
    told = body.get("my_chat_member") if isinstance(body, dict) else None
    if not isinstance(told, dict):
        return body
    members = {name: told[name] for name in MEMBERS if isinstance(told.get(name), dict)}
    plain = {name: _plain_member(one) for name, one in members.items()}
    return {**body, "my_chat_member": {**told, **plain}}


def _plain_member(told: dict[str, Any]) -> dict[str, Any]:
    status = ChatMember.LEFT if told.get("status") in OUT else ChatMember.MEMBER
    return {"user": told.get("user"), "status": status}
