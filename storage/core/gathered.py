"""Write together what comes while something is being written. Nothing is held back for that."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Gathered(Generic[T]):
    """Writes items by `write`, at most `at_most` at a time; each write begins when the last has ended."""

    def __init__(self, write: Callable[[list[T]], Awaitable[None]], at_most: int) -> None:
        self._write = write
        self._at_most = at_most
        self._waiting: list[tuple[T, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def add(self, item: T) -> None:
        """Return when the item is written. Raises what its write raised, as do all that shared it."""
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, written))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_all(), name="gathered writes")
        await written

    async def _write_all(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[: self._at_most], self._waiting[self._at_most :]
                await self._write_batch(batch)
        finally:
            self._writing = None

    async def _write_batch(self, batch: list[tuple[T, asyncio.Future[None]]]) -> None:
        try:
            await self._write([item for item, _ in batch])
        except Exception as error:  # noqa: BLE001 - each of its callers gets it
            for _, written in batch:
                if not written.done():  # the caller may have given up waiting
                    written.set_exception(error)
        else:
            for _, written in batch:
                if not written.done():
                    written.set_result(None)
