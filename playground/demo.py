"""The whole playground: servers, people, panel, page and the bot as a child."""

import asyncio
import contextlib
import hashlib
import hmac
import secrets
import socket
from collections.abc import AsyncIterator
from importlib import metadata
from pathlib import Path

from playground.bank import PLACE, SENDER, bank_routes
from playground.bot_supervisor import BotSupervisor
from playground.child import BOT, BotProcess
from playground.clock import Clock, SystemClock
from playground.demo_state import DemoState
from playground.gateways.calling import Caller
from playground.gateways.routes import gateway_routes
from playground.panel import FakePanel
from playground.panel.spoken import DialectName
from playground.people import CEM, CROWD, CROWD_FROM, HOUSE, OLGA, SAM
from playground.play import play_routes
from playground.scenarios.registry import ScenarioRegistry
from playground.server import Running, application, bot_routes, serve
from playground.shop_settings import PRIVATE, ShopSettings
from playground.spec import MissingOracle, load_oracle
from playground.telegram import FakeTelegram
from playground.webhook_delivery import delivering

PROVIDER_TOKEN = "284685063:TEST:playground"
"""The only payment provider, for bots that sell for money."""

PER_SECOND = 30  # core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
PER_CHAT_SECOND = 1.0
SHOWN = {"crypto_pay": "Crypto Pay", "heleket": "Heleket"}
"""What the gateways' pages call themselves."""

_PORTS_TRIED = 20


def new_demo(dialect: DialectName, clock: Clock | None = None, *, shop: ShopSettings = PRIVATE) -> DemoState:
    """Make a demo with Ann, Bob, Olga, who runs the kiosk, and Sam, a stranger; the panel has money."""
    clock = clock or SystemClock()
    token = f"7000000001:{secrets.token_urlsafe(27)[:35]}"
    telegram = FakeTelegram(
        token=token, clock=clock, per_second=PER_SECOND, per_chat_per_second=PER_CHAT_SECOND
    )
    telegram.world.provider_tokens.add(PROVIDER_TOKEN)
    panel = FakePanel(key=secrets.token_hex(16), dialect=dialect, clock=clock)
    demo = DemoState(telegram, panel, clock, shop=shop)
    demo.registry = ScenarioRegistry(demo)
    for people in HOUSE:
        demo.add_person(people.id, people.name, people.language, people.role)
    return demo


def judge(demo: DemoState) -> None:
    """Put the spec oracle into the demo; if it is not installed, the page says so."""
    try:
        oracle = load_oracle()
    except MissingOracle as missing:
        demo.oracle = f"Nothing is checked against the Bot API's specification: {missing}."
        return
    demo.telegram.oracle = oracle
    demo.oracle = f"Checked by aiogram {oracle.version}, Bot API {oracle.bot_api}; {_library()}."


def _library() -> str:
    """Name the bot's library, as far as the installed packages tell."""
    from telegram.constants import BOT_API_VERSION  # noqa: PLC0415 - another bot may use another library

    return f"python-telegram-bot {metadata.version('python-telegram-bot')}, Bot API {BOT_API_VERSION}"


def settings(
    demo: DemoState, root: str, folder: Path, log_level: str, *, webhook_port: int = 0
) -> dict[str, str]:
    """Return the bot's settings; with a port Telegram calls it there instead of being polled."""
    strangers = {OLGA.id, SAM.id}
    allowed = {number for number in demo.telegram.people if number not in strangers}
    allowed |= {CEM.id, *range(CROWD_FROM, CROWD_FROM + CROWD)}
    called = {
        "WEBHOOK_URL": f"http://127.0.0.1:{webhook_port}/telegram",
        "WEBHOOK_LISTEN": f"127.0.0.1:{webhook_port}",
    }
    return {
        "BOT_TOKEN": demo.telegram.token,
        "TELEGRAM_API_ROOT": root,
        "PANEL_URL": demo.panel_switch.url,
        "PANEL_KEY": demo.panel.key,
        "ADMIN_IDS": str(OLGA.id),
        "ALLOWED_IDS": ",".join(map(str, sorted(allowed))),
        "DATABASE_URL": f"sqlite+aiosqlite:///{folder / _database(demo.resets)}",
        "SWEEP_SECONDS": "2",
        "PAYMENT_PROVIDER_TOKEN": PROVIDER_TOKEN,
        "PANEL_PROBE": "yes",  # no other customers, so a lost order is found by its number
        "LOG_LEVEL": log_level,
    } | (demo.shop.environment() | _paying(demo, root) | (called if webhook_port else {}))


def _paying(demo: DemoState, root: str) -> dict[str, str]:
    """Return the settings of the payment gateways: a shop takes money, and they may call it."""
    if demo.shop.access != "shop" or not demo.payments_port:
        demo.bank.address = str
        return {}
    called = f"http://127.0.0.1:{demo.payments_port}"
    address = called + _path_of_calls("bank", demo.telegram.token)
    demo.bank.address = lambda: address
    demo.crypto_pay.webhook = called + _path_of_calls("crypto_pay", demo.telegram.token)
    return {
        "CRYPTO_PAY_TOKEN": demo.crypto_pay.token,
        "CRYPTO_PAY_ROOT": f"{root}/crypto_pay",
        "GATEWAYS": "heleket",
        "GATEWAY_HELEKET_MERCHANT": demo.heleket.merchant,
        "GATEWAY_HELEKET_API_KEY": demo.heleket.key,
        "GATEWAY_HELEKET_ROOT": f"{root}/heleket/v1",
        "BANK_TRANSFER": f"To `DE00 5678`, at the playground's bank: {root}{PLACE}",
        "BANK_SENDERS": SENDER,
        "PAYMENTS_URL": called,
        "PAYMENTS_LISTEN": f"127.0.0.1:{demo.payments_port}",
    }


def _path_of_calls(gateway: str, token: str) -> str:
    """Return the path on which the bot is called, as an operator copies it from its log into @CryptoBot."""
    secret = hmac.new(token.encode(), f"kiosk payments {gateway}".encode(), hashlib.sha256).hexdigest()
    return f"/{gateway}/{secret[:32]}"


def _database(resets: int) -> str:
    return f"kiosk-{resets}.db" if resets else "kiosk.db"


def free_port() -> int:
    """Return a free port on loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def open_demo(demo: DemoState, port: int) -> Running:
    """Serve the demo on loopback, on `port` or the next free one above it."""
    for candidate in range(port, port + _PORTS_TRIED):
        paying = [
            route
            for name, gateway in demo.gateways.items()
            for route in gateway_routes(f"/{name}", gateway, SHOWN[name])
        ]
        routes = [*bot_routes(demo.telegram), *play_routes(demo), *paying, *bank_routes(demo.bank)]
        try:
            return await serve(application(routes), port=candidate if port else 0)
        except OSError:
            continue
    raise OSError(f"no free port from {port} to {port + _PORTS_TRIED - 1}")


@contextlib.asynccontextmanager
async def living(demo: DemoState, port: int) -> AsyncIterator[Running]:
    """Serve the demo, let the panel's orders progress and call the webhook, until the block ends."""
    server = await open_demo(demo, port)
    for name, gateway in demo.gateways.items():
        gateway.root = f"{server.url}/{name}"
    await demo.panel_switch.open()
    ticking = asyncio.create_task(demo.tick_for_ever())
    calling = asyncio.create_task(Caller(list(demo.gateways.values())).run())
    try:
        async with delivering(demo.telegram):
            yield server
    finally:
        ticking.cancel()
        calling.cancel()
        if demo.registry is not None:
            await demo.registry.stop()
        await demo.panel_switch.close()
        await server.stop()


@contextlib.asynccontextmanager
async def bot_in(
    demo: DemoState, root: str, folder: Path, log_level: str, bot: Path = BOT, *, webhook_port: int = 0
) -> AsyncIterator[BotSupervisor]:
    """Run the bot against the demo until the block ends; the page can restart and kill it."""

    async def launch() -> BotProcess:
        given = settings(demo, root, folder, log_level, webhook_port=webhook_port)
        return await BotProcess.start(given, folder, bot)

    demo.payments_port = demo.payments_port or free_port()
    supervisor = demo.supervisor = BotSupervisor(launch, demo.say_of_bot)
    await supervisor.start()
    try:
        yield supervisor
    finally:
        await supervisor.close()
