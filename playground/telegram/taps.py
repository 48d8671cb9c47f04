"""Taps and inline queries, until the bot answers them."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from playground.telegram.entities import Entity
from playground.telegram.keyboards import Rows
from playground.telegram.messages import FakeMessage


@dataclass
class Tap:
    """One tap on an inline button: a callback query, and the bot's answer."""

    id: str
    person_id: int
    chat_id: int
    message: FakeMessage
    data: str
    born: float
    answered: bool = False
    text: str = ""
    alert: bool = False
    url: str | None = None

    @property
    def message_id(self) -> int:
        return self.message.id


@dataclass(frozen=True)
class InlineResult:
    """One line of an inline answer, as a person sees it."""

    id: str
    title: str
    description: str
    text: str
    entities: tuple[Entity, ...]
    keyboard: Rows
    raw: dict[str, Any]


@dataclass(frozen=True)
class InlineAnswer:
    """The bot's answer to an inline query. `from_cache`: Telegram did not ask the bot."""

    results: tuple[InlineResult, ...]
    cache_time: int = 300
    is_personal: bool = False
    next_offset: str = ""
    button: dict[str, Any] | None = None
    from_cache: bool = False


@dataclass
class InlineAsk:
    """One inline query under way."""

    id: str
    person_id: int
    query: str
    offset: str
    born: float
    answer: "asyncio.Future[InlineAnswer]"


@dataclass
class InlineCache:
    """Telegram's memory of inline answers: shared by everybody unless they are personal."""

    _kept: dict[tuple[str, str, int | None], tuple[float, InlineAnswer]] = field(default_factory=dict)

    def keep(self, ask: InlineAsk, answer: InlineAnswer, now: float) -> None:
        """Keep an answer for its `cache_time` seconds."""
        if answer.cache_time > 0:
            owner = ask.person_id if answer.is_personal else None
            self._kept[ask.query, ask.offset, owner] = (now + answer.cache_time, answer)

    def find(self, query: str, offset: str, person_id: int, now: float) -> InlineAnswer | None:
        """Return a cached answer that Telegram would show this person."""
        for owner in (person_id, None):
            until, answer = self._kept.get((query, offset, owner), (0.0, None))
            if answer is not None and now < until:
                return answer
        return None
