"""People who go to and fro in an order, and what they say and tap as Telegram would tell a bot."""

import itertools
import json
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bench.light.screens import Screen

FORTH, BACK = "Instagram", "Back"
OPEN, COMMAND = "/order", "/start"
IN_TURN = ("forth", "command", "back", "command")
"""What everybody does in turn: half are taps inside an order, half are commands."""


class NoSuchButton(Exception):
    """The bot's screen has no button with the label that is to be tapped."""


@dataclass(slots=True)
class Deed:
    """Something that a person did: when its update lay ready, and when the last of its answers came.

    `awaits` is how many answers are missing: a command is answered by a message, a tap
    by its button's answer and by its card's change.
    """

    update: bytes
    awaits: int
    born: float = 0.0
    done: float | None = None

    def answered(self, now: float) -> None:
        """One more of its answers came."""
        self.awaits -= 1
        if self.awaits == 0:
            self.done = now


@dataclass
class Person:
    """Somebody with a chat.

    `last` is the screen that the bot showed last, in the message `shown`; `card` is the order's
    message. `edits` and `sends` are what the bot owes the person, oldest first.
    """

    id: int
    name: str
    numbers: Iterator[int]
    messages: Iterator[int]
    card: int = 0
    shown: int = 0
    screens: dict[str, Screen] = field(default_factory=dict)
    data: dict[str, bytes] = field(default_factory=dict)
    last: Screen | None = None
    steps: int = 0
    edits: deque[Deed] = field(default_factory=deque)
    sends: deque[Deed] = field(default_factory=deque)

    @property
    def face(self) -> dict[str, Any]:
        """The person as a user."""
        return {"id": self.id, "is_bot": False, "first_name": self.name, "language_code": "en"}

    @property
    def chat(self) -> dict[str, Any]:
        """The person's chat with the bot."""
        return {"id": self.id, "type": "private", "first_name": self.name}

    def goes_on(self) -> Deed:
        """Do the next thing, whether or not the last is answered."""
        what = IN_TURN[self.steps % len(IN_TURN)]
        self.steps += 1
        return self.says(COMMAND) if what == "command" else self.taps_on(what)

    def says(self, command: str) -> Deed:
        """A command."""
        message = {
            "message_id": next(self.messages),
            "from": self.face,
            "chat": self.chat,
            "date": int(time.time()),
            "text": command,
            "entities": [{"offset": 0, "length": len(command), "type": "bot_command"}],
        }
        update = b'{"update_id":%d,"message":%s}' % (next(self.numbers), json.dumps(message).encode())
        deed = Deed(update, 1)
        self.sends.append(deed)
        return deed

    def taps_on(self, way: str) -> Deed:
        """A tap on the card's button that leads forth, or back."""
        number = next(self.numbers)
        message = self.screens[way].message(self.card, int(time.time()))
        tap = b'{"id":"%d","from":%s,"message":%s,"chat_instance":"1","data":%s}' % (
            number,
            json.dumps(self.face).encode(),
            message,
            self.data[way],
        )
        update = b'{"update_id":%d,"callback_query":%s}' % (number, tap)
        deed = Deed(update, 2)
        self.edits.append(deed)
        return deed

    def learns(self, way: str, label: str) -> None:
        """Find the button on the screen that came last. Raises NoSuchButton."""
        assert self.last is not None  # noqa: S101 - learnt after an answer only
        found = [data for text, data in self.last.buttons if label in text]
        if not found:
            message = f"the bot's screen for {self.name} has no button {label!r}"
            raise NoSuchButton(message)
        self.screens[way], self.data[way] = self.last, json.dumps(found[0]).encode()


def people(count: int, first_id: int, messages: Iterator[int]) -> dict[int, Person]:
    """So many people, whose updates are numbered together, and their messages with the bot's."""
    numbers = itertools.count(1000)
    return {
        number: Person(number, f"Ann {number}", numbers, messages)
        for number in range(first_id, first_id + count)
    }
