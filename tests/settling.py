"""Settling: do all the kiosk's work that is due, as its loops would, until nothing is left.

A part runs again only if something has changed since it was last idle: a row was written,
the clock was moved, or the panel was asked. Most parts are idle after most acts of people.
"""

import itertools
from collections.abc import Awaitable, Callable

from sqlalchemy import Connection, event

from app import Kiosk
from playground.panel.in_process import FakePanelTransport

State = tuple[object, ...]


class Settling:
    """Lets one open kiosk do its work."""

    def __init__(self, kiosk: Kiosk, *panels: FakePanelTransport) -> None:
        messaging, workers = kiosk.messaging, dict(kiosk.workers)
        self._kiosk = kiosk
        self._panels = panels
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
        writing = kiosk.stores.database.engines[0]
        event.listen(writing, "commit", self._note)

    async def settle(self, *, afresh: bool = True) -> None:
        """Work until nothing is left to do at this moment.

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
                    # A part's own work may give it more to do, so it is idle only if it changed nothing.
                    if self._state() == before:
                        self._idle[n] = before

    def _state(self) -> State:
        return self._written, self._kiosk.clock.monotonic(), sum(one.asked for one in self._panels)

    def _note(self, connection: Connection) -> None:
        """Note changes: SQLite counts a connection's changed rows; elsewhere each commit is a change."""
        driver = connection.connection.dbapi_connection
        self._written = getattr(driver, "total_changes", None) or next(self._commits)
