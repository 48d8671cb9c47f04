"""A question that a monitor causes: one at a time, with a time limit, its answer kept for a moment.

However many ask, and however often, the database has one question of theirs.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Asking(Generic[T]):
    """Asks by `ask`, which raises nothing; an answer counts for `kept` seconds of the `monotonic` clock."""

    def __init__(
        self,
        ask: Callable[[], Awaitable[T]],
        *,
        kept: float,
        limit: float,
        monotonic: Callable[[], float],
    ) -> None:
        self._ask = ask
        self._kept = kept
        self._limit = limit
        self._monotonic = monotonic
        self._answered_at: float | None = None
        self._under_way: asyncio.Future[T] | None = None

    async def get(self) -> T | None:
        """Return the answer; None if it does not come within the limit, in seconds."""
        asked = self._under_way
        if asked is None or (asked.done() and self._is_old()):
            asked = self._under_way = asyncio.ensure_future(self._ask())
            self._answered_at = None
        done, _ = await asyncio.wait([asked], timeout=self._limit)
        if not done:
            return None
        if self._answered_at is None:
            self._answered_at = self._monotonic()
        return asked.result()

    def close(self) -> None:
        """Wait for no answer any more."""
        if self._under_way is not None:
            self._under_way.cancel()

    def _is_old(self) -> bool:
        return self._answered_at is None or self._monotonic() - self._answered_at >= self._kept
