"""The timekeeper keeps waits right when somebody sets the clock and while the kiosk is off."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from messaging.alerts import OperatorAlerts
from shop.clock import SteadyClock
from storage.waits import Waits

log = logging.getLogger("kiosk.jobs")

BEAT_EVERY = 60.0
"""Seconds between two heartbeats."""

REPORTED_FROM = timedelta(seconds=60)
"""Smaller steps of the clock are not reported."""

CHECKS_AFTER_A_STEP = 3
"""A row written while the clock was set may still hold the old time; look for it this many times."""


@dataclass
class Timekeeper:
    """Moves waits with the clock, and tells the operators when it was set."""

    clock: SteadyClock
    waits: Waits
    alerts: OperatorAlerts
    wake: Callable[[], None]

    def __post_init__(self) -> None:
        self._beat_at: float | None = None
        self._checks_left = 0

    async def begin(self) -> None:
        """Adjust all waits at a start: neither the time off nor a clock set back meanwhile ends one."""
        now, last = self.clock.now(), await self.waits.last_beat()
        off = now - last if last else timedelta(0)
        if last is not None and off < -REPORTED_FROM:
            await self.waits.move(off, last)
            await self._tell(off)
        await self.waits.was_off(max(off, timedelta(0)), now)
        await self.waits.wake_too_late(now)
        await self._beat()

    async def keep_time(self) -> bool:
        """Check the clock once. Return False: there is never more to do."""
        step = self.clock.step()
        if step:
            await self.waits.move(step, self.clock.now())
            self.clock.adopt()
            self._checks_left = CHECKS_AFTER_A_STEP
            if abs(step) >= REPORTED_FROM:
                await self._tell(step)
            self.wake()
        if self._checks_left:
            self._checks_left -= 1
            await self.waits.wake_too_late(self.clock.now())
        if self._beat_at is None or self.clock.monotonic() - self._beat_at >= BEAT_EVERY:
            await self._beat()
        return False

    async def _beat(self) -> None:
        await self.waits.beat(self.clock.now())
        self._beat_at = self.clock.monotonic()

    async def _tell(self, step: timedelta) -> None:
        now, minutes = self.clock.now(), round(abs(step) / timedelta(minutes=1))
        word = f"{minutes // 60}:{minutes % 60:02}"
        alert, way = ("clock_ahead", "ahead") if step > timedelta(0) else ("clock_back", "back")
        log.warning("The clock was set %s by %s (hours:minutes); all waits go on.", way, word)
        await self.alerts.tell(alert, now.isoformat(), word, about="clock")
