"""Clocks to pass in: the machine's own, or one moved by hand. They have the shape the kiosk expects."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What the playground needs to know about time."""

    def now(self) -> datetime:
        """The present moment, aware and in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that never jump."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Return after `seconds` of this clock."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    def boottime(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


NEW_YEAR = datetime(2026, 1, 1, 12, tzinfo=UTC)


class HandClock:
    """A clock that moves only by hand; sleeping on it moves it."""

    def __init__(self, start: datetime = NEW_YEAR) -> None:
        self._start = start
        self._passed = self._suspended = 0.0
        self._set = timedelta(0)

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self.boottime()) + self._set

    def monotonic(self) -> float:
        return self._passed

    def boottime(self) -> float:
        """Return the seconds that have passed, those of a suspension too."""
        return self._passed + self._suspended

    def suspend(self, seconds: float) -> None:
        """Suspend the machine for so long: only the wall clock and the time since boot go on."""
        self._suspended += seconds

    def advance(self, seconds: float) -> None:
        """Move the clock forward by `seconds`."""
        if seconds < 0:
            raise ValueError("time does not run backwards")
        self._passed += seconds

    def set_ahead(self, by: timedelta) -> None:
        """Set the wall clock ahead, or back if `by` is negative. No time passes by this."""
        self._set += by

    async def sleep(self, seconds: float) -> None:
        self.advance(max(0.0, seconds))
        await asyncio.sleep(0)
