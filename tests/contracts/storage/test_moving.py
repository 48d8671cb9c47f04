"""`bot.py migrate`: all of a SQLite file comes to a PostgreSQL server, whatever ends the move meanwhile."""

import asyncio
import hashlib
import itertools
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Boolean, CheckConstraint, Column, Connection, MetaData, Table, make_url, select, text

from app import moving
from app.moving import CannotMove, migrate
from playground.clock import HandClock
from storage.core import async_engines
from storage.core.columns import Json, Moment, Words
from storage.core.database import Database, DatabaseTrouble
from storage.core.lock import AlreadyRunning, one_kiosk
from storage.moving.copying import copy
from storage.moving.from_file import FileRows
from storage.moving.to_server import HasRows, Server, server
from storage.moving.values import NotHeld, converted
from storage.orders.tables import orders
from storage.tables import LASTING
from storage.upgrade import UnfinishedMove, found_revision, upgrade
from tests.contracts.storage.postgres import PostgresServer
from tests.contracts.storage.stores import NOON, StoresUnderTest
from tests.contracts.storage.test_audit import fill

ROOT = Path(moving.__file__).parents[1]
NUMBERS = itertools.count(1)

KILLED = """
import asyncio, os, signal, sys
import asyncpg
from app.moving import migrate
from shop.clock import SystemClock
from storage.moving import from_file

from_file.ROWS, left, copying = 3, int(sys.argv[3]), asyncpg.Connection.copy_records_to_table

async def copied(*given, **named):
    global left
    await copying(*given, **named)
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)

asyncpg.Connection.copy_records_to_table = copied
asyncio.run(migrate(sys.argv[1], sys.argv[2], SystemClock(), print))
"""
"""Ends the process after the rows of a batch have gone to the server, before they are committed."""

STATE = text(
    "SELECT pg_get_indexdef(indexrelid) FROM pg_index JOIN pg_class ON pg_class.oid = indrelid "
    "WHERE relnamespace = current_schema()::regnamespace "
    "UNION "
    "SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = current_schema()::regnamespace "
    "UNION SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace "
    "UNION SELECT version_num FROM alembic_version"
)
"""All tables, indexes and constraints, and the revision."""


@pytest.fixture(scope="session")
def tables_only(postgres: PostgresServer) -> str:
    """The name of a database with today's tables that nobody fills: the template of others."""
    postgres.create("tables_only")
    asyncio.run(upgrade(postgres.url("tables_only")))
    return "tables_only"


@pytest.fixture
def target(postgres: PostgresServer, tables_only: str) -> str:
    """A server's database with empty tables."""
    name = f"moved{next(NUMBERS)}"
    postgres.create(name, tables_only)
    return postgres.url(name)


@pytest.fixture
async def stores(database_file: Path) -> AsyncIterator[StoresUnderTest]:
    """A kiosk's stores on a file, with rows of many kinds."""
    stores = StoresUnderTest(Database(f"sqlite+aiosqlite:///{database_file}"))
    await stores.open()
    await fill(stores)
    yield stores
    await stores.database.close()


@pytest.fixture
async def file(stores: StoresUnderTest, database_file: Path) -> str:
    """The address of a filled file that no kiosk has open."""
    await stores.database.close()
    return f"sqlite+aiosqlite:///{database_file}"


async def rows_of(url: str) -> dict[str, list[Any]]:
    """Return all rows as the kiosk reads them, with the types of their values."""
    database = Database(url)
    await database.open()

    def read(connection: Connection) -> dict[str, list[Any]]:
        return {
            table.name: [
                [(type(value).__name__, value) for value in row]
                for row in connection.execute(select(table)).all()
            ]
            for table in LASTING
        }

    try:
        found = await database.read(read)
    finally:
        await database.close()
    return {name: sorted(rows, key=repr) for name, rows in found.items()}


def fingerprint(url: str) -> str:
    """Return what changes with any byte of the file."""
    return hashlib.sha256(Path(make_url(url).database or "").read_bytes()).hexdigest()


async def asked(url: str, question: Any) -> list[Any]:
    """Return what the database answers."""
    database = Database(url)
    try:
        return await database.read(lambda connection: list(connection.execute(question).all()))
    finally:
        await database.close()


def words_of(table: Table) -> dict[str, str]:
    """Return, for each column with a closed list of words, the first of them."""
    checks = [str(one.sqltext) for one in table.constraints if isinstance(one, CheckConstraint)]
    return {found[1]: found[2] for one in checks if (found := re.match(r"(\w+) IN \('(\w*)'", one))}


def awkward(column: Column[Any], words: dict[str, str]) -> Any:
    """Return a value that is easily changed on its way."""
    if column.name in words:
        return words[column.name]
    if isinstance(column.type, Moment):
        return NOON.replace(microsecond=1, year=2027 if column.name.startswith("ends") else 2026)
    if isinstance(column.type, Json):
        return {"🦊": [1, 2**60, None, "\\u0000 ' \" \\ \t\n"], "ا": 0.1}
    if isinstance(column.type, Words):
        return "🦊 ا \\N \t\n'\""
    return True if isinstance(column.type, Boolean) else 1


async def fill_the_rest(stores: StoresUnderTest) -> None:
    """Give a row to each table that has none yet; a row that others point at has the number 1."""
    for table in LASTING:
        if await stores.all(select(table).limit(1)):
            continue
        words, row = words_of(table), dict[str, Any]()
        for column in table.columns:
            points_at = next(iter(column.foreign_keys), None)
            if points_at is not None:
                found = await stores.all(select(points_at.column).limit(1))
                row[column.name] = found[0][0] if found else None  # the first row points at none of its own
            else:
                row[column.name] = awkward(column, words)
        await stores.add_rows(table, row)


async def test_every_table_comes_over_as_the_kiosk_reads_it(
    stores: StoresUnderTest, database_file: Path, target: str
) -> None:
    await fill_the_rest(stores)
    await stores.database.close()
    url = f"sqlite+aiosqlite:///{database_file}"
    before = await rows_of(url)
    empty = [name for name, rows in before.items() if not rows]
    assert not empty, f"nothing of these is tried: {empty}"
    state = await asked(target, STATE)
    reading = FileRows(str(database_file))
    async with server(make_url(target)) as there:
        await there.begin("a file", reading.mark())
        await copy(reading, there, nothing)
        await there.finish()
    reading.close()
    after = await rows_of(target)
    for name, rows in before.items():
        assert after[name] == rows, name
    assert set(await asked(target, STATE)) == set(state)


async def test_a_moved_book_is_in_order_and_the_file_is_as_it_was(file: str, target: str) -> None:
    was = fingerprint(file)
    said: list[str] = []
    assert await migrate(file, target, HandClock(), said.append)
    assert fingerprint(file) == was
    assert not [line for line in said if line.startswith("FAIL")]
    for line in (
        "ok    rows: orders: ",
        "ok    book: wallet USD: ",
        "ok    every balance is the sum of its postings",
    ):
        assert any(one.startswith(line) for one in said), line
    assert await rows_of(target) == await rows_of(file)
    with pytest.raises(HasRows, match="already has rows"):
        await migrate(file, target, HandClock(), nothing)


async def test_ids_that_were_given_are_not_given_again(file: str, target: str) -> None:
    with closing(sqlite3.connect(make_url(file).database or "")) as connection, connection:
        connection.execute("UPDATE sqlite_sequence SET seq = 4711 WHERE name = 'outbox'")
    assert await migrate(file, target, HandClock(), nothing)
    [[following]] = await asked(target, text("SELECT last_value FROM outbox_id_seq"))
    assert following == 4711
    moved = StoresUnderTest(Database(target))
    newest = max([row.id for row in await moved.all(select(orders.c.id))])
    assert (await moved.reserved(token="after the move")).id > newest
    await moved.database.close()


@pytest.mark.parametrize("at", [2, 40])
async def test_a_killed_move_goes_on(file: str, target: str, at: int) -> None:
    command = [sys.executable, "-c", KILLED, file, target, str(at)]
    ended = await asyncio.to_thread(
        subprocess.run, command, check=False, cwd=ROOT, capture_output=True, timeout=60
    )
    assert ended.returncode == -9, ended.stderr
    with pytest.raises(UnfinishedMove, match="migrate"):
        await upgrade(target)
    said: list[str] = []
    assert await _again(file, target, said)
    assert said[0].startswith("Going on with the move")
    assert await rows_of(target) == await rows_of(file)


async def _again(file: str, target: str, said: list[str]) -> bool:
    """Move; the server may need a moment to notice that the process before is gone."""
    for attempt in range(100):
        try:
            return await migrate(file, target, HandClock(), said.append)
        except AlreadyRunning:
            assert attempt < 99
    raise AssertionError


def nothing(_line: str) -> None:
    """Say nothing."""


class Ended(Exception):
    """Ends a move from inside."""


async def test_a_move_that_is_ended_late_makes_the_rest_only(
    file: str, target: str, tables_only: str
) -> None:
    def until_indexes(line: str) -> None:
        if line.startswith("indexes"):
            raise Ended

    with pytest.raises(Ended):
        await migrate(file, target, HandClock(), until_indexes)
    said: list[str] = []
    assert await migrate(file, target, HandClock(), said.append)
    assert not any(" of " in line and line.endswith("rows") for line in said)
    complete = target.replace(make_url(target).database or "", tables_only)
    assert set(await asked(target, STATE)) == set(await asked(complete, STATE))


async def test_a_file_that_changed_meanwhile_is_refused(file: str, target: str) -> None:
    def at_first(_line: str) -> None:
        raise Ended

    with pytest.raises(Ended):
        await migrate(file, target, HandClock(), at_first)
    with closing(sqlite3.connect(make_url(file).database or "")) as connection, connection:
        connection.execute("UPDATE person SET name = 'Another'")
    with pytest.raises(HasRows, match="has changed since"):
        await migrate(file, target, HandClock(), nothing)


async def test_rows_that_are_missing_are_seen(
    file: str, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No kiosk starts on such a copy."""
    adding = Server.add

    async def without_some(self: Server, table: Table, page: Any) -> None:
        rows, key = page
        await adding(self, table, (rows[:-1] if table.name == "posting" else rows, key))

    monkeypatch.setattr(Server, "add", without_some)
    said: list[str] = []
    assert not await migrate(file, target, HandClock(), said.append)
    assert [line for line in said if line.startswith("FAIL  rows: posting: ")]
    with pytest.raises(UnfinishedMove):
        await upgrade(target)


@pytest.mark.parametrize("whose", ["file", "target"])
async def test_nothing_is_moved_while_a_kiosk_runs(file: str, target: str, whose: str) -> None:
    async with one_kiosk(make_url({"file": file, "target": target}[whose])):
        with pytest.raises(AlreadyRunning):
            await migrate(file, target, HandClock(), nothing)


async def test_a_value_that_a_server_does_not_hold_is_named(file: str, target: str) -> None:
    with closing(sqlite3.connect(make_url(file).database or "")) as connection, connection:
        connection.execute("UPDATE account SET version = 99999999999 WHERE id = 2")
    with pytest.raises(DatabaseTrouble, match=r"account.version is 99999999999 where id = 2"):
        await migrate(file, target, HandClock(), nothing)


async def test_other_addresses_are_refused(file: str, target: str, tmp_path: Path) -> None:
    nowhere = f"sqlite+aiosqlite:///{tmp_path / 'nowhere.db'}"
    for wrong in ((target, target), (file, file), (nowhere, target), (file, "mysql://x/y"), (file, "x")):
        with pytest.raises(CannotMove):
            await migrate(*wrong, HandClock(), nothing)
    assert not (tmp_path / "nowhere.db").exists()


async def test_a_file_of_an_earlier_release_is_refused(file: str, target: str) -> None:
    with closing(sqlite3.connect(make_url(file).database or "")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '0070'")
    with pytest.raises(CannotMove, match="earlier release"):
        await migrate(file, target, HandClock(), nothing)


async def test_a_target_with_an_earlier_kiosks_tables_stays_as_it_was(file: str, target: str) -> None:
    engine = async_engines.for_moving(make_url(target))
    try:
        async with engine.begin() as connection:
            await connection.execute(text("UPDATE alembic_version SET version_num = '0070'"))
    finally:
        await engine.dispose()
    with pytest.raises(CannotMove, match="tables of an earlier kiosk"):
        await migrate(file, target, HandClock(), nothing)
    assert await found_revision(target) == "0070"


def test_a_log_that_a_killed_kiosk_left_is_read(database_file: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(database_file, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(
            "INSERT INTO moved_chat (old_id, new_id, moved_at) VALUES (1, 2, '2026-03-01 12:00:00.000000')"
        )
        left = tmp_path / "left"
        left.mkdir()
        for one in database_file.parent.glob("kiosk.db*"):
            shutil.copy(one, left)
    (left / "kiosk.db-shm").unlink()
    reading = FileRows(str(left / "kiosk.db"))
    assert reading.ask("SELECT old_id FROM moved_chat") == [(1,)]
    reading.close()


def test_values_are_read_as_the_kiosk_reads_them() -> None:
    table = Table("t", MetaData(), *(Column(kind.__name__, kind) for kind in (Words, Json, Boolean)))
    [row] = converted(table, [("nul \0", r'{"a": "\u0000 \ud83e\udd8a"}', 2)])
    assert row == ("nul \ufffd", '{"a": "\\ufffd \\ud83e\\udd8a"}', True)
    assert converted(table, [("", 5, 0), (None, "null", None)]) == [("", "5", False), (None, "null", None)]
    for wrong in ((b"x", None, None), (None, b"x", None), (None, None, "x"), (5, None, None)):
        with pytest.raises(NotHeld):
            converted(table, [wrong])
