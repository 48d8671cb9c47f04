"""`bot.py run`: the kiosk, from its start until it is told to stop."""

import argparse
import asyncio
import logging
import os
import signal
import threading
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

from telegram.error import InvalidToken

import logs
from app import Kiosk, LoopEnded, Transports
from app.watched import watched
from cli.asked_by_tests import arm_crash_point, panel_limits
from cli.codes import EXIT_LOST, EXIT_TAKEN, EXIT_TROUBLE
from env_file import PATH
from messaging.inbox import AnotherPoller
from messaging.receiving import CannotBeCalled
from messaging.wire import NoBotApi
from panel.profile import ProfileProblem
from private_files import readable_by_others
from settings import EXIT_BAD_SETTINGS, Settings, load, remarks_of_names
from shop.clock import SystemClock
from shop.identity import OtherIdentity
from shop.ordering.order_numbers import NumbersOfMany, OrderNumbers
from storage.backup.gone import refuse_if_gone
from storage.backup.leavings import clear
from storage.core.database import Database, DatabaseTrouble
from storage.core.lock import AlreadyRunning, Lock, LockLost, beside_others, one_kiosk
from storage.core.version import sqlite_warning

log = logging.getLogger("kiosk")

STOP_SECONDS = 18.0
"""The longest time from SIGTERM to the end; a supervisor should wait longer before it kills."""


def run(_chosen: argparse.Namespace) -> int:
    """Run the kiosk until SIGTERM or SIGINT."""
    settings = load(Settings)
    logs.set_up(level=settings.log_level, style=settings.log_format, secrets=settings.secrets)
    for remark in (*settings.remarks(), *remarks_of_names()):
        log.warning("%s", remark)
    arm_crash_point()
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
        backups = Path(settings.backup_folder)
        left = await asyncio.to_thread(clear, settings.database_url, backups)
        for warning in (*_warnings_of_files(kiosk.stores.database), *left):
            log.warning("%s", warning)
        await refuse_if_gone(settings.database_url, backups)
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


def _transports(settings: Settings) -> Transports:
    return Transports.real(panel_limits(), proxy=settings.way_to_telegram)
