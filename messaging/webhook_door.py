"""Limits on the webhook's connections: their number, and the time without a complete request head.

File descriptors are few, and the database, the panel and calls to Telegram need theirs.
"""

import asyncio

from aiohttp import web

HEAD_SECONDS = 10.0
MOST_CONNECTIONS = 200
CHECK_EVERY = 0.25


class Door:
    """Watches a server's connections. `let_in` marks those that have shown the secret."""

    def __init__(self) -> None:
        self._since: dict[web.RequestHandler, float] = {}
        self._known: set[object] = set()

    def let_in(self, connection: object) -> None:
        """Let this connection stay: Telegram calls on it."""
        self._known.add(connection)

    async def watch(self, server: web.Server) -> None:
        """Close slow and surplus connections, until cancelled."""
        while True:
            self._check(server, asyncio.get_running_loop().time())
            await asyncio.sleep(CHECK_EVERY)

    def _check(self, server: web.Server, now: float) -> None:
        here = server.connections
        self._since = {one: self._since.get(one, now) for one in here}
        self._known &= set(here)
        strangers = sorted((one for one in here if one not in self._known), key=self._since.__getitem__)
        surplus = max(0, len(here) - MOST_CONNECTIONS)
        for place, one in enumerate(strangers):
            if place < surplus or now - self._since[one] > HEAD_SECONDS:
                one.force_close()
