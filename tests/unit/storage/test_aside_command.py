"""`bot.py aside`: lists updates that could not be handled, and queues one again."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from tests.unit.storage.test_audit_command import BOT

RAW = '{"update_id":9,"message":{"message_id":1,"text":"my \u202esecret\x9b"}}'


def aside(file: Path, *options: str) -> tuple[int, str, str]:
    """Return exit code, output and error output, run with only the settings it needs."""
    done = subprocess.run(
        [sys.executable, str(BOT), "aside", *options],
        cwd=file.parent,
        env={"PATH": os.environ["PATH"], "DATABASE_URL": f"sqlite+aiosqlite:///{file}"},
        capture_output=True,
        check=False,
        text=True,
        encoding="utf-8",
        timeout=60,
    )
    return done.returncode, done.stdout, done.stderr


def rows(file: Path, statement: str, *values: object) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as connection, connection:
        return connection.execute(statement, values).fetchall()


def stands_aside(file: Path, raw: str = RAW) -> None:
    rows(
        file,
        "INSERT INTO inbox (seq, bot_id, update_id, person_id, raw, state, failures, error, received_at, "
        "handled_at) VALUES (7, 700, 9, 101, ?, 'aside', 3, ?, ?, ?)",
        raw,
        "ValueError: my secret",
        *["2026-03-01 12:00:00.000000"] * 2,
    )


def test_nothing_stands_aside(database_file: Path) -> None:
    assert aside(database_file) == (0, "No update stands aside.\n", "")


def test_the_list_has_no_words(database_file: Path) -> None:
    stands_aside(database_file)
    code, printed, complaint = aside(database_file)
    assert (code, complaint) == (0, "")
    assert "secret" not in printed
    [head, line, _how] = printed.splitlines()
    assert head == "1 could not be handled:"
    assert line.split("  ")[-5:] == [
        "2026-03-01 12:00 UTC",
        "from 101",
        "message (text)",
        "ValueError",
        "tried 3×",
    ]


def test_one_with_its_words_and_no_control_of_the_terminal(database_file: Path) -> None:
    stands_aside(database_file)
    code, printed, _ = aside(database_file, "--raw", "7")
    assert code == 0
    assert printed.strip() == RAW.replace("\u202e", "\\u202e").replace("\x9b", "\\u009b")
    assert aside(database_file, "--raw", "8") == (1, "", "No update with the number 8 stands aside.\n")


def test_one_goes_back_into_the_line_once(database_file: Path) -> None:
    stands_aside(database_file)
    code, printed, _ = aside(database_file, "--again", "7")
    assert (code, printed.startswith("Update 7 is handled once more")) == (0, True)
    assert rows(database_file, "SELECT state FROM inbox") == [("waiting",)]
    code, _, complaint = aside(database_file, "--again", "7")
    assert (code, complaint) == (1, "No update with the number 7 stands aside.\n")


def test_no_database_yet(tmp_path: Path) -> None:
    for options in ([], ["--raw", "7"], ["--again", "7"]):
        code, printed, complaint = aside(tmp_path / "kiosk.db", *options)
        assert (code, printed, complaint) == (1, "", "There is no database yet; `run` makes it.\n")
    assert not (tmp_path / "kiosk.db").exists()


def test_a_huge_number(database_file: Path) -> None:
    number = str(10**30)
    for option in ("--raw", "--again"):
        said = f"No update with the number {number} stands aside.\n"
        assert aside(database_file, option, number) == (1, "", said)
