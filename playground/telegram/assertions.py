"""What a person sees in Telegram's app."""

import asyncio
from dataclasses import dataclass
from typing import Any

from playground.telegram.chats import Chat
from playground.telegram.messages import FakeMessage
from playground.telegram.screen import render
from playground.telegram.taps import Tap
from playground.telegram.world import World


class NotSeen(AssertionError):
    """The expected message did not appear; the text shows the screen."""


@dataclass(frozen=True)
class Toast:
    """A short notice over the chat, or an alert that must be closed."""

    text: str
    alert: bool
    tap: Tap


class Assertions:
    """One person's screen. Only messages that came or changed since their last act count as new."""

    def __init__(self, world: World, user: dict[str, Any]) -> None:
        self._world = world
        self._acted_at = 0
        self._taps: list[Tap] = []
        self._last_tap: Tap | None = None
        self.user = user

    @property
    def id(self) -> int:
        return int(self.user["id"])

    @property
    def name(self) -> str:
        return str(self.user["first_name"])

    @property
    def language(self) -> str | None:
        """The app's language; None when the app does not tell."""
        return self.user.get("language_code")

    @language.setter
    def language(self, code: str | None) -> None:
        # A new user object: earlier messages keep the language they were sent with.
        kept = {name: value for name, value in self.user.items() if name != "language_code"}
        self.user = kept | ({"language_code": code} if code else {})
        self._world.users[self.id] = self.user

    @property
    def home(self) -> Chat:
        """Their private chat with the bot."""
        return self._world.chats[self.id]

    @property
    def chat(self) -> list[FakeMessage]:
        """The live messages of that chat, oldest first."""
        return self.home.live()

    @property
    def last(self) -> FakeMessage:
        """The newest message from the bot. Raises NotSeen if there is none."""
        found = next((message for message in self.home.newest_first() if message.from_bot), None)
        if found is None:
            raise NotSeen(f"{self.name} has no message from the bot:\n{self.screen()}")
        return found

    @property
    def toasts(self) -> list[Toast]:
        """The answers to their taps, in the order of the taps."""
        return [Toast(tap.text, tap.alert, tap) for tap in self._taps if tap.answered and tap.text]

    @property
    def spinning(self) -> list[Tap]:
        """Their latest taps that the bot has not answered yet."""
        return [tap for tap in self._taps[-10:] if not tap.answered]

    @property
    def commands(self) -> list[dict[str, str]]:
        """The command menu they are offered."""
        return self._world.commands.seen_by(self.id, self.id, self.language or "", private=True)

    @property
    def described(self) -> str:
        """The bot's description, which stands in their chat with it while that is empty."""
        return self._world.text_of_bot("description", self.language or "")

    def screen(self, group: Chat | None = None) -> str:
        """Return the last messages as text, with buttons."""
        return render(group or self.home, [toast.text for toast in self.toasts[-3:]])

    async def sees(self, wanted: str, *, timeout: float = 5.0, group: Chat | None = None) -> FakeMessage:
        """Return the bot's newest message with `wanted` in its text or on a button, or a toast's message.

        Only what came or changed since this person last did something counts; waits up to
        `timeout` real seconds. Raises NotSeen.
        """
        loop = asyncio.get_running_loop()
        until = loop.time() + timeout
        while True:
            version = self._world.version
            found = self._news_with(wanted, group or self.home)
            if found is not None:
                return found
            left = until - loop.time()
            if left <= 0:
                raise NotSeen(f"{self.name} does not see {wanted!r}:\n{self.screen(group)}")
            await self._world.changed(version, left)

    def _news_with(self, wanted: str, chat: Chat) -> FakeMessage | None:
        for message in reversed(chat.changed_since(self._acted_at)):
            if message.from_bot and not message.deleted and _shows(message, wanted):
                return message
        tap = self._last_tap
        if tap is not None and tap.answered and wanted in tap.text:
            return tap.message
        return None

    def _act(self) -> None:
        """Note that what comes from now on is new to this person."""
        self._acted_at = self._world.version
        self._last_tap = None


def _shows(message: FakeMessage, wanted: str) -> bool:
    return wanted in message.shown or any(wanted in label for label in message.labels)
