"""A limit for units on SQLite's writer: one that hangs would stop everybody who writes.

The unit runs in the writer's thread; the loop looks at it when its time is over and interrupts its
statement. A unit that hangs in Python runs no statement, and nothing ends a thread: it is stuck.
"""

import logging
import sqlite3
import threading
import time

from storage.core.trouble import TooSlow

log = logging.getLogger("kiosk.storage")

UNIT_SECONDS = 30.0
"""Ten times as long as the longest unit takes, the letters of a broadcast to a million people."""

AGAIN_SECONDS = 0.1
"""Between two interruptions of the same unit: one that comes between two statements interrupts nothing."""

STUCK_SECONDS = 10.0
"""How long interruptions may be in vain until the unit counts as stuck."""


class UnitLimit:
    """Watches one unit at a time, for `seconds` each. A thread works, and the loop looks on."""

    def __init__(self, seconds: float = UNIT_SECONDS, stuck_seconds: float = STUCK_SECONDS) -> None:
        self.seconds = seconds
        self.is_stuck = False
        self._stuck_seconds = stuck_seconds
        self._lock = threading.Lock()
        self._driver: sqlite3.Connection | None = None
        self._end = 0.0
        self._ended_at: float | None = None
        self._is_cut = False

    def begins(self, driver: sqlite3.Connection) -> None:
        """Note that a unit begins on this connection."""
        with self._lock:
            self._driver = driver
            self._end = time.monotonic() + self.seconds
            self._is_cut = False

    def ends(self) -> bool:
        """Note that the unit has ended: nothing interrupts its connection from now on. True if it was cut."""
        with self._lock:
            self._driver = None
            self._ended_at = time.monotonic()
            return self._is_cut

    def worked_within(self, seconds: float) -> bool:
        """Return True if a unit is at work, or was within so many seconds: it had the file's lock."""
        with self._lock:
            if self._driver is not None:
                return True
            return self._ended_at is not None and time.monotonic() - self._ended_at <= seconds

    def look(self) -> float | None:
        """Cut the unit if its time is over; return the seconds until the next look, None if it is stuck."""
        with self._lock:
            if self._driver is None:
                return self.seconds
            left = self._end - time.monotonic()
            if left > 0:
                return left
            if left < -self._stuck_seconds:
                self.is_stuck = True
                return None
            self._is_cut = True
            self._driver.interrupt()
            return AGAIN_SECONDS


def too_slow(seconds: float, statement: str = "") -> TooSlow:
    """Return the trouble of a unit that was cut after so many seconds, and log its statement."""
    log.error("What was written took longer than %g s and was undone. %s", seconds, statement)
    return TooSlow(f"The database took longer than {seconds:g} s for one thing; nothing of it is written.")
