"""One call to a panel, and whether a failed one can have arrived.

The panel has certainly not run a call if and only if the client never began to
write the request's head, as httpx reports in its trace. After that, whatever
breaks, the call may have been carried out.
"""

import asyncio
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any
from urllib.parse import urlsplit

import httpx

from panel import lenient_json
from panel.limits import retry_after
from panel.reply import EXCERPT, Answer, redacted
from panel.values.texts import plain
from shop.clock import Clock

Observe = Callable[[str], None]

MayBegin = Callable[[], bool]
"""Asked just before the first byte of an act; an act is what a panel cannot take back."""

_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class TimeLimits:
    """Time limits for the parts of a call and for the whole call, in seconds."""

    connect: float = 5
    write: float = 10
    read: float = 30
    total: float = 45


class Lost(Exception):
    """A call without a complete answer.

    `sent`: the panel may have carried it out. `begun`: the beginning of an answer that
    broke off or was too large, as evidence only.
    """

    def __init__(self, reason: str, *, sent: bool, begun: Answer | None) -> None:
        super().__init__(reason)
        self.sent = sent
        self.begun = begun


class NoLonger(Exception):
    """The call was not begun, for whoever would make it cannot be sure that it still may."""

    def __init__(self) -> None:
        super().__init__("the database has not heard of this kiosk for some seconds, so it asks for nothing")


class _Watch:
    """The events in httpx's trace of one call."""

    def __init__(self, observe: Observe, may_begin: MayBegin) -> None:
        self._observe = observe
        self._may_begin = may_begin
        self.is_traced = False
        self.is_sent = False
        self.http_status: int | None = None
        self.content = bytearray()

    async def __call__(self, event: str, info: Mapping[str, Any]) -> None:
        self.is_traced = True
        if getattr(info.get("request"), "method", b"") == b"CONNECT":  # only opens a tunnel through a proxy
            return
        if event.endswith("send_request_headers.started"):
            if not self._may_begin():
                raise NoLonger
            self.is_sent = True
        if event.endswith("send_request_body.complete"):
            self._observe("sent")

    def over(self) -> None:
        """Note the end of the call; a transport without a trace reports nothing earlier."""
        if not self.is_traced:
            self._observe("sent")

    def may_have_arrived(self, problem: Exception, *, own_transport: bool) -> bool:
        if self.is_traced or not own_transport:
            return self.is_sent
        return not isinstance(problem, _NEVER_SENT)

    def begun(self, secrets: tuple[str, ...]) -> Answer | None:
        """Return the part of the answer received, or None if not even its head came."""
        if self.http_status is None:
            return None
        return Answer(
            self.http_status, lenient_json.text_of(bytes(self.content[: 2 * EXCERPT])), secrets=secrets
        )


class Caller:
    """Calls one panel's address, each time over a new connection.

    A kept-alive connection the server is closing would fail after the request was
    written, and make one more order unknown for no reason.
    """

    def __init__(
        self,
        url: str,
        *,
        clock: Clock,
        transport: httpx.AsyncBaseTransport | None,
        limits: TimeLimits,
        proxy: str = "",
    ) -> None:
        self._url = url
        self._clock = clock
        self._limits = limits
        self._own_transport = transport is not None
        self._make_client = partial(
            httpx.AsyncClient,
            transport=transport,
            proxy=proxy or None,
            verify=True if url.startswith("https:") else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
            trust_env=False,  # a proxy or certificate from the environment must not see the key
            follow_redirects=False,
            # PHP answers the calls of one session one after another: an order would wait for the catalogue.
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
            limits=httpx.Limits(max_keepalive_connections=0),
            timeout=httpx.Timeout(
                connect=limits.connect, write=limits.write, read=limits.read, pool=limits.connect
            ),
        )

    @cached_property
    def _http(self) -> httpx.AsyncClient:
        """Made at the first call, after the first poll: httpx imports its engine and certificates."""
        return self._make_client()

    async def post(
        self,
        body: bytes,
        *,
        headers: Mapping[str, str],
        secrets: tuple[str, ...],
        maximum: int = lenient_json.LARGEST,
        observe: Observe,
        may_begin: MayBegin = lambda: True,
    ) -> Answer:
        """Post a form and return the panel's answer. Raises Lost if no complete one comes."""
        watch = _Watch(observe, may_begin)
        try:
            async with asyncio.timeout(self._limits.total):
                answer = await self._exchange(body, headers, secrets, maximum, watch)
        except Exception as problem:  # noqa: BLE001  whatever broke, the call may have been carried out
            watch.over()
            sent = watch.may_have_arrived(problem, own_transport=self._own_transport)
            raise Lost(_reason(problem, secrets), sent=sent, begun=watch.begun(secrets)) from None
        watch.over()
        observe("answered")
        return answer

    async def _exchange(
        self, body: bytes, headers: Mapping[str, str], secrets: tuple[str, ...], maximum: int, watch: _Watch
    ) -> Answer:
        own = {"content-type": _FORM, "accept": "application/json", "accept-encoding": "identity"}
        async with self._http.stream(
            "POST", self._url, content=body, headers={**headers, **own}, extensions={"trace": watch}
        ) as response:
            watch.http_status = response.status_code
            async for chunk in response.aiter_bytes():
                watch.content += chunk
                if len(watch.content) > maximum:
                    raise ValueError(f"the answer is larger than {maximum} bytes")
        return Answer(
            http_status=response.status_code,
            text=lenient_json.text_of(bytes(watch.content), response.charset_encoding or ""),
            retry_after=retry_after(response.headers, self._clock.now()),
            redirect=_host_of(response.headers.get("location", "")),
            secrets=secrets,
        )

    async def aclose(self) -> None:
        """Close the connections."""
        if "_http" in vars(self):
            await self._http.aclose()


def _host_of(location: str) -> str:
    """Return the scheme and host of a redirect; the rest might hold anything."""
    try:
        parts = urlsplit(location)
    except ValueError:
        return ""
    return plain(f"{parts.scheme}://{parts.hostname}", 200) if parts.hostname else ""


def _reason(problem: Exception, secrets: tuple[str, ...]) -> str:
    """Return in words what broke; the name of its class only where nothing else is known of it."""
    if isinstance(problem, httpx.ConnectTimeout | httpx.PoolTimeout):
        return "no connection to the panel came about in time"
    if isinstance(problem, TimeoutError | httpx.TimeoutException):
        return "the panel took too long to answer"
    text = redacted(plain(str(problem), 300), secrets)
    if not text and isinstance(problem, httpx.NetworkError):
        return "the connection to the panel broke"
    return text or type(problem).__name__
