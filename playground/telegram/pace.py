"""Flood control: a maximum of sends in any sliding second, and a sustained rate in each chat."""

import math
from collections import deque
from dataclasses import dataclass, field

from playground.clock import Clock
from playground.telegram.files import KINDS
from playground.telegram.refusals import too_many_requests

COUNTED = (
    "sendmessage",
    *(f"send{kind.replace('_', '')}" for kind in KINDS),
    "sendmediagroup",
    "copymessage",
    "sendinvoice",
    "editmessagetext",
    "editmessagecaption",
    "editmessagemedia",
    "editmessagereplymarkup",
)


@dataclass
class Pace:
    """Limits, None for off; they may be changed at any time.

    `overall` is sends in any sliding second. `per_chat` is the sends per second that a chat
    allows for long; a burst of `per_chat_burst` passes.
    """

    clock: Clock
    overall: int | None = None
    per_chat: float | None = None
    per_chat_burst: int = 20
    refused: int = 0
    taken: int = 0
    _recent: deque[float] = field(default_factory=deque)
    _chats: dict[int, tuple[float, float]] = field(default_factory=dict)

    def take(self, chat_id: int | None) -> None:
        """Count one send to a chat. Raises Refusal (429) when it comes too soon."""
        now = self.clock.monotonic()
        wait = max(self._overall_wait(now), self._chat_wait(chat_id, now))
        if wait > 0:
            self.refused += 1
            raise too_many_requests(max(1, math.ceil(wait)))
        self.taken += 1
        if self.overall is not None:
            self._recent.append(now)
        if self.per_chat is not None and chat_id is not None:
            self._chats[chat_id] = (self._tokens(chat_id, now) - 1, now)

    def _overall_wait(self, now: float) -> float:
        if self.overall is None:
            return 0.0
        while self._recent and self._recent[0] <= now - 1:
            self._recent.popleft()
        return 0.0 if len(self._recent) < self.overall else self._recent[0] + 1 - now

    def _chat_wait(self, chat_id: int | None, now: float) -> float:
        if self.per_chat is None or chat_id is None:
            return 0.0
        return max(0.0, (1 - self._tokens(chat_id, now)) / self.per_chat)

    def _tokens(self, chat_id: int, now: float) -> float:
        tokens, since = self._chats.get(chat_id, (float(self.per_chat_burst), now))
        return min(float(self.per_chat_burst), tokens + (now - since) * (self.per_chat or 0.0))
