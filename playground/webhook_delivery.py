"""Carries the fake Telegram's updates to the bot's webhook, over HTTP on loopback or to a function."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import aiohttp

from playground.telegram import FakeTelegram
from playground.telegram.methods.webhooks import is_loopback
from playground.telegram.updates import Waiting
from playground.telegram.webhook import Answer, Target, Webhook

ANSWER_SECONDS = 60.0
CONNECT_SECONDS = 10.0


@dataclass(frozen=True)
class Delivery:
    """One POST of one update."""

    target: Target
    body: bytes
    headers: dict[str, str]


Send = Callable[[Delivery], Awaitable[Answer]]


class Deliverer:
    """Delivers waiting updates while a webhook is set. `send` makes one POST and returns the answer."""

    def __init__(self, telegram: FakeTelegram, send: Send) -> None:
        self._world = telegram.world
        self._send = send
        self._under_way: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Deliver until cancelled. Waits between tries are real seconds."""
        try:
            while True:
                self._world.updates.news.clear()
                self._begin_all()
                webhook = self._world.webhook
                await self._news_within(webhook.due_in() if webhook else None)
        finally:
            await self._cut_off()

    async def drain(self) -> None:
        """Deliver what is due and wait for the answers; failed deliveries wait for the clock."""
        self._begin_all()
        while self._under_way:
            await asyncio.wait(self._under_way, return_when=asyncio.FIRST_COMPLETED)
            self._begin_all()

    def _begin_all(self) -> None:
        while (webhook := self._world.webhook) is not None and (waiting := webhook.take()) is not None:
            task = asyncio.create_task(self._deliver(webhook, waiting))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def _news_within(self, seconds: float | None) -> None:
        with contextlib.suppress(TimeoutError):  # the next try is due
            await asyncio.wait_for(self._world.updates.news.wait(), seconds)

    async def _deliver(self, webhook: Webhook, waiting: Waiting) -> None:
        self._world.updates.on_handed(waiting.body)
        answer = await self._send(_delivery(webhook.target, waiting))
        if not answer.took_it:
            self._world.updates.on_returned(waiting.body)
        if self._world.webhook is webhook:  # answers for a removed webhook do not count
            self._note_method(answer)
            webhook.answered(waiting, answer)
        self._world.updates.news.set()
        self._world.bump()

    def _note_method(self, answer: Answer) -> None:
        """Note a method call in the answer: Telegram would make it, the fake does not model it."""
        if not answer.took_it or not answer.body.lstrip().startswith(b"{"):
            return
        with contextlib.suppress(ValueError):  # an answer that is not JSON calls nothing
            if "method" in json.loads(answer.body):
                self._world.note_unmodelled("a method in the answer to a webhook delivery")

    async def _cut_off(self) -> None:
        tasks = list(self._under_way)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@contextlib.asynccontextmanager
async def delivering(telegram: FakeTelegram) -> AsyncIterator[Deliverer]:
    """Deliver over HTTP until the block ends."""
    timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS, sock_connect=CONNECT_SECONDS)
    async with aiohttp.ClientSession(
        timeout=timeout, cookie_jar=aiohttp.DummyCookieJar(), connector=aiohttp.TCPConnector(limit=0)
    ) as session:
        deliverer = Deliverer(telegram, lambda delivery: post(session, delivery))
        running = asyncio.create_task(deliverer.run())
        try:
            yield deliverer
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)


async def post(session: aiohttp.ClientSession, delivery: Delivery) -> Answer:
    """One POST on this machine; any other address is answered as if nobody were there."""
    if not is_loopback(urlsplit(delivery.target.url)):
        return Answer(0, "The playground connects to this machine only")
    try:
        async with session.post(
            delivery.target.url, data=delivery.body, headers=delivery.headers, allow_redirects=False
        ) as response:
            return Answer(
                response.status,
                response.reason or "",
                _seconds(response.headers.get("Retry-After", "")),
                await response.read(),
            )
    except TimeoutError:
        return Answer(0, "Read timeout expired")
    except aiohttp.ClientConnectorError:
        return Answer(0, "Connection refused")
    except (aiohttp.ClientError, OSError):
        return Answer(0, "Webhook connection closed")


def _delivery(target: Target, waiting: Waiting) -> Delivery:
    headers = {"Content-Type": "application/json"}
    if target.secret:
        headers["X-Telegram-Bot-Api-Secret-Token"] = target.secret
    body = json.dumps(waiting.body, ensure_ascii=False, separators=(",", ":")).encode()
    return Delivery(target, body, headers)


def _seconds(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() else 0
