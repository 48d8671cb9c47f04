"""`bot.py doctor`: settings, database, Telegram and panel, one line each."""

from collections.abc import Awaitable, Callable

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from mail.transport import AiohttpRequest
from panel.client import PanelClient
from settings import Settings
from shop.clock import SystemClock
from shop.errors import PanelError
from storage.database import Database, DatabaseTrouble
from storage.upgrade import HEAD, found_revision
from storage.version import sqlite_warning

Say = Callable[[str], None]


class Ill(Exception):
    """One part does not work; the text says what to do."""


async def examine(settings: Settings, say: Say) -> bool:
    """Look at every part and say a line for each; whether all are well."""
    say("ok    settings: read, private access")
    parts: tuple[tuple[str, Callable[[Settings], Awaitable[str]]], ...] = (
        ("database", _database),
        ("telegram", _telegram),
        ("panel", _panel),
    )
    well = True
    for name, look in parts:
        try:
            say(f"ok    {name}: {await look(settings)}")
        except Ill as ill:
            well = False
            say(f"FAIL  {name}: {ill}")
    return well


async def _database(settings: Settings) -> str:
    database = Database(settings.database_url)
    warning = sqlite_warning() if database.is_sqlite else None
    note = f" ({warning})" if warning else ""
    try:
        if database.is_missing:
            return f"not there yet; `run` makes it{note}"
        found = await found_revision(settings.database_url)
        if found not in {None, HEAD}:
            return f"at revision {found}; `run` brings it to {HEAD}{note}"
        return f"at today's revision{note}" if found else f"empty; `run` makes the tables{note}"
    except DatabaseTrouble as trouble:
        raise Ill(str(trouble)) from trouble
    finally:
        await database.close()


async def _telegram(settings: Settings) -> str:
    request = AiohttpRequest()
    bot = Bot(settings.token, base_url=f"{settings.telegram_api_root}/bot", request=request)
    try:
        async with request:
            me = await bot.get_me()
    except InvalidToken:
        raise Ill("Telegram refuses BOT_TOKEN. Copy it again from BotFather.") from None
    except TelegramError as error:
        raise Ill(f"no answer from {settings.telegram_api_root} ({error}). Check the network.") from None
    if not me.supports_inline_queries:
        return f"@{me.username} (inline mode is off; BotFather's /setinline turns it on)"
    return f"@{me.username}"


async def _panel(settings: Settings) -> str:
    panel = PanelClient(settings.panel_url, settings.key, settings.panel_profile, SystemClock())
    try:
        profile = await panel.detect()
        balance = await panel.balance()
        services = len(await panel.services())
    except PanelError as error:
        raise Ill(f"{error}. Check PANEL_URL and PANEL_KEY.") from None
    finally:
        await panel.aclose()
    money = f"{balance.amount} {balance.currency or ''}".strip()
    note = ""
    if balance.currency and balance.currency != settings.currency:
        note = f"; its currency is {balance.currency}, CURRENCY says {settings.currency}"
    return f"{services} services, balance {money}, dialect {profile}{note}"
