"""Kiosk's command line; `bot.py --help` lists what there is."""

import argparse
import asyncio
import codecs
import io
import json
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from pathlib import Path

import lean  # before anything large is imported
import newer_sqlite  # noqa: F401 - before anything imports sqlite3

# isort: split
# PTB 22 warns when a wait is given in seconds; as a timedelta it is the same wait.
os.environ.setdefault("PTB_TIMEDELTA", "true")

from telegram.error import InvalidToken

import logs
from app import Kiosk, LoopEnded, Transports
from app.asides import NoSuchUpdate, asides
from app.converting import USAGE, WrongWords, convert
from app.watched import watched
from env_file import PATH, problems_of_file
from messaging.inbox import AnotherPoller
from messaging.receiving import CannotBeCalled
from messaging.wire import NoBotApi
from panel.client import TimeLimits
from panel.profile import ProfileProblem
from private_files import keep_new_files_private, readable_by_others
from settings import (
    EXIT_BAD_SETTINGS,
    AuditSettings,
    DatabaseSettings,
    Settings,
    load,
    refusing,
    remarks_of_names,
)
from shop.clock import SystemClock
from shop.identity import OtherIdentity
from shop.ordering.order_numbers import NumbersOfMany, OrderNumbers
from storage.backup.leavings import clear
from storage.core.database import Database, DatabaseTrouble
from storage.core.lock import AlreadyRunning, Lock, LockLost, beside_others, one_kiosk
from storage.core.version import sqlite_warning

lean.settled()
log = logging.getLogger("kiosk")

EXIT_TROUBLE = 1
EXIT_LOST = 69  # sysexits.h: what it needs is unavailable, its lock; the supervisor may try again
EXIT_TAKEN = 75  # sysexits.h: a temporary failure; the supervisor may try again

STOP_SECONDS = 18.0
"""The longest time from SIGTERM to the end; a supervisor should wait longer before it kills."""


def run() -> int:
    """Run the kiosk until SIGTERM or SIGINT."""
    settings = load(Settings)
    logs.set_up(level=settings.log_level, style=settings.log_format, secrets=settings.secrets)
    for remark in (*settings.remarks(), *remarks_of_names()):
        log.warning("%s", remark)
    _arm_crash_point()
    try:
        with asyncio.Runner(loop_factory=_fast_loop()) as runner:
            return runner.run(_run(settings))
    except LockLost as lost:
        log.error("%s", lost)
        return EXIT_LOST
    except (AlreadyRunning, AnotherPoller) as taken:
        log.error("%s", taken)
        return EXIT_TAKEN
    except OtherIdentity as other:
        for line in other.lines:
            log.error("%s", line)
        return EXIT_BAD_SETTINGS
    except InvalidToken:
        log.error("Telegram refuses BOT_TOKEN. Copy it again from BotFather.")
    except (DatabaseTrouble, CannotBeCalled, LoopEnded, NoBotApi, ProfileProblem) as trouble:
        log.error("%s", trouble)
    return EXIT_TROUBLE


def _fast_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Return what makes uvloop's event loop, None where it is not installed: then it is the standard one."""
    try:
        import uvloop  # noqa: PLC0415 - there are no wheels for some machines
    except ImportError:
        return None
    return uvloop.new_event_loop


async def _run(settings: Settings) -> int:
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, _stop, stop)
    numbers = NumbersOfMany() if settings.is_shared else OrderNumbers()
    kiosk = Kiosk(settings, clock=SystemClock(), transports=_transports(settings), numbers=numbers)
    lock_of = beside_others if settings.is_shared else one_kiosk
    async with lock_of(kiosk.stores.database.url) as lock, AsyncExitStack() as stack:
        left = await asyncio.to_thread(clear, settings.database_url, Path(settings.backup_folder))
        for warning in (*_warnings_of_files(kiosk.stores.database), *left):
            log.warning("%s", warning)
        await watched(stack, kiosk, stop, lambda: lock.is_lost)
        opening = asyncio.create_task(_open_and_run(kiosk, stop))
        watching = asyncio.create_task(_watch(lock, kiosk, stop))
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait([opening, stopping, watching], return_when=asyncio.FIRST_COMPLETED)
        if not opening.done() and not kiosk.is_open:
            opening.cancel()  # still waiting for Telegram
        try:
            await opening
        except asyncio.CancelledError:
            log.info("Stopped while starting.")
        finally:
            stopping.cancel()
            if not stop.is_set():
                _stop(stop, EXIT_TROUBLE)  # it ended by itself, and what ended it may keep it from closing
            await kiosk.close()
            if not watching.done():
                watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
        if not watching.cancelled():
            watching.result()
    log.info("Stopped.")
    return 0


def _warnings_of_files(database: Database) -> list[str]:
    """Return what is wrong with the files on this machine, each with what to do."""
    if not database.is_sqlite:
        return readable_by_others(PATH)
    bug = sqlite_warning()
    return [*([bug] if bug else []), *readable_by_others(PATH, Path(database.url.database or ""))]


async def _watch(lock: Lock, kiosk: Kiosk, stop: asyncio.Event) -> None:
    """Watch the lock; without it no order is sent, and the kiosk stops. Raises LockLost."""
    try:
        await lock.watch()
    except LockLost:
        kiosk.begin_no_more()
        _stop(stop, EXIT_LOST)
        raise


def _stop(stop: asyncio.Event, code: int = 0) -> None:
    """Stop in good order, or by force when that takes too long: everything owed is in rows."""
    stop.set()
    deadline = threading.Timer(STOP_SECONDS, _force_exit, (code,))
    deadline.daemon = True
    deadline.start()


def _force_exit(code: int) -> None:
    log.warning("Something did not stop in time; stopped without it. The rest continues at the next start.")
    logging.shutdown()
    os._exit(code)


async def _open_and_run(kiosk: Kiosk, stop: asyncio.Event) -> None:
    await kiosk.open()
    await kiosk.run(stop)


def _arm_crash_point() -> None:
    """Arm a crash point for tests: KIOSK_CRASH_AT=after_reserve, or after_reserve:3; or KIOSK_STOP_AT."""
    for name, by in (("KIOSK_CRASH_AT", signal.SIGKILL), ("KIOSK_STOP_AT", signal.SIGSTOP)):
        point, _, nth = os.environ.get(name, "").partition(":")
        if point:
            from app import crash_points  # noqa: PLC0415 - a kiosk in production never reads it

            crash_points.arm(point, int(nth or 1), by)


def _transports(settings: Settings) -> Transports:
    return Transports.real(_panel_limits(), proxy=settings.way_to_telegram)


def _panel_limits() -> TimeLimits | None:
    """Return shorter time limits for tests: KIOSK_PANEL_SECONDS is the limit of a whole call."""
    seconds = os.environ.get("KIOSK_PANEL_SECONDS", "")
    return TimeLimits(total=float(seconds)) if seconds else None


def demo(options: list[str]) -> int:
    """Become the playground, which runs this bot against its own Telegram and panel."""
    os.execv(sys.executable, [sys.executable, "-m", "playground", *options])  # noqa: S606 - our own module  # nosec B606


def doctor() -> int:
    """Check settings, database, Telegram and panel, and print the results."""
    from doctor import examine  # noqa: PLC0415 - only this command needs it

    settings = load(Settings)
    logs.set_up(level="ERROR", style="text", secrets=settings.secrets)
    all_work = asyncio.run(examine(settings, print))
    return 0 if all_work else EXIT_TROUBLE


def explain() -> int:
    """Explain each panel reply on standard input, one JSON line each."""
    from panel.explain import explain_lines  # noqa: PLC0415 - only this command needs it

    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # it is a text stream
    try:
        for line in explain_lines(sys.stdin):
            print(line, flush=True)
    except BrokenPipeError:  # the reader of our output has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def run_audit(*, as_json: bool) -> int:
    """Check every invariant; return 1 if one is broken."""
    from app.auditing import examined  # noqa: PLC0415 - only this command needs it

    settings = load(AuditSettings)
    secrets = tuple(secret for one in settings.gateway_accounts for secret in one.secrets)
    logs.set_up(level="ERROR", style="text", secrets=secrets)
    try:
        found = asyncio.run(examined(settings))
    except DatabaseTrouble as trouble:
        print(json.dumps({"ok": False, "error": str(trouble)}) if as_json else str(trouble))
        return EXIT_TROUBLE
    print(found.as_json() if as_json else found.as_text())
    return 0 if found.ok else EXIT_TROUBLE


def _exit_code(
    work: Callable[[], bool],
    *troubles: type[Exception],
    taken: type[Exception] = AlreadyRunning,
    wrong: tuple[type[Exception], ...] = (),
) -> int:
    """Do this command's work, and return its exit code: what is expected to go wrong is told in a line."""
    expected: tuple[type[Exception], ...] = (DatabaseTrouble, *troubles)
    try:
        return 0 if work() else EXIT_TROUBLE
    except taken as trouble:
        code, said = EXIT_TAKEN, str(trouble)
    except wrong as trouble:
        code, said = EXIT_BAD_SETTINGS, str(trouble)
    except expected as trouble:
        code, said = EXIT_TROUBLE, str(trouble)
    print(said, file=sys.stderr)
    return code


def _printed(working: Coroutine[None, None, list[str]]) -> bool:
    """Print the lines that this work returns."""
    for line in asyncio.run(working):
        print(line)
    return True


def _said_at_once(line: str) -> None:
    print(line, flush=True)


def run_aside(*, raw: int | None, again: int | None) -> int:
    """List the updates set aside, print one, or handle one again."""
    settings = load(DatabaseSettings)
    logs.set_up(level="ERROR", style="text", secrets=())
    return _exit_code(lambda: _printed(asides(settings.database_url, raw=raw, again=again)), NoSuchUpdate)


def run_convert(words: list[str]) -> int:
    """Convert money and orders to changed settings, as the operator orders."""
    settings = load(Settings)
    logs.set_up(level="ERROR", style="text", secrets=settings.secrets)
    return _exit_code(lambda: _printed(convert(settings, words, SystemClock())), wrong=(WrongWords,))


def run_migrate(target: str) -> int:
    """Move the SQLite file to a PostgreSQL server; return 0 if a kiosk can start there."""
    from app.moving import CannotMove, migrate  # noqa: PLC0415 - only this command needs it

    settings = load(DatabaseSettings)
    logs.set_up(level="ERROR", style="text", secrets=())
    return _exit_code(
        lambda: asyncio.run(migrate(settings.database_url, target, SystemClock(), _said_at_once)), CannotMove
    )


def run_import(chosen: argparse.Namespace) -> int:
    """Bring people and balances of another bot, or say what would be brought."""
    from app.importing import CannotImport, Wanted, bring  # noqa: PLC0415 - only this command needs it
    from storage.transfer.other_bots import NoSuchBot  # noqa: PLC0415 - as above

    settings = load(Settings)
    logs.set_up(level="ERROR", style="text", secrets=settings.secrets)
    wanted = Wanted(Path(chosen.file), chosen.source, chosen.bot, books=chosen.book, admits=chosen.admit)

    def work() -> bool:
        asyncio.run(bring(settings, wanted, SystemClock(), _said_at_once))
        return True

    return _exit_code(work, CannotImport, NoSuchBot)


def run_backup(folder: str | None) -> int:
    """Make a backup while the kiosk runs, or not."""
    from app.backing_up import backup  # noqa: PLC0415 - only this command needs it
    from storage.backup.folder import AnotherBackup, NoFolder  # noqa: PLC0415 - as above
    from storage.backup.manifest import NotWhole  # noqa: PLC0415 - as above

    settings = load(Settings)
    logs.set_up(level="ERROR", style="text", secrets=settings.secrets)
    _arm_crash_point()
    place = Path(folder or settings.backup_folder)
    return _exit_code(
        lambda: _printed(backup(settings, place, SystemClock())), NoFolder, NotWhole, taken=AnotherBackup
    )


def run_restore(file: str | None, *, is_meant: bool, goes_on: bool) -> int:
    """Put a backup back, show how the kiosk stands since, or go on."""
    from app.backing_up import CannotRestore, NotYet, go_on, restore, show  # noqa: PLC0415 - only this command needs it
    from storage.backup.manifest import NotWhole  # noqa: PLC0415 - as above
    from storage.backup.putting_back import InTheWay  # noqa: PLC0415 - as above
    from storage.backup.sealing import CannotOpen  # noqa: PLC0415 - as above

    settings = load(Settings)
    logs.set_up(level="ERROR", style="text", secrets=settings.secrets)
    _arm_crash_point()

    def work() -> bool:
        if goes_on:
            return _printed(go_on(settings, SystemClock(), anyway=is_meant))
        if file is None:
            return _printed(show(settings))
        operators = settings.admin_ids
        return _printed(restore(settings, Path(file), SystemClock(), operators=operators, is_meant=is_meant))

    return _exit_code(work, NotWhole, InTheWay, CannotOpen, CannotRestore, NotYet)


def run_gateway(named: str) -> int:
    """Try a gateway's file against its own words, and with its keys in the environment the gateway itself."""
    from app.trying_gateways import try_gateway  # noqa: PLC0415 - nothing else needs it

    logs.set_up(level="ERROR", style="text", secrets=())
    if problems := problems_of_file():
        raise refusing(problems)
    is_good, lines = asyncio.run(try_gateway(named, SystemClock()))
    print("\n".join(lines))
    return 0 if is_good else EXIT_TROUBLE


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
    commands.choices["convert"].add_argument("words", nargs="*", help=USAGE)
    commands.choices["backup"].add_argument("folder", nargs="?", help="where to, instead of BACKUP_FOLDER")
    restoring = commands.choices["restore"]
    either = restoring.add_mutually_exclusive_group()  # whoever writes both means to look before going on
    either.add_argument("file", nargs="?", help="the backup; without it: how things stand since a restore")
    restoring.add_argument("--yes", action="store_true", help="do it; without it, it is only tried")
    either.add_argument("--go-on", action="store_true", help="end the standstill after a restore")
    return found


def _write_every_sign() -> None:
    """Have what this terminal cannot show written in ASCII: no command ends because of a sign."""
    out = sys.stdout  # None where it was closed
    if isinstance(out, io.TextIOWrapper) and codecs.lookup(out.encoding).name != "utf-8":
        out.reconfigure(errors="backslashreplace")


def main(arguments: list[str]) -> int:
    """Run the command in the arguments."""
    if arguments[:1] == ["demo"]:  # the playground reads its own options
        return demo(arguments[1:])
    chosen = parser().parse_args(arguments)
    keep_new_files_private()
    _write_every_sign()
    simple: dict[str, Callable[[], int]] = {"run": run, "doctor": doctor, "explain": explain}
    if chosen.command == "audit":
        return run_audit(as_json=chosen.json)
    if chosen.command == "aside":
        return run_aside(raw=chosen.raw, again=chosen.again)
    if chosen.command == "convert":
        return run_convert(chosen.words)
    if chosen.command == "migrate":
        return run_migrate(chosen.target)
    if chosen.command == "import":
        return run_import(chosen)
    if chosen.command == "backup":
        return run_backup(chosen.folder)
    if chosen.command == "restore":
        return run_restore(chosen.file, is_meant=chosen.yes, goes_on=chosen.go_on)
    if chosen.command == "gateway":
        return run_gateway(chosen.file)
    return simple[chosen.command]()


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

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
