"""Chats, private and groups: their messages, and who may write in them."""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from playground.telegram.keyboards import Markup
from playground.telegram.messages import FakeMessage
from playground.telegram.refusals import Refusal, bad_request, forbidden, upgraded
from playground.telegram.topics import Topic


@dataclass
class Chat:
    """One chat with its history. `started`: the bot may write first.

    `is_forum`: a group with topics. `bot_is_admin`: it sees every message there, and not only what is meant
    for it; `bot_manages_topics` is a right of its own, which only admins can have.
    """

    id: int
    kind: str
    title: str
    username: str | None = None
    started: bool = False
    blocked: bool = False
    is_forum: bool = False
    bot_is_admin: bool = False
    bot_manages_topics: bool = False
    topics: dict[int, Topic] = field(default_factory=dict)
    deactivated: bool = False
    moved_to: int | None = None
    members: set[int] = field(default_factory=set)
    messages: dict[int, FakeMessage] = field(default_factory=dict)
    reply_keyboard: Markup | None = None
    keyboard_is_away: bool = False
    action: tuple[str, float] | None = None
    _by_change: "OrderedDict[int, FakeMessage]" = field(default_factory=OrderedDict)

    def json(self) -> dict[str, Any]:
        """The chat as it appears in a message."""
        name = "first_name" if self.kind == "private" else "title"
        body: dict[str, Any] = {"id": self.id, "type": self.kind, name: self.title}
        if self.username:
            body["username"] = self.username
        if self.is_forum:
            body["is_forum"] = True
        return body

    def live(self) -> list[FakeMessage]:
        """The messages on screen, oldest first."""
        return [message for message in self.messages.values() if not message.deleted]

    def newest_first(self) -> Iterator[FakeMessage]:
        """Live messages, the newest first."""
        return (message for message in reversed(self.messages.values()) if not message.deleted)

    def changed_since(self, version: int) -> list[FakeMessage]:
        """Return messages sent, edited or deleted after `version`, the latest change last."""
        changed: list[FakeMessage] = []
        for message in reversed(self._by_change.values()):
            if message.changed_at <= version:
                break
            changed.append(message)
        return changed[::-1]

    def note_change(self, message: FakeMessage, version: int) -> None:
        """Remember that `message` changed at `version`."""
        message.changed_at = version
        self._by_change[message.id] = message
        self._by_change.move_to_end(message.id)

    def refusal(self) -> Refusal | None:
        """Why the bot may not write here, or None."""
        if self.moved_to is not None:
            return upgraded(self.moved_to)
        if self.kind == "private" and not self.started:
            return bad_request("chat not found")
        if self.deactivated:
            return forbidden("user is deactivated")
        if self.blocked:
            private = self.kind == "private"
            return forbidden(
                "bot was blocked by the user" if private else f"bot was kicked from the {self.kind} chat"
            )
        return None
