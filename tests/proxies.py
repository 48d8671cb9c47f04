"""A small proxy on loopback: HTTP (CONNECT, and plain forwarding) or SOCKS5, with or without password."""

import asyncio
import base64
import struct
from asyncio import StreamReader as Reader
from asyncio import StreamWriter as Writer
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit


class Refused(Exception):
    """The proxy refuses this caller."""


@dataclass
class Proxy:
    """A proxy; `led_to` has every host and port it connected to."""

    scheme: str
    login: str = ""
    refuses: bool = False
    led_to: list[tuple[str, int]] = field(default_factory=list)
    callers: int = 0
    _open: set[Writer] = field(default_factory=set)

    async def __aenter__(self) -> "Proxy":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_error: object) -> None:
        self._server.close()
        for writer in self._open:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    @property
    def url(self) -> str:
        """The proxy's address as an operator would set it."""
        login = f"{self.login}@" if self.login else ""
        return f"{self.scheme}://{login}127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def _serve(self, reader: Reader, writer: Writer) -> None:
        self.callers += 1
        self._open.add(writer)
        try:
            lead = self._socks if self.scheme == "socks5" else self._http
            host, port, head = await lead(reader, writer)
            self.led_to.append((host, port))
            far_reader, far_writer = await asyncio.open_connection(host, port)
            self._open.add(far_writer)
            far_writer.write(head)
            await asyncio.gather(_pipe(reader, far_writer), _pipe(far_reader, writer))
        except (OSError, Refused, asyncio.IncompleteReadError):
            writer.close()

    async def _http(self, reader: Reader, writer: Writer) -> tuple[str, int, bytes]:
        head = await reader.readuntil(b"\r\n\r\n")
        method, target, _ = head.split(b"\r\n")[0].decode().split(" ")
        shown = base64.b64encode(self.login.encode()).decode()
        if self.refuses or (self.login and f"Basic {shown}" not in head.decode()):
            writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            await writer.drain()
            raise Refused
        if method == "CONNECT":
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            host, _, port = target.rpartition(":")
            return host, int(port), b""
        parts = urlsplit(target)
        return str(parts.hostname), parts.port or 80, head

    async def _socks(self, reader: Reader, writer: Writer) -> tuple[str, int, bytes]:
        """RFC 1928, and RFC 1929 for the password."""
        _, count = await reader.readexactly(2)
        methods = await reader.readexactly(count)
        if self.refuses or (self.login and 2 not in methods):
            writer.write(b"\x05\xff")
            raise Refused
        writer.write(b"\x05\x02" if self.login else b"\x05\x00")
        if self.login:
            _, length = await reader.readexactly(2)
            user = await reader.readexactly(length)
            [length] = await reader.readexactly(1)
            if f"{user.decode()}:{(await reader.readexactly(length)).decode()}" != self.login:
                writer.write(b"\x01\x01")
                raise Refused
            writer.write(b"\x01\x00")
        *_, kind = await reader.readexactly(4)
        if kind == 3:
            [length] = await reader.readexactly(1)
            host = (await reader.readexactly(length)).decode()
        else:
            host = ".".join(str(part) for part in await reader.readexactly(4))
        [port] = struct.unpack("!H", await reader.readexactly(2))
        writer.write(b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x00")
        return host, port, b""


async def _pipe(reader: Reader, writer: Writer) -> None:
    with suppress(OSError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
        writer.close()
