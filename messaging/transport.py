"""The transport to Telegram: a request class for python-telegram-bot over aiohttp.

It sends nothing twice. It checks the socket of a kept-alive connection just
before the first byte; if the server has closed it, provably nothing was written
and another connection is taken. A connection that breaks later is an error:
Telegram may have acted on the call. No error's text or chain contains the URL,
because the URL contains the bot's token.
"""

import asyncio
import os
import re
import select
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import aiohttp
from aiohttp.abc import AbstractStreamWriter
from aiohttp.payload import BytesPayload
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from messaging.delivery import NeverSent, NeverSentInTime
from messaging.envelope import judged

__all__ = ["AiohttpRequest", "Judged", "NeverSent", "NeverSentInTime"]

Seconds = float | None
Files = Mapping[str, tuple[str, bytes, str]]

DNS_SECONDS = 300
KEEP_ALIVE_SECONDS = 15  # less than servers keep an idle connection, so that we close it first
STALE_TRIES = 5

_TOKEN_IN_URL = re.compile(r"/bot([^/]+)")
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Limits:
    """Time limits of one call, in seconds; None is no limit. `pool` is the wait for a free connection."""

    pool: Seconds = 5.0
    connect: Seconds = 5.0
    write: Seconds = 5.0
    read: Seconds = 10.0

    def timeout(self) -> aiohttp.ClientTimeout:
        """Return the limits for aiohttp, which has none for writing: the total bounds that."""
        return aiohttp.ClientTimeout(
            total=_sum(self.pool, self.connect, self.write, self.read),
            connect=_sum(self.pool, self.connect),
            sock_connect=self.connect,
            sock_read=self.read,
        )


class AiohttpRequest(BaseRequest):
    """Carries the calls of a `telegram.Bot`.

    At most `connections` calls run at once, all through `proxy` (http:// or
    socks5://) if there is one. The time limits, in seconds, apply to calls
    without their own; `media_write_timeout` is for uploads. Raises TimedOut and
    NetworkError, and their subclasses NeverSentInTime and NeverSent if Telegram
    cannot have seen the call.
    """

    def __init__(
        self,
        *,
        connections: int = 128,
        proxy: str = "",
        read_timeout: Seconds = 10.0,
        write_timeout: Seconds = 5.0,
        connect_timeout: Seconds = 5.0,
        pool_timeout: Seconds = 5.0,
        media_write_timeout: Seconds = 30.0,
    ) -> None:
        self._connections = connections
        self._proxy = proxy
        self._limits = Limits(pool_timeout, connect_timeout, write_timeout, read_timeout)
        self._media_write_timeout = media_write_timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> Seconds:
        """Return the read time limit, in seconds, of calls without their own."""
        return self._limits.read

    async def initialize(self) -> None:
        """Open the session, again if need be after `shutdown`."""
        if self._session is not None and not self._session.closed:
            return
        self._session = aiohttp.ClientSession(
            connector=_connector(self._proxy, self._connections),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": self.USER_AGENT},
            trust_env=False,
        )

    async def shutdown(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(  # noqa: PLR0917 - the parameters are python-telegram-bot's
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make one call and return the status and the body, if it was Telegram that answered."""
        if self._session is None:
            raise RuntimeError("The request class is used before initialize() or after shutdown().")
        files = cast("Files", request_data.multipart_data) if request_data else {}
        limits = Limits(
            pool=_chosen(pool_timeout, self._limits.pool),
            connect=_chosen(connect_timeout, self._limits.connect),
            write=_chosen(write_timeout, self._media_write_timeout if files else self._limits.write),
            read=_chosen(read_timeout, self._limits.read),
        )
        call = _Call(self._session, method, url, limits)
        if files and request_data:
            status, body = await call.once(_multipart(request_data.json_parameters, files))
        else:
            parameters = request_data.url_encoded_parameters() if request_data else ""
            status, body = await call.on_a_living_connection(parameters.encode())
        return judged(status, body, is_download=method == "GET")


def _connector(proxy: str, connections: int) -> aiohttp.TCPConnector:
    """Return a connector; with a proxy, the proxy resolves names too."""
    if proxy:
        from aiohttp_socks import ProxyConnector  # noqa: PLC0415 - most kiosks have no proxy

        return ProxyConnector.from_url(proxy, limit=connections, keepalive_timeout=KEEP_ALIVE_SECONDS)
    return aiohttp.TCPConnector(
        limit=connections, ttl_dns_cache=DNS_SECONDS, keepalive_timeout=KEEP_ALIVE_SECONDS
    )


def _errors_of_a_proxy() -> tuple[type[Exception], type[Exception], type[Exception]]:
    from aiohttp_socks import (  # noqa: PLC0415 - as above
        ProxyConnectionError,
        ProxyError,
        ProxyTimeoutError,
    )

    return ProxyError, ProxyConnectionError, ProxyTimeoutError


class Judged(BaseRequest):
    """Another request class, whose answers are judged like those of AiohttpRequest."""

    def __init__(self, carrier: BaseRequest) -> None:
        self._carrier = carrier

    @property
    def read_timeout(self) -> Seconds:
        """Return the carrier's limit."""
        return self._carrier.read_timeout

    async def initialize(self) -> None:
        """Open the carrier."""
        await self._carrier.initialize()

    async def shutdown(self) -> None:
        """Close the carrier."""
        await self._carrier.shutdown()

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *limits: Any, **named: Any
    ) -> tuple[int, bytes]:
        """Make one call and return the status and the body, if it was Telegram that answered."""
        status, body = await self._carrier.do_request(url, method, request_data, *limits, **named)
        return judged(status, body, is_download=method == "GET")


@dataclass(frozen=True, slots=True)
class _Call:
    """One call to the Bot API."""

    session: aiohttp.ClientSession
    method: str
    url: str
    limits: Limits

    async def on_a_living_connection(self, parameters: bytes) -> tuple[int, bytes]:
        """Send the form; drop connections that prove dead before the first byte."""
        for tries_left in reversed(range(STALE_TRIES)):
            form = _Form(parameters, look_first=tries_left > 0)
            try:
                return await self.once(form if parameters else None)
            except (NeverSent, TimedOut):
                raise
            except NetworkError as error:
                failure = error
            if not parameters or form.begun:
                raise failure
        raise NeverSent("Every connection to Telegram was closed before anything could be sent.")

    async def once(self, body: BytesPayload | aiohttp.FormData | None) -> tuple[int, bytes]:
        """Send `body`. Errors are raised outside of any handler, so that they carry no chain."""
        try:
            async with self.session.request(
                self.method,
                self.url,
                data=body,
                timeout=self.limits.timeout(),
                allow_redirects=False,
            ) as response:
                return response.status, self._scrubbed(response.status, await response.read())
        except (aiohttp.ClientError, OSError, ValueError, *_errors_of_a_proxy()) as error:
            failure = _translated(error)
        raise failure

    def _scrubbed(self, status: int, body: bytes) -> bytes:
        """Remove the token from the body: an error page may quote the URL."""
        token = _TOKEN_IN_URL.search(self.url)
        answer = status < 300 and (self.method == "GET" or body.startswith(b"{"))
        if answer or token is None:
            return body
        return body.replace(token[1].encode(), b"<token>")


class _Form(BytesPayload):
    """A form that records in `begun` if any of its bytes went to a socket."""

    def __init__(self, value: bytes, *, look_first: bool) -> None:
        super().__init__(value, content_type=_FORM)
        self._look_first = look_first
        self.begun = False

    async def write_with_length(self, writer: AbstractStreamWriter, content_length: int | None) -> None:
        """Write the form, unless the connection has closed."""
        transport = writer.transport
        if transport is None or transport.is_closing() or (self._look_first and _has_ended(transport)):
            raise ConnectionResetError("the connection was closed while it was idle")
        self.begun = True
        await super().write_with_length(writer, content_length)


def _has_ended(transport: asyncio.BaseTransport) -> bool:
    """Return True if there is something to read before any request: normally the end of the stream."""
    socket = transport.get_extra_info("socket")
    if socket is None:
        return False
    poller = select.poll()
    poller.register(socket.fileno(), select.POLLIN)
    return bool(poller.poll(0))


def _multipart(parameters: Mapping[str, str], files: Files) -> aiohttp.FormData:
    form = aiohttp.FormData()
    for name, value in parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime_type) in files.items():
        form.add_field(name, content, filename=filename, content_type=mime_type)
    return form


def _translated(error: Exception) -> TelegramError:
    """Return the error in our words: its kind and the system's reason, never the library's text."""
    kind = type(error).__name__
    if isinstance(error, _errors_of_a_proxy()):
        code = getattr(error, "error_code", None)
        reason = f"{kind} {code}" if isinstance(code, int) else kind
        return NeverSent(f"The proxy does not lead to Telegram ({reason}); check TELEGRAM_PROXY.")
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        return NeverSentInTime("No connection to Telegram could be had in time; nothing was sent.")
    if isinstance(error, TimeoutError):
        return TimedOut("Telegram did not answer in time; what was sent may have arrived.")
    if isinstance(error, aiohttp.ClientConnectorError):
        return NeverSent(f"Telegram cannot be reached: {_reason(error)} ({kind}).")
    if isinstance(error, (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError, UnicodeError)):
        return NeverSent(f"Telegram's address is not a URL ({kind}); check TELEGRAM_API_ROOT.")
    return NetworkError(f"The connection to Telegram broke: {_reason(error)} ({kind}).")


def _reason(error: Exception) -> str:
    number = getattr(error, "errno", None)
    return os.strerror(number) if isinstance(number, int) and number > 0 else "no reason given"


def _chosen(given: object, default: Seconds) -> Seconds:
    """Return a call's own limit, or the default if it has none."""
    return default if given is BaseRequest.DEFAULT_NONE else cast("Seconds", given)


def _sum(*parts: Seconds) -> Seconds:
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None
