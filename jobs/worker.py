"""A worker: does one step after another while there is something to do, then sleeps until woken."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from shop.clock import Clock
from shop.errors import PanelError
from storage.database import DatabaseTrouble

log = logging.getLogger("kiosk.jobs")

Step = Callable[[], Awaitable[bool]]
"""Does one thing; False when there was nothing to do."""


class Worker:
    """Runs `step` again and again. `idle` is how long, in seconds, it sleeps without being woken."""

    def __init__(self, name: str, step: Step, *, clock: Clock, idle: float) -> None:
        self.name = name
        self._step = step
        self._clock = clock
        self._idle = idle
        self._more = asyncio.Event()
        self._resting = asyncio.Event()
        self._stopping = False

    def wake(self) -> None:
        """There may be something to do."""
        self._more.set()

    async def run(self) -> None:
        """Work until stopped."""
        while not self._stopping:
            self._more.clear()
            self._resting.clear()
            try:
                while not self._stopping and await self._step():
                    continue
            except (DatabaseTrouble, PanelError) as error:
                log.warning("%s: %s", self.name, error)
            finally:
                self._resting.set()
            try:
                async with asyncio.timeout(self._idle):
                    await self._more.wait()
            except TimeoutError:
                continue

    async def stop(self, within: float) -> None:
        """Begin no more steps; give the one under way `within` seconds."""
        self._stopping = True
        self._more.set()
        try:
            async with asyncio.timeout(within):
                await self._resting.wait()
        except TimeoutError:
            log.warning(
                "%s was still at work when the kiosk stopped; it goes on at the next start.", self.name
            )

    async def drain(self) -> None:
        """Work until there is nothing to do."""
        while await self._step():
            continue
