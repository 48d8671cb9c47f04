"""The whole playground in one piece: servers, people, panel, page and the bot as a child."""

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playground.child import BOT, BotProcess
from playground.clock import Clock, SystemClock
from playground.panel import FakePanel, panel_routes
from playground.play import play_routes
from playground.room import Room
from playground.server import Running, application, bot_routes, serve
from playground.telegram import FakeTelegram
from playground.webhook_delivery import delivering

Dialect = Literal["seed", "mainstream"]
PER_SECOND = 30  # core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
PER_CHAT_SECOND = 1.0
_PORTS_TRIED = 20


@dataclass(frozen=True)
class Cast:
    """Somebody the demo begins with."""

    id: int
    name: str
    role: str
    language: str = "en"


ANN = Cast(1001, "Ann", "customer")
BOB = Cast(1002, "Bob", "customer", "ru")
OLGA = Cast(5001, "Olga", "operator")
SAM = Cast(6001, "Sam", "stranger")


def new_room(dialect: Dialect, clock: Clock | None = None) -> Room:
    """Ann and Bob who may order, Olga who runs the kiosk, Sam who may not; a panel with money."""
    clock = clock or SystemClock()
    token = f"7000000001:{secrets.token_urlsafe(27)[:35]}"
    telegram = FakeTelegram(
        token=token, clock=clock, per_second=PER_SECOND, per_chat_per_second=PER_CHAT_SECOND
    )
    panel = FakePanel(key=secrets.token_hex(16), dialect=dialect, clock=clock)
    room = Room(telegram, panel, clock)
    for cast in (ANN, BOB, OLGA, SAM):
        telegram.add_person(cast.id, cast.name, cast.language)
        room.roles[cast.id] = cast.role
    return room


def settings(room: Room, root: str, folder: Path, log_level: str) -> dict[str, str]:
    """What the bot is started with."""
    return {
        "BOT_TOKEN": room.telegram.token,
        "TELEGRAM_API_ROOT": root,
        "PANEL_URL": f"{root}/panel/api/v2",
        "PANEL_KEY": room.panel.key,
        "ADMIN_IDS": str(OLGA.id),
        "ALLOWED_IDS": f"{ANN.id},{BOB.id}",
        "DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'kiosk.db'}",
        "SWEEP_SECONDS": "2",
        "LOG_LEVEL": log_level,
    }


async def open_room(room: Room, port: int) -> Running:
    """Serve the room on loopback, on `port` or the next free one above it."""
    for candidate in range(port, port + _PORTS_TRIED):
        routes = [*bot_routes(room.telegram), *panel_routes(room.panel), *play_routes(room)]
        try:
            return await serve(application(routes), port=candidate if port else 0)
        except OSError:
            continue
    raise OSError(f"no free port from {port} to {port + _PORTS_TRIED - 1}")


@contextlib.asynccontextmanager
async def living(room: Room, port: int) -> AsyncIterator[Running]:
    """The room served, its panel's orders progressing, its webhook called, until the block ends."""
    server = await open_room(room, port)
    ticking = asyncio.create_task(room.tick_for_ever())
    try:
        async with delivering(room.telegram):
            yield server
    finally:
        ticking.cancel()
        await server.stop()


@contextlib.asynccontextmanager
async def bot_in(
    room: Room, root: str, folder: Path, log_level: str, bot: Path = BOT
) -> AsyncIterator[BotProcess]:
    """The bot running against the room; it is ended with the block."""
    process = await BotProcess.start(settings(room, root, folder, log_level), folder, bot)
    room.say_of_bot("running", running=True)
    try:
        yield process
    finally:
        await process.stop()
