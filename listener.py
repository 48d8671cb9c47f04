"""One listener for whoever is called by HTTP: opened and closed the same way, behind a door."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from aiohttp import web


class Door(Protocol):
    """Limits the number and the patience of connections."""

    async def watch(self, server: web.Server) -> None:
        """Close slow and surplus connections, until cancelled."""
        ...


class Listener:
    """Listens at `place`. `cannot` makes the error to raise if that is impossible; it says what to do.

    `close_seconds` is the longest wait for answers under way when it closes.
    """

    def __init__(
        self,
        name: str,
        place: tuple[str, int],
        *,
        door: Door,
        cannot: Callable[[str, int, OSError], Exception],
        close_seconds: float,
    ) -> None:
        self._name = name
        self._place = place
        self._door = door
        self._cannot = cannot
        self._close_seconds = close_seconds
        self._runner: web.AppRunner | None = None
        self._watching: asyncio.Task[None] | None = None

    @property
    def is_open(self) -> bool:
        """True while it listens."""
        return self._runner is not None

    async def open(self, app: web.Application) -> None:
        """Listen, and answer with this application. Raises what `cannot` makes."""
        # A caller who hangs up must not cancel the commit of what they, or others, have told.
        runner = web.AppRunner(
            app, access_log=None, handler_cancellation=False, shutdown_timeout=self._close_seconds
        )
        await runner.setup()
        host, port = self._place
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            await runner.cleanup()
            raise self._cannot(host, port, error) from error
        self._runner = runner
        if runner.server is not None:
            self._watching = asyncio.create_task(self._door.watch(runner.server), name=f"{self._name}'s door")

    async def close(self) -> None:
        """Stop listening, if it does."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
