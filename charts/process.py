"""Have charts drawn: in a process of their own, within a time limit, and nothing stays in memory after."""

import asyncio
import base64
import contextlib
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from weakref import WeakKeyDictionary

from shop.statistics.chart import Chart, Theme

LONGEST_SECONDS = 180.0
"""After this the process is ended. A set takes 4 s, and a minute on a small machine that is busy."""

_TURNS: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()
_HERE = Path(__file__).resolve().parent.parent
_PASSED = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "TMPDIR", "TEMP", "TMP")
"""What the process is told of the environment: never a token or a key."""


class NotDrawn(Exception):
    """The process failed, or took too long; the text says how."""


async def draw(charts: Sequence[Chart], theme: Theme, *, seconds: float = LONGEST_SECONDS) -> list[bytes]:
    """Return a PNG of each chart; it takes at most `seconds`, once it is their turn.

    Raises NotDrawn.
    """
    told = json.dumps({"theme": theme, "charts": [chart.as_json() for chart in charts]}).encode()
    async with _turn():
        try:
            with tempfile.TemporaryDirectory(prefix="kiosk-charts-", ignore_cleanup_errors=True) as folder:
                answer = await _answered(told, folder, seconds)
        except OSError as error:  # no folder for what is temporary, or no process
            raise NotDrawn(str(error)) from error
    return [base64.b64decode(one) for one in json.loads(answer)]


def _turn() -> asyncio.Lock:
    """Return what one set of charts at a time holds: a process takes a hundred megabytes while it draws."""
    return _TURNS.setdefault(asyncio.get_running_loop(), asyncio.Lock())


async def _answered(told: bytes, folder: str, seconds: float) -> bytes:
    """Return what the process answered. Raises NotDrawn, or OSError if it could not be started."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "charts"),
        cwd=_HERE,
        env=_environment(folder),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(seconds):
            answer, complaint = await process.communicate(told)
    except TimeoutError as error:  # an OSError too, but with words of its own
        message = f"it took longer than {seconds:.0f} s"
        raise NotDrawn(message) from error
    finally:
        await _ended(process)
    if process.returncode != 0:
        raise NotDrawn(
            complaint.decode(errors="replace").strip()[-300:] or f"ended with {process.returncode}"
        )
    return answer


async def _ended(process: asyncio.subprocess.Process) -> None:
    """End the process if it still runs: whoever waited for it does not any more."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def _environment(folder: str) -> dict[str, str]:
    passed = {name: os.environ[name] for name in _PASSED if name in os.environ}
    return {**passed, "MPLCONFIGDIR": folder, "MPLBACKEND": "agg", "PYTHONWARNINGS": "ignore", "HOME": folder}
