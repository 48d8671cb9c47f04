"""Batching: commit updates that arrive in parallel together, one commit at a time.

`messaging.turns` reads the inbox beyond the last row it has seen. On PostgreSQL
two concurrent transactions may become visible in another order than their rows
are numbered, and the late row would be skipped. So only one runs at a time, in
the order in which the updates came.
"""

import asyncio
import logging
from collections.abc import Callable

from shop.clock import Clock
from storage.core.database import DatabaseTrouble
from storage.messages.inbox import Arrival, Inbox

log = logging.getLogger("kiosk.inbox")

TOGETHER = 100
"""At most this many updates share a commit."""


STOPPING = "The kiosk is stopping."


class NotTaken(Exception):
    """The update may not be in the inbox; the caller must bring it again."""


Batch = list[tuple[Arrival, "asyncio.Future[None]"]]


class Batching:
    """Takes updates from concurrent callers. `arrived` is called after each commit."""

    def __init__(self, *, inbox: Inbox, clock: Clock, arrived: Callable[[], None]) -> None:
        self._inbox = inbox
        self._clock = clock
        self._arrived = arrived
        self._waiting: asyncio.Queue[tuple[Arrival, asyncio.Future[None]]] = asyncio.Queue()
        self._stopped = False

    async def take(self, arrival: Arrival) -> None:
        """Return when this update is committed. Raises NotTaken if it is not, or may not be."""
        if self._stopped:
            raise NotTaken(STOPPING)
        taken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait((arrival, taken))
        await taken

    async def run(self) -> None:
        """Commit updates until cancelled; then turn away those that wait."""
        try:
            while True:
                await self._commit_with_others(await self._waiting.get())
        finally:
            self.stop()

    def stop(self) -> None:
        """Take no more updates, and turn away those that wait."""
        self._stopped = True
        while not self._waiting.empty():
            _turn_away([self._waiting.get_nowait()], STOPPING)

    async def _commit_with_others(self, first: tuple[Arrival, "asyncio.Future[None]"]) -> None:
        batch = [first]
        while len(batch) < TOGETHER and not self._waiting.empty():
            batch.append(self._waiting.get_nowait())
        try:
            await self._commit(batch)
        finally:
            _turn_away(batch, STOPPING)  # if the commit was cancelled, it may have happened or not

    async def _commit(self, batch: Batch) -> None:
        try:
            await self._inbox.take_in([arrival for arrival, _ in batch], self._clock.now())
        except DatabaseTrouble as trouble:
            log.error("%s", trouble)
            _turn_away(batch, str(trouble))
        except Exception as error:  # noqa: BLE001 - one update that no column holds must not stop the others
            await self._commit_apart(batch, error)
        else:
            for _, taken in batch:
                if not taken.done():  # the caller may have hung up
                    taken.set_result(None)
            self._arrived()

    async def _commit_apart(self, batch: Batch, error: Exception) -> None:
        if len(batch) > 1:
            for one in batch:
                await self._commit([one])
            return
        # If turned away, it would come again and again, and block those behind it.
        [(arrival, taken)] = batch
        why = f"{type(error).__name__} while it was written"
        try:
            await self._inbox.park(ascii(arrival.raw)[1:-1], why, self._clock.now())
        except DatabaseTrouble as trouble:
            _turn_away(batch, str(trouble))
            return
        log.error("Update %s is set aside. %s", arrival.update_id, why)
        if not taken.done():
            taken.set_result(None)


def _turn_away(batch: Batch, why: str) -> None:
    for _, taken in batch:
        if not taken.done():
            taken.set_exception(NotTaken(why))
