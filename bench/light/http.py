"""As much HTTP/1.1 as bots speak to Telegram: kept-alive connections, bodies with their length told."""

import asyncio
import re
from collections.abc import Callable
from typing import cast

Answer = Callable[[bytes], None]
"""Sends a JSON body to who asked."""

Asked = Callable[[bytes, bytes, Answer], None]
"""Told of each request: its path without the query, its body, and how to answer."""

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
_END = b"\r\n\r\n"
_OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
_NO_LENGTH = b"HTTP/1.1 411 Length Required\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Connection(asyncio.Protocol):
    """One connection; several requests may come at once, each is answered when its answer is there."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._unread = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody is there."""
        # uvloop's is none of asyncio's own.
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, _error: Exception | None) -> None:
        """Nobody is there any more; what is answered now goes nowhere."""
        self._transport = None

    def data_received(self, data: bytes) -> None:
        """Tell of every request that is whole."""
        self._unread += data
        while (end := self._unread.find(_END)) >= 0:
            if _CHUNKED.search(self._unread, 0, end):
                self._refuse()
                return
            length = _LENGTH.search(self._unread, 0, end)
            body = end + len(_END)
            whole = body + (int(length[1]) if length else 0)
            if len(self._unread) < whole:
                return
            request, self._unread = self._unread[:whole], self._unread[whole:]
            path = request.split(b" ", 2)[1].partition(b"?")[0]
            self._asked(path, request[body:], self._answer)

    def _answer(self, body: bytes) -> None:
        if self._transport is not None:
            self._transport.write(_OK % len(body) + body)

    def _refuse(self) -> None:
        if self._transport is not None:
            self._transport.write(_NO_LENGTH)
            self._transport.close()
