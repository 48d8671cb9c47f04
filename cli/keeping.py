"""The commands of backups: make one, put one back."""

import argparse
import sys
from pathlib import Path

import logs
from app.backing_up import CannotRestore, NotYet, go_on, show
from app.backing_up import backup as backing_up
from app.backing_up import restore as putting_back
from cli.asked_by_tests import arm_crash_point
from cli.codes import exit_code, printed
from settings import EXIT_BAD_SETTINGS, Settings, load
from shop.clock import SystemClock
from storage.backup.folder import AnotherBackup, NoFolder
from storage.backup.manifest import NotWhole
from storage.backup.putting_back import InTheWay
from storage.backup.sealing import CannotOpen


def backup(chosen: argparse.Namespace) -> int:
    """Make a backup while the kiosk runs, or not."""
    settings = load(Settings)
    logs.set_up(level="ERROR", style="text", secrets=settings.secrets)
    arm_crash_point()
    place = Path(chosen.folder or settings.backup_folder)
    return exit_code(
        lambda: printed(backing_up(settings, place, SystemClock())), NoFolder, NotWhole, taken=AnotherBackup
    )


def restore(chosen: argparse.Namespace) -> int:
    """Put a backup back, show how the kiosk stands since, or go on."""
    if chosen.yes and chosen.file is None and not chosen.go_on:
        print("--yes puts a backup back, or goes on: name the file, or write --go-on.", file=sys.stderr)
        return EXIT_BAD_SETTINGS
    settings = load(Settings)
    logs.set_up(level="ERROR", style="text", secrets=settings.secrets)
    arm_crash_point()

    def work() -> bool:
        if chosen.go_on:
            return printed(go_on(settings, SystemClock(), anyway=chosen.yes))
        if chosen.file is None:
            return printed(show(settings))
        operators = settings.admin_ids
        return printed(
            putting_back(settings, Path(chosen.file), SystemClock(), operators=operators, is_meant=chosen.yes)
        )

    return exit_code(work, NotWhole, InTheWay, CannotOpen, CannotRestore, NotYet)
