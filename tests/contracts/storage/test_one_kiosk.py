"""One kiosk per database, on SQLite and on a server: a second is refused, however the first ended."""

import asyncio
import errno
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import create_async_engine

from storage.core import lock
from storage.core.database import Database, DatabaseTrouble
from storage.core.lock import AlreadyRunning, LockLost, one_kiosk
from storage.upgrade import upgrade

HOLDER = """
import asyncio
import sys
from sqlalchemy import make_url
from storage.core.lock import one_kiosk

async def hold():
    async with one_kiosk(make_url(sys.argv[1])):
        print("held", flush=True)
        sys.stdin.read()

asyncio.run(hold())
"""


async def test_a_second_kiosk_is_refused_until_the_first_ends(database_url: str) -> None:
    url = make_url(database_url)
    async with one_kiosk(url):
        with pytest.raises(AlreadyRunning, match="Another kiosk is running on this database"):
            await one_kiosk(url).__aenter__()
    async with one_kiosk(url):
        pass


async def test_a_link_to_the_file_names_the_same_database(database_file: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(database_file)
    async with one_kiosk(make_url(f"sqlite+aiosqlite:///{database_file}")):
        with pytest.raises(AlreadyRunning):
            await one_kiosk(make_url(f"sqlite+aiosqlite:///{link}")).__aenter__()


async def test_the_lock_ends_with_its_process(database_url: str) -> None:
    holder = subprocess.Popen(  # noqa: ASYNC220 - nothing else runs in this loop
        [sys.executable, "-c", HOLDER, database_url],
        cwd=Path(lock.__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(AlreadyRunning):
            await one_kiosk(make_url(database_url)).__aenter__()
        holder.kill()
        holder.wait(30)
    await _is_free(database_url)


async def _is_free(database_url: str) -> None:
    """Wait until the lock is free: a server takes a moment to notice that a client is gone."""
    for attempt in range(100):
        try:
            async with one_kiosk(make_url(database_url)):
                return
        except AlreadyRunning:
            assert attempt < 99


async def nothing(_seconds: float) -> None:
    """Return at once instead of waiting."""
    await asyncio.sleep(0)


async def test_a_lock_is_held_until_it_is_lost_and_its_loss_ends_the_watch(
    database_url: str,
) -> None:
    url = make_url(database_url)
    async with one_kiosk(url) as held:
        assert await held.is_held()
        assert await held.is_held()
        await lose(url)
        assert not await held.is_held()
        with pytest.raises(LockLost, match="another kiosk may run"):
            await asyncio.wait_for(held.watch(nothing), 30)
        async with one_kiosk(url) as second:
            assert await second.is_held()
            assert not await held.is_held()


@pytest.mark.parametrize("how", ["moved", "replaced", "deleted"])
async def test_a_file_that_is_not_the_one_it_was_ends_the_watch(database_file: Path, how: str) -> None:
    """Connections go on writing to the first one, and the next start would read none of that."""
    another = database_file.with_name("another.db")
    another.write_bytes(b"")
    async with one_kiosk(make_url(f"sqlite+aiosqlite:///{database_file}")) as held:
        assert await held.is_held()
        if how == "moved":
            database_file.rename(database_file.with_name("aside.db"))  # noqa: ASYNC240 - as in `lose`
        elif how == "replaced":
            another.rename(database_file)
        else:
            database_file.unlink()  # noqa: ASYNC240 - as above
        with pytest.raises(LockLost, match="was moved, replaced or deleted"):
            await asyncio.wait_for(held.watch(nothing), 30)
        assert held.is_lost


async def test_a_file_that_is_made_at_the_first_start_is_no_other_one(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.db"
    async with one_kiosk(make_url(f"sqlite+aiosqlite:///{file}")) as held:
        assert await held.is_held()
        file.write_bytes(b"")
        assert await held.is_held()
        file.write_bytes(b"more")
        assert await held.is_held()


async def test_the_log_of_a_file_that_was_replaced_is_not_read_into_the_next(database_file: Path) -> None:
    another = Path(shutil.copy(database_file, database_file.with_name("another.db")))
    database = Database(f"sqlite+aiosqlite:///{database_file}")
    await database.open()
    await database.write(
        lambda connection: connection.execute(text("CREATE TABLE of_the_first (id INTEGER)"))
    )
    another.replace(database_file)  # noqa: ASYNC240 - as in `lose`
    await database.close()
    with closing(sqlite3.connect(database_file)) as found:
        names = [name for (name,) in found.execute("SELECT name FROM sqlite_master")]
    assert "of_the_first" not in names
    assert "orders" in names


async def test_a_disk_that_is_away_at_the_end_keeps_nothing_open(
    database_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kiosk ends because its disk is away, so looking at the file must not fail once more."""
    database = Database(f"sqlite+aiosqlite:///{database_file}")
    await database.open()
    await database.write(lambda connection: connection.execute(text("CREATE TABLE written (id INTEGER)")))

    really: Any = os.stat

    def stat(path: object, **named: object) -> object:
        if str(path) == str(database_file):
            raise OSError(errno.EIO, "Input/output error")
        return really(path, **named)

    with monkeypatch.context() as away:
        away.setattr(os, "stat", stat)
        await database.close()
    with closing(sqlite3.connect(database_file, timeout=0)) as found:  # nobody else has it open
        assert found.execute("PRAGMA journal_mode = DELETE").fetchone() == ("delete",)
        assert found.execute("SELECT count(*) FROM written").fetchall() == [(0,)]


async def test_a_log_without_its_file_is_not_deleted_by_a_start(database_file: Path) -> None:
    url = f"sqlite+aiosqlite:///{database_file}"
    database = Database(url)
    await database.open()
    await database.write(lambda connection: connection.execute(text("CREATE TABLE written (id INTEGER)")))
    moved = database_file.rename(database_file.with_name("moved.db"))  # noqa: ASYNC240 - as above
    with pytest.raises(DatabaseTrouble, match="no tables"):  # and makes no empty file, nor deletes the log
        await database.read(lambda connection: connection.execute(text("SELECT * FROM written")).all())
    await database.close()
    with pytest.raises(DatabaseTrouble, match=r"the log .* \(kiosk.db-wal\)\. Put that file back"):
        await upgrade(url)
    moved.rename(database_file)
    await upgrade(url)
    with closing(sqlite3.connect(database_file)) as found:
        assert found.execute("SELECT count(*) FROM written").fetchall() == [(0,)]


async def lose(url: URL) -> None:
    """Break the lock from outside: end the server's sessions, delete the locked file."""
    if url.get_backend_name() == "sqlite":
        Path(f"{url.database}.lock").unlink()  # noqa: ASYNC240 - nothing else runs in this loop
        return
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        ended = text(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        await connection.execute(ended)
    await engine.dispose()
