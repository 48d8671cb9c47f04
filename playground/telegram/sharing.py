"""Keys that ask for a chat: what the bot wants, and the chats of a person that the app's picker shows.

core.telegram.org/bots/api#keyboardbuttonrequestchat and #chatshared. Pressing such a key sends nothing; the
chosen chat does, as a message with `chat_shared`.
"""

from dataclasses import dataclass
from typing import Any

from playground.telegram.refusals import Unmodelled, bad_request

_UNMODELLED = ("chat_is_forum", "bot_administrator_rights", "bot_is_member", "request_photo")


@dataclass(frozen=True)
class OwnChat:
    """A channel or group of a person; `administers` is False where they are only a member."""

    id: int
    title: str
    username: str | None = None
    is_channel: bool = True
    administers: bool = True
    created: bool = False


@dataclass(frozen=True)
class ChatWish:
    """What a key asks for. `has_username` None: with or without; `titled`, `named`: what the bot is told."""

    request_id: int
    is_channel: bool
    has_username: bool | None = None
    administered: bool = False
    created: bool = False
    titled: bool = False
    named: bool = False

    def suits(self, chat: OwnChat) -> bool:
        """Return True if the picker shows this chat."""
        if chat.is_channel != self.is_channel or (self.created and not chat.created):
            return False
        if self.has_username is not None and self.has_username != bool(chat.username):
            return False
        return chat.administers or not self.administered

    def shared(self, chat: OwnChat) -> dict[str, Any]:
        """Return the fields of the message that tells of the chosen chat."""
        told: dict[str, Any] = {"request_id": self.request_id, "chat_id": chat.id}
        if self.titled:
            told["title"] = chat.title
        if self.named and chat.username:
            told["username"] = chat.username
        return {"chat_shared": told}


def read_wish(value: Any) -> ChatWish:
    """Return what a `request_chat` asks for. Raises Refusal; its words are assumed."""
    complaint = "can't parse keyboard button: can't parse KeyboardButtonRequestChat: "
    if not isinstance(value, dict):
        raise bad_request(f"{complaint}expected an Object")
    for name in _UNMODELLED:
        if value.get(name):
            raise Unmodelled(f"{name} of request_chat keys")
    number = value.get("request_id")
    if not isinstance(number, int) or isinstance(number, bool) or not -(2**31) <= number < 2**31:
        raise bad_request(f'{complaint}Can\'t find field "request_id"')
    if not isinstance(value.get("chat_is_channel"), bool):
        raise bad_request(f'{complaint}Can\'t find field "chat_is_channel"')
    named = value.get("chat_has_username")
    return ChatWish(
        request_id=number,
        is_channel=value["chat_is_channel"],
        has_username=None if named is None else bool(named),
        administered=bool(value.get("user_administrator_rights")),
        created=bool(value.get("chat_is_created")),
        titled=bool(value.get("request_title")),
        named=bool(value.get("request_username")),
    )
