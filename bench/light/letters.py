"""Letters to everybody: when each came, and to whom."""

import time
from collections import Counter, deque
from typing import Any


class Letterbox:
    """Takes the messages with these words out of what the bot sends."""

    def __init__(self, words: str) -> None:
        self.words = words
        self.copies: Counter[int] = Counter()
        self._first = self._last = 0.0
        self._within_a_second: deque[float] = deque()
        self._most = 0

    def takes(self, chat_id: int) -> None:
        """One more has come."""
        now = time.monotonic()
        self._first, self._last = self._first or now, now
        self.copies[chat_id] += 1
        self._within_a_second.append(now)
        while self._within_a_second[0] <= now - 1.0:
            self._within_a_second.popleft()
        self._most = max(self._most, len(self._within_a_second))

    def found(self) -> dict[str, Any]:
        """How many came to how many people, and how fast."""
        seconds = self._last - self._first
        count = self.copies.total()
        return {
            "letters": count,
            "people": len(self.copies),
            "seconds": seconds,
            "per_second": (count - 1) / seconds if seconds else 0.0,
            "last": self._last,
            "most_in_a_second": self._most,
        }
