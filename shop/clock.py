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
        """Return seconds that never jump, for pacing and time limits.

        On most machines they stand still while the machine is suspended.
        """
        ...

    async def sleep(self, seconds: float) -> None:
        """Return after `seconds` of this clock."""
        ...


class LeaseClock(Clock, Protocol):
    """The time functions of who holds what others may take over."""

    def boottime(self) -> float:
        """Return seconds that go on while the machine is suspended, for what others count meanwhile.

        A lease runs out by somebody else's clock. A kiosk that is suspended with its machine would find it
        as fresh as before by the monotonic clock, while another one leads.
        """
        ...


class SystemClock:
    """The machine's own clock.

    Linux counts the time since boot; where a platform does not, the monotonic clock must do.
    """

    def __init__(self) -> None:
        self._since_boot: int | None = getattr(time, "CLOCK_BOOTTIME", None)

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    def boottime(self) -> float:
        return time.monotonic() if self._since_boot is None else time.clock_gettime(self._since_boot)

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

    def __init__(self, machine: LeaseClock) -> None:
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

    def boottime(self) -> float:
        return self._machine.boottime()

    async def sleep(self, seconds: float) -> None:
        await self._machine.sleep(seconds)

    def step(self) -> timedelta:
        """Return how far the machine's clock was set ahead of ours; negative where it was set back."""
        away = self._machine.now() - self.now()
        return away if abs(away) >= SLEW else timedelta(0)

    def adopt(self) -> None:
        """Take the machine's time from now on."""
        self._wall, self._at = self._machine.now(), self._machine.monotonic()
