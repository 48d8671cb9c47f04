"""Who may stand at the webhook's door: so many at once, and nobody without a whole head for long.

Files are few, and the database, the panel and the calls to Telegram want theirs.
"""

import asyncio

from aiohttp import web

HEAD_SECONDS = 10.0
MOST_CONNECTIONS = 200
LOOK_EVERY = 0.25


class Door:
    """Watches the connections of a server. `let_in` is told of those that have shown the secret."""

    def __init__(self) -> None:
        self._since: dict[web.RequestHandler, float] = {}
        self._known: set[object] = set()

    def let_in(self, connection: object) -> None:
        """Telegram calls on this one; it may stay."""
        self._known.add(connection)

    async def watch(self, server: web.Server) -> None:
        """Close what has no whole head in time, and what is too many, until cancelled."""
        while True:
            self._look(server, asyncio.get_running_loop().time())
            await asyncio.sleep(LOOK_EVERY)

    def _look(self, server: web.Server, now: float) -> None:
        here = server.connections
        self._since = {one: self._since.get(one, now) for one in here}
        self._known &= set(here)
        strangers = sorted((one for one in here if one not in self._known), key=self._since.__getitem__)
        surplus = max(0, len(here) - MOST_CONNECTIONS)
        for place, one in enumerate(strangers):
            if place < surplus or now - self._since[one] > HEAD_SECONDS:
                one.force_close()
