"""The one writer of SQLite: waiting units commit together, and an answered caller's unit is on disk."""

import asyncio
import sqlite3
import threading
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, func, select, text
from sqlalchemy.exc import IntegrityError

from storage.catalogue.tables import panel_account
from storage.core.database import Database, DatabaseTrouble
from storage.core.engines import write_ahead
from storage.core.on_file import COMMIT_TOGETHER
from storage.core.prepared import Prepared
from storage.orders.tables import draft
from tests.unit.storage.names import adding, stored

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def commits(database: Database) -> list[float]:
    """The moments of all commits from now on."""
    moments: list[float] = []
    event.listen(database.engines[0], "commit", lambda _connection: moments.append(time.monotonic()))
    return moments


def on_the_disk(file: Path, name: str) -> bool:
    """Return True if a separate program finds the row."""
    with closing(sqlite3.connect(file)) as connection:
        found = connection.execute("SELECT count(*) FROM panel_account WHERE panel = ?", (name,))
        return bool(found.fetchone()[0])


async def test_what_waits_commits_together(database: Database, commits: list[float]) -> None:
    names = [str(number) for number in range(2 * COMMIT_TOGETHER)]
    assert await asyncio.gather(*(database.write(adding(name)) for name in names)) == names
    assert await stored(database) == set(names)
    assert len(commits) <= 3


async def test_what_does_not_wait_commits_by_itself(database: Database, commits: list[float]) -> None:
    for number in range(5):
        await database.write(adding(str(number)))
    assert len(commits) == 5


async def test_whoever_is_answered_is_on_the_disk(database: Database, database_file: Path) -> None:
    async def add_and_look(name: str) -> bool:
        return on_the_disk(database_file, await database.write(adding(name)))

    assert all(await asyncio.gather(*(add_and_look(str(number)) for number in range(40))))


async def test_an_error_shares_the_commit_and_undoes_only_its_own(
    database: Database, commits: list[float]
) -> None:
    outcomes = await asyncio.gather(
        *(database.write(adding(name)) for name in "abcbd"), return_exceptions=True
    )
    assert [type(one) for one in outcomes] == [str, str, str, IntegrityError, str]
    assert await stored(database) == set("abcd")
    assert len(commits) == 1


async def test_a_commit_that_fails_fails_for_all_in_it(database: Database) -> None:
    def breaks_at_the_commit(connection: Connection) -> None:
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        orphan = {"id": "d", "person_id": 404, "question": "", "data": {}, "updated_at": NOW}
        connection.execute(draft.insert().values(orphan))

    outcomes = await asyncio.gather(
        database.write(adding("a")),
        database.write(breaks_at_the_commit),
        database.write(adding("b")),
        return_exceptions=True,
    )
    assert [type(one) for one in outcomes] == [DatabaseTrouble] * 3
    assert await stored(database) == set()
    assert await database.read(lambda connection: connection.scalar(select(draft.c.id))) is None
    assert await database.write(adding("c")) == "c"


async def test_a_unit_that_meddles_with_the_transaction_stops_nobody(database: Database) -> None:
    def meddles(connection: Connection) -> None:
        connection.rollback()

    outcomes = await asyncio.gather(
        database.write(adding("a")),
        database.write(meddles),
        database.write(adding("b")),
        return_exceptions=True,
    )
    answered = {one for one in outcomes if isinstance(one, str)}
    assert await stored(database) == answered
    assert await database.write(adding("c")) == "c"


async def test_a_cancelled_callers_unit_is_committed_all_the_same(database: Database) -> None:
    """The commit may already be under way: a delivered message stays marked as such."""
    impatient = asyncio.create_task(database.write(adding("a")))
    await asyncio.sleep(0)
    impatient.cancel()
    await database.write(adding("b"))
    assert impatient.cancelled()
    assert await stored(database) == {"a", "b"}


async def test_what_waits_is_written_before_the_database_is_closed(database_file: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{database_file}")
    await database.open()
    writes = [asyncio.create_task(database.write(adding(str(number)))) for number in range(100)]
    await asyncio.sleep(0)
    await database.close()
    assert [await one for one in writes] == [str(number) for number in range(100)]
    assert on_the_disk(database_file, "99")


def pragmas(connection: Connection) -> dict[str, object]:
    names = ("journal_mode", "synchronous", "busy_timeout", "foreign_keys", "query_only", "mmap_size")
    return {name: connection.scalar(text(f"PRAGMA {name}")) for name in names}


async def test_how_it_is_written(database: Database) -> None:
    assert await database.write(pragmas) == {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL: a commit is on the disk, power cut or not
        "busy_timeout": 10_000,
        "foreign_keys": 1,
        "query_only": 0,
        "mmap_size": 0,
    }


async def test_how_it_is_read(database: Database) -> None:
    found = await database.read(pragmas)
    assert (found["query_only"], found["journal_mode"], found["busy_timeout"]) == (1, "wal", 10_000)


def test_a_new_file_that_another_program_writes_is_waited_for(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "new.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        class Patient(sqlite3.Connection):
            tries = 0

            def execute(self, *args: Any) -> sqlite3.Cursor:
                Patient.tries += 1
                if Patient.tries == 3:
                    other.execute("CREATE TABLE of_another (name)")
                    other.execute("COMMIT")
                return super().execute(*args)

        with closing(Patient(tmp_path / "new.db", isolation_level=None)) as ours:
            write_ahead(ours)
            assert Patient.tries == 3  # SQLite itself does not wait here: it fails at once
            assert ours.execute("PRAGMA journal_mode").fetchone() == ("wal",)


async def test_a_long_read_does_not_stop_the_writer(database: Database) -> None:
    written = threading.Event()

    def slow(connection: Connection) -> int:
        connection.execute(select(panel_account))
        written.wait(10)
        return len(connection.execute(select(panel_account)).all())

    reading = asyncio.create_task(database.read(slow))
    await database.write(adding("a"))
    written.set()
    assert await reading in (0, 1)
    assert await stored(database) == {"a"}


async def test_two_programs_take_turns(database: Database, database_file: Path) -> None:
    """Each waits for the lock; a lock requested only after a read would fail at once."""
    other = Database(f"sqlite+aiosqlite:///{database_file}")
    await other.open()

    def counting(connection: Connection) -> None:
        so_far = len(connection.execute(select(panel_account.c.panel)).all())
        connection.execute(panel_account.insert().values(panel=str(so_far)))

    async def writes(writer: Database) -> None:
        for _ in range(25):
            await writer.write(counting)

    await asyncio.gather(writes(database), writes(other))
    await other.close()
    assert await stored(database) == {str(number) for number in range(50)}


async def test_sixteen_writers_at_once_wait_briefly(database: Database) -> None:
    """Measured: p99 about 10 ms. Without the queue before the database it was 600 to 1,200 ms."""
    waits: list[float] = []

    async def writer(letter: int) -> None:
        for number in range(25):
            begun = time.perf_counter()
            await database.write(adding(f"{letter}-{number}"))
            waits.append(time.perf_counter() - begun)

    await asyncio.gather(*(writer(letter) for letter in range(16)))
    assert len(await stored(database)) == 400
    assert sorted(waits)[int(len(waits) * 0.99)] < 0.5


def writers() -> list[asyncio.Task[object]]:
    """Return the writing tasks that have not ended."""
    return [task for task in asyncio.all_tasks() if task.get_name() == "database writer"]


async def test_closing_finishes_what_waits_and_leaves_no_writer(
    database: Database, database_file: Path
) -> None:
    names = [str(number) for number in range(3 * COMMIT_TOGETHER)]
    waiting = [asyncio.create_task(database.write(adding(name))) for name in names]
    await asyncio.sleep(0)
    await database.close()
    assert await asyncio.gather(*waiting) == names
    assert all(on_the_disk(database_file, name) for name in names)
    assert writers() == []
    with pytest.raises(DatabaseTrouble, match="stopping"):
        await database.write(adding("late"))


async def test_a_closing_that_is_cut_off_can_be_done_again(database: Database) -> None:
    going_on = threading.Event()

    def slow(_connection: Connection) -> None:
        going_on.wait(10)

    writing = asyncio.create_task(database.write(slow))
    closing_it = asyncio.create_task(database.close())
    await asyncio.sleep(0)
    closing_it.cancel()
    await asyncio.gather(closing_it, return_exceptions=True)
    going_on.set()
    await writing
    await database.close()
    assert writers() == []


async def test_a_unit_that_ends_as_if_cancelled_ends_nobody_elses(database: Database) -> None:
    """The writer runs the units: an exception that ends a unit must not end the writer."""

    def cancelled(connection: Connection) -> None:
        adding("half")(connection)
        raise asyncio.CancelledError

    async with asyncio.timeout(30):
        first, second, third = await asyncio.gather(
            database.write(adding("first")),
            database.write(cancelled),
            database.write(adding("third")),
            return_exceptions=True,
        )
        assert (first, third) == ("first", "third")
        assert isinstance(second, asyncio.CancelledError)
        assert await database.write(adding("later")) == "later"
    assert await stored(database) == {"first", "third", "later"}
    assert len(writers()) == 1


@pytest.mark.parametrize("steps", range(1, 9))
async def test_closing_waits_for_connections_that_nobody_waits_for(database_file: Path, steps: int) -> None:
    """The caller was cancelled while its connection opened; the thread ends before the event loop does."""
    before = set(threading.enumerate())
    database = Database(f"sqlite+aiosqlite:///{database_file}")
    await database.open()
    reading = asyncio.create_task(stored(database))
    for _ in range(steps):
        await asyncio.sleep(0)
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)
    await database.close()
    begun = set(threading.enumerate()) - before
    for thread in begun:
        thread.join(5)
    assert not any(thread.is_alive() for thread in begun)


async def test_a_reading_unit_sees_one_moment(database: Database) -> None:
    """Also where all it asks is prepared, which begins no transaction by itself."""
    await database.write(adding("before"))
    is_reading, is_written = threading.Event(), threading.Event()
    counting = Prepared(select(func.count()).select_from(panel_account))

    def reads_twice(connection: Connection) -> tuple[int, int]:
        first = counting.scalar(connection)
        is_reading.set()
        assert is_written.wait(10)
        return first, counting.scalar(connection)

    reading = asyncio.create_task(database.read(reads_twice))
    await asyncio.to_thread(is_reading.wait, 10)
    await database.write(adding("meanwhile"))
    is_written.set()
    assert await reading == (1, 1)
