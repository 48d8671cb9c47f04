"""The whole playground in one piece: servers, people, panel, page and the bot as a child."""

import asyncio
import contextlib
import secrets
import socket
from collections.abc import AsyncIterator
from importlib import metadata
from pathlib import Path

from playground.cast import CEM, CROWD, CROWD_FROM, HOUSE, OLGA, SAM
from playground.child import BOT, BotProcess
from playground.clock import Clock, SystemClock
from playground.keeper import BotKeeper
from playground.panel import FakePanel
from playground.panel.spoken import DialectName
from playground.play import play_routes
from playground.room import Room
from playground.scenes.programme import Programme
from playground.server import Running, application, bot_routes, serve
from playground.spec import MissingOracle, load_oracle
from playground.telegram import FakeTelegram
from playground.webhook_delivery import delivering

PROVIDER_TOKEN = "284685063:TEST:playground"
"""For bots that sell for money: the only payment provider there is."""

PER_SECOND = 30  # core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
PER_CHAT_SECOND = 1.0
_PORTS_TRIED = 20


def new_room(dialect: DialectName, clock: Clock | None = None) -> Room:
    """Ann and Bob who may order, Olga who runs the kiosk, Sam who may not; a panel with money."""
    clock = clock or SystemClock()
    token = f"7000000001:{secrets.token_urlsafe(27)[:35]}"
    telegram = FakeTelegram(
        token=token, clock=clock, per_second=PER_SECOND, per_chat_per_second=PER_CHAT_SECOND
    )
    telegram.world.provider_tokens.add(PROVIDER_TOKEN)
    panel = FakePanel(key=secrets.token_hex(16), dialect=dialect, clock=clock)
    room = Room(telegram, panel, clock)
    room.programme = Programme(room)
    for cast in HOUSE:
        room.add_person(cast.id, cast.name, cast.language, cast.role)
    return room


def judge(room: Room) -> None:
    """Put the spec oracle into the room; where it is not installed, the page says so."""
    try:
        oracle = load_oracle()
    except MissingOracle as missing:
        room.oracle = f"Nothing is checked against the Bot API's specification: {missing}."
        return
    room.telegram.oracle = oracle
    room.oracle = f"Checked by aiogram {oracle.version}, Bot API {oracle.bot_api}; {_library()}."


def _library() -> str:
    """What the bot is written with, as far as one can tell from what is installed."""
    from telegram.constants import BOT_API_VERSION  # noqa: PLC0415 - another bot may use another library

    return f"python-telegram-bot {metadata.version('python-telegram-bot')}, Bot API {BOT_API_VERSION}"


def settings(room: Room, root: str, folder: Path, log_level: str, *, webhook_port: int = 0) -> dict[str, str]:
    """What the bot is started with; with a port it is called there instead of polling."""
    strangers = {OLGA.id, SAM.id}
    allowed = {number for number in room.telegram.people if number not in strangers}
    allowed |= {CEM.id, *range(CROWD_FROM, CROWD_FROM + CROWD)}
    called = {
        "WEBHOOK_URL": f"http://127.0.0.1:{webhook_port}/telegram",
        "WEBHOOK_LISTEN": f"127.0.0.1:{webhook_port}",
    }
    return {
        "BOT_TOKEN": room.telegram.token,
        "TELEGRAM_API_ROOT": root,
        "PANEL_URL": room.door.url,
        "PANEL_KEY": room.panel.key,
        "ADMIN_IDS": str(OLGA.id),
        "ALLOWED_IDS": ",".join(map(str, sorted(allowed))),
        "DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'kiosk.db'}",
        "SWEEP_SECONDS": "2",
        "STAR_VALUE": "0.02",
        "PAYMENT_PROVIDER_TOKEN": PROVIDER_TOKEN,
        "MANUAL_TOPUP": "Put it into the tin beside the door.",
        "PANEL_PROBE": "yes",  # nobody else takes numbers there, so a lost order is found by its own
        "LOG_LEVEL": log_level,
    } | (called if webhook_port else {})


def free_port() -> int:
    """A port on loopback that nobody has at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def open_room(room: Room, port: int) -> Running:
    """Serve the room on loopback, on `port` or the next free one above it."""
    for candidate in range(port, port + _PORTS_TRIED):
        routes = [*bot_routes(room.telegram), *play_routes(room)]
        try:
            return await serve(application(routes), port=candidate if port else 0)
        except OSError:
            continue
    raise OSError(f"no free port from {port} to {port + _PORTS_TRIED - 1}")


@contextlib.asynccontextmanager
async def living(room: Room, port: int) -> AsyncIterator[Running]:
    """The room served, its panel's orders progressing, its webhook called, until the block ends."""
    server = await open_room(room, port)
    await room.door.open()
    ticking = asyncio.create_task(room.tick_for_ever())
    try:
        async with delivering(room.telegram):
            yield server
    finally:
        ticking.cancel()
        if room.programme is not None:
            await room.programme.stop()
        await room.door.close()
        await server.stop()


@contextlib.asynccontextmanager
async def bot_in(
    room: Room, root: str, folder: Path, log_level: str, bot: Path = BOT, *, webhook_port: int = 0
) -> AsyncIterator[BotKeeper]:
    """The bot running against the room, restarted and killed from the page; it is ended with the block."""
    given = settings(room, root, folder, log_level, webhook_port=webhook_port)

    async def launch() -> BotProcess:
        return await BotProcess.start(given, folder, bot)

    keeper = room.keeper = BotKeeper(launch, room.say_of_bot)
    await keeper.start()
    try:
        yield keeper
    finally:
        await keeper.close()
