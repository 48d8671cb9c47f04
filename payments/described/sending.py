"""One request at a time to hosts that a file names, within limits of time and size."""

import asyncio
import ssl
from collections.abc import Iterable, Mapping
from functools import cached_property
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any
from urllib.parse import urlsplit

import httpx

from payments.base import NoAnswer, NotAsked, Refused
from payments.described import wire

CALL_SECONDS = 7.0
"""For a whole request; people wait for the one that makes an invoice."""

EXCERPT = 200
HIDDEN = "···"

THROTTLED = 429
OK = range(200, 300)
SERVERS_FAULT = range(500, 600)

TURNED_AWAY = frozenset({401, 403, 407, 421, 425})
"""Who may ask, and where: what was asked is not done, and what became of it before is not said."""

NOT_ABOUT_IT = TURNED_AWAY | {408, 409, 423}
"""Of those that are not, it is not known if what was asked is done, now or before."""

NEVER_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.InvalidURL,
    httpx.UnsupportedProtocol,
)
"""There was no connection, so nothing of the request can have arrived."""


class Sender:
    """Speaks to the host of `root` and to `hosts`, and to nobody else. `transport` is a fake's in tests."""

    def __init__(
        self, root: str, hosts: Iterable[str] = (), *, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self.root = root.rstrip("/")
        self._transport = transport
        self._spoken_to = {urlsplit(self.root).hostname, *hosts}

    @cached_property
    def _http(self) -> httpx.AsyncClient:
        """Made at the first request: httpx imports its engine and certificates."""
        return httpx.AsyncClient(
            transport=self._transport,
            verify=True if self.root.startswith("https:") else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
            trust_env=False,  # a proxy from the environment must not see the keys
            follow_redirects=False,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),  # as in panel/calls.py
            timeout=httpx.Timeout(CALL_SECONDS, connect=4),
        )

    def request(
        self, method: str, address: str, headers: Mapping[str, str], content: bytes = b""
    ) -> httpx.Request:
        """Return a request, made when it is sent. Raises NotAsked if a value cannot stand where it would."""
        try:
            return self._http.build_request(method, address, headers=headers, content=content or None)
        except (httpx.InvalidURL, UnicodeError):
            raise NotAsked("a value cannot stand in an address or a header") from None

    def address(self, url: str) -> str:
        """Return the address of what begins with / or https://. Raises Refused for a host not named."""
        address = url if url.startswith("https://") else self.root + url
        try:
            host = urlsplit(address).hostname
        except ValueError:
            host = None
        if host not in self._spoken_to:
            raise Refused("its file does not name this host")
        return address

    async def send(self, request: httpx.Request) -> tuple[int, bytes]:
        """Return an answer's status and body.

        Raises NoAnswer for one too late, too large or cut off, and NotAsked if nothing can have arrived.
        """
        content = bytearray()
        try:
            async with asyncio.timeout(CALL_SECONDS):
                answer = await self._http.send(request, stream=True)
                try:
                    async for part in answer.aiter_bytes():
                        content += part
                        if len(content) > wire.LARGEST:
                            raise NoAnswer("an answer that is too large")
                finally:
                    await answer.aclose()
        except NEVER_SENT as problem:
            raise NotAsked(_what_broke(problem)) from None
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as problem:
            raise NoAnswer(_what_broke(problem)) from None
        return answer.status_code, bytes(content)

    async def aclose(self) -> None:
        """Close the connections, if there are any."""
        if "_http" in self.__dict__:
            await self._http.aclose()


def _what_broke(problem: Exception) -> str:
    """Return in words what broke; in httpx's own only of a failed connection, as others may hold keys."""
    match problem:
        case httpx.ConnectTimeout() | httpx.PoolTimeout():
            return "no connection came about in time"
        case httpx.TimeoutException() | TimeoutError():
            return f"no whole answer in {CALL_SECONDS:.0f} seconds"
        case httpx.ConnectError():
            return f"no connection: {str(problem)[:EXCERPT]}"
        case httpx.InvalidURL() | httpx.UnsupportedProtocol():
            return "its address cannot be used"
        case _:
            return "the connection broke before the answer was whole"


def without_keys(text: str, keys: Iterable[str]) -> str:
    """Return the text without any of these keys in it."""
    for key in keys:
        if len(key) > 3:
            text = text.replace(key, HIDDEN)
    return text


def has_all(wanted: Mapping[str, Any], said: Any) -> bool:
    """Return True if an answer has each of these values at its path."""
    return all(wire.value_at(path, said) == value for path, value in wanted.items())
