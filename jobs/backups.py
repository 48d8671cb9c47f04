"""Make a backup when one is due: in a process of its own, so that no turn waits for it."""

import asyncio
import contextlib
import json
import logging
import os
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from shop.clock import Clock
from storage.alerts.store import Alerts

log = logging.getLogger("kiosk.jobs")

NAME = "backups"
"""What its line in the table of work is called."""

LONGEST_SECONDS = 3_600.0
AGAIN_AFTER = timedelta(minutes=15)
"""After a backup that failed; what is too old is an alert by itself (jobs/alert_watch)."""

_HERE = Path(__file__).resolve().parent.parent
_PASSED = ("PATH", "LD_LIBRARY_PATH", "TMPDIR", "HOME")
_OF_THE_DRIVER = "PG"
"""What PostgreSQL's driver reads begins so: the process is to reach the server as the kiosk does."""


@dataclass
class BackupWork:
    """Looks whether a backup is due; `every_hours` 0 is never. `passphrase` seals it, if it is not empty.

    `failing` is told its name where there never was one: no other alert has anything to say then.
    """

    alerts: Alerts
    clock: Clock
    url: str
    folder: str
    keep: int
    every_hours: int
    passphrase: str
    failing: Callable[[str], Awaitable[None]]

    def __post_init__(self) -> None:
        self._rests_until = self.clock.monotonic()

    async def look(self) -> None:
        """Make a backup if the last one is older than it may be."""
        now = self.clock.now()
        if not self.every_hours or self.clock.monotonic() < self._rests_until:
            return
        last = await self.alerts.last_backup()
        if last is not None and timedelta(0) <= now - last < timedelta(hours=self.every_hours):
            return
        try:
            answer = await self._made()
        except (OSError, ValueError) as error:
            answer = {"trouble": f"the process failed ({error or type(error).__name__})"}
        if "trouble" in answer:
            self._rests_until = self.clock.monotonic() + AGAIN_AFTER.total_seconds()
            log.error("No backup was made: %s", answer["trouble"])
            if last is None:
                await self.failing(NAME)
            return
        await self.alerts.backup_made(self.clock.now())
        log.info("A backup was made: %s", answer["file"])
        if answer["stuck"]:
            log.warning("Older backups cannot be deleted: %s", ", ".join(answer["stuck"]))

    async def _made(self) -> dict[str, Any]:
        """Return what the process answered. Raises OSError or ValueError if it gave no answer."""
        told = {"url": self.url, "folder": self.folder, "keep": self.keep, "passphrase": self.passphrase}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "storage.backup"),
            env=_environment(),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                answer, _ = await process.communicate(json.dumps(told).encode())
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        answered: dict[str, Any] = json.loads(answer)
        return answered


def _environment() -> dict[str, str]:
    """Return what the process needs of ours, and none of the settings."""
    needed = {
        name: value
        for name, value in os.environ.items()
        if name in _PASSED or name.startswith(_OF_THE_DRIVER)
    }
    return needed | {"PYTHONPATH": str(_HERE)}
