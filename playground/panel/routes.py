"""The fake panel over real sockets: real resets, half bodies and hangs."""

import asyncio
from contextlib import suppress

from aiohttp import web

from playground.panel.fake import FakePanel
from playground.panel.reply import Reply, Wire

PATH = "/panel/api/v2"
_LOOK_EVERY = 0.1  # seconds between two checks that a hung client is still there


def panel_routes(panel: FakePanel) -> list[web.RouteDef]:
    """The panel's one endpoint, for an aiohttp application."""

    async def serve(request: web.Request) -> web.StreamResponse:
        fields = await request.post()
        form = {name: value for name, value in fields.items() if isinstance(value, str)}
        return await _deliver(panel, request, await panel.answer(form))

    return [web.post(PATH, serve)]


async def _deliver(panel: FakePanel, request: web.Request, reply: Reply) -> web.StreamResponse:
    if reply.wire is Wire.WHOLE:
        return _whole(reply)
    if reply.wire is Wire.HALF:
        return await _half(request, reply)
    if reply.wire is Wire.HANG:
        await _hang(panel, request, reply.hang_seconds)
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _whole(reply: Reply) -> web.Response:
    headers = {**reply.headers, "Content-Type": reply.content_type}
    return web.Response(status=reply.status, body=reply.body, headers=headers)


async def _half(request: web.Request, reply: Reply) -> web.StreamResponse:
    response = web.StreamResponse(status=reply.status, headers={"Content-Type": reply.content_type})
    response.content_length = len(reply.body)
    with suppress(ConnectionError):  # a killed client is already gone
        await response.prepare(request)
        await response.write(reply.half)
    if request.transport is not None:
        request.transport.close()  # unlike abort(), this still delivers what was written
    return response


async def _hang(panel: FakePanel, request: web.Request, seconds: float) -> None:
    """Keep the client waiting, but do not keep the server from stopping once the client has gone."""
    end = panel.clock.monotonic() + seconds
    while request.transport is not None and not request.transport.is_closing():
        left = end - panel.clock.monotonic()
        if left <= 0:
            return
        await panel.clock.sleep(min(left, _LOOK_EVERY))
        await asyncio.sleep(0)
