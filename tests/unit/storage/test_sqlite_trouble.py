"""SQLite fails: a sentence for the operator, nothing half-written, and work goes on as soon as it can."""

import asyncio
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError, OperationalError

from storage.audit import audit
from storage.core import async_engines, engines
from storage.core import database as units
from storage.core.database import Database, DatabaseTrouble
from storage.core.trouble import trouble_of
from storage.upgrade import found_revision, upgrade
from tests.unit.storage.names import adding, stored

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten the wait of ten seconds for a lock."""
    monkeypatch.setattr(engines, "BUSY_SECONDS", 0.05)


@pytest.fixture
def another_program(database_file: Path) -> Iterator[sqlite3.Connection]:
    """Open the file as another program does."""
    with closing(sqlite3.connect(database_file, isolation_level=None)) as connection:
        yield connection


async def test_a_lock_of_another_program(database: Database, another_program: sqlite3.Connection) -> None:
    await database.write(adding("a"))
    another_program.execute("BEGIN IMMEDIATE")
    outcomes = await asyncio.gather(*(database.write(adding(name)) for name in "bcd"), return_exceptions=True)
    assert {str(one) for one in outcomes} == {"The database is locked by another program; close it."}
    assert {type(one) for one in outcomes} == {DatabaseTrouble}
    assert await stored(database) == {"a"}
    another_program.execute("ROLLBACK")
    assert await database.write(adding("e")) == "e"
    assert await stored(database) == {"a", "e"}


async def test_what_must_not_be_forgotten_is_written_once_the_lock_is_gone(
    database: Database, another_program: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(units, "RETRY_SECONDS", 0.01)
    another_program.execute("BEGIN IMMEDIATE")
    insisting = [asyncio.create_task(database.write_until_done(adding(name))) for name in "aa"]
    with pytest.raises(DatabaseTrouble):
        await database.write(adding("b"))
    another_program.execute("ROLLBACK")
    outcomes = await asyncio.gather(*insisting, return_exceptions=True)
    assert [type(one) for one in outcomes] == [str, IntegrityError]
    assert await stored(database) == {"a"}


async def test_who_insists_is_told_when_the_kiosk_stops(
    database_file: Path, another_program: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(units, "RETRY_SECONDS", 0.01)
    database = Database(f"sqlite+aiosqlite:///{database_file}")
    await database.open()
    another_program.execute("BEGIN IMMEDIATE")
    insisting = asyncio.create_task(database.write_until_done(adding("a")))
    with pytest.raises(DatabaseTrouble):
        await database.write(adding("b"))
    await database.close()
    with pytest.raises(DatabaseTrouble):
        await insisting


async def test_a_lock_at_the_very_first_connection(
    database: Database, another_program: sqlite3.Connection
) -> None:
    another_program.execute("PRAGMA locking_mode = EXCLUSIVE")
    another_program.execute("BEGIN EXCLUSIVE")
    for refused in (database.write(adding("a")), stored(database), upgrade(str(database.url))):
        with pytest.raises(DatabaseTrouble, match="locked by another program"):
            await refused
    another_program.close()
    assert await database.write(adding("a")) == "a"


async def limited(database: Database, more_pages: int) -> None:
    """Leave room for so many more pages on the disk."""

    def unit(connection: Connection) -> None:
        pages = int(connection.scalar(text("PRAGMA page_count")) or 0)
        connection.execute(text(f"PRAGMA max_page_count = {pages + more_pages}"))

    await database.write(unit)


async def test_a_full_disk(database: Database) -> None:
    await database.write(adding("a"))
    await limited(database, 10)
    sizes = {"b": 10, "c": 5_000_000, "d": 10, "e": 5_000_000, "f": 10}
    outcomes = await asyncio.gather(
        *(database.write(adding(name, "x" * size)) for name, size in sizes.items()), return_exceptions=True
    )
    answered = {one for one in outcomes if isinstance(one, str)}
    troubles = [str(one) for one in outcomes if isinstance(one, DatabaseTrouble)]
    assert len(answered) + len(troubles) == len(sizes)
    assert {"c", "e"}.isdisjoint(answered)
    assert set(troubles) == {"The disk is full or failing, or a quota is used up; make room on it."}
    assert await stored(database) == {"a"} | answered

    await limited(database, 10_000)
    assert await database.write(adding("c", "x" * 5_000_000)) == "c"
    assert all(finding.ok for finding in await audit(database, NOW))


async def test_a_disk_that_is_full_while_tables_are_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'new.db'}"
    opening = async_engines._opening  # the real preparation, and a tiny disk
    with monkeypatch.context() as patch:
        patch.setattr(
            async_engines,
            "_opening",
            lambda url, pragmas, writes: opening(url, (*pragmas, "max_page_count = 20"), writes),
        )
        with pytest.raises(DatabaseTrouble, match="disk is full"):
            await upgrade(url)
    assert await found_revision(url) is None
    await upgrade(url)


async def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    with pytest.raises(DatabaseTrouble, match="cannot be written; check its owner and rights"):
        await upgrade(f"sqlite+aiosqlite:///{tmp_path / 'missing' / 'kiosk.db'}")
    for thread in set(threading.enumerate()) - before:  # the driver's thread ends a moment later
        if not thread.name.startswith("asyncio_"):  # the loop's own workers stay
            await asyncio.to_thread(thread.join, 10)


async def test_a_file_that_is_something_else(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.db"
    file.write_bytes(b"this is a letter to somebody else" * 500)
    with pytest.raises(DatabaseTrouble, match="damaged; restore a backup"):
        await upgrade(f"sqlite+aiosqlite:///{file}")
    assert file.read_bytes().startswith(b"this is a letter")


@pytest.mark.parametrize(
    "damage",
    [
        "INSERT INTO draft (id, person_id, question, data, updated_at) VALUES ('d', 404, '', '', '')",
        "DELETE FROM sqlite_master WHERE name = 'ix_orders_state'",
    ],
    ids=["a row that refers to nothing", "a page that belongs to nothing"],
)
async def test_damage_is_found_by_the_audit(database_file: Path, damage: str) -> None:
    with closing(sqlite3.connect(database_file, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(damage)
    database = Database(f"sqlite+aiosqlite:///{database_file}")
    broken = {finding.id: finding.breaches for finding in await audit(database, NOW) if not finding.ok}
    await database.close()
    assert broken == {"file-intact": 1}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("database is locked", "locked by another program"),
        ("database or disk is full", "make room on it"),
        ("disk I/O error", "make room on it"),
        ("attempt to write a readonly database", "check its owner and rights"),
        ("could not extend file: No space left on device", "make room on it"),
        ("cannot connect now: the database system is starting up", "The database refused"),
        ("connection was closed in the middle of operation", "server does not answer"),
    ],
)
def test_the_sentence_behind_a_drivers_words(words: str, sentence: str) -> None:
    assert sentence in str(trouble_of(OperationalError("SELECT 1", {}, sqlite3.OperationalError(words))))
    assert sentence in str(trouble_of(sqlite3.OperationalError(words)))
