"""The timekeeper: what is waited for stays right when somebody sets the clock and while the kiosk is off."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from messaging.alerts import OperatorAlerts
from shop.clock import SteadyClock
from storage.waits import Waits

log = logging.getLogger("kiosk.jobs")

BEAT_EVERY = 60.0
"""Seconds between two notes that the kiosk is alive."""

TOLD_FROM = timedelta(seconds=60)
"""A smaller step is nobody's matter."""

LOOKS_AFTER_A_STEP = 3
"""What was being written while the clock was set may still have the old time; so often it is looked for."""


@dataclass
class Timekeeper:
    """Moves waits with the clock, and tells the operators that it was set."""

    clock: SteadyClock
    waits: Waits
    alerts: OperatorAlerts
    wake: Callable[[], None]

    def __post_init__(self) -> None:
        self._beat_at: float | None = None
        self._looks = 0

    async def begin(self) -> None:
        """At a start: time since the last heartbeat ends no wait, nor does a clock set back meanwhile."""
        now, last = self.clock.now(), await self.waits.last_beat()
        off = now - last if last else timedelta(0)
        if last is not None and off < -TOLD_FROM:
            await self.waits.move(off, last)
            await self._tell(off)
        await self.waits.was_off(max(off, timedelta(0)), now)
        await self.waits.wake_too_late(now)
        await self._beat()

    async def keep_time(self) -> bool:
        """Look at the clock once; there is never more to do."""
        step = self.clock.step()
        if step:
            await self.waits.move(step, self.clock.now())
            self.clock.adopt()
            self._looks = LOOKS_AFTER_A_STEP
            if abs(step) >= TOLD_FROM:
                await self._tell(step)
            self.wake()
        if self._looks:
            self._looks -= 1
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
        key = "clock_ahead" if step > timedelta(0) else "clock_back"
        log.warning("The clock was set %s by %s (hours:minutes); all waits go on.", key[6:], word)
        await self.alerts.tell(key, now.isoformat(), word, about="clock")
