"""A worker: does one step after another while there is something to do, then sleeps until woken.

A mistake of ours in one step must not end the shop: it is written down whole, the operators hear of it once a
day, and the worker goes on after a pause that grows as long as it happens again.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from shop.clock import Clock
from shop.errors import PanelError, ShopError
from storage.core.database import DatabaseTrouble

log = logging.getLogger("kiosk.jobs")

Step = Callable[[], Awaitable[bool]]
"""Does one thing; False when there was nothing to do."""

Tell = Callable[[str], Awaitable[None]]
"""Tells the operators that what has this name fails again and again."""

PAUSES = (1.0, 5.0, 30.0, 120.0, 300.0)
"""Seconds after the first, second ... mistake in a row."""


class Worker:
    """Runs `step` again and again. `idle` is how long, in seconds, it sleeps without being woken.

    `tell` is called when a step ends with an error that nobody expects.
    """

    def __init__(self, name: str, step: Step, *, clock: Clock, idle: float, tell: Tell | None = None) -> None:
        self.name = name
        self._step = step
        self._clock = clock
        self._idle = idle
        self._tell = tell
        self._mistakes = 0
        self._more = asyncio.Event()
        self._resting = asyncio.Event()
        self._resting.set()  # until it runs
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
                    self._mistakes = 0
                self._mistakes = 0
            except (DatabaseTrouble, PanelError, ShopError) as error:
                log.warning("%s: %s Trying again.", self.name, error)
            except Exception:  # noqa: BLE001 - one poisonous row must not end everybody's shop
                await self._survive()
            finally:
                self._resting.set()
            try:
                async with asyncio.timeout(self._idle):
                    await self._more.wait()
            except TimeoutError:
                continue

    async def _survive(self) -> None:
        """A mistake of ours: write it down, tell, and wait before the next try."""
        log.exception("%s failed; it goes on.", self.name)
        if self._tell is not None:
            try:
                await self._tell(self.name)
            except DatabaseTrouble as error:
                log.warning("%s: %s", self.name, error)
        pause = PAUSES[min(self._mistakes, len(PAUSES) - 1)]
        self._mistakes += 1
        try:
            async with asyncio.timeout(pause):
                while not self._stopping:
                    await self._more.wait()
                    self._more.clear()
        except TimeoutError:
            self._more.set()  # whatever woke it meanwhile is still to do

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
