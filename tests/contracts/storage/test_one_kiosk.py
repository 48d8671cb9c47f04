"""One kiosk a database, on SQLite and on a server: the second is refused, whatever became of the first."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import make_url

from storage import lock
from storage.lock import AlreadyRunning, one_kiosk

HOLDER = """
import asyncio
import sys
from sqlalchemy import make_url
from storage.lock import one_kiosk

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


async def test_the_lock_ends_with_its_process(database_url: str) -> None:
    holder = subprocess.Popen(  # noqa: ASYNC220 - nothing else runs in this loop
        [sys.executable, "-c", HOLDER, database_url],
        cwd=Path(lock.__file__).parents[1],
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
    """A server notices within a moment that a client is gone."""
    for attempt in range(100):
        try:
            async with one_kiosk(make_url(database_url)):
                return
        except AlreadyRunning:
            assert attempt < 99
