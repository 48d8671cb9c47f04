"""Wait as long as Telegram asks, outside the outbox, with log lines and finally an alert."""

import logging
from collections.abc import Awaitable
from typing import Protocol

from telegram.error import RetryAfter

from messaging.rate_limit import retry_seconds
from shop.clock import Clock

log = logging.getLogger("kiosk.wire")

LINE_EVERY = 300.0
TELL_AFTER = 600.0
"""Seconds of waiting after which the operators are told."""


class Tell(Protocol):
    """Enqueue this alert to the operators, once for each `key`; `word` names its subject."""

    def __call__(self, alert: str, key: str, word: str) -> Awaitable[None]: ...


async def tell_nobody(alert: str, key: str, word: str) -> None:
    """Do nothing: for calls whose trouble no operator is told of."""


class Patience:
    """Waits for one kind of call. A loop uses `sit_out`; a periodic task asks if it `must_wait`."""

    def __init__(self, what: str, *, clock: Clock, tell: Tell = tell_nobody) -> None:
        self._what = what
        self._clock = clock
        self._tell = tell
        self._since: float | None = None
        self._until = 0.0
        self._next_line = 0.0
        self._is_reported = False

    async def sit_out(self, error: RetryAfter) -> None:
        """Sleep as long as Telegram asks."""
        self.asked_to_wait(error)
        while await self.must_wait():
            left = self._until - self._clock.monotonic()
            await self._clock.sleep(min(left, LINE_EVERY))

    def asked_to_wait(self, error: RetryAfter) -> None:
        """Note that Telegram asks to wait."""
        now = self._clock.monotonic()
        self._until = max(self._until, now + retry_seconds(error))
        if self._since is None or now > self._until:
            self._since, self._is_reported, self._next_line = now, False, now

    async def must_wait(self) -> bool:
        """Return True while it is too early to call again."""
        now = self._clock.monotonic()
        if self._since is None or now >= self._until:
            return False
        left = self._until - now
        if now >= self._next_line:
            log.warning("Telegram asks for no %s in the next %.0f s.", self._what, left)
            self._next_line = now + LINE_EVERY
        if not self._is_reported and now - self._since >= TELL_AFTER:
            self._is_reported = True
            await self._tell("telegram_waits", self._what, f"{self._what}, {left / 60:.0f} min")
        return True

    def is_heard(self) -> None:
        """Note that a call went through: the next wait is a new one."""
        self._since = None
