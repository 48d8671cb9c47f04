"""The fake panel as an httpx transport: no socket, the same faults.

Network faults come out as the exceptions httpx raises for them on a real
socket. Nothing waits for a time-out: a hang, and an answer slower than the
request's own read time-out, raise it at once. A slow panel then still does its
work later, on its own clock.
"""

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import parse_qsl

import httpx

from playground.panel.fake import FakePanel
from playground.panel.reply import Reply, Wire


class FakePanelTransport(httpx.AsyncBaseTransport):
    """Hands every POST to `panel`. `refusing` makes it refuse connections; `asked` counts requests.

    An `add` waits until `adds_together` of them were on their way at once; `most_adds` is how many were.
    """

    def __init__(self, panel: FakePanel) -> None:
        self.panel = panel
        self.refusing = False
        self.asked = 0
        self.adds_together = 1
        self.most_adds = 0
        self._adds = 0
        self._enough = asyncio.Event()
        self._late: set[asyncio.Task[Reply]] = set()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer `request`, or raise what httpx would raise."""
        self.asked += 1
        if self.refusing:
            raise httpx.ConnectError("All connection attempts failed", request=request)
        body = (await request.aread()).decode()
        if request.method != "POST":
            return httpx.Response(405, request=request)
        form = dict(parse_qsl(body, keep_blank_values=True))
        if form.get("action") == "add":
            await self._with_others()
        reply = await self._in_time(form, request)
        if reply.wire is Wire.CUT:
            raise httpx.ReadError("", request=request)
        if reply.wire is Wire.HANG:
            raise httpx.ReadTimeout("", request=request)
        return httpx.Response(reply.status, headers=_headers(reply), stream=_Body(reply), request=request)

    async def _with_others(self) -> None:
        self._adds += 1
        self.most_adds = max(self.most_adds, self._adds)
        self._enough.set()
        while self.most_adds < self.adds_together:
            self._enough.clear()
            await self._enough.wait()
        self._adds -= 1

    async def _in_time(self, form: dict[str, str], request: httpx.Request) -> Reply:
        limit = request.extensions.get("timeout", {}).get("read")
        too_slow = limit is not None and self.panel.slowness(form) >= limit
        work = asyncio.ensure_future(self.panel.answer(form))
        self._late.add(work)
        work.add_done_callback(self._late.discard)
        if too_slow:
            raise httpx.ReadTimeout("", request=request)
        return await asyncio.shield(work)

    async def aclose(self) -> None:
        """Drop unfinished requests."""
        for work in self._late:
            work.cancel()


class _Body(httpx.AsyncByteStream):
    """A response body that may end too early."""

    def __init__(self, reply: Reply) -> None:
        self._reply = reply

    async def __aiter__(self) -> AsyncIterator[bytes]:
        if self._reply.wire is not Wire.HALF:
            yield self._reply.body
            return
        yield self._reply.half
        raise httpx.RemoteProtocolError("peer closed connection without sending complete message body")


def _headers(reply: Reply) -> dict[str, str]:
    return {
        **reply.headers,
        "Content-Type": reply.content_type,
        "Content-Length": str(len(reply.body)),
    }
