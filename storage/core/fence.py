"""A fence: what must still be true, inside a unit's own transaction, for the unit to be written.

Where several kiosks share a database, whoever works sets the fence of that work. A kiosk that was stopped
and wakes when others have taken over finds in its transaction that its fence is down, and writes nothing.
A kiosk that is alone has no fence, and asks nothing.
"""

from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Connection

from storage.core.trouble import DatabaseTrouble
from storage.core.unit import T, Unit

Fence = Callable[[Connection], None]
"""Raises Fenced in a transaction that must not be committed. It locks what it looks at until the end."""

FENCE: ContextVar[Fence | None] = ContextVar("fence", default=None)
"""The fence of what runs here; tasks inherit it."""


class Fenced(DatabaseTrouble):
    """Others have taken over what this kiosk had, so it may write nothing of it any more."""

    passes = False


def behind(fence: Fence, unit: Unit[T]) -> Unit[T]:
    """Return a unit that does the same if the fence stands."""

    def fenced(connection: Connection) -> T:
        fence(connection)
        return unit(connection)

    return fenced


def working_behind(
    fence: Fence, work: Callable[[], Awaitable[None]]
) -> Callable[[], Coroutine[Any, Any, None]]:
    """Return the same work, with this fence around all that it writes. Each call is to be a task."""

    async def working() -> None:
        FENCE.set(fence)
        await work()

    return working


@contextmanager
def beside_the_fence() -> Iterator[None]:
    """Write without a fence: only what has happened outside, which is true whoever writes it down."""
    before = FENCE.set(None)
    try:
        yield
    finally:
        FENCE.reset(before)
