"""One kiosk per database, on SQLite and on a server: a second is refused, however the first ended."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import create_async_engine

from storage.core import lock
from storage.core.lock import AlreadyRunning, LockLost, one_kiosk

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
