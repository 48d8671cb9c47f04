"""People: what they can do in Telegram's app."""

import re
from collections.abc import Sequence
from typing import Any

from playground.telegram.chats import Chat
from playground.telegram.cutting import parts_of
from playground.telegram.entities import Entity, trimmed, with_found
from playground.telegram.fingers import NoSuchButton, find_inline, find_reply, from_bot
from playground.telegram.keyboards import Markup
from playground.telegram.messages import Content, FakeMessage
from playground.telegram.params import Upload
from playground.telegram.paying import Payer
from playground.telegram.sight import NotSeen
from playground.telegram.taps import Tap

__all__ = ["FakePerson", "NoSuchButton", "NotSeen"]

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")
# A valid PNG, eight blue pixels square.
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000080000000808020000004b6d29dc00000011494441"
    "5478da63309ef0062b62185a1200ebef6bc143467f9a0000000049454e44ae426082"
)


class FakePerson(Payer):
    """One Telegram user and their app. Actions return at once; the bot answers in its own time."""

    def says(
        self,
        text: str,
        entities: Sequence[Entity] | None = None,
        *,
        group: Chat | None = None,
        reply_to: FakeMessage | None = None,
        via: str = "",
    ) -> FakeMessage:
        """Send a text; the app cuts one that is too long where it reads best. Returns the (last) message.

        `via` is the name of another bot whose inline result it is, like `@youtube`.
        """
        if not text.strip():
            raise ValueError("Telegram's app sends no empty message")
        *before, last = parts_of(text)
        for part in before:
            self._send(Content(*_written(part, ())), group, reply_to)
        whole = text if not before else last  # entities count from the start of what was typed
        return self._send(Content(*_written(whole, entities or ()), via=_other_bot(via)), group, reply_to)

    def starts(self, payload: str = "") -> FakeMessage:
        """Press Start, maybe through a deep link `t.me/<bot>?start=<payload>`.

        core.telegram.org/bots/features#deep-linking: up to 64 of A-Z a-z 0-9 _ -; apps open no other.
        """
        if not _PAYLOAD.fullmatch(payload):
            raise ValueError(f"Telegram's app opens no link with {payload!r}")
        return self.says(f"/start {payload}".strip())

    def sends_photo(
        self, caption: str = "", *, content: bytes = PICTURE, entities: Sequence[Entity] | None = None
    ) -> FakeMessage:
        """Send a photo."""
        photo = self._world.files.keep("photo", Upload(content, "photo.png", "image/png"))
        return self._send(Content(*_written(caption, entities or ()), photo=photo), None, None)

    def sends_document(
        self,
        name: str,
        caption: str = "",
        *,
        content: bytes = b"a few words\n",
        mime: str = "text/plain",
        entities: Sequence[Entity] | None = None,
    ) -> FakeMessage:
        """Send a file."""
        document = self._world.files.keep("document", Upload(content, name, mime))
        return self._send(Content(*_written(caption, entities or ()), document=document), None, None)

    def edits(self, message: FakeMessage, text: str) -> None:
        """Change an own message; the bot hears of it as an edited message."""
        message.content = Content(*_written(text, ()))
        message.edit_date = self._world.timestamp()
        self._act()
        self._world.touch(self._world.chats[message.chat_id], message)
        self._world.updates.add("edited_message", message.json())

    def taps(
        self,
        label_or_data: str,
        message_id: int | None = None,
        *,
        stale: bool = False,
        group: Chat | None = None,
    ) -> Tap:
        """Tap the newest inline button with this label (an emoji before it does not matter) or data.

        `stale` taps a button that was replaced or deleted meanwhile, as a slow phone can.
        Raises NoSuchButton.
        """
        chat = group or self.home
        found = find_inline(chat, label_or_data, message_id, stale=stale)
        if found is not None:
            return self._tap(chat, *found)
        raise NoSuchButton(f"{self.name} finds no button {label_or_data!r}:\n{self.screen(group)}")

    def presses(self, label: str, *, group: Chat | None = None) -> FakeMessage:
        """Press a button of the reply keyboard: it says what stands on it. Raises NoSuchButton."""
        found = find_reply(group or self.home, label)
        if found is None:
            raise NoSuchButton(f"{self.name} has no key {label!r}:\n{self.screen(group)}")
        return self.says(found, group=group)

    def forges(self, data: str, message_id: int | None = None, *, group: Chat | None = None) -> Tap:
        """Send any callback data for a message of the chat, as a tampered app can."""
        chat = group or self.home
        message = chat.messages[message_id] if message_id else next(from_bot(chat))
        return self._tap(chat, message, data)

    def blocks(self) -> None:
        """Block the bot: it hears of it, and may not write any more."""
        self._change_membership("member", "kicked")

    def unblocks(self) -> None:
        """Take that back."""
        self._change_membership("kicked", "member")

    def deactivates(self) -> None:
        """Delete the account; the bot hears nothing."""
        self.home.deactivated = True
        self._world.bump()

    def _send(self, content: Content, group: Chat | None, reply_to: FakeMessage | None) -> FakeMessage:
        chat = group or self.home
        if group is None:
            self._open_home()
        self._act()
        message = self._world.post(chat, self.user, content, reply_to=reply_to)
        if group is None or _reaches_bot(message, str(self._world.bot["username"])):
            self._world.updates.add("message", message.json())
        keyboard = chat.reply_keyboard
        if keyboard is not None and keyboard.one_time and _is_a_key_of(keyboard, content.text):
            chat.reply_keyboard = None  # hidden when it is used, not by any other words
        return message

    def _open_home(self) -> None:
        self.home.started = True
        if self.home.blocked:
            self.unblocks()  # the app asks to restart the bot before one can write

    def _tap(self, chat: Chat, message: FakeMessage, data: str) -> Tap:
        self._act()
        now = self._world.clock.monotonic()
        tap = Tap(self._world.new_number(), self.id, chat.id, message, data, now)
        self._taps.append(tap)
        self._last_tap = tap
        self._world.remember_tap(tap)
        query: dict[str, Any] = {
            "id": tap.id,
            "from": self.user,
            "chat_instance": str(chat.id * 7_919),
            "data": data,
        }
        if message.inline_id:
            query["inline_message_id"] = message.inline_id
        else:
            query["message"] = message.json()
        self._world.updates.add("callback_query", query)
        self._world.bump()
        return tap

    def _change_membership(self, before: str, after: str) -> None:
        chat = self.home
        chat.started = True
        chat.blocked = after == "kicked"
        self._world.updates.add(
            "my_chat_member",
            {
                "chat": chat.json(),
                "from": self.user,
                "date": self._world.timestamp(),
                "old_chat_member": _member(self._world.bot, before),
                "new_chat_member": _member(self._world.bot, after),
            },
        )
        self._world.bump()


def _written(text: str, entities: Sequence[Entity]) -> tuple[str, tuple[Entity, ...]]:
    body, kept = trimmed(text, [dict(entity) for entity in entities])
    return body, tuple(with_found(body, kept))


def _other_bot(username: str) -> dict[str, Any] | None:
    if not username:
        return None
    return {"id": 800_000_001, "is_bot": True, "first_name": username, "username": username}


def _member(bot: dict[str, Any], status: str) -> dict[str, Any]:
    banned = {"until_date": 0} if status == "kicked" else {}
    return {"user": bot, "status": status, **banned}


def _reaches_bot(message: FakeMessage, username: str) -> bool:
    """Privacy mode: in a group a bot hears commands, its name, and replies to itself."""
    if message.reply_to is not None and message.reply_to.from_bot:
        return True
    first = message.text.split(maxsplit=1)[0] if message.text else ""
    command = first.startswith("/") and first.partition("@")[2].lower() in ("", username.lower())
    return command or f"@{username}".lower() in message.text.lower()


def _is_a_key_of(keyboard: Markup, text: str) -> bool:
    return any(button.label == text for row in keyboard.rows for button in row)
