"""A balancer before several webhooks: it takes each call to the next kiosk that answers."""

import itertools
from collections.abc import Sequence

import aiohttp
from aiohttp import web

SECONDS = 20.0


class Balancer:
    """Takes each call to one of `places` (host:port), by turns; to another if nobody listens there."""

    def __init__(self, places: Sequence[str]) -> None:
        self._places = places
        self._turns = itertools.count()
        self._session: aiohttp.ClientSession | None = None

    def routes(self) -> list[web.RouteDef]:
        """Return what it serves."""
        return [web.post("/telegram", self._take)]

    async def close(self) -> None:
        """Let go of the connections."""
        if self._session is not None:
            await self._session.close()

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.read()
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SECONDS))
        first = next(self._turns)
        headers = {name: text for name, text in request.headers.items() if name.lower() != "host"}
        for step in range(len(self._places)):
            place = self._places[(first + step) % len(self._places)]
            try:
                async with self._session.post(
                    f"http://{place}{request.path}", data=body, headers=headers
                ) as said:
                    return web.Response(status=said.status, body=await said.read())
            except (aiohttp.ClientError, TimeoutError):
                continue
        return web.Response(status=502)
