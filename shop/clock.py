"""Time, passed in so that tests never sleep, and steady so that a set clock ends no order."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """The time functions the kiosk needs."""

    def now(self) -> datetime:
        """Return the present moment, aware and in UTC."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never jump, for pacing and time limits."""
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

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


SLEW = timedelta(seconds=2)
"""A clock this far off the time really passed was set; below that it is being corrected."""


class SteadyClock:
    """A machine's clock whose `now` does not jump when somebody sets it.

    Small corrections are followed. After a larger step `now` continues in real time, `step` returns the
    size of the step, and `adopt` takes the machine's time again: before calling it, move every wait
    that was stored in the old time.
    """

    def __init__(self, machine: Clock) -> None:
        self._machine = machine
        self._wall, self._at = machine.now(), machine.monotonic()

    def now(self) -> datetime:
        wall, at = self._machine.now(), self._machine.monotonic()
        expected = self._wall + timedelta(seconds=at - self._at)
        if abs(wall - expected) >= SLEW:
            return expected
        self._wall, self._at = wall, at
        return wall

    def monotonic(self) -> float:
        return self._machine.monotonic()

    async def sleep(self, seconds: float) -> None:
        await self._machine.sleep(seconds)

    def step(self) -> timedelta:
        """Return how far the machine's clock was set ahead of ours; negative where it was set back."""
        away = self._machine.now() - self.now()
        return away if abs(away) >= SLEW else timedelta(0)

    def adopt(self) -> None:
        """Take the machine's time from now on."""
        self._wall, self._at = self._machine.now(), self._machine.monotonic()
