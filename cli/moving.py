"""The commands that bring a book from elsewhere, take one to a server, or convert one."""

import argparse
import asyncio
from pathlib import Path

import logs
from app.converting import WrongWords
from app.converting import convert as converting
from app.importing import CannotImport, Wanted, bring
from app.moving import CannotMove
from app.moving import migrate as migrating
from cli.codes import exit_code, printed, say
from settings import DatabaseSettings, Settings, load
from shop.clock import SystemClock
from storage.transfer.other_bots import NoSuchBot


def convert(chosen: argparse.Namespace) -> int:
    """Convert money and orders to changed settings, as the operator orders."""
    settings = load(Settings)
    logs.set_up(level="ERROR", style="text", secrets=settings.secrets)
    return exit_code(lambda: printed(converting(settings, chosen.words, SystemClock())), wrong=(WrongWords,))


def migrate(chosen: argparse.Namespace) -> int:
    """Move the SQLite file to a PostgreSQL server; return 0 if a kiosk can start there."""
    settings = load(DatabaseSettings)
    logs.set_up(level="ERROR", style="text", secrets=())
    return exit_code(
        lambda: asyncio.run(migrating(settings.database_url, chosen.target, SystemClock(), say)),
        CannotMove,
    )


def bring_people(chosen: argparse.Namespace) -> int:
    """Bring people and balances of another bot, or say what would be brought."""
    settings = load(Settings)
    logs.set_up(level="ERROR", style="text", secrets=settings.secrets)
    wanted = Wanted(Path(chosen.file), chosen.source, chosen.bot, books=chosen.book, admits=chosen.admit)

    def work() -> bool:
        asyncio.run(bring(settings, wanted, SystemClock(), say))
        return True

    return exit_code(work, CannotImport, NoSuchBot)
