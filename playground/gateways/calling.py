"""Carries the fake gateways' calls to the shop, over HTTP on loopback. What is not taken is tried again."""

import asyncio
import contextlib
from collections.abc import Sequence
from urllib.parse import urlsplit

import aiohttp

from playground.gateways.fake import FakeGateway, Hint
from playground.telegram.methods.webhooks import is_loopback

LOOK_SECONDS = 0.3
TRIES = 5


class Caller:
    """Calls the shop about each hint, a few times. A hint without an address is nobody's."""

    def __init__(self, gateways: Sequence[FakeGateway]) -> None:
        self._gateways = gateways

    async def run(self) -> None:
        """Call until cancelled."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as session:
            while True:
                for gateway in self._gateways:
                    while gateway.hints:
                        await self._call(session, gateway.hints.pop(0))
                await asyncio.sleep(LOOK_SECONDS)

    async def _call(self, session: aiohttp.ClientSession, hint: Hint) -> None:
        if not is_loopback(urlsplit(hint.url)):
            return
        for _ in range(TRIES):
            with contextlib.suppress(aiohttp.ClientError, TimeoutError):  # the bot may be away just now
                async with session.post(hint.url, data=hint.body, headers=dict(hint.headers)) as answer:
                    if answer.status == 200:
                        return
            await asyncio.sleep(LOOK_SECONDS)
