"""Connections to Telegram, against servers that speak HTTP in every way a server may."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from telegram.error import NetworkError, TimedOut

from messaging import connections
from messaging.connections import Answer, Connections, Limits, target_of
from messaging.delivery import NeverSent

BODY = b'{"ok":true,"result":true}'
LENGTH = b"Content-Length: %d\r\n" % len(BODY)


class ScriptedServer:
    """Answers each request with the next of `answers`; None ends the connection without a word."""

    def __init__(self, *answers: bytes | None) -> None:
        self.answers = list(answers)
        self.requests: list[bytes] = []
        self.peers: set[Any] = set()
        self.asked = asyncio.Event()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.peers.add(writer.get_extra_info("peername"))
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
                self.requests.append(head + await reader.readexactly(length))
                self.asked.set()
                answer = self.answers.pop(0) if self.answers else None
                if answer is None:
                    return
                writer.write(answer)
                await writer.drain()
                if b"until the end" in answer:
                    return
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()


@asynccontextmanager
async def serving(server: ScriptedServer, tls: ssl.SSLContext | None = None) -> AsyncIterator[str]:
    running = await asyncio.start_server(server.serve, "127.0.0.1", 0, ssl=tls)
    port = running.sockets[0].getsockname()[1]
    async with running:
        yield f"http{'s' if tls else ''}://localhost:{port}/bot1:key/say"


async def post(pool: Connections, url: str, body: bytes = b"{}", limits: Limits | None = None) -> Answer:
    target = target_of(url, "tests")
    assert target is not None
    return await pool.post(target, "application/json", body, limits or Limits())


ANSWERS = {
    "its length told": b"HTTP/1.1 200 OK\r\n" + LENGTH + b"\r\n" + BODY,
    "in chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n"
    % (BODY[:5], len(BODY) - 5, BODY[5:]),
    "until the end": b"HTTP/1.1 200 OK\r\nX: until the end\r\n\r\n" + BODY,
    "after a hint": b"HTTP/1.1 103 Early Hints\r\nX: a\r\n\r\nHTTP/1.1 200 OK\r\n" + LENGTH + b"\r\n" + BODY,
    "closing after it": b"HTTP/1.1 200 OK\r\nConnection: close\r\n" + LENGTH + b"\r\n" + BODY,
    "in the old version": b"HTTP/1.0 200 OK\r\nX: until the end\r\n" + LENGTH + b"\r\n" + BODY,
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
async def test_every_form_of_an_answer_is_read_and_a_second_call_is_made(answer: bytes) -> None:
    server = ScriptedServer(answer, answer)
    async with serving(server) as url:
        pool = Connections(4)
        for n in (b"1", b"2"):
            assert await post(pool, url, n) == (200, BODY)
        await pool.close()
    assert [request.rpartition(b"\r\n\r\n")[2] for request in server.requests] == [b"1", b"2"]


async def test_an_answer_in_single_bytes() -> None:
    server = ScriptedServer(ANSWERS["in chunks"])
    gate = asyncio.Event()

    async def slowly(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"{}")
        for byte in ANSWERS["in chunks"]:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0)
        await gate.wait()
        writer.close()

    server.serve = slowly  # type: ignore[method-assign]  # this server writes differently
    async with serving(server) as url:
        pool = Connections(1)
        assert await post(pool, url) == (200, BODY)
        gate.set()
        await pool.close()


async def test_a_connection_is_used_again() -> None:
    server = ScriptedServer(*[ANSWERS["its length told"]] * 3)
    async with serving(server) as url:
        pool = Connections(4)
        for _ in range(3):
            await post(pool, url)
        await pool.close()
    assert len(server.peers) == 1


BROKEN = {
    "nothing": None,
    "half the body": b"HTTP/1.1 200 OK\r\nX: until the end\r\n" + LENGTH + b"\r\n" + BODY[:9],
    "half the head": b"HTTP/1.1 200 OK\r\nX: until the end",
    "half a chunk": b"HTTP/1.1 200 OK\r\nX: until the end\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{",
    "no HTTP": b"SSH-2.0-OpenSSH\r\n\r\n",
    "a length that is none": b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n12",
    "another protocol": b"HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n\x00",
}


@pytest.mark.parametrize("answer", BROKEN.values(), ids=BROKEN.keys())
async def test_a_broken_answer_may_have_been_a_yes_and_is_not_asked_for_again(answer: bytes | None) -> None:
    server = ScriptedServer(answer, ANSWERS["its length told"])
    async with serving(server) as url:
        pool = Connections(4)
        with pytest.raises(NetworkError) as caught:
            await post(pool, url)
        await pool.close()
    assert not isinstance(caught.value, NeverSent)
    assert len(server.requests) == 1


async def test_what_comes_unasked_for_is_not_the_next_answer() -> None:
    stray = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nstray"
    server = ScriptedServer(ANSWERS["its length told"] + stray, ANSWERS["its length told"])
    async with serving(server) as url:
        pool = Connections(4)
        for _ in range(2):
            assert await post(pool, url) == (200, BODY)
        await pool.close()
    assert len(server.peers) == 2


async def test_an_answer_without_end_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "LONGEST_ANSWER", 1000)
    server = ScriptedServer(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + b"x" * 2000)
    async with serving(server) as url:
        pool = Connections(4)
        with pytest.raises(NetworkError) as caught:
            await post(pool, url)
        await pool.close()
    assert not isinstance(caught.value, TimedOut)


async def test_a_call_that_is_given_up_leaves_its_place_and_no_answer_to_the_next() -> None:
    server = ScriptedServer(b"HTTP/1.1 200 OK\r\n", ANSWERS["its length told"])
    async with serving(server) as url:
        pool = Connections(1)
        first = asyncio.ensure_future(post(pool, url))
        await server.asked.wait()
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        assert await post(pool, url) == (200, BODY)
        await pool.close()


@pytest.mark.parametrize(
    "url",
    ["http://", "not a url", "ftp://127.0.0.1/", "http://a b/c", "http://a/b\r\nX: y", "http://u:p@a/b"],
)
def test_only_plain_addresses_are_taken(url: str) -> None:
    assert target_of(url, "tests") is None


@pytest.fixture(scope="module")
def certificates() -> Path:
    return Path(__file__).parent / "certificates"


def server_tls(certificates: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates / "localhost.pem")
    return context


async def test_a_trusted_server_is_spoken_to(certificates: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates / "localhost.pem"))
    server = ScriptedServer(*[ANSWERS["its length told"]] * 2)
    async with serving(server, server_tls(certificates)) as url:
        pool = Connections(4)
        for _ in range(2):
            assert await post(pool, url) == (200, BODY)
        await pool.close()
    assert len(server.peers) == 1


@pytest.mark.parametrize("trusted", [False, True])
async def test_a_server_that_may_be_anybody_is_told_nothing(
    *, trusted: bool, certificates: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if trusted:  # but its certificate is for another name
        monkeypatch.setenv("SSL_CERT_FILE", str(certificates / "localhost.pem"))
    server = ScriptedServer(ANSWERS["its length told"])
    async with serving(server, server_tls(certificates)) as url:
        pool = Connections(4)
        with pytest.raises(NeverSent, match="CERTIFICATE_VERIFY_FAILED"):
            await post(pool, url.replace("localhost", "127.0.0.1"))
        await pool.close()
    assert server.requests == []
