"""One account's calls to its panel: parameters, pace, and whether a failed call can have arrived.

The panel has certainly not run a call if and only if the client never began to
write the request's head, as httpx reports in its trace. After that, whatever
breaks, the call may have been carried out.
"""

import asyncio
import ssl
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any, TypeVar
from urllib.parse import quote_plus, urlencode, urlsplit

import httpx

from panel import lenient_json
from panel.limits import BackOff, CircuitBreaker, MinimumGap, retry_after
from panel.profile import Lexicon, Profile
from panel.refusal_phrases import Kind
from panel.reply import EXCERPT, Answer, Reply, fold, redacted
from panel.values import plain
from shop.clock import Clock
from shop.errors import PanelError, PanelGarbled, PanelRefused, PanelUnreachable
from shop.observed import Took
from shop.ports import Still
from shop.replies import AddRequest

Observe = Callable[[str], None]

MayBegin = Callable[[], bool]
"""Asked just before the first byte of an act; an act is what a panel cannot take back."""

Meaning = TypeVar("Meaning")

_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
_FORM = "application/x-www-form-urlencoded"
_COMMENTS = "comments"
_LONG = 200_000  # characters; longer answers are read in a thread, so that other tasks can go on
_PANEL_IN_TROUBLE = (Kind.AUTH.value, Kind.MAINTENANCE.value)


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
    if isinstance(problem, TimeoutError):
        return "the panel took too long to answer"
    text = redacted(plain(str(problem), 300), secrets)
    return f"{type(problem).__name__}: {text}" if text else type(problem).__name__


def add_params(request: AddRequest, profile: Profile) -> dict[str, str]:
    """Return the parameters of an `add`: the link under the panel's name for it, lists as trimmed lines."""
    params = {"service": request.service_id}
    if request.link is not None:
        params |= dict.fromkeys(profile.targets, request.link)
    params |= {name: _text(name, value) for name, value in request.fields.items()}
    comments = params.get(_COMMENTS)
    if comments and profile.comments_quantity:
        params.setdefault("quantity", str(comments.count("\n") + 1))
    if comments and profile.double_encode:
        params[_COMMENTS] = quote_plus(comments)
    if profile.idempotency_field and request.reference:
        params.setdefault(profile.idempotency_field, request.reference)
    return params


def encoded(params: dict[str, str]) -> bytes:
    """Return the parameters as a form's body; characters that cannot be encoded become question marks."""
    return urlencode(params, errors="replace").encode("ascii")


def _text(name: str, value: str | int | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        return "\n".join(_lines(value))
    return "\n".join(_lines((value,))) if name == _COMMENTS and isinstance(value, str) else str(value)


def _lines(texts: tuple[str, ...]) -> Iterator[str]:
    """Yield the lines of all `texts`, trimmed, without empty ones: some panels count them as comments."""
    for text in texts:
        yield from (line.strip() for line in text.splitlines() if line.strip())


def always() -> bool:
    """Return True: every call may begin."""
    return True


def observe_nothing(_point: str) -> None:
    """Do nothing: only tests act between two steps."""


class Account:
    """Sends the account's calls within its limits. Its repr and errors never show the key."""

    def __init__(
        self,
        *,
        url: str,
        key: str,
        caller: Caller,
        pace: MinimumGap,
        back_off: BackOff,
        breaker: CircuitBreaker,
        lexicon: Lexicon,
        clock: Clock,
        took: Took,
        may_act: MayBegin = always,
    ) -> None:
        self._clock = clock
        self._took = took
        self._may_act = may_act
        self.host = urlsplit(url).hostname or ""
        self.pace = pace
        self.back_off = back_off
        self.breaker = breaker
        self.lexicon = lexicon
        self.headers: Mapping[str, str] = {}
        self._key = key
        self._caller = caller

    def __repr__(self) -> str:
        return f"Account({self.host})"

    async def aclose(self) -> None:
        """Close the connections."""
        await self._caller.aclose()

    async def call(
        self,
        action: str,
        params: Mapping[str, str],
        *,
        maximum: int = lenient_json.LARGEST,
        observe: Observe = observe_nothing,
        still: Still | None = None,
    ) -> Answer:
        """Make one call at the account's pace and return the answer: an act. Raises Lost.

        `still` is asked when the call's turn has come, which may be a minute later: if not, it is not made.
        """
        await self.pace.wait()
        if still is not None and not await still():
            raise Lost("it was not wanted any more when its turn came", sent=False, begun=None)
        return await self._send(action, params, maximum, observe, self._may_act)

    async def _send(
        self,
        action: str,
        params: Mapping[str, str],
        maximum: int,
        observe: Observe = observe_nothing,
        may_begin: MayBegin = always,
    ) -> Answer:
        body = encoded({**params, "key": self._key, "action": action})
        began, outcome = self._clock.monotonic(), "lost"
        try:
            answer = await self._caller.post(
                body,
                headers=self.headers,
                secrets=(self._key,),
                maximum=maximum,
                observe=observe,
                may_begin=may_begin,
            )
            outcome = "answered"
        except Lost as lost:
            outcome = "lost" if lost.sent else "not_sent"
            raise
        finally:
            self._took(self._clock.monotonic() - began, action, outcome)
        return replace(answer, taught=self.lexicon.refusals)

    async def ask(
        self,
        action: str,
        params: Mapping[str, str],
        read: Callable[[Reply], Meaning],
        *,
        maximum: int = lenient_json.LARGEST,
    ) -> Meaning:
        """Ask a question and return its answer as read by `read`. Raises PanelError."""
        self._require_leave(action)
        await self.pace.wait()
        self._require_leave(action)  # others, in flight meanwhile, may have heard that the panel is gone
        if not self.breaker.is_about_orders:
            self.breaker.started()
        try:
            meaning = await self._meaning(await self._send(action, params, maximum), read, maximum)
        except Lost as lost:
            self.breaker.read_failed(str(lost))
            raise (PanelGarbled if lost.begun else PanelUnreachable)(str(lost)) from None
        except PanelError as problem:
            self._remember(action, problem)
            raise
        self.back_off.worked(action)
        self.breaker.read_worked()
        return meaning

    def _require_leave(self, action: str) -> None:
        """Raise PanelError where the panel is not to be asked for now."""
        if wait := self.back_off.left(action):
            raise PanelRefused(Kind.THROTTLED.value, "the panel asked for fewer calls", wait)
        if not self.breaker.allows_read():
            raise PanelUnreachable(f"not asked for now, because {self.breaker.why}")

    async def _meaning(self, answer: Answer, read: Callable[[Reply], Meaning], maximum: int) -> Meaning:
        if len(answer.text) < _LONG:
            return read(fold(answer, maximum))
        return await asyncio.to_thread(lambda: read(fold(answer, maximum)))

    def _remember(self, action: str, problem: PanelError) -> None:
        if isinstance(problem, PanelRefused) and problem.why == Kind.THROTTLED.value:
            # Refused together, several calls that were in flight are one refusal: the guess grows once.
            waits = self.back_off.left(action) if problem.retry_after is None else 0
            problem.retry_after = waits or self.back_off.throttled(action, problem.retry_after)
        elif isinstance(problem, PanelGarbled) or getattr(problem, "why", "") in _PANEL_IN_TROUBLE:
            self.breaker.read_failed(str(problem))
        else:
            self.breaker.read_worked()
