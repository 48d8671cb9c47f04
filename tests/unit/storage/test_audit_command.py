"""`bot.py audit`: every promise with its figure, and an exit code for scripts."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from storage.invariants import invariants

BOT = Path(__file__).resolve().parents[3] / "bot.py"
IDS = [one.id for one in invariants(datetime.now(UTC))] + ["file-intact"]


def audited(file: Path, *options: str) -> tuple[int, str]:
    """Return exit code and output, run with only the settings it needs."""
    done = subprocess.run(
        [sys.executable, str(BOT), "audit", *options],
        cwd=file.parent,
        env={"PATH": os.environ["PATH"], "DATABASE_URL": f"sqlite+aiosqlite:///{file}"},
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )
    assert done.stderr == ""
    return done.returncode, done.stdout


def figures(printed: str) -> dict[str, Any]:
    """Return the breaches of each promise, after a check of the output's form."""
    report = json.loads(printed)
    assert set(report) == {"ok", "invariants", "margins", "gateways"}
    for one in report["invariants"]:
        assert set(one) == {"id", "promise", "breaches", "ok"}
        assert one["ok"] is (one["breaches"] == 0)
    assert report["ok"] is all(one["ok"] for one in report["invariants"])
    return {one["id"]: one["breaches"] for one in report["invariants"]}


def test_books_in_order(database_file: Path) -> None:
    code, printed = audited(database_file, "--json")
    assert code == 0
    assert figures(printed) == dict.fromkeys(IDS, 0)


def test_a_broken_promise(database_file: Path) -> None:
    with closing(sqlite3.connect(database_file)) as connection:
        connection.execute(
            "INSERT INTO person (id, name, language, reachable, created_at, seen_at) "
            "VALUES (1, 'Ann', 'en', 1, '2026-03-01', '2026-03-01')"
        )
        used = "'2026-03-01 12:00:00.000000'"
        connection.execute(f"INSERT INTO confirm VALUES ('t', 1, 'd', '{{}}', {used}, {used}, {used}, '')")  # noqa: S608 - a number
        connection.commit()
    code, printed = audited(database_file, "--json")
    assert code == 1
    assert figures(printed) == dict.fromkeys(IDS, 0) | {"token-once": 1}
    code, printed = audited(database_file)
    assert code == 1
    broken = [line for line in printed.splitlines() if not line.startswith("ok ")]
    assert broken == ["FAIL       1  every used confirm button made an order"]


def test_a_promise_that_cannot_be_checked(database_file: Path) -> None:
    with closing(sqlite3.connect(database_file)) as connection:
        connection.execute("ALTER TABLE topup RENAME TO elsewhere")
    code, printed = audited(database_file, "--json")
    assert code == 1
    report = json.loads(printed)
    unchecked = {one["id"]: one for one in report["invariants"] if not one["ok"]}
    assert set(unchecked) == {"income-is-paid", "receipt-is-booked", "surcharge-is-booked"}
    assert all(one["breaches"] is None and "topup" in one["trouble"] for one in unchecked.values())
    assert report["ok"] is False
    code, printed = audited(database_file)
    assert code == 1
    assert "FAIL       ?  every receipt that an operator accepted is in the ledger (not checked: " in printed


def test_no_database_yet(tmp_path: Path) -> None:
    code, printed = audited(tmp_path / "kiosk.db", "--json")
    assert code == 1
    assert json.loads(printed) == {"ok": False, "error": "There is no database yet; `run` makes it."}
    assert not (tmp_path / "kiosk.db").exists()


def test_a_database_without_tables(tmp_path: Path) -> None:
    (tmp_path / "kiosk.db").touch()
    code, printed = audited(tmp_path / "kiosk.db")
    assert code == 1
    assert printed == "The database has no tables of this kiosk yet; `run` makes them.\n"
