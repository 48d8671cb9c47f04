"""The updates that come all the time, made in a fraction of the library's time: private texts and taps.

python-telegram-bot looks for some hundred fields in every message, and sets as many. Here an update that
has none but the usual fields, each of its type, becomes the same objects, copied from empty ones. Any other
one is left to the library.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from telegram import Bot, CallbackQuery, Chat, InaccessibleMessage, Message, MessageEntity, Update, User

from handlers.library_objects import Prototype

_UPDATE_OF_MESSAGE = frozenset({"update_id", "message"})
_UPDATE_OF_TAP = frozenset({"update_id", "callback_query"})
_MESSAGE = frozenset({"message_id", "from", "chat", "date", "text", "entities"})
_TAP = frozenset({"id", "from", "message", "chat_instance", "data"})
_USER: dict[str, type] = {
    "id": int,
    "is_bot": bool,
    "first_name": str,
    "last_name": str,
    "username": str,
    "language_code": str,
    "is_premium": bool,
}
_USER_NEEDS = frozenset({"id", "is_bot", "first_name"})
_CHAT = frozenset({"id", "type", "first_name", "last_name", "username"})
_ENTITY = frozenset({"type", "offset", "length"})


class TappedCard(InaccessibleMessage):
    """A message of ours whose button was tapped: where it is, and nothing of what it shows."""

    __slots__ = ()


_SOMETIME = datetime.fromtimestamp(1, UTC)
_A_CHAT = Prototype(Chat(1, Chat.PRIVATE))
_A_USER = Prototype(User(1, "", is_bot=False))
_A_MESSAGE = Prototype(Message(1, _SOMETIME, Chat(1, Chat.PRIVATE)))
_A_CARD = Prototype(TappedCard(Chat(1, Chat.PRIVATE), 1))
_A_TAP = Prototype(CallbackQuery("", User(1, "", is_bot=False), ""))
_AN_UPDATE = Prototype(Update(1))


def simple_update(body: Any, bot: Bot) -> Update | None:
    """Return the update if it is a usual one; None if it is for the library to read."""
    if not isinstance(body, dict) or type(body.get("update_id")) is not int:
        return None
    if body.keys() == _UPDATE_OF_MESSAGE:
        message = _message(body["message"], bot)
        return None if message is None else _update(body["update_id"], message=message)
    if body.keys() == _UPDATE_OF_TAP:
        tap = _tap(body["callback_query"], bot)
        return None if tap is None else _update(body["update_id"], callback_query=tap)
    return None


def _update(update_id: int, **part: object) -> Update:
    return _AN_UPDATE.copy((update_id,), {"update_id": update_id, **part})


def _message(told: Any, bot: Bot) -> Message | None:
    if not isinstance(told, dict) or not told.keys() <= _MESSAGE or type(told.get("text")) is not str:
        return None
    sender, chat, date, entities = _user(told.get("from")), _private(told), _date(told), _entities(told)
    if sender is None or chat is None or date is None or entities is None:
        return None
    number = told["message_id"]
    return _A_MESSAGE.copy(
        (number, chat),
        {
            "message_id": number,
            "date": date,
            "chat": chat,
            "from_user": sender,
            "text": told["text"],
            "entities": entities,
            "_bot": bot,
        },
    )


def _tap(told: Any, bot: Bot) -> CallbackQuery | None:
    if not isinstance(told, dict) or not told.keys() <= _TAP:
        return None
    card = told.get("message")
    number, instance, data = told.get("id"), told.get("chat_instance"), told.get("data")
    if not (type(number) is type(instance) is type(data) is str and isinstance(card, dict)):
        return None
    sender, chat = _user(told.get("from")), _private(card)
    if "photo" in card:
        return None  # it has no text that could be edited, which who answers has to know
    # A date of 0 marks a message that Telegram no longer shows to bots.
    if sender is None or chat is None or not _date(card) or card["date"] == 0:
        return None
    place = {"chat": chat, "message_id": card["message_id"]}
    message = _A_CARD.copy((card["message_id"], chat), place)
    said = {"id": number, "from_user": sender, "chat_instance": instance, "message": message, "data": data}
    return _A_TAP.copy((number,), {**said, "_bot": bot})


def _user(told: Any) -> User | None:
    if not isinstance(told, dict) or not told.keys() >= _USER_NEEDS or not told.keys() <= _USER.keys():
        return None
    if any(type(value) is not _USER[name] for name, value in told.items()):
        return None
    return _A_USER.copy((told["id"],), told)


def _private(message: Mapping[str, Any]) -> Chat | None:
    """Return the message's chat, if it is a private one and the message has a number."""
    chat = message.get("chat")
    if not isinstance(chat, dict) or chat.get("type") != Chat.PRIVATE or not chat.keys() <= _CHAT:
        return None
    if type(chat.get("id")) is not int or type(message.get("message_id")) is not int:
        return None
    return _A_CHAT.copy((chat["id"],), {"id": chat["id"]})


def _date(message: Mapping[str, Any]) -> datetime | None:
    date = message.get("date")
    return datetime.fromtimestamp(date, UTC) if type(date) is int and 0 <= date < 2**32 else None


def _entities(message: Mapping[str, Any]) -> tuple[MessageEntity, ...] | None:
    """Return the marked parts of the text; None if one is unusual."""
    told = message.get("entities", [])
    if not isinstance(told, list):
        return None
    plain = [
        one
        for one in told
        if isinstance(one, dict)
        and one.keys() == _ENTITY
        and type(one["type"]) is str
        and type(one["offset"]) is type(one["length"]) is int
    ]
    if len(plain) != len(told):
        return None
    return tuple(_entity(one["type"], one["offset"], one["length"]) for one in plain)


@lru_cache(512)  # nobody changes it, and nearly each is a command at the beginning
def _entity(kind: str, offset: int, length: int) -> MessageEntity:
    return MessageEntity(kind, offset, length)
