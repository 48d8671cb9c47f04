"""One HTTP call to the panel, and whether it can have arrived when it fails.

The panel has run nothing if and only if the client never started to write the
request's head; httpx tells so in its trace. After that, whatever breaks, the
call may have been carried out.
"""

import asyncio
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx

from panel import wire
from panel.answer import EXCERPT, Answer, redacted
from panel.manners import retry_after
from panel.values import plain
from shop.clock import Clock

Crash = Callable[[str], None]

_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class TimeLimits:
    """Seconds that the parts of a call may take, and the whole of it."""

    connect: float = 5
    write: float = 10
    read: float = 30
    total: float = 45


class Lost(Exception):
    """A call without a whole answer.

    `sent`: whether the panel may have carried it out. `begun`: what had come of
    an answer that broke off or was too large, to look at and not to believe.
    """

    def __init__(self, reason: str, *, sent: bool, begun: Answer | None) -> None:
        super().__init__(reason)
        self.sent = sent
        self.begun = begun


class _Watch:
    """What httpx's trace told of one call."""

    def __init__(self, crash: Crash) -> None:
        self._crash = crash
        self.is_traced = False
        self.is_sent = False
        self.http_status: int | None = None
        self.content = bytearray()

    async def __call__(self, event: str, info: Mapping[str, Any]) -> None:
        self.is_traced = True
        if getattr(info.get("request"), "method", b"") == b"CONNECT":  # asks a proxy for a way, and no more
            return
        if event.endswith("send_request_headers.started"):
            self.is_sent = True
        if event.endswith("send_request_body.complete"):
            self._crash("after_send")

    def over(self) -> None:
        """The answer or an error is there; a transport that does not trace tells nothing earlier."""
        if not self.is_traced:
            self._crash("after_send")

    def may_have_arrived(self, problem: Exception, *, own_transport: bool) -> bool:
        if self.is_traced or not own_transport:
            return self.is_sent
        return not isinstance(problem, _NEVER_SENT)

    def begun(self, secrets: tuple[str, ...]) -> Answer | None:
        """What had come of the answer, or None where not even its head was there."""
        if self.http_status is None:
            return None
        return Answer(self.http_status, wire.text_of(bytes(self.content[: 2 * EXCERPT])), secrets=secrets)


class Caller:
    """Calls one panel's address, with a fresh connection each time.

    A kept-alive connection that the server is just closing would fail after the
    request was written, and one more order would be unknown for no reason.
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
        self._http = httpx.AsyncClient(
            transport=transport,
            proxy=proxy or None,
            verify=True if url.startswith("https:") else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
            trust_env=False,  # a proxy or certificate from the environment must not see the key
            follow_redirects=False,
            limits=httpx.Limits(max_keepalive_connections=0),
            timeout=httpx.Timeout(
                connect=limits.connect, write=limits.write, read=limits.read, pool=limits.connect
            ),
        )

    async def post(
        self,
        body: bytes,
        *,
        headers: Mapping[str, str],
        secrets: tuple[str, ...],
        most: int = wire.LARGEST,
        crash: Crash,
    ) -> Answer:
        """The panel's answer to a form. Raises Lost where there is no whole one."""
        watch = _Watch(crash)
        try:
            async with asyncio.timeout(self._limits.total):
                answer = await self._exchange(body, headers, secrets, most, watch)
        except Exception as problem:  # noqa: BLE001  whatever broke, the panel may have carried it out
            watch.over()
            sent = watch.may_have_arrived(problem, own_transport=self._own_transport)
            raise Lost(_reason(problem, secrets), sent=sent, begun=watch.begun(secrets)) from None
        watch.over()
        crash("after_response")
        return answer

    async def _exchange(
        self, body: bytes, headers: Mapping[str, str], secrets: tuple[str, ...], most: int, watch: _Watch
    ) -> Answer:
        own = {"content-type": _FORM, "accept": "application/json", "accept-encoding": "identity"}
        async with self._http.stream(
            "POST", self._url, content=body, headers={**headers, **own}, extensions={"trace": watch}
        ) as response:
            watch.http_status = response.status_code
            async for chunk in response.aiter_bytes():
                watch.content += chunk
                if len(watch.content) > most:
                    raise ValueError(f"the answer is larger than {most} bytes")
        return Answer(
            http_status=response.status_code,
            text=wire.text_of(bytes(watch.content)),
            retry_after=retry_after(response.headers, self._clock.now()),
            redirect=_host_of(response.headers.get("location", "")),
            secrets=secrets,
        )

    async def aclose(self) -> None:
        """Let go of the connections."""
        await self._http.aclose()


def _host_of(location: str) -> str:
    """The scheme and host of a redirect; the rest might hold anything."""
    try:
        parts = urlsplit(location)
    except ValueError:
        return ""
    return plain(f"{parts.scheme}://{parts.hostname}", 200) if parts.hostname else ""


def _reason(problem: Exception, secrets: tuple[str, ...]) -> str:
    if isinstance(problem, TimeoutError):
        return "the panel took too long to answer"
    text = redacted(plain(str(problem), 300), secrets)
    return f"{type(problem).__name__}: {text}" if text else type(problem).__name__
