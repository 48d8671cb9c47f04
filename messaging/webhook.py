"""The webhook: answers Telegram's call with 200 only when its update is committed to the inbox.

Telegram repeats every call that is not answered with 2xx, so an update that
cannot be stored now is answered with 503 and stays safe at Telegram. An update
that comes twice is one row, by its exact id.
"""

import asyncio
import hmac
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, NoReturn

from aiohttp import web
from telegram.error import InvalidToken

from listener import Listener
from messaging.batching import Batching, NotTaken
from messaging.inbox import TakeOut, arrival_of, is_numbered, takes_its_turn
from messaging.receiving import cannot_listen
from messaging.webhook_address import path_of
from messaging.webhook_door import Door
from messaging.webhook_watch import Watch

log = logging.getLogger("kiosk.webhook")

BODY_BYTES = 1024 * 1024
"""Far longer than any update."""

BODY_SECONDS = 10.0
CLOSE_SECONDS = 2.0
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name


@dataclass(frozen=True, slots=True)
class Place:
    """Where Telegram calls: the public address, the local host and port, and the caller's secret."""

    url: str
    host: str
    port: int
    secret: str


class Webhook:
    """Serves POST on the path of the address and no other; `checkout` takes updates that cannot wait."""

    def __init__(
        self, place: Place, *, intake: Batching, watch: Watch, checkout: TakeOut = takes_its_turn
    ) -> None:
        self._place = place
        self._checkout = checkout
        self._intake = intake
        self._watch = watch
        self._door = Door()
        self._listener = Listener(
            "webhook",
            (place.host, place.port),
            door=self._door,
            cannot=partial(cannot_listen, setting="WEBHOOK_LISTEN"),
            close_seconds=CLOSE_SECONDS,
        )
        self._refused: asyncio.Future[None] | None = None

    async def open(self) -> None:
        """Listen, before Telegram is told to call. Raises CannotBeCalled if nothing can listen there."""
        app = web.Application(client_max_size=BODY_BYTES)
        app.router.add_post(path_of(self._place.url), self._called)
        await self._listener.open(app)

    async def announce(self) -> None:
        """Tell Telegram to call here. Raises TelegramError."""
        await self._watch.begin()

    async def run(self) -> None:
        """Commit updates until cancelled; from then on answer every call with 503.

        Raises InvalidToken once `check` has found that Telegram refuses the token.
        """
        self._refused = asyncio.get_running_loop().create_future()
        taking = asyncio.create_task(self._intake.run())
        try:
            ends: list[asyncio.Future[None]] = [taking, self._refused]
            done, _ = await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            for ended in done:
                ended.result()
        finally:
            taking.cancel()
            await asyncio.gather(taking, return_exceptions=True)

    async def check(self) -> None:
        """Check that Telegram still calls here, and log its complaints."""
        try:
            await self._watch.check()
        except InvalidToken as refusal:  # nobody will call any more, and nothing can be sent
            if self._refused is not None and not self._refused.done():
                self._refused.set_exception(refusal)

    def trouble(self) -> str:
        """See messaging.receiving.Receiving."""
        if not self._listener.is_open or self._refused is None:
            return "Nothing takes Telegram's calls yet."
        return self._watch.trouble

    async def close(self) -> None:
        """Stop listening. Telegram keeps the webhook, and the updates until the next start."""
        self._intake.stop()
        await self._listener.close()

    async def _called(self, request: web.Request) -> web.Response:
        if not self._is_telegram(request):
            refusal = web.HTTPForbidden(text="The secret is wrong.")
            refusal.force_close()
            raise refusal
        self._door.let_in(request.protocol)
        update = await _update_in(request)
        if self._checkout(update):
            return web.Response()
        try:
            await self._intake.take(arrival_of(update))
        except NotTaken as reason:
            raise web.HTTPServiceUnavailable(text=str(reason)) from reason
        return web.Response()

    def _is_telegram(self, request: web.Request) -> bool:
        """Return True if the secret is right. Every wrong one takes as long, so that nobody can guess it."""
        shown = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        return hmac.compare_digest(shown, self._place.secret.encode())


async def _update_in(request: web.Request) -> Mapping[str, Any]:
    """Return the update in the request. Raises the error response to answer with instead of 200.

    A body that is no update gets a 400, although Telegram would repeat it for a
    day and hold back that person's later updates of the kind. But Telegram gives
    every update an id (core.telegram.org/bots/api#update), so the sender is
    somebody who knows the secret, or a proxy that spoils bodies. A 200 would claim
    that we stored what no row can hold; a 400 leaves it at Telegram, and
    getWebhookInfo, `doctor` and the log report it.
    """
    if request.content_type != "application/json":
        _refuse("The body is not JSON.")
    try:
        async with asyncio.timeout(BODY_SECONDS):
            body = await request.read()
    except TimeoutError:
        raise web.HTTPRequestTimeout(text="The body did not come.") from None
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        _refuse("The body is not JSON.")
    if not is_numbered(update):
        _refuse("The body is not an update: it has no update_id.")
    return update


def _refuse(why: str) -> NoReturn:
    log.warning("Somebody called the webhook with the secret but without an update. %s", why)
    raise web.HTTPBadRequest(text=why)
