"""The transport to Telegram: a request class for python-telegram-bot.

Calls go over `connections`; aiohttp carries files, and everything where there is a proxy.
Nothing is sent twice. The socket of a kept-alive connection is checked just
before the first byte; if the server has closed it, provably nothing was written
and another connection is taken. A connection that breaks later is an error:
Telegram may have acted on the call. No error's text or chain contains the URL,
because the URL contains the bot's token.
"""

from typing import TYPE_CHECKING, Any, Protocol, cast

from telegram.request import BaseRequest, RequestData

from messaging.connections import Answer, Connections, Limits, Seconds, target_of
from messaging.envelope import judged, scrubbed
from messaging.newer import Newer

if TYPE_CHECKING:
    from messaging.through_aiohttp import AiohttpCalls, Files

_FORM = "application/x-www-form-urlencoded"
_JSON = "application/json"
_CLOSED = "The request class is used before initialize() or after shutdown()."


class PostsJson(Protocol):
    """A request class that can also post JSON as it is; the answer is not judged.

    `refused` is what its server has refused so far; a new process asks anew.
    """

    refused: set[Newer]

    async def post_json(self, url: str, body: bytes, limits: Limits | None = None, /) -> Answer: ...


class TelegramRequest(BaseRequest):
    """Carries the calls of a `telegram.Bot`.

    At most `connections` calls run at once (and as many that carry files), all through `proxy` (http:// or
    socks5://) if there is one. The time limits, in seconds, apply to calls
    without their own; `media_write_timeout` is for uploads. Raises TimedOut and
    NetworkError, and their subclasses NeverSentInTime and NeverSent if Telegram
    cannot have seen the call.
    """

    def __init__(
        self,
        *,
        connections: int = 256,
        proxy: str = "",
        read_timeout: Seconds = 10.0,
        write_timeout: Seconds = 5.0,
        connect_timeout: Seconds = 5.0,
        pool_timeout: Seconds = 5.0,
        media_write_timeout: Seconds = 30.0,
    ) -> None:
        self.refused: set[Newer] = set()
        self._limit = connections
        self._proxy = proxy
        self._limits = Limits(pool_timeout, connect_timeout, write_timeout, read_timeout)
        self._media_write_timeout = media_write_timeout
        self._aiohttp: AiohttpCalls | None = None
        self._connections: Connections | None = None

    @property
    def read_timeout(self) -> Seconds:
        """Return the read time limit, in seconds, of calls without their own."""
        return self._limits.read

    async def initialize(self) -> None:
        """Get ready, again if need be after `shutdown`."""
        if self._connections is None:
            self._connections = Connections(self._limit)

    async def shutdown(self) -> None:
        """Close every connection."""
        by_aiohttp, self._aiohttp = self._aiohttp, None
        connections, self._connections = self._connections, None
        if by_aiohttp is not None:
            await by_aiohttp.close()
        if connections is not None:
            await connections.close()

    async def do_request(  # noqa: PLR0917 - the parameters are python-telegram-bot's
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> Answer:
        """Make one call and return the status and the body, if it was Telegram that answered."""
        files = cast("Files", request_data.multipart_data) if request_data else {}
        limits = Limits(
            pool=_chosen(pool_timeout, self._limits.pool),
            connect=_chosen(connect_timeout, self._limits.connect),
            write=_chosen(write_timeout, self._media_write_timeout if files else self._limits.write),
            read=_chosen(read_timeout, self._limits.read),
        )
        if files and request_data:
            status, body = await self._by_aiohttp.upload(url, request_data.json_parameters, files, limits)
        else:
            form = request_data.url_encoded_parameters().encode() if request_data else b""
            status, body = await self._small(method, url, _FORM, form, limits)
        return judged(status, body, is_download=method == "GET")

    async def post_json(self, url: str, body: bytes, limits: Limits | None = None) -> Answer:
        """Post this JSON; return the status and the body, whoever answered. Raises as `do_request`."""
        return await self._small("POST", url, _JSON, body, limits or self._limits)

    async def _small(self, method: str, url: str, content_type: str, body: bytes, limits: Limits) -> Answer:
        if self._connections is None:
            raise RuntimeError(_CLOSED)
        target = None if self._proxy or method != "POST" else target_of(url, self.USER_AGENT)
        if target is None:
            return await self._by_aiohttp.call(method, url, content_type, body, limits)
        status, answer = await self._connections.post(target, content_type, body, limits)
        return status, scrubbed(url, status, answer, is_download=False)

    @property
    def _by_aiohttp(self) -> "AiohttpCalls":
        """What carries files, and everything where there is a proxy; opened with the first such call."""
        if self._connections is None:
            raise RuntimeError(_CLOSED)
        if self._aiohttp is None:
            # Most kiosks never need it, and importing it takes a tenth of the start.
            from messaging.through_aiohttp import AiohttpCalls  # noqa: PLC0415 - as above

            self._aiohttp = AiohttpCalls(self._limit, self._proxy, self.USER_AGENT)
        return self._aiohttp


class Judged(BaseRequest):
    """Another request class, whose answers are judged like those of TelegramRequest."""

    def __init__(self, carrier: BaseRequest) -> None:
        self.refused: set[Newer] = set()
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
    ) -> Answer:
        """Make one call and return the status and the body, if it was Telegram that answered."""
        status, body = await self._carrier.do_request(url, method, request_data, *limits, **named)
        return judged(status, body, is_download=method == "GET")

    async def post_json(self, url: str, body: bytes, limits: Limits | None = None) -> Answer:
        """See PostsJson."""
        return await cast("PostsJson", self._carrier).post_json(url, body, limits)


def _chosen(given: object, default: Seconds) -> Seconds:
    """Return a call's own limit, or the default if it has none."""
    return default if given is BaseRequest.DEFAULT_NONE else cast("Seconds", given)
