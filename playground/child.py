"""The bot as a child process: started with its settings, ended gracefully."""

import asyncio
import os
import sys
from collections.abc import Mapping
from pathlib import Path

_STOP_SECONDS = 20.0
BOT = Path(__file__).resolve().parent.parent / "bot.py"


class BotProcess:
    """One run of `python bot.py run` against the playground."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls, settings: Mapping[str, str], folder: Path, bot: Path = BOT) -> "BotProcess":
        """Start `bot` with these settings and no others; `folder` is its working directory."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            str(bot),
            "run",
            # Not the code's folder: it may hold the .env of a real kiosk.
            cwd=folder,
            env={**_surroundings(), **settings},
            # Ctrl-C reaches only us; we then end the bot in good order.
            start_new_session=True,
        )
        return cls(process)

    @property
    def pid(self) -> int:
        return self._process.pid

    async def ended(self) -> int:
        """Wait for the end; return the exit code, negative for a signal."""
        return await self._process.wait()

    def kill(self) -> None:
        """Send SIGKILL if the process still runs."""
        if self._process.returncode is None:
            self._process.kill()

    async def stop(self) -> int:
        """Ask the process to end, kill it after 20 seconds, and return the exit code."""
        if self._process.returncode is None:
            self._process.terminate()
        try:
            return await asyncio.wait_for(self._process.wait(), _STOP_SECONDS)
        except TimeoutError:
            self._process.kill()
            return await self._process.wait()


def _surroundings() -> dict[str, str]:
    """Return the environment without settings of a real kiosk."""
    kept = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "VIRTUAL_ENV", "PYTHONPATH", "SYSTEMROOT")
    return {name: os.environ[name] for name in kept if name in os.environ}
