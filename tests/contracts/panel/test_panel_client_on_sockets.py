"""The client against a server that breaks off anywhere: a request that arrived is never "not sent"."""

import asyncio
import logging
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from urllib.parse import parse_qs

import pytest

from panel.client import PanelClient, TimeLimits
from playground.clock import HandClock
from shop.clock import SystemClock
from shop.errors import PanelGarbled, PanelUnreachable
from shop.replies import Accepted, AddRequest, NotSent, Rejected, Unclear, Unknown

KEY = "canary-4f2a9c77"
ORDER = AddRequest("7", "https://example.com/p/1", {"quantity": 100})
QUICK = TimeLimits(connect=2, write=2, read=0.2, total=0.4)
IMPATIENT = TimeLimits(connect=0.2)

Behaviour = Callable[["Server", asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Server:
    """Counts connections and complete requests; `behaviour` answers them."""

    def __init__(self) -> None:
        self.behaviour: Behaviour = accepting
        self.connections = 0
        self.requests: list[tuple[str, dict[str, list[str]]]] = []
        self.port = 0
        self.closing = asyncio.Event()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            await self.behaviour(self, reader, writer)
        except ConnectionError:
            return  # the client gave up first
        finally:
            writer.close()

    async def receive(self, reader: asyncio.StreamReader) -> None:
        """Read one whole request."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = int(head.lower().partition("content-length:")[2].split()[0])
        body = (await reader.readexactly(length)).decode()
        self.requests.append((head, parse_qs(body)))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/v2"


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    server = Server()
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    yield server
    server.closing.set()
    listening.close()
    await listening.wait_closed()


def answer(body: bytes, status: str = "200 OK", headers: str = "") -> Behaviour:
    async def behave(server: Server, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await server.receive(reader)
        head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{headers}\r\n"
        writer.write(head.encode() + body)
        await writer.drain()

    return behave


accepting = answer(b'{"order":23501}')


def raw(text: bytes) -> Behaviour:
    """Read the request, write `text`, close."""

    async def behave(server: Server, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await server.receive(reader)
        writer.write(text)
        await writer.drain()

    return behave


def reset(writer: asyncio.StreamWriter) -> None:
    """End the connection with a reset instead of a clean close."""
    sock: socket.socket = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


async def resets_at_once(
    _server: Server, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    reset(writer)


async def resets_after_reading(
    server: Server, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    await server.receive(reader)
    reset(writer)


async def says_nothing(server: Server, reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    await server.receive(reader)
    await server.closing.wait()


async def drips(server: Server, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await server.receive(reader)
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while not server.closing.is_set():
        writer.write(b" ")
        await writer.drain()
        await asyncio.wait({asyncio.ensure_future(server.closing.wait())}, timeout=0.1)


def client(
    url: str, limits: TimeLimits | None = None, observe: Callable[[str], None] = lambda _point: None
) -> PanelClient:
    panel = PanelClient(url, KEY, "both", SystemClock(), observe=observe, limits=limits)
    panel.pace.gap = 0
    return panel


LOST: dict[str, Behaviour] = {
    "reset before reading": resets_at_once,
    "reset after reading": resets_after_reading,
    "closed without an answer": raw(b""),
    "half a head": raw(b"HTTP/1.1 200 O"),
    "half a body": raw(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"order":235'),
    "a whole object in half a body": raw(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"order":1}'),
    "half a chunk": raw(b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\n{"order":1}'),
    "cut without a length": raw(b'HTTP/1.1 200 OK\r\n\r\n{"order":2350'),
    "no HTTP": raw(b"SSH-2.0-OpenSSH\r\n"),
    "silence": says_nothing,
    "one byte at a time": drips,
    "a page": answer(b"<html><body>Welcome</body></html>"),
    "a gateway's page": answer(b"<html>502</html>", "502 Bad Gateway"),
    "nothing": answer(b""),
    "too much": answer(b" " * (1 << 20) + b'{"order":1}'),
    "broken gzip": answer(b'{"order":1}', headers="Content-Encoding: gzip\r\n"),
}


@pytest.mark.parametrize("what", LOST)
async def test_a_lost_answer_is_unknown(what: str, server: Server) -> None:
    server.behaviour = LOST[what]
    panel = client(server.url, QUICK)
    outcome = await panel.add(ORDER)
    await panel.aclose()
    assert isinstance(outcome, Unknown), outcome
    assert server.connections == 1, "an add is one attempt"


async def test_what_had_come_of_an_answer_is_kept_as_evidence(server: Server) -> None:
    server.behaviour = LOST["half a body"]
    panel = client(server.url)
    outcome = await panel.add(ORDER)
    await panel.aclose()
    assert isinstance(outcome, Unknown)
    assert (outcome.http_status, outcome.excerpt) == (200, '{"order":235')


async def test_a_refused_connection_is_not_sent() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        panel = client(f"http://127.0.0.1:{unused.getsockname()[1]}/api/v2")
        outcome = await panel.add(ORDER)
    await panel.aclose()
    assert isinstance(outcome, NotSent)


async def test_a_failed_handshake_is_not_sent(server: Server) -> None:
    server.behaviour = resets_at_once
    panel = client(server.url.replace("http://", "https://"))
    outcome = await panel.add(ORDER)
    await panel.aclose()
    assert isinstance(outcome, NotSent)
    assert server.requests == []


async def test_a_handshake_that_hangs_is_not_sent(server: Server) -> None:
    async def waits(server: Server, _reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await server.closing.wait()

    server.behaviour = waits
    panel = client(server.url.replace("http://", "https://"), IMPATIENT)
    outcome = await panel.add(ORDER)
    await panel.aclose()
    assert isinstance(outcome, NotSent)


async def test_throttling_says_when_to_come_back(server: Server) -> None:
    server.behaviour = answer(b"<html>", "429 Too Many Requests", "Retry-After: 7\r\n")
    panel = PanelClient(server.url, KEY, "both", HandClock())
    first = await panel.add(ORDER)
    again = await panel.add(ORDER)
    await panel.aclose()
    assert isinstance(first, NotSent)
    assert isinstance(again, NotSent)
    assert (first.retry_after, again.retry_after) == (7, 7)
    assert len(server.requests) == 1, "the second was not even tried"


async def test_a_redirect_is_not_followed(server: Server) -> None:
    server.behaviour = answer(b"", "302 Found", f"Location: {server.url}/new?key={KEY}\r\n")
    panel = client(server.url)
    outcome = await panel.add(ORDER)
    await panel.aclose()
    assert isinstance(outcome, Unknown)  # a script may print this when it is done
    assert "http://127.0.0.1" in outcome.reason
    assert KEY not in outcome.reason
    assert len(server.requests) == 1


async def test_what_a_call_looks_like(server: Server) -> None:
    panel = client(server.url)
    outcomes = [await panel.add(ORDER) for _ in range(2)]
    await panel.aclose()
    assert all(isinstance(outcome, Accepted) for outcome in outcomes)
    assert server.connections == 2, "each order has a connection of its own"
    head, form = server.requests[0]
    assert head.startswith("POST /api/v2 HTTP/1.1\r\n")
    assert "\r\naccept: application/json\r\n" in head.lower()
    assert "\r\nuser-agent: mozilla/5.0 (compatible; kiosk/1.0)\r\n" in head.lower()
    assert "\r\ncontent-type: application/x-www-form-urlencoded\r\n" in head.lower()
    assert KEY not in head
    assert form == {
        "key": [KEY],
        "action": ["add"],
        "service": ["7"],
        "url": ["https://example.com/p/1"],
        "link": ["https://example.com/p/1"],
        "quantity": ["100"],
    }


class PowerCutError(BaseException):
    """Ends a process in the middle of a step."""


@pytest.mark.parametrize("point", ["sent", "answered"])
async def test_observe_points_lie_between_the_steps(point: str, server: Server) -> None:
    def observe(reached: str) -> None:
        if reached == point:
            raise PowerCutError

    panel = client(server.url, observe=observe)
    with pytest.raises(PowerCutError):
        await panel.add(ORDER)
    await panel.aclose()
    for _ in range(100):  # the server may be a few turns of the loop behind
        await asyncio.wait({asyncio.ensure_future(server.closing.wait())}, timeout=0.01)
        if server.requests:
            break
    assert len(server.requests) == 1, "the order had been sent"


async def test_the_points_come_in_order(server: Server) -> None:
    reached: list[str] = []
    panel = client(server.url, observe=reached.append)
    await panel.add(ORDER)
    server.behaviour = resets_after_reading
    await panel.add(ORDER)
    await panel.aclose()
    assert reached == ["sent", "answered", "sent"]


@pytest.mark.parametrize("what", LOST)
async def test_reads_and_requests_survive_it_too(what: str, server: Server) -> None:
    server.behaviour = LOST[what]
    panel = client(server.url, QUICK)
    with pytest.raises((PanelUnreachable, PanelGarbled)):
        await panel.balance()
    assert isinstance(await panel.cancel("1"), Unclear)
    await panel.aclose()


@pytest.mark.parametrize("what", LOST)
async def test_the_key_is_never_told(
    what: str, server: Server, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    server.behaviour = LOST[what]
    panel = client(server.url, QUICK)
    told = [repr(panel), repr(vars(panel)["_account"]), repr(await panel.add(ORDER))]
    try:
        await panel.services()
    except (PanelUnreachable, PanelGarbled) as problem:
        told += [str(problem), repr(problem), repr(problem.__cause__), repr(problem.__context__)]
    await panel.aclose()
    printed = capsys.readouterr()
    assert KEY not in " ".join([*told, caplog.text, printed.out, printed.err])


async def test_an_echoed_key_is_hidden(server: Server) -> None:
    server.behaviour = answer(f'{{"error":"Bad link in ?key={KEY}&action=add"}}'.encode())
    panel = client(server.url)
    outcome = await panel.add(ORDER)
    await panel.aclose()
    assert isinstance(outcome, Rejected)
    assert KEY not in repr(outcome)
    assert "[key]" in outcome.text
