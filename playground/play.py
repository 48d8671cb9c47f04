"""The page and its small JSON interface under /play."""

import asyncio
import json
from pathlib import Path
from typing import Any

from aiohttp import web

from playground.actions import ACTIONS, Misstep, act
from playground.demo_state import DemoState
from playground.views import news

PAGE = Path(__file__).parent / "page"
_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_WAIT_SECONDS = 25.0
_CALM_SECONDS = 0.06  # changes at the same moment are sent together
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class _Page:
    """The handlers of one demo."""

    def __init__(self, demo: DemoState) -> None:
        self._demo = demo

    async def file(self, request: web.Request) -> web.Response:
        """Serve one of the page's own files."""
        name = request.match_info.get("name") or "index.html"
        known = {path.name: path for path in PAGE.iterdir() if path.suffix in _TYPES}
        if name not in known:
            raise web.HTTPNotFound
        text = known[name].read_text(encoding="utf-8")
        return web.Response(text=text, content_type=_TYPES[known[name].suffix], headers=_HEADERS)

    async def news(self, request: web.Request) -> web.Response:
        """Return the demo, at once or as soon as it is newer than `since`."""
        _from_here(request)
        demo = self._demo
        since = _whole(request.query.get("since", "0"))
        person = demo.telegram.people.get(_whole(request.query.get("person", "0")))
        if person is None:
            raise web.HTTPNotFound
        if since:
            await demo.telegram.changed(since, _WAIT_SECONDS)
            await asyncio.sleep(_CALM_SECONDS)
        return _json(news(demo, person, since))

    async def upload(self, request: web.Request) -> web.Response:
        """Serve a photo to show, or a document to download."""
        stored = self._demo.telegram.files.by_id.get(request.match_info["id"])
        if stored is None:
            raise web.HTTPNotFound
        # Never a type the browser would run: a document is saved, a photo is shown as a picture.
        if stored.kind == "photo":
            return web.Response(body=stored.upload.content, content_type="image/png", headers=_HEADERS)
        return web.Response(
            body=stored.upload.content,
            content_type="application/octet-stream",
            headers={**_HEADERS, "Content-Disposition": "attachment"},
        )

    async def act(self, request: web.Request) -> web.Response:
        """Do one action; takes only this page's own JSON."""
        _from_here(request)
        name = request.match_info["action"]
        if name not in ACTIONS:
            raise web.HTTPNotFound
        if request.content_type != "application/json":
            return _json({"error": "send JSON as application/json"}, status=415)
        try:
            body = json.loads(await request.text())
        except ValueError:
            body = None
        if not isinstance(body, dict):
            return _json({"error": "send one JSON object"}, status=400)
        try:
            return _json(await act(self._demo, name, body))
        except Misstep as misstep:
            # Not an HTTP error: browsers would log it in their console as a fault of the page.
            return _json({"error": str(misstep)})


def play_routes(demo: DemoState) -> list[web.RouteDef]:
    """Return the routes of the page at / and of its interface under /play."""
    page = _Page(demo)
    return [
        web.get("/", page.file),
        web.get("/page/{name}", page.file),
        web.get("/play/news", page.news),
        web.get("/play/file/{id}", page.upload),
        web.post("/play/{action}", page.act),
    ]


def _from_here(request: web.Request) -> None:
    """Refuse other sites' pages, and names that only pretend to be this machine."""
    host = request.host.rpartition(":")[0] or request.host
    origin = request.headers.get("Origin")
    foreign = origin is not None and origin != f"{request.scheme}://{request.host}"
    if host not in ("127.0.0.1", "localhost", "[::1]") or foreign:
        raise web.HTTPForbidden(text="This interface is for its own page only.")


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise web.HTTPBadRequest from None


def _json(body: dict[str, Any], status: int = 200) -> web.Response:
    encoded = json.dumps(body, ensure_ascii=False)
    return web.Response(text=encoded, status=status, content_type="application/json", headers=_HEADERS)
