"""The words of the command line."""

import argparse

from app.converting import USAGE as CONVERT_USAGE
from settings import folder_named


def parser() -> argparse.ArgumentParser:
    """Return what reads the command line; docs/reference/command-line.md is written from it."""
    found = argparse.ArgumentParser(
        prog="bot.py", description="Kiosk, a Telegram storefront for API v2 panels"
    )
    commands = found.add_subparsers(dest="command", required=True)
    for name, text in _HELP.items():
        commands.add_parser(name, help=text)
    commands.choices["audit"].add_argument(
        "--json", action="store_true", help="every invariant with its number of breaches"
    )
    commands.choices["explain"].add_argument(
        "--jsonl", action="store_true", help="lines in, lines out (the only form)"
    )
    asking = commands.choices["aside"].add_mutually_exclusive_group()
    asking.add_argument("--raw", type=int, metavar="NUMBER", help="print one, with its text")
    asking.add_argument("--again", type=int, metavar="NUMBER", help="handle one again")
    commands.choices["gateway"].add_argument("action", choices=("check",), help="try a gateway's file")
    commands.choices["gateway"].add_argument("file", help="a name of Kiosk's own, or the path of a TOML file")
    commands.choices["migrate"].add_argument("target", metavar="TARGET_URL", help="postgresql+asyncpg://…")
    bringing = commands.choices["import"]
    bringing.add_argument("file", help="people as CSV, or a copy of a bot's SQLite file")
    bringing.add_argument("--source", required=True, metavar="NAME", help="the other bot, always the same")
    bringing.add_argument("--from", dest="bot", default="", metavar="BOT", help="whose SQLite file it is")
    bringing.add_argument("--book", action="store_true", help="book it, not only say what it comes to")
    bringing.add_argument("--admit", action="store_true", help="let the people in, where the shop is private")
    commands.choices["convert"].add_argument("words", nargs="*", help=CONVERT_USAGE)
    commands.choices["backup"].add_argument(
        "folder", nargs="?", type=_folder, help="where to, instead of BACKUP_FOLDER"
    )
    restoring = commands.choices["restore"]
    either = restoring.add_mutually_exclusive_group()  # whoever writes both means to look before going on
    either.add_argument("file", nargs="?", help="the backup; without it: how things stand since a restore")
    restoring.add_argument("--yes", action="store_true", help="do it; without it, it is only tried")
    either.add_argument("--go-on", action="store_true", help="end the standstill after a restore")
    return found


def _folder(named: str) -> str:
    if not named.strip():
        raise argparse.ArgumentTypeError("must be a folder; leave it out for that of BACKUP_FOLDER")
    try:
        return folder_named(named)
    except ValueError as wrong:
        raise argparse.ArgumentTypeError(str(wrong)) from None


_HELP = {
    "run": "run the kiosk from .env",
    "demo": "try it in a browser, without a token or a panel",
    "doctor": "check settings, database, Telegram and panel",
    "explain": "explain a panel's replies",
    "audit": "check every invariant of the ledger and the orders",
    "aside": "list the updates that could not be handled",
    "gateway": "try a payment gateway's file, and with its keys the gateway",
    "backup": "copy the whole database into one checked file, while the kiosk runs",
    "restore": "put a backup into an empty database, and go on after it",
    "convert": "convert money and orders to changed settings",
    "import": "bring people and balances from another bot",
    "migrate": "copy the SQLite database to an empty PostgreSQL",
}
