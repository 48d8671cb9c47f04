"""What only a server can do: be away, come back, and end connections while we use them."""

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Connection, make_url, text

from storage.core.async_engines import for_migrating
from storage.core.database import Database, DatabaseTrouble
from storage.upgrade import found_revision, upgrade
from tests.contracts.storage.postgres import PostgresServer

NOBODY_LISTENS = "postgresql+asyncpg://kiosk:secret@127.0.0.1:1/kiosk"


def alive(connection: Connection) -> int:
    return int(connection.execute(text("SELECT 7")).scalar_one())


async def test_a_server_that_does_not_answer_is_told(postgres: PostgresServer) -> None:
    database = Database(NOBODY_LISTENS)
    attempts = (
        database.read(alive),
        database.write(alive),
        upgrade(NOBODY_LISTENS),
        found_revision(NOBODY_LISTENS),
        upgrade(postgres.url("books").replace(str(postgres.home), "/nowhere")),
    )
    for attempt in attempts:
        with pytest.raises(DatabaseTrouble, match="server does not answer") as told:
            await attempt
        assert "secret" not in str(told.value)
    await database.close()


async def test_a_database_that_is_not_there_is_told(postgres: PostgresServer) -> None:
    with pytest.raises(DatabaseTrouble, match='The database refused: database "none" does not exist'):
        await upgrade(postgres.url("none"))


async def test_a_server_that_takes_no_further_connection_is_told(postgres: PostgresServer) -> None:
    url = make_url(postgres.url("bare"))
    engine = for_migrating(url)
    async with engine.begin() as connection:
        await connection.execute(text("CREATE ROLE few LOGIN CONNECTION LIMIT 0"))
    database = Database(url.set(username="few").render_as_string(hide_password=False))
    try:
        for ask in (database.read, database.write):
            with pytest.raises(DatabaseTrouble, match=r"takes no further connection.*opens up to 52"):
                await ask(alive)
    finally:
        await database.close()
        async with engine.begin() as connection:
            await connection.execute(text("DROP ROLE few"))
        await engine.dispose()


async def test_a_server_that_only_reads_is_told(postgres: PostgresServer) -> None:
    database = Database(postgres.url("books"))

    def unit(connection: Connection) -> None:
        connection.execute(text("SET TRANSACTION READ ONLY"))
        connection.execute(text("CREATE TABLE never (id integer)"))

    with pytest.raises(DatabaseTrouble, match=r"only reads now\. .* whether its disk is full"):
        await database.write(unit)
    await database.close()


async def test_connections_the_server_ended_are_replaced(postgres: PostgresServer) -> None:
    """As after a restart of the server: the next tap does not fail."""
    database = Database(postgres.url("books"))
    assert (await database.read(alive), await database.write(alive)) == (7, 7)
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'books'"
    engine = for_migrating(make_url(postgres.url("bare")))
    async with engine.connect() as connection:
        ended = (await connection.execute(text(others))).scalars().all()
    await engine.dispose()
    assert len(ended) >= 2
    assert (await database.read(alive), await database.write(alive)) == (7, 7)
    await database.close()


async def test_a_connection_that_ends_in_the_middle_is_trouble_once(postgres: PostgresServer) -> None:
    database = Database(postgres.url("books"))

    def unit(connection: Connection) -> None:
        connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    for ask in (database.read, database.write):
        with pytest.raises(DatabaseTrouble, match="server does not answer"):
            await ask(unit)
    assert (await database.read(alive), await database.write(alive)) == (7, 7)
    await database.close()


HOLDER = """
import sys
from tests.contracts.storage.postgres import running_postgres
with running_postgres() as server:
    print((server.home / "data" / "postmaster.pid").read_text().split()[0], flush=True)
    sys.stdin.read()
"""


def test_the_tests_server_ends_with_its_process_however_that_ends() -> None:
    root = Path(__file__).resolve().parents[3]
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER], cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with holder:
        assert holder.stdout is not None
        server = os.pidfd_open(int(holder.stdout.readline()))
        holder.send_signal(signal.SIGKILL)
    ended, _, _ = select.select([server], [], [], 60)
    os.close(server)
    assert ended
