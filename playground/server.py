"""Loopback HTTP: the fake Bot API's routes, their latency, and a server that stops cleanly."""

import asyncio
import json
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from playground.telegram import FakeTelegram, NoAnswer, RawAnswer, Refusal, Upload
from playground.telegram.refusals import bad_request

BODY_BYTES = 52_428_800  # the Bot API's limit for one upload: 50 MB
SILENCE_SECONDS = 60.0  # how long a lost answer keeps its connection open


@dataclass
class Latency:
    """Telegram's latency: a fixed round trip and exponential jitter, in seconds."""

    round_trip: float = 0.0
    jitter: float = 0.0
    seed: int = 1
    _random: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    async def half(self) -> None:
        """Return the seconds of one way; Telegram handles a call between the two ways."""
        wait = self.round_trip / 2
        if self.jitter:
            wait += self._random.expovariate(2 / self.jitter)
        if wait:
            await asyncio.sleep(wait)


@dataclass
class _BotApi:
    """The handlers behind the Bot API's addresses."""

    telegram: FakeTelegram
    latency: Latency

    async def call(self, request: web.Request) -> web.StreamResponse:
        """POST or GET /bot<token>/<method>."""
        await self.latency.half()
        token, method = request.match_info["token"], request.match_info["method"]
        try:
            status, body = await self.telegram.call_as(token, method, *await _read(request))
        except Refusal as refusal:
            status, body = refusal.status, refusal.envelope()
        except NoAnswer as silence:
            return await _silence(request, broken=silence.broken)
        except RawAnswer as raw:
            await self.latency.half()
            return web.Response(status=raw.status, body=raw.body, content_type="text/html")
        await self.latency.half()
        return web.Response(status=status, body=_encoded(body), content_type="application/json")

    async def file(self, request: web.Request) -> web.Response:
        """GET /file/bot<token>/<path>."""
        content = self.telegram.download(request.match_info["token"], request.match_info["path"])
        if content is None:
            body = {"ok": False, "error_code": 404, "description": "Not Found"}
            return web.Response(status=404, body=_encoded(body), content_type="application/json")
        return web.Response(body=content, content_type="application/octet-stream")


def bot_routes(telegram: FakeTelegram, latency: Latency | None = None) -> list[web.RouteDef]:
    """Return the routes of the Bot API and its file downloads."""
    api = _BotApi(telegram, latency or Latency())
    return [
        web.post("/bot{token}/{method}", api.call),
        web.get("/bot{token}/{method}", api.call),
        web.get("/file/bot{token}/{path:.+}", api.file),
    ]


@dataclass
class Running:
    """A running server; `url` has no slash at its end."""

    url: str
    _runner: web.AppRunner

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    async def __aenter__(self) -> "Running":
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.stop()

    async def stop(self) -> None:
        """Close the port and drop open connections."""
        await self._runner.cleanup()


async def serve(
    routes: web.Application | Iterable[web.AbstractRouteDef], host: str = "127.0.0.1", port: int = 0
) -> Running:
    """Serve routes or a whole application; port 0 means any free one. Raises OSError for a taken port."""
    app = routes if isinstance(routes, web.Application) else application(routes)
    runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.5)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port, backlog=1024).start()
    except OSError:
        await runner.cleanup()
        raise
    return Running(f"http://{host}:{runner.addresses[0][1]}", runner)


def application(routes: Iterable[web.AbstractRouteDef]) -> web.Application:
    """Make an application with these routes and the Bot API's limit on bodies."""
    app = web.Application(client_max_size=BODY_BYTES)
    app.add_routes(routes)
    return app


async def _read(request: web.Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    params: dict[str, Any] = dict(request.query)
    files: dict[str, Upload] = {}
    if request.content_type == "application/json":
        body = await request.text()
        params.update(_object(body))
    elif request.method == "POST":
        fields = await request.post()
        for name, value in fields.items():
            if isinstance(value, web.FileField):
                files[name] = Upload(value.file.read(), value.filename, value.content_type)
            else:
                params[name] = value if isinstance(value, str) else bytes(value).decode()
    return params, files


def _object(body: str) -> Mapping[str, Any]:
    try:
        decoded = json.loads(body) if body.strip() else {}
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    return decoded if isinstance(decoded, dict) else {}


async def _silence(request: web.Request, *, broken: bool) -> web.StreamResponse:
    """Give no answer: break the connection at once, or hold it until the client gives up."""
    if not broken:
        await asyncio.sleep(SILENCE_SECONDS)
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _encoded(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
