"""Kept-alive HTTP/1.1 connections for small calls: one write, then the whole answer.

A general client spends most of a call's time on what these calls never need: redirects, cookies, streams.
Here httptools, the parser of Node.js, reads the answers, asyncio speaks TLS, and aiohappyeyeballs connects.
See docs/decisions/0029.
"""

import asyncio
import os
import re
import select
import socket
import ssl
from collections import defaultdict
from collections.abc import Coroutine
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

import aiohappyeyeballs
from httptools import HttpParserError, HttpResponseParser
from telegram.error import NetworkError, TimedOut

from messaging.delivery import NeverSent, NeverSentInTime

T = TypeVar("T")
Seconds = float | None
Answer = tuple[int, bytes]
Address = tuple[str, int, bool]
"""A host, a port, and whether TLS is spoken."""

DNS_SECONDS = 300.0
KEEP_ALIVE_SECONDS = 15.0  # less than servers keep an idle connection, so that we close it first
NEXT_ADDRESS_SECONDS = 0.25  # RFC 8305: before the next of several addresses is tried beside the first
LONGEST_ANSWER = 64 * 1024 * 1024
"""Bytes. A hundred of the longest updates are a tenth of it."""

_URL = re.compile(r"(https?)://([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::([0-9]{1,5}))?(/[!-\"$-~]*)")
_INFORMATIONAL = 200
_LATE = "No connection to Telegram could be had in time; nothing was sent."


@dataclass(frozen=True, slots=True)
class Limits:
    """Time limits of one call, in seconds; None is no limit. `pool` is the wait for a free connection."""

    pool: Seconds = 5.0
    connect: Seconds = 5.0
    write: Seconds = 5.0
    read: Seconds = 10.0

    @property
    def answer(self) -> Seconds:
        """From the call's first byte to the answer's last."""
        return None if self.write is None or self.read is None else self.write + self.read


@dataclass(frozen=True, slots=True)
class Target:
    """Where a URL leads, and what a request to it begins with."""

    address: Address
    head: bytes


@lru_cache(maxsize=256)
def target_of(url: str, agent: str) -> Target | None:
    """Return where a plain URL leads; None for one with anything but a host, a port and a path."""
    found = _URL.fullmatch(url)
    if found is None:
        return None
    scheme, host, port, path = found.groups()
    is_secure = scheme == "https"
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {host}{f':{port}' if port else ''}\r\n"
        f"User-Agent: {agent}\r\nAccept: */*\r\nAccept-Encoding: identity\r\n"
    )
    address = (host.strip("[]"), int(port or (443 if is_secure else 80)), is_secure)
    return Target(address, head.encode())


class Connections:
    """At most `limit` calls at once, each on a connection of its own, which is kept for the next."""

    def __init__(self, limit: int) -> None:
        self._free = asyncio.Semaphore(limit)
        self._idle: defaultdict[Address, list[tuple[float, _Connection]]] = defaultdict(list)
        self._hosts: dict[Address, tuple[float, list[Any]]] = {}
        self._cleaning: asyncio.TimerHandle | None = None
        self._tls: ssl.SSLContext | None = None

    async def post(self, target: Target, content_type: str, body: bytes, limits: Limits) -> Answer:
        """Make one call; return the status and the body.

        Raises NeverSent and NeverSentInTime if nothing can have arrived, TimedOut if no answer came in time,
        and NetworkError if the connection broke.
        """
        kind = f"Content-Type: {content_type}\r\n" if body else ""
        request = b"%s%sContent-Length: %d\r\n\r\n%s" % (target.head, kind.encode(), len(body), body)
        if self._free.locked():
            await _within(self._free.acquire(), limits.pool)
        else:
            await self._free.acquire()
        try:
            connection = self._kept(target.address) or await self._new(target.address, limits.connect)
            answer = await connection.exchange(request, limits.answer)
            self._keep(target.address, connection)
        finally:
            self._free.release()
        return answer

    async def close(self) -> None:
        """Close every idle connection."""
        if self._cleaning is not None:
            self._cleaning.cancel()
            self._cleaning = None
        for idle in self._idle.values():
            for _, connection in idle:
                connection.close()
        self._idle.clear()
        await asyncio.sleep(0)  # a transport closes its socket in the loop's next round

    def _kept(self, address: Address) -> "_Connection | None":
        idle = self._idle[address]
        while idle:
            _, connection = idle.pop()
            if connection.is_living():
                return connection
            connection.close()
        return None

    def _keep(self, address: Address, connection: "_Connection") -> None:
        loop = asyncio.get_running_loop()
        if connection.is_open:
            self._idle[address].append((loop.time(), connection))
            self._cleaning = self._cleaning or loop.call_later(KEEP_ALIVE_SECONDS, self._clean)

    def _clean(self) -> None:
        """Close what was idle for long; look again while anything is kept."""
        loop = asyncio.get_running_loop()
        before, self._cleaning = loop.time() - KEEP_ALIVE_SECONDS, None
        for address, idle in self._idle.items():
            for since, connection in idle:
                if since <= before:
                    connection.close()
            self._idle[address] = [kept for kept in idle if kept[0] > before]
        if any(self._idle.values()):
            self._cleaning = loop.call_later(KEEP_ALIVE_SECONDS, self._clean)

    async def _new(self, address: Address, seconds: Seconds) -> "_Connection":
        try:
            return await _within(self._connected(address), seconds)
        except (OSError, ValueError) as error:
            self._hosts.pop(address, None)
            failure = NeverSent(f"Telegram cannot be reached: {reason_of(error)} ({type(error).__name__}).")
        raise failure

    async def _connected(self, address: Address) -> "_Connection":
        host, _, is_secure = address
        loop = asyncio.get_running_loop()
        found = await aiohappyeyeballs.start_connection(
            await self._found(address), happy_eyeballs_delay=NEXT_ADDRESS_SECONDS, interleave=1, loop=loop
        )
        try:
            found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
            tls = self._tls_context() if is_secure else None
            _, connection = await loop.create_connection(
                _Connection, sock=found, ssl=tls, server_hostname=host if tls else None
            )
        except BaseException:
            found.close()
            raise
        return connection

    async def _found(self, address: Address) -> list[Any]:
        """Return the host's addresses, as they were known during the last minutes."""
        loop = asyncio.get_running_loop()
        until, found = self._hosts.get(address, (0.0, []))
        if loop.time() >= until:
            found = await loop.getaddrinfo(address[0], address[1], type=socket.SOCK_STREAM)
            self._hosts[address] = (loop.time() + DNS_SECONDS, found)
        return found

    def _tls_context(self) -> ssl.SSLContext:
        if self._tls is None:
            self._tls = ssl.create_default_context()
            self._tls.set_alpn_protocols(["http/1.1"])
        return self._tls


class _Connection(asyncio.Protocol):
    """One connection, and the call that is under way on it."""

    def __init__(self) -> None:
        self.is_open = False
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[Answer] | None = None
        self._socket = select.poll()
        self._parser: Any = None
        self._body: list[bytes] = []
        self._received = 0
        self._ends_with_the_connection = True

    def is_living(self) -> bool:
        """Return True if there is nothing to read before any request: normally that is the stream's end."""
        transport = self._transport
        return transport is not None and not transport.is_closing() and not self._socket.poll(0)

    async def exchange(self, request: bytes, seconds: Seconds) -> Answer:
        """Send the request; return its answer. After it, an open connection can be used again."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Answer] = loop.create_future()
        self._answer = answer
        self._parser, self._body, self._received = HttpResponseParser(self), [], 0
        self._ends_with_the_connection = True
        if self._transport is None:
            self._broke(None)
        else:
            self._transport.write(request)
        alarm = None if seconds is None else loop.call_later(seconds, self._is_late)
        try:
            return await answer
        except BaseException:
            self.close()
            raise
        finally:
            self._answer = None
            if alarm is not None:
                alarm.cancel()

    def close(self) -> None:
        """Close it; a call under way is told."""
        self.is_open = False
        if self._transport is not None:
            self._transport.abort()

    # The transport's calls.

    def connection_made(self, transport: Any) -> None:
        """Take the transport; uvloop's is none of asyncio's own."""
        self._transport, self.is_open = transport, True
        self._socket = poll_of(transport)

    def data_received(self, data: bytes) -> None:
        """Read the answer. What nobody asked for ends the connection."""
        self._received += len(data)
        if self._answer is None or self._received > LONGEST_ANSWER:
            self._broke(None)
            self.close()
            return
        try:
            self._parser.feed_data(data)
        except HttpParserError as error:
            self._broke(error)
            self.close()

    def connection_lost(self, error: Exception | None) -> None:
        """End the call: with its answer, if only the connection's end could show where that ends."""
        self.is_open, self._transport = False, None
        if error is None and self._ends_with_the_connection and self._body:
            self.on_message_complete()
        self._broke(error)

    # The parser's calls.

    def on_message_begin(self) -> None:
        """End the connection if nobody waits for this message."""
        if self._answer is None:
            self.close()

    def on_header(self, name: bytes, _value: bytes) -> None:
        """Notice if the answer tells its own end."""
        if name.lower() in {b"content-length", b"transfer-encoding"}:
            self._ends_with_the_connection = False

    def on_body(self, body: bytes) -> None:
        """Take a part of the body."""
        self._body.append(body)

    def on_message_complete(self) -> None:
        """Hand over the answer."""
        status = self._parser.get_status_code()
        if status < _INFORMATIONAL:
            return
        if self._answer is not None and not self._answer.done():
            self._answer.set_result((status, b"".join(self._body)))
        self._answer = None
        if not self._parser.should_keep_alive():
            self.close()

    def _broke(self, error: Exception | None) -> None:
        if self._answer is not None and not self._answer.done():
            kind = "no reason given" if error is None else f"{reason_of(error)} ({type(error).__name__})"
            self._answer.set_exception(NetworkError(f"The connection to Telegram broke: {kind}."))

    def _is_late(self) -> None:
        if self._answer is not None and not self._answer.done():
            late = TimedOut("Telegram did not answer in time; what was sent may have arrived.")
            self._answer.set_exception(late)


def poll_of(transport: asyncio.BaseTransport) -> select.poll:
    """Return what says whether the socket has something that the event loop has not read yet."""
    poll = select.poll()
    found = transport.get_extra_info("socket")
    if found is not None:
        poll.register(found.fileno(), select.POLLIN)
    return poll


def reason_of(error: Exception) -> str:
    """Return the system's reason, never a library's text, which may quote the address."""
    if isinstance(error, ssl.SSLError):
        return error.reason or "TLS failed"
    if isinstance(error, socket.gaierror):
        return error.strerror or "the host is not known"
    number = getattr(error, "errno", None)
    return os.strerror(number) if isinstance(number, int) and number > 0 else "no reason given"


async def _within(work: Coroutine[Any, Any, T], seconds: Seconds) -> T:
    """Return what `work` returns. Raises NeverSentInTime if that takes longer."""
    try:
        async with asyncio.timeout(seconds):
            return await work
    except TimeoutError:
        failure = NeverSentInTime(_LATE)
    raise failure
