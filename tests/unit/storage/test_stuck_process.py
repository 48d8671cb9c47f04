"""A process whose writer is stuck in Python ends, with its reason in the log; it does not hang for ever."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = """
import sys, threading
sys.path.insert(0, sys.argv[1])
import bot
from cli import running
from storage.core import database
from storage.core.unit_limit import UnitLimit
from storage.core.units import writes
from storage.people.identity import Identities

@writes
def settle(self, connection, now):
    threading.Event().wait()

Identities.settle = settle
database.UnitLimit = lambda seconds: UnitLimit(0.2, stuck_seconds=0.2)
running.STOP_SECONDS = 1.0
sys.exit(bot.main(["run"]))
"""


def test_it_ends_and_says_why(tmp_path: Path) -> None:
    settings = {
        "BOT_TOKEN": "7000000001:AAstuckstuckstuckstuckstuckstuckstu",
        "TELEGRAM_API_ROOT": "http://127.0.0.1:9",
        "PANEL_URL": "http://127.0.0.1:9/api/v2",
        "PANEL_KEY": "key",
        "ADMIN_IDS": "1",
        "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path / 'kiosk.db'}",
    }
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(ROOT)],
        cwd=tmp_path,
        env=settings,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 1, run.stderr
    assert "does not come to an end" in run.stdout + run.stderr
    assert "stopped without it" in run.stdout + run.stderr
