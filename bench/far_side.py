"""The far side of the wires: a fake Telegram and a fake panel in this process, the kiosk in another.

Everything crosses loopback sockets, so that each side has its own
processor if the machine has two. All times are taken here, on one monotonic clock.
"""

import asyncio
import contextlib
import gc
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web

from playground.child import BOT, BotProcess
from playground.clock import SystemClock
from playground.panel import FakePanel, panel_routes
from playground.server import Latency, application, bot_routes, serve
from playground.telegram import FakePerson, FakeTelegram

TOKEN = "7000000002:AAbenchbenchbenchbenchbenchbenchben"
OPERATOR = 900_000
CUSTOMERS = 1_000_000
"""The first customer's number; the others follow."""

REST_SECONDS = 1.2
"""Seconds without a send after which the kiosk may send 30 within a second again."""

SEEN_SECONDS = 60.0
LOOK_SECONDS = 0.02

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class TooLate(Exception):
    """An expected event did not come in time; the text names it."""


@dataclass
class FarSide:
    """Telegram with its people, the panel, and their latency.

    `slow` holds seconds by which Telegram takes longer for a method, the panel
    takes `panel_seconds` longer for everything. `first_call` is when (monotonic
    seconds) each of Telegram's methods was first called.
    """

    telegram: FakeTelegram
    panel: FakePanel
    folder: Path
    url: str = ""
    slow: Mapping[str, float] = field(default_factory=dict)
    panel_seconds: float = 0.0
    first_call: dict[str, float] = field(default_factory=dict)

    @property
    def database_url(self) -> str:
        """The URL of the kiosk's database."""
        return f"sqlite+aiosqlite:///{self.folder / 'kiosk.db'}"

    @property
    def now(self) -> float:
        """Monotonic seconds; the fakes' logs use the same."""
        return self.telegram.world.clock.monotonic()

    @property
    def customers(self) -> list[FakePerson]:
        """Everybody who may order, without the operator."""
        return [person for number, person in self.telegram.people.items() if number != OPERATOR]

    @property
    def operator(self) -> FakePerson:
        """The person who runs the shop."""
        return self.telegram.people[OPERATOR]

    def settings(self) -> dict[str, str]:
        """The kiosk's settings."""
        return {
            "BOT_TOKEN": self.telegram.token,
            "TELEGRAM_API_ROOT": self.url,
            "PANEL_URL": f"{self.url}/panel/api/v2",
            "PANEL_KEY": self.panel.key,
            "PANEL_PROFILE": "seed",
            "ADMIN_IDS": str(OPERATOR),
            "ALLOWED_IDS": ",".join(str(person.id) for person in self.customers),
            "DATABASE_URL": self.database_url,
            "LOG_LEVEL": "ERROR",
        }

    @contextlib.asynccontextmanager
    async def kiosk(self, program: Path = BOT, **settings: str) -> AsyncIterator[BotProcess]:
        """Run the kiosk in its own process, from its first poll until the block ends."""
        self.first_call.clear()
        process = await BotProcess.start({**self.settings(), **settings}, self.folder, program)
        try:
            await self.until(lambda: "getUpdates" in self.first_call, "the kiosk's first poll")
            yield process
        finally:
            await process.stop()

    async def until(self, holds: Callable[[], bool], what: str, *, within: float = 60.0) -> None:
        """Return as soon as `holds()`. Raises TooLate after `within` seconds."""
        end = self.now + within
        while not holds():
            if self.now >= end:
                raise TooLate(f"waited {within:.0f} s in vain for {what}")
            await asyncio.sleep(LOOK_SECONDS)

    async def pass_on(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Handle every request to the fakes."""
        method = request.match_info.get("method")
        if method is None:
            await asyncio.sleep(self.panel_seconds)
        else:
            self.first_call.setdefault(method, self.now)
            await asyncio.sleep(self.slow.get(method, 0.0))
        return await handler(request)


async def all_see(people: Collection[FakePerson], words: str) -> None:
    """Return when each of `people` has seen `words` since their last act. Raises NotSeen."""
    for person in people:
        await person.sees(words, timeout=SEEN_SECONDS)


@contextlib.asynccontextmanager
async def far_side(
    customers: int, *, latency: Latency | None = None, per_second: int | None = None
) -> AsyncIterator[FarSide]:
    """Serve both fakes on loopback, with an operator and `customers` customers who know the bot.

    `latency` is Telegram's; `per_second` is Telegram's maximum of sends in any sliding second.
    """
    clock = SystemClock()
    telegram = FakeTelegram(token=TOKEN, clock=clock, per_second=per_second)
    telegram.add_person(OPERATOR, "Olga", started=True)
    for number in range(CUSTOMERS, CUSTOMERS + customers):
        telegram.add_person(number, f"Ann {number}", started=True)
    panel = FakePanel(key="panel-key-of-the-bench", dialect="seed", clock=clock)
    with tempfile.TemporaryDirectory(prefix="kiosk-bench-") as folder:
        side = FarSide(telegram, panel, Path(folder))
        async with await serve(_wired(side, latency)) as server:
            side.url = server.url
            _spare_the_collector()
            yield side


def _spare_the_collector() -> None:
    """Have the garbage collector look no more at what was imported: its 0.1 s are not the kiosk's."""
    gc.collect()
    gc.freeze()


def _wired(side: FarSide, latency: Latency | None) -> web.Application:
    @web.middleware
    async def way(request: web.Request, handler: Handler) -> web.StreamResponse:
        return await side.pass_on(request, handler)

    app = application([*bot_routes(side.telegram, latency), *panel_routes(side.panel)])
    app.middlewares.append(way)
    return app
