"""Usual updates are the same objects, field by field, as the library's own constructors make."""

from typing import Any

import pytest
from telegram import Bot, CallbackQuery, Chat, Message, MessageEntity, TelegramObject, Update, User

from handlers.library_objects import Prototype
from handlers.simple_updates import TappedCard, simple_update

BOT = Bot("7000000002:AAtesttesttesttesttesttesttesttesttest")
USER = {"id": 5, "is_bot": False, "first_name": "Ann", "last_name": "Bee", "username": "ann_bee"}
TOLD = USER | {"language_code": "de", "is_premium": True}
CHAT = {"id": 5, "type": "private", "first_name": "Ann", "username": "ann_bee"}
DATE = 1_790_000_000
WORDS = {"message_id": 9, "from": TOLD, "chat": CHAT, "date": DATE, "text": "/help"}
MARKED = WORDS | {"entities": [{"type": "bot_command", "offset": 0, "length": 5}]}
CARD = {"message_id": 9, "chat": CHAT, "date": DATE, "text": "Which one?", "from": {"id": 1}}
TAP = {"id": "77", "from": USER, "message": CARD, "chat_instance": "-3", "data": "d:1:back:"}


def fields(made: Any) -> Any:
    """Return all that an object of the library's holds, its private fields too."""
    if isinstance(made, TelegramObject):
        names = sorted({name for kind in type(made).__mro__ for name in getattr(kind, "__slots__", ())})
        return type(made), {name: fields(getattr(made, name)) for name in names if name != "_bot"}
    if isinstance(made, tuple):
        return tuple(map(fields, made))
    return dict(made) if hasattr(made, "keys") else made


@pytest.mark.parametrize("message", [WORDS, MARKED, WORDS | {"from": USER}, WORDS | {"entities": []}])
def test_a_message_is_what_the_library_makes_of_it(message: dict[str, Any]) -> None:
    simple, whole = (
        simple_update({"update_id": 3, "message": message}, BOT),
        Update.de_json({"update_id": 3, "message": message}, BOT),
    )
    assert simple is not None
    assert simple.message is not None
    assert whole.message is not None
    assert simple == whole
    assert hash(simple.message) == hash(whole.message)
    assert simple.message.get_bot() is BOT
    assert simple.effective_user == whole.effective_user
    ours, theirs = fields(simple.message)[1], fields(whole.message)[1]
    for name in ("chat", "_id_attrs"):  # what else the chat is called is in the sender, too
        assert ours.pop(name) is not None
        theirs.pop(name)
    assert ours == theirs


def test_a_tap_is_what_the_constructors_make_of_it() -> None:
    tapped = simple_update({"update_id": 3, "callback_query": TAP}, BOT)
    card = TappedCard(Chat(5, Chat.PRIVATE), 9)
    tap = CallbackQuery("77", User(**USER), "-3", message=card, data="d:1:back:")  # type: ignore[arg-type]  # a dict of mixed types
    assert tapped is not None
    assert tapped.callback_query is not None
    assert tapped.callback_query.get_bot() is BOT
    assert fields(tapped) == fields(Update(3, callback_query=tap))


def test_copies_share_nothing_that_changes() -> None:
    one, other = (simple_update({"update_id": n, "message": WORDS | {"message_id": n}}, BOT) for n in (1, 2))
    assert one is not None
    assert other is not None
    assert one.effective_message is not other.effective_message
    assert (one.update_id, other.update_id) == (1, 2)
    assert one != other


def test_a_copy_is_as_frozen_as_its_original() -> None:
    entity = Prototype(MessageEntity("url", 0, 1)).copy(("url", 2, 3), {"offset": 2, "length": 3})
    assert fields(entity) == fields(MessageEntity("url", 2, 3))
    with pytest.raises(AttributeError, match="can't be set"):
        entity.offset = 4
    with pytest.raises(KeyError):
        Prototype(Message(1, None, Chat(1, "private"))).copy((), {"no_such_field": 1})  # type: ignore[arg-type]  # no date is needed here


@pytest.mark.parametrize(
    "message",
    [
        WORDS | {"photo": []}, WORDS | {"text": 5}, WORDS | {"date": "now"}, WORDS | {"chat": {"id": 5}},
        WORDS | {"from": {"id": 5}}, WORDS | {"message_id": None}, WORDS | {"entities": [{"type": "url"}]},
        WORDS | {"from": USER | {"added_to_attachment_menu": True}},
        WORDS | {"chat": CHAT | {"type": "group"}}, "words",
    ],
)  # fmt: skip
def test_what_is_unusual_is_left_to_the_library(message: Any) -> None:
    assert simple_update({"update_id": 3, "message": message}, BOT) is None
