"""A worker runs one step after another while there is work, then sleeps until woken.

A bug in one step must not end the shop: it is logged with its traceback, the operators hear of it once a day,
and the worker goes on after a pause that grows while the bug recurs.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from shop.clock import Clock
from shop.errors import PanelError, ShopError
from storage.core.database import DatabaseTrouble, TooSlow

log = logging.getLogger("kiosk.jobs")

Step = Callable[[], Awaitable[bool]]
"""Do one thing; return False if there was nothing to do."""

Tell = Callable[[str], Awaitable[None]]
"""Tell the operators that the part of this name keeps failing."""

PAUSES = (1.0, 5.0, 30.0, 120.0, 300.0)
"""Seconds after the first, second ... error in a row."""


class Worker:
    """Runs `step` again and again; sleeps at most `idle` seconds when nothing wakes it.

    `tell` is called when a step raises an unexpected error.
    """

    def __init__(self, name: str, step: Step, *, clock: Clock, idle: float, tell: Tell | None = None) -> None:
        self.name = name
        self._step = step
        self._clock = clock
        self._idle = idle
        self._tell = tell
        self._errors = 0
        self._more = asyncio.Event()
        self._resting = asyncio.Event()
        self._resting.set()  # until it runs
        self._stopping = False

    def wake(self) -> None:
        """Run the step soon: there may be something to do."""
        self._more.set()

    async def run(self) -> None:
        """Work until stopped."""
        while not self._stopping:
            self._more.clear()
            self._resting.clear()
            try:
                while not self._stopping and await self._step():
                    self._errors = 0
                self._errors = 0
            except TooSlow:  # others wait meanwhile: it is tried again more and more seldom
                await self._survive()
            except (DatabaseTrouble, PanelError, ShopError) as error:
                log.warning("%s: %s Trying again.", self.name, error)
            except Exception:  # noqa: BLE001 - one poison row must not end the shop
                await self._survive()
            finally:
                self._resting.set()
            try:
                async with asyncio.timeout(self._idle):
                    await self._more.wait()
            except TimeoutError:
                continue

    async def _survive(self) -> None:
        """Log an unexpected error, tell the operators, and pause before the next try."""
        log.exception("%s failed; it goes on.", self.name)
        if self._tell is not None:
            try:
                await self._tell(self.name)
            except DatabaseTrouble as error:
                log.warning("%s: %s", self.name, error)
        pause = PAUSES[min(self._errors, len(PAUSES) - 1)]
        self._errors += 1
        try:
            async with asyncio.timeout(pause):
                while not self._stopping:
                    await self._more.wait()
                    self._more.clear()
        except TimeoutError:
            self._more.set()  # a wake-up during the pause still counts

    def begin_no_more(self) -> None:
        """Begin no more steps."""
        self._stopping = True
        self._more.set()

    async def stop(self, within: float) -> None:
        """Begin no more steps; give the running one `within` seconds."""
        self.begin_no_more()
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
