"""Writing: what a person can send in Telegram's app."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from playground.telegram.chats import Chat
from playground.telegram.cutting import parts_of
from playground.telegram.entities import Entity, trimmed, with_found
from playground.telegram.files import ALBUM_SIZE, ALBUMS, WITHOUT_CAPTION, look
from playground.telegram.keyboards import Markup
from playground.telegram.messages import Content, FakeMessage
from playground.telegram.others import OTHERS
from playground.telegram.params import Upload
from playground.telegram.paying import Payer

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")
# A valid PNG, eight blue pixels square.
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000080000000808020000004b6d29dc00000011494441"
    "5478da63309ef0062b62185a1200ebef6bc143467f9a0000000049454e44ae426082"
)


class Writer(Payer):
    """A person who writes to the bot; writing opens the chat."""

    def says(
        self,
        text: str,
        entities: Sequence[Entity] | None = None,
        *,
        group: Chat | None = None,
        reply_to: FakeMessage | None = None,
        topic: int | None = None,
        via: str = "",
        written_by: str = "",
    ) -> FakeMessage:
        """Send a text; the app cuts one that is too long at a good place. Returns the (last) message.

        `topic` is the one of a forum that it is written in. `via` is the name of another bot whose inline
        result it is, like `@youtube`. `written_by` is who wrote it, where it is forwarded.
        """
        if not text.strip():
            raise ValueError("Telegram's app sends no empty message")
        *before, last = parts_of(text)
        for part in before:
            self._send(Content(*_written(part, ())), group, reply_to, topic)
        whole = text if not before else last  # entities count from the start of what was typed
        written = _written(whole, entities or ())
        content = Content(*written, via=_other_bot(via), origin=self._origin(written_by))
        return self._send(content, group, reply_to, topic)

    def starts(self, payload: str = "") -> FakeMessage:
        """Press Start, perhaps through a deep link `t.me/<bot>?start=<payload>`.

        core.telegram.org/bots/features#deep-linking: up to 64 of A-Z a-z 0-9 _ -; apps open no other.
        """
        if not _PAYLOAD.fullmatch(payload):
            raise ValueError(f"Telegram's app opens no link with {payload!r}")
        return self.says(f"/start {payload}".strip())

    def sends_photo(
        self,
        caption: str = "",
        *,
        content: bytes = PICTURE,
        entities: Sequence[Entity] | None = None,
        group: Chat | None = None,
        reply_to: FakeMessage | None = None,
        topic: int | None = None,
    ) -> FakeMessage:
        """Send a photo with this caption; return the message."""
        photo = Upload(content, "photo.png", "image/png")
        message = Content(*_written(caption, entities or ()), file=self._world.files.keep("photo", photo))
        return self._send(message, group, reply_to, topic)

    def sends_document(
        self,
        name: str,
        caption: str = "",
        *,
        content: bytes = b"a few words\n",
        mime: str = "text/plain",
        entities: Sequence[Entity] | None = None,
        reply_to: FakeMessage | None = None,
    ) -> FakeMessage:
        """Send a file."""
        upload = Upload(content, name, mime)
        return self._sends_file("document", upload, caption, entities=entities, reply_to=reply_to)

    def sends_media(
        self,
        kind: str,
        caption: str = "",
        *,
        entities: Sequence[Entity] | None = None,
        veiled: bool = False,
        caption_above: bool = False,
    ) -> FakeMessage:
        """Send media of any kind; `veiled` hides it until it is tapped, if the app can do that."""
        if caption and kind in WITHOUT_CAPTION:
            raise ValueError(f"Telegram's app has no caption for a {kind}")
        wished = look(kind, veiled=veiled, caption_above=caption_above)
        return self._sends_file(kind, _upload(kind), caption, entities=entities, look=wished)

    def sends_album(
        self, *kinds: str, captions: Sequence[str] = (), uploads: Sequence[Upload] = ()
    ) -> list[FakeMessage]:
        """Send several pictures (or files) at once: one message and one update each, with one id in common.

        Captions go to the pictures in order; the app puts a common one on the first.
        """
        if not 2 <= len(kinds) <= ALBUM_SIZE or not any(set(kinds) <= set(one) for one in ALBUMS):
            raise ValueError(f"Telegram's app makes no album of {kinds}")
        album, sent = self._world.new_number(), []
        for place, kind in enumerate(kinds):
            upload = uploads[place] if uploads else _upload(kind)
            caption = captions[place] if place < len(captions) else ""
            sent.append(self._sends_file(kind, upload, caption, album=album))
        return sent

    def sends_other(self, kind: str) -> FakeMessage:
        """Send what is neither words nor media: one of OTHERS."""
        return self._send(Content(service=dict(OTHERS[kind])), None, None)

    def sends_on(self, message: FakeMessage, caption: str = "") -> FakeMessage:
        """Send the file of a message once more, as an app does that forwards it: the file stays the same."""
        if message.content.file is None:
            raise ValueError("there is no file in this message")
        return self._send(Content(*_written(caption, ()), file=message.content.file), None, None)

    def forwards(self, message: FakeMessage, *, hidden: bool = False) -> FakeMessage:
        """Forward somebody's text to the bot; `hidden`: its author lets nobody follow it to their account."""
        origin: dict[str, Any] = {"type": "user", "date": message.date, "sender_user": message.sender}
        if hidden:
            name = str(message.sender["first_name"])
            origin = {"type": "hidden_user", "date": message.date, "sender_user_name": name}
        told = {"text": message.text, "forward_origin": origin}
        return self._send(Content(service=told), None, None)

    def edits(self, message: FakeMessage, text: str, entities: Sequence[Entity] | None = None) -> None:
        """Edit the words of one of the person's messages; the bot gets an edited message."""
        words, marks = _written(text, entities or ())
        message.content = replace(message.content, text=words, entities=marks)
        message.edit_date = self._world.timestamp()
        self._act()
        self._world.touch(self._world.chats[message.chat_id], message)
        self._world.updates.add("edited_message", message.json())

    def _origin(self, name: str) -> dict[str, Any] | None:
        """Return whose words a forwarded message holds; the number of others is not told, as they have it."""
        if not name:
            return None
        if name == self.name:
            return {"type": "user", "date": self._world.timestamp(), "sender_user": self.user}
        return {"type": "hidden_user", "date": self._world.timestamp(), "sender_user_name": name}

    def _sends_file(
        self,
        kind: str,
        upload: Upload,
        caption: str,
        *,
        entities: Sequence[Entity] | None = None,
        album: str | None = None,
        look: Mapping[str, bool] | None = None,
        reply_to: FakeMessage | None = None,
    ) -> FakeMessage:
        stored = self._world.files.keep(kind, upload)
        written = _written(caption, entities or ())
        content = Content(*written, file=stored, album=album, look=dict(look or {}))
        return self._send(content, None, reply_to)

    def says_as_group(self, text: str, group: Chat, topic: int | None = None) -> FakeMessage:
        """Write in the group's own name, as its admins may: GroupAnonymousBot is told as sender."""
        nobody = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
        self._act()
        message = self._world.post(group, nobody, Content(*_written(text, ())), topic=topic)
        if group.bot_is_admin:
            self._world.updates.add("message", {**message.json(), "sender_chat": group.json()})
        return message

    def closes_topic(self, group: Chat, topic: int, *, closed: bool = True) -> FakeMessage:
        """Close a topic of a forum by hand, or open it again; its group is told."""
        group.topics[topic].closed = closed
        told: dict[str, Any] = {"forum_topic_closed" if closed else "forum_topic_reopened": {}}
        return self._send(Content(service=told), group, None, topic)

    def deletes_topic(self, group: Chat, topic: int) -> None:
        """Delete a topic of a forum with all its messages. Telegram tells no bot of it."""
        group.topics[topic].deleted = True
        for message in group.messages.values():
            if message.topic == topic:
                message.deleted = True
        self._act()
        self._world.bump()

    def throws_bot_out(self, group: Chat, *, back: bool = False) -> None:
        """Throw the bot out of a group, or take it in again; Telegram tells the bot."""
        group.blocked = not back
        before, after = ("kicked", "member") if back else ("member", "kicked")
        self._act()
        self._tell_of_membership(group, before, after)

    def _send(
        self,
        content: Content,
        group: Chat | None,
        reply_to: FakeMessage | None,
        topic: int | None = None,
    ) -> FakeMessage:
        chat = group or self.home
        if group is None:
            self._open_home()
        self._act()
        message = self._world.post(chat, self.user, content, reply_to=reply_to, topic=topic)
        if group is None or group.bot_is_admin or _reaches_bot(message, str(self._world.bot["username"])):
            self._world.updates.add("message", message.json())
        keyboard = chat.reply_keyboard
        if keyboard is not None and keyboard.one_time and _is_a_key_of(keyboard, content.text):
            chat.keyboard_is_away = True  # behind a button when it is used, not by any other words
        return message

    def _open_home(self) -> None:
        self.home.started = True
        if self.home.blocked:
            self._change_membership(
                "kicked", "member"
            )  # the app asks to restart the bot before one can write

    def _change_membership(self, before: str, after: str) -> None:
        chat = self.home
        chat.started = True
        chat.blocked = after == "kicked"
        self._tell_of_membership(chat, before, after)

    def _tell_of_membership(self, chat: Chat, before: str, after: str) -> None:
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


def _upload(kind: str) -> Upload:
    """Return a file of this kind; nobody plays it."""
    if kind == "photo":
        return Upload(PICTURE, "photo.png", "image/png")
    endings = {
        "audio": ("mp3", "audio/mpeg"),
        "voice": ("ogg", "audio/ogg"),
        "sticker": ("webp", "image/webp"),
    }
    ending, mime = endings.get(kind, ("mp4", "video/mp4")) if kind != "document" else ("txt", "text/plain")
    return Upload(b"a few bytes\n", f"{kind}.{ending}", mime)


def _other_bot(username: str) -> dict[str, Any] | None:
    if not username:
        return None
    return {"id": 800_000_001, "is_bot": True, "first_name": username, "username": username}


def _member(bot: dict[str, Any], status: str) -> dict[str, Any]:
    banned = {"until_date": 0} if status == "kicked" else {}
    return {"user": bot, "status": status, **banned}


def _reaches_bot(message: FakeMessage, username: str) -> bool:
    """Apply privacy mode: in a group a bot gets commands, mentions of its name, and replies to itself."""
    if message.reply_to is not None and message.reply_to.from_bot:
        return True
    if message.content.service is not None:
        return True
    first = message.text.split(maxsplit=1)[0] if message.text else ""
    command = first.startswith("/") and first.partition("@")[2].lower() in ("", username.lower())
    return command or f"@{username}".lower() in message.text.lower()


def _is_a_key_of(keyboard: Markup, text: str) -> bool:
    return any(button.label == text for row in keyboard.rows for button in row)
