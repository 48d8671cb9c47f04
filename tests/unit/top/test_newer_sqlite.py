"""`bot.py` runs on pysqlite3's SQLite where Python's has the WAL-reset bug, and never on two of them."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]

OLD = "import sys, types; old = types.ModuleType('sqlite3'); old.sqlite_version_info = {found}; "
STUB = OLD + "import importlib; real = importlib.import_module; importlib.import_module = "
STUB += "lambda name: old if name == 'sqlite3' else real(name); "
TAKEN = "import newer_sqlite; print('pysqlite3' if 'sqlite3' in sys.modules else 'own')"


def printed(program: str) -> str:
    """Return what a new interpreter prints; it has imported nothing yet."""
    pytest.importorskip("pysqlite3", reason="there are no wheels of pysqlite3 for this machine")
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True, cwd=ROOT, timeout=60
    )
    return done.stdout.strip()


@pytest.mark.parametrize(("found", "taken"), [((3, 46, 1), "pysqlite3"), ((3, 51, 3), "own")])
def test_the_newer_one_is_taken_if_pythons_has_the_bug(found: tuple[int, int, int], taken: str) -> None:
    assert printed(STUB.format(found=found) + TAKEN) == taken


def test_what_is_taken_has_no_bug_and_is_what_the_drivers_use() -> None:
    program = (
        "import newer_sqlite, sqlite3, sqlite3.dbapi2, aiosqlite.core; "
        "from storage.core.version import sqlite_warning; "
        "print(sqlite_warning(), aiosqlite.core.sqlite3 is sqlite3, "
        "sqlite3.dbapi2.connect is sqlite3.connect)"
    )
    assert printed(program) == "None True True"


def test_nothing_changes_once_sqlite_is_imported() -> None:
    assert printed("import sqlite3, newer_sqlite, sys; print(sys.modules['sqlite3'] is sqlite3)") == "True"
