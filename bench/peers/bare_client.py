"""No bot: answers every update with bytes that lie ready, to show what the far side alone can do.

python -m bench.peers.bare_client
"""

import asyncio
import json
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

from bench.peers.screens import ROOT, SCREENS, TOKEN, leads_to

WIRES = 16
PLACE = urlsplit(ROOT)
_HEAD = "POST /bot{}/{} HTTP/1.1\r\nHost: bench\r\nContent-Length: "
_HEADS = {
    name: _HEAD.format(TOKEN, name).encode()
    for name in ("getUpdates", "sendMessage", "editMessageText", "answerCallbackQuery")
}
_BODIES = {
    name: urlencode(
        {one: value if isinstance(value, str) else json.dumps(value) for one, value in screen.items()}
    ).encode()
    for name, screen in SCREENS.items()
}


class Wire(asyncio.Protocol):
    """One connection, one request at a time."""

    def __init__(self) -> None:
        self._unread = b""
        self._told: Callable[[bytes], None] | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It is open."""
        # uvloop's is none of asyncio's own.
        self._transport = cast("asyncio.Transport", transport)

    def ask(self, request: bytes, told: Callable[[bytes], None]) -> None:
        """Send it; `told` hears the answer's body."""
        assert self._transport is not None  # noqa: S101 - asked when it is open only
        self._told = told
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        """The answer, or some of it."""
        self._unread += data
        head, end, body = self._unread.partition(b"\r\n\r\n")
        if end and len(body) >= int(head.rpartition(b": ")[2]) and self._told is not None:
            self._unread = b""
            self._told(body)


class Client:
    """Hands each update's calls to a wire that is idle."""

    def __init__(self, polling: Wire, wires: list[Wire]) -> None:
        self._polling = polling
        self._idle = wires
        self._waiting: deque[list[bytes]] = deque()

    def poll(self, offset: int = 0) -> None:
        """Ask for more."""
        asked = b'{"offset":%d,"timeout":25}' % offset
        self._polling.ask(_request("getUpdates", asked), self._came)

    def _came(self, body: bytes) -> None:
        updates = json.loads(body)["result"]
        self.poll(updates[-1]["update_id"] + 1 if updates else 0)
        self._waiting.extend(map(_calls, updates))
        while self._idle and self._waiting:
            self._next(self._idle.pop(), self._waiting.popleft())

    def _next(self, wire: Wire, calls: list[bytes]) -> None:
        if not calls and self._waiting:
            calls = self._waiting.popleft()
        if calls:
            wire.ask(calls[0], lambda _body: self._next(wire, calls[1:]))
        else:
            self._idle.append(wire)


def _calls(update: dict[str, Any]) -> list[bytes]:
    if "message" in update:
        name, chat = update["message"]["text"].removeprefix("/"), update["message"]["chat"]["id"]
        return [_request("sendMessage", b"chat_id=%d&" % chat + _BODIES[name])]
    tap = update["callback_query"]
    of, screen = tap["message"], _BODIES[leads_to(tap["data"])]
    return [
        _request("answerCallbackQuery", b"callback_query_id=%b" % tap["id"].encode()),
        _request(
            "editMessageText", b"chat_id=%d&message_id=%d&" % (of["chat"]["id"], of["message_id"]) + screen
        ),
    ]


def _request(method: str, body: bytes) -> bytes:
    return b"%b%d\r\n\r\n%b" % (_HEADS[method], len(body), body)


async def main() -> None:
    """Go on until the process is ended."""
    loop, host, port = asyncio.get_running_loop(), PLACE.hostname or "", PLACE.port or 0
    polling, *wires = [(await loop.create_connection(Wire, host, port))[1] for _ in range(WIRES + 1)]
    Client(polling, wires).poll()
    await asyncio.Event().wait()


if __name__ == "__main__":
    factory = None
    with suppress(ImportError):
        factory = import_module("uvloop").new_event_loop
    with asyncio.Runner(loop_factory=factory) as runner:
        runner.run(main())
