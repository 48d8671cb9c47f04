"""The channel between kiosks on one server: NOTIFY, at most once a tick; nothing is lost if nobody listens.

What happened stands in rows, which every kiosk also looks at by itself. A message only has them look at once.
"""

import asyncio
import logging
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, text

from storage.core.trouble import FAILURES

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

log = logging.getLogger("kiosk.storage")

CHANNEL = "kiosk"
TICK_SECONDS = 0.1
"""Between two NOTIFYs of one kiosk: each takes a lock that all commits with one wait for."""

ALIVE_SECONDS = 20.0
"""How often a quiet connection is asked whether it is still there."""

PAUSE_SECONDS = 1.0
"""Before a connection that ended is made anew."""

_NOTIFY = text("SELECT pg_notify(:channel, :words)")
_NOTHING = text("SELECT 1")


class Channel:
    """Tells other kiosks what happened, in words of ours, and calls `received` with what they tell.

    `me` is this kiosk's id: nobody receives what they sent themselves.
    """

    def __init__(self, url: URL, me: str, received: Callable[[Collection[str]], None]) -> None:
        self._url = url
        self._me = me
        self._received = received
        self._words: set[str] = set()
        self._waiting = asyncio.Event()

    def send(self, word: str) -> None:
        """Tell the others soon: within a tick, each word once."""
        self._words.add(word)
        self._waiting.set()

    async def run(self) -> None:
        """Send and listen until cancelled, over one connection, made anew whenever it ends."""
        from asyncpg import InterfaceError, PostgresError  # noqa: PLC0415 - a file needs none of it

        from storage.core import async_engines  # noqa: PLC0415 - see there: as above

        engine = async_engines.for_locking(self._url)
        try:
            while True:
                try:
                    async with engine.connect() as connection:
                        await self._serve(connection)
                except (*FAILURES, PostgresError, InterfaceError) as error:  # listening, the driver's own
                    log.warning("The channel between kiosks is down (%s); each looks by itself.", error)
                await asyncio.sleep(PAUSE_SECONDS)
        finally:
            await engine.dispose()

    async def _serve(self, connection: "AsyncConnection") -> None:
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None  # noqa: S101 - it is open
        await driver.add_listener(CHANNEL, self._told)
        while True:
            try:
                async with asyncio.timeout(ALIVE_SECONDS):
                    await self._waiting.wait()
            except TimeoutError:
                await connection.execute(_NOTHING)
                continue
            self._waiting.clear()
            words, self._words = self._words, set()
            said = ",".join([self._me, *sorted(words)])
            await connection.execute(_NOTIFY, {"channel": CHANNEL, "words": said})
            await asyncio.sleep(TICK_SECONDS)

    def _told(self, _connection: Any, _pid: int, _channel: str, said: str) -> None:
        who, *words = said.split(",")
        if who != self._me:
            self._received(words)
