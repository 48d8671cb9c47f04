"""Where gateways call us: one address for each way, with a path that nobody can guess."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

from listener import Door, Listener
from payments.callbacks import Call, CallBacks

BODY_BYTES = 64 * 1024
"""Far longer than any call-back."""

BODY_SECONDS = 10.0
CLOSE_SECONDS = 2.0


class CallBackServer:
    """Serves POST and GET on the ways' paths (`paths`: names by path) and on no other.

    `cannot` makes the error to raise if nothing can listen at `place`; it says what to do.
    """

    def __init__(
        self,
        calls: CallBacks,
        paths: Mapping[str, str],
        place: tuple[str, int],
        *,
        door: Door,
        cannot: Callable[[str, int, OSError], Exception],
    ) -> None:
        self._calls = calls
        self._paths = paths
        self._listener = Listener("payments", place, door=door, cannot=cannot, close_seconds=CLOSE_SECONDS)

    async def open(self) -> None:
        """Listen. Raises what `cannot` makes."""
        app = web.Application(client_max_size=BODY_BYTES)
        for path in self._paths:
            app.router.add_post(path, self._called)
            app.router.add_get(path, self._called)
        await self._listener.open(app)

    async def close(self) -> None:
        """Stop listening; gateways call again, and what they do not tell is found by asking."""
        await self._listener.close()

    async def _called(self, request: web.Request) -> web.Response:
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await request.read()
        except TimeoutError:
            raise web.HTTPRequestTimeout(text="The body did not come.") from None
        headers: dict[str, Any] = {name.lower(): value for name, value in request.headers.items()}
        call = Call(headers, body or request.rel_url.raw_query_string.encode())
        answer = await self._calls.answer(self._paths[request.path], call)
        if answer is None:
            raise web.HTTPBadRequest(text="This names no payment.")
        return web.Response(text=answer.text, content_type=answer.content_type, status=answer.status)
