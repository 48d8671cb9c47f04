"""Calls to Telegram by aiohttp: files in both directions, and everything that goes through a proxy."""

from collections.abc import Mapping
from dataclasses import dataclass

import aiohttp
from aiohttp.abc import AbstractStreamWriter
from aiohttp.payload import BytesPayload
from aiohttp_socks import ProxyConnectionError, ProxyConnector, ProxyError, ProxyTimeoutError
from telegram.error import NetworkError, TelegramError, TimedOut

from messaging.connections import DNS_SECONDS, KEEP_ALIVE_SECONDS, Limits, Seconds, poll_of, reason_of
from messaging.delivery import NeverSent, NeverSentInTime
from messaging.envelope import scrubbed

Files = Mapping[str, tuple[str, bytes, str]]
"""By the parameter's name: the file's name, content and type."""

STALE_TRIES = 5
_OF_THE_PROXY = (ProxyError, ProxyConnectionError, ProxyTimeoutError)


class AiohttpCalls:
    """At most `connections` calls at once, all through `proxy` (http:// or socks5://) if there is one."""

    def __init__(self, connections: int, proxy: str, agent: str) -> None:
        self._session = aiohttp.ClientSession(
            connector=_connector(proxy, connections),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": agent},
            trust_env=False,
        )

    async def upload(
        self, url: str, parameters: Mapping[str, str], files: Files, limits: Limits
    ) -> tuple[int, bytes]:
        """Send parameters with files; return the status and the body. Raises as `call`."""
        return await _Call(self._session, "POST", url, limits).once(_multipart(parameters, files))

    async def call(
        self, method: str, url: str, content_type: str, content: bytes, limits: Limits
    ) -> tuple[int, bytes]:
        """Make one call; return the status and the body.

        Raises NeverSent and NeverSentInTime if nothing can have arrived, else TimedOut or NetworkError.
        """
        return await _Call(self._session, method, url, limits).on_a_living_connection(content, content_type)

    async def close(self) -> None:
        """Close every connection."""
        await self._session.close()


def _connector(proxy: str, connections: int) -> aiohttp.TCPConnector:
    """Return a connector; with a proxy, the proxy resolves names too."""
    if proxy:
        return ProxyConnector.from_url(proxy, limit=connections, keepalive_timeout=KEEP_ALIVE_SECONDS)
    return aiohttp.TCPConnector(
        limit=connections, ttl_dns_cache=int(DNS_SECONDS), keepalive_timeout=KEEP_ALIVE_SECONDS
    )


@dataclass(frozen=True, slots=True)
class _Call:
    """One call to the Bot API."""

    session: aiohttp.ClientSession
    method: str
    url: str
    limits: Limits

    async def on_a_living_connection(self, content: bytes, content_type: str) -> tuple[int, bytes]:
        """Send the content; drop connections that prove dead before the first byte."""
        for tries_left in reversed(range(STALE_TRIES)):
            body = _Body(content, content_type=content_type, look_first=tries_left > 0)
            try:
                return await self.once(body if content else None)
            except (NeverSent, TimedOut):
                raise
            except NetworkError as error:
                failure = error
            if not content or body.begun:
                raise failure
        raise NeverSent("Every connection to Telegram was closed before anything could be sent.")

    async def once(self, content: BytesPayload | aiohttp.FormData | None) -> tuple[int, bytes]:
        """Send `content`. Errors are raised outside of any handler, so that they carry no chain."""
        try:
            async with self.session.request(
                self.method,
                self.url,
                data=content,
                timeout=_timeout(self.limits),
                allow_redirects=False,
            ) as response:
                body = await response.read()
                return response.status, scrubbed(
                    self.url, response.status, body, is_download=self.method == "GET"
                )
        except (aiohttp.ClientError, OSError, ValueError, *_OF_THE_PROXY) as error:
            failure = _translated(error)
        raise failure


class _Body(BytesPayload):
    """A request's body that records in `begun` if any of its bytes went to a socket."""

    def __init__(self, value: bytes, *, content_type: str, look_first: bool) -> None:
        super().__init__(value, content_type=content_type)
        self._look_first = look_first
        self.begun = False

    async def write_with_length(self, writer: AbstractStreamWriter, content_length: int | None) -> None:
        """Write the body, unless the connection has closed."""
        transport = writer.transport
        if transport is None or transport.is_closing() or (self._look_first and poll_of(transport).poll(0)):
            raise ConnectionResetError("the connection was closed while it was idle")
        self.begun = True
        await super().write_with_length(writer, content_length)


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
    if isinstance(error, _OF_THE_PROXY):
        code = getattr(error, "error_code", None)
        reason = f"{kind} {code}" if isinstance(code, int) else kind
        return NeverSent(f"The proxy does not lead to Telegram ({reason}); check TELEGRAM_PROXY.")
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        return NeverSentInTime("No connection to Telegram could be had in time; nothing was sent.")
    if isinstance(error, TimeoutError):
        return TimedOut("Telegram did not answer in time; what was sent may have arrived.")
    if isinstance(error, aiohttp.ClientConnectorError):
        return NeverSent(f"Telegram cannot be reached: {reason_of(error)} ({kind}).")
    if isinstance(error, (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError, UnicodeError)):
        return NeverSent(f"Telegram's address is not a URL ({kind}); check TELEGRAM_API_ROOT.")
    return NetworkError(f"The connection to Telegram broke: {reason_of(error)} ({kind}).")


def _timeout(limits: Limits) -> aiohttp.ClientTimeout:
    """Return the limits for aiohttp, which has none for writing: the total bounds that."""
    return aiohttp.ClientTimeout(
        total=_sum(limits.pool, limits.connect, limits.write, limits.read),
        connect=_sum(limits.pool, limits.connect),
        sock_connect=limits.connect,
        sock_read=limits.read,
    )


def _sum(*parts: Seconds) -> Seconds:
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None
