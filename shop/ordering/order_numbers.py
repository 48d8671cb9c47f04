"""Order numbers that do not tell how much a shop sells: they come from the clock, not from counting."""

from datetime import UTC, datetime
from threading import Lock

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
"""Numbers are whole seconds since then: eight digits, nine from 2029, and above any number once counted."""


class OrderNumbers:
    """Gives each order a number above all before it, so that the newest order has the highest.

    The one kiosk on a database shares one of these among all its stores: two orders of the same second, or
    of two transactions that do not see each other, differ. Threads may share it.
    """

    def __init__(self) -> None:
        self._last: int | None = None
        self._lock = Lock()

    @property
    def is_begun(self) -> bool:
        """Return True once it knows which numbers were given before."""
        return self._last is not None

    def begin(self, newest: int) -> None:
        """Go on above `newest`, the highest number in the database; later calls lower nothing."""
        with self._lock:
            self._last = max(newest, self._last or 0)

    def give(self, now: datetime) -> int:
        """Return the number of an order made `now` (UTC). After `begin`.

        It is the second, or the next free number, where that second's is taken or the clock went back.
        """
        with self._lock:
            assert self._last is not None  # noqa: S101 - begun by the store, in the same unit
            self._last = max(self._last + 1, second_of(now))
            return self._last


class NumbersOfMany:
    """Says that several kiosks make orders, so that the database gives their numbers, by the same rule."""


def second_of(now: datetime) -> int:
    """Return the least number that an order made `now` may get."""
    return int((now - EPOCH).total_seconds())
