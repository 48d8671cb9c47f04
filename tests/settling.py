"""Settling: the kiosk does all there is to do right now, as its loops would, until nothing is left.

A part is asked again only where something has changed since it last had nothing to do: a row was written,
the clock was moved, or the panel was asked. Most of a kiosk is idle after most of what people do.
"""

import itertools
from collections.abc import Awaitable, Callable

from sqlalchemy import Connection, event

from app import Kiosk
from playground.panel.in_process import FakePanelTransport

State = tuple[object, ...]


class Settling:
    """Lets one open kiosk do what there is to do."""

    def __init__(self, kiosk: Kiosk, panel: FakePanelTransport) -> None:
        messaging, workers = kiosk.messaging, dict(kiosk.workers)
        self._kiosk = kiosk
        self._panel = panel
        self._written: object = 0
        self._commits = itertools.count(1)
        self._idle: dict[int, State] = {}
        self._parts: tuple[Callable[[], Awaitable[None]], ...] = (
            workers.pop("lists").drain,
            messaging.checkout.drain,
            messaging.turns.drain,
            *(worker.drain for worker in workers.values()),
            messaging.outbox_worker.drain,
        )
        writing, _ = kiosk.stores.database.engines
        event.listen(writing, "commit", self._note)

    async def settle(self, *, afresh: bool = True) -> None:
        """Return when nothing is left to do at this moment.

        Not `afresh`: since the last time only the kiosk itself has done something, and so a row tells of it.
        """
        if afresh:
            self._idle.clear()
        busy = True
        while busy:
            busy = await self._kiosk.messaging.polling.poll_once(0) > 0
            for n, drain in enumerate(self._parts):
                before = self._state()
                if self._idle.get(n) != before:
                    await drain()
                    # What it did itself may give it more to do, so only what changed nothing is idle.
                    if self._state() == before:
                        self._idle[n] = before

    def _state(self) -> State:
        return self._written, self._kiosk.clock.monotonic(), self._panel.asked

    def _note(self, connection: Connection) -> None:
        """SQLite counts the rows of a connection; where nothing counts them, each commit is news."""
        driver = connection.connection.dbapi_connection
        self._written = getattr(driver, "total_changes", None) or next(self._commits)
