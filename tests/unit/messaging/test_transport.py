"""The wire to Telegram, against real servers on loopback."""

import asyncio
import io
import socket
import threading
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import pytest
from aiohttp import web
from telegram import Bot, InputFile
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest

from messaging.delivery import NeverSent, NeverSentInTime
from messaging.transport import TelegramRequest

TOKEN = "7654321:AAsecretsecretsecretsecretsecretsec"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def serving(handler: Handler) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handler)
    runner = web.AppRunner(app, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def bot_at(root: str, request: TelegramRequest | None = None) -> AsyncIterator[Bot]:
    request = request or TelegramRequest()
    async with request:
        yield Bot(TOKEN, base_url=f"{root}/bot", request=request, get_updates_request=request)


def replying(status: int, body: str) -> Handler:
    async def handler(_: web.Request) -> web.Response:
        return web.Response(status=status, text=body, content_type="application/json")

    return handler


def refusal(status: int, description: str, **parameters: int) -> Handler:
    told: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    if parameters:
        told["parameters"] = parameters

    async def handler(_: web.Request) -> web.Response:
        return web.json_response(told, status=status)

    return handler


async def keeping_quiet(request: web.Request) -> web.Response:
    del request
    await asyncio.Event().wait()
    return web.Response()


async def cutting(request: web.Request) -> web.Response:
    await request.read()
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def test_a_call_is_a_form_and_its_result_comes_back() -> None:
    seen: dict[str, str] = {}

    async def handler(request: web.Request) -> web.Response:
        seen.update({name: str(value) for name, value in (await request.post()).items()})
        seen["path"] = request.path
        seen["agent"] = request.headers["User-Agent"]
        return web.json_response({"ok": True, "result": True})

    async with serving(handler) as root, bot_at(root) as bot:
        assert await bot.do_api_request(
            "say", api_kwargs={"chat_id": 5, "text": "a+b & ёж 100%\n", "options": {"b": [1, 2]}}
        )
    assert seen == {
        "chat_id": "5",
        "text": "a+b & ёж 100%\n",
        "options": '{"b": [1, 2]}',
        "path": f"/bot{TOKEN}/say",
        "agent": BaseRequest.USER_AGENT,
    }


async def test_a_call_without_parameters() -> None:
    me = '{"ok":true,"result":{"id":1,"is_bot":true,"first_name":"Kiosk","username":"kiosk_bot"}}'
    async with serving(replying(200, me)) as root, bot_at(root) as bot:
        assert (await bot.get_me()).username == "kiosk_bot"


@pytest.mark.parametrize("content", [b"\x89PNG", io.BytesIO(b"\x89PNG")])
async def test_files_are_uploaded_beside_the_parameters(content: bytes | io.BytesIO) -> None:
    seen: dict[str, Any] = {}

    async def handler(request: web.Request) -> web.Response:
        form = await request.post()
        photo = form["photo"]
        assert isinstance(photo, web.FileField)
        seen.update(chat_id=form["chat_id"], caption=form["caption"])
        seen.update(name=photo.filename, type=photo.content_type, bytes=photo.file.read())
        return web.json_response({"ok": True, "result": {"message_id": 1, "date": 1, "chat": _CHAT}})

    async with serving(handler) as root, bot_at(root) as bot:
        photo = InputFile(content, filename="a.png", read_file_handle=False)
        await bot.send_photo(chat_id=5, photo=photo, caption="ёж")
    assert seen == {
        "chat_id": "5",
        "caption": "ёж",
        "name": "a.png",
        "type": "image/png",
        "bytes": b"\x89PNG",
    }


_CHAT = {"id": 5, "type": "private"}


async def test_a_file_is_fetched() -> None:
    async def handler(request: web.Request) -> web.Response:
        return web.Response(body=b"\x00\xff" + request.method.encode())

    async with serving(handler) as root, TelegramRequest() as request:
        assert await request.retrieve(f"{root}/file/bot{TOKEN}/a") == b"\x00\xffGET"


@pytest.mark.parametrize(
    ("status", "description", "raised"),
    [
        (400, "Bad Request: message is not modified", BadRequest),
        (401, "Unauthorized", InvalidToken),
        (403, "Forbidden: bot was blocked by the user", Forbidden),
        (404, "Not Found", InvalidToken),
        (409, "Conflict: terminated by other getUpdates request", Conflict),
        (500, "Internal Server Error", NetworkError),
        (502, "Bad Gateway", NetworkError),
    ],
)
async def test_refusals_become_the_librarys_errors(
    status: int, description: str, raised: type[TelegramError]
) -> None:
    async with serving(refusal(status, description)) as root, bot_at(root) as bot:
        with pytest.raises(raised) as caught:
            await bot.send_message(chat_id=5, text="x")
    assert isinstance(caught.value, raised)


async def test_flood_control_says_how_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    handler = refusal(429, "Too Many Requests: retry after 7", retry_after=7)
    async with serving(handler) as root, bot_at(root) as bot:
        with pytest.raises(RetryAfter, match="0:00:07"):
            await bot.send_message(chat_id=5, text="x")


async def test_a_page_of_html_is_a_network_error() -> None:
    async with serving(replying(502, "<html>Bad Gateway</html>")) as root, bot_at(root) as bot:
        with pytest.raises(NetworkError):
            await bot.send_message(chat_id=5, text="x")


async def test_redirects_are_not_followed() -> None:
    calls: list[str] = []

    async def handler(request: web.Request) -> web.Response:
        calls.append(request.path)
        return web.Response(status=302, headers={"Location": "/elsewhere"})

    async with serving(handler) as root, bot_at(root) as bot:
        with pytest.raises(NetworkError):
            await bot.send_message(chat_id=5, text="x")
    assert len(calls) == 1


async def test_no_answer_in_time_is_timed_out() -> None:
    async with serving(keeping_quiet) as root, bot_at(root) as bot:
        with pytest.raises(TimedOut) as caught:
            await bot.send_message(chat_id=5, text="x", read_timeout=0.05, write_timeout=0.05)
    assert not isinstance(caught.value, NeverSent)


async def test_the_read_limit_given_at_the_start_holds_for_calls_without_one() -> None:
    request = TelegramRequest(read_timeout=0.05)
    assert request.read_timeout == 0.05
    async with serving(keeping_quiet) as root, bot_at(root, request) as bot:
        with pytest.raises(TimedOut):
            await bot.send_message(chat_id=5, text="x", write_timeout=0.05)


async def test_a_call_may_do_without_limits() -> None:
    async with serving(replying(200, '{"ok":true,"result":true}')) as root, bot_at(root) as bot:
        assert await bot.do_api_request(
            "say", read_timeout=None, write_timeout=None, connect_timeout=None, pool_timeout=None
        )


async def test_a_full_pool_is_told_apart_as_never_sent() -> None:
    arrived = asyncio.Event()

    async def handler(request: web.Request) -> web.Response:
        arrived.set()
        return await keeping_quiet(request)

    async with serving(handler) as root, bot_at(root, TelegramRequest(connections=1)) as bot:
        first = asyncio.ensure_future(bot.send_message(chat_id=5, text="x"))
        await arrived.wait()
        with pytest.raises(NeverSentInTime):
            await bot.send_message(chat_id=5, text="y", pool_timeout=0.05, connect_timeout=0.01)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first


async def test_a_refused_connection_is_told_apart_as_never_sent() -> None:
    async with serving(keeping_quiet) as root:
        pass
    async with bot_at(root) as bot:
        with pytest.raises(NeverSent, match="Connection refused"):
            await bot.send_message(chat_id=5, text="x")


async def test_a_connection_cut_after_the_call_was_read_may_have_done_it() -> None:
    async with serving(cutting) as root, bot_at(root) as bot:
        with pytest.raises(NetworkError) as caught:
            await bot.send_message(chat_id=5, text="x")
    assert not isinstance(caught.value, NeverSent | TimedOut)


async def test_half_an_answer_is_a_network_error() -> None:
    async def handler(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        response.content_length = 100
        await response.prepare(request)
        await response.write(b'{"ok":true')
        assert request.transport is not None
        request.transport.close()
        return response

    async with serving(handler) as root, bot_at(root) as bot:
        with pytest.raises(NetworkError) as caught:
            await bot.send_message(chat_id=5, text="x")
    assert not isinstance(caught.value, NeverSent)


def quoting_the_address(status: int) -> Handler:
    async def handler(request: web.Request) -> web.Response:
        return web.Response(status=status, text=f"The requested URL {request.path} is not here.")

    return handler


@pytest.mark.parametrize(
    "handler",
    [cutting, keeping_quiet, *(quoting_the_address(status) for status in (200, 302, 400, 404, 500, 502))],
)
async def test_no_error_tells_the_token(handler: Handler, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    async with serving(handler) as root, bot_at(root) as bot:
        caplog.clear()  # python-telegram-bot itself logs the address when a Bot is made
        told = await everything_told(bot, read_timeout=0.05, write_timeout=0.05)
    assert TOKEN.split(":")[1] not in told
    assert TOKEN.split(":")[1] not in _from_our_side(caplog)


@pytest.mark.parametrize("root", ["http://127.0.0.1:1", "http://", "not a url", "ftp://127.0.0.1"])
async def test_no_error_tells_the_token_where_nobody_answers(root: str) -> None:
    async with bot_at(root) as bot:
        told = await everything_told(bot, connect_timeout=2)
    assert TOKEN.split(":")[1] not in told


async def everything_told(bot: Bot, **limits: float) -> str:
    """Return all of an error that may reach a log: its text, its chain (suppressed parts too), its repr."""
    with pytest.raises(TelegramError) as caught:
        await bot.do_api_request("say", api_kwargs={"text": "x"}, **limits)  # type: ignore[arg-type]  # only limits
    return "".join(_with_all_behind_it(caught.value))


def _with_all_behind_it(error: BaseException | None) -> Iterator[str]:
    if error is None:
        return
    yield from traceback.format_exception(error)
    yield repr(error) + repr(error.args)
    yield from _with_all_behind_it(error.__cause__)
    yield from _with_all_behind_it(error.__context__)


def _from_our_side(caplog: pytest.LogCaptureFixture) -> str:
    records = [record for record in caplog.records if not record.name.startswith("aiohttp.access")]
    return "".join(record.getMessage() for record in records)


async def test_it_can_be_opened_again_after_it_was_closed() -> None:
    request = TelegramRequest()
    async with serving(replying(200, '{"ok":true,"result":true}')) as root:
        for _ in range(2):
            await request.initialize()
            await request.initialize()
            assert await request.post(f"{root}/bot{TOKEN}/say") is True
            await request.shutdown()
            await request.shutdown()


async def test_it_refuses_to_work_while_closed() -> None:
    with pytest.raises(NetworkError, match="before initialize"):
        await TelegramRequest().post("http://127.0.0.1/")


async def test_connections_are_kept_and_limited() -> None:
    peers: set[object] = set()
    at_once = maximum = 0

    async def handler(request: web.Request) -> web.Response:
        nonlocal at_once, maximum
        at_once += 1
        maximum = max(maximum, at_once)
        assert request.transport is not None
        peers.add(request.transport.get_extra_info("peername"))
        await asyncio.sleep(0)
        at_once -= 1
        return web.json_response({"ok": True, "result": True})

    async with serving(handler) as root, bot_at(root, TelegramRequest(connections=3)) as bot:
        await asyncio.gather(*(bot.do_api_request("say", api_kwargs={"n": n}) for n in range(30)))
    assert maximum <= 3
    assert len(peers) <= 3


class OldFashionedServer:
    """A server in its own thread that can end a connection behind the event loop's back."""

    def __init__(self) -> None:
        self.requests = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._connection: socket.socket | None = None
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def root(self) -> str:
        host, port = self._listener.getsockname()
        return f"http://{host}:{port}"

    def hang_up(self) -> None:
        """End the idle connection; the client's kernel knows at once, its event loop does not."""
        assert self._connection is not None
        self._connection.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)

    def _serve(self) -> None:
        try:
            while True:
                connection, _ = self._listener.accept()
                self._connection = connection
                with connection:
                    self._answer(connection)
        except OSError:  # the listener was closed: the test is over
            return

    def _answer(self, connection: socket.socket) -> None:
        while data := connection.recv(65536):
            assert data.startswith(b"POST")
            self.requests += 1
            body = b'{"ok":true,"result":true}'
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))


@contextmanager
def old_fashioned_server() -> Iterator[OldFashionedServer]:
    server = OldFashionedServer()
    try:
        yield server
    finally:
        server.close()


async def test_a_connection_closed_while_idle_fails_no_call_and_doubles_none() -> None:
    with old_fashioned_server() as server:
        async with bot_at(server.root) as bot:
            for n in range(1, 6):
                assert await bot.do_api_request("say", api_kwargs={"text": str(n)})
                assert server.requests == n
                server.hang_up()
