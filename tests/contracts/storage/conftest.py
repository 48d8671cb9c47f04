"""Every contract of the storage is tested twice: on SQLite, and on a real PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from storage.core.async_engines import for_migrating
from storage.core.database import Database
from storage.tables import metadata
from storage.upgrade import upgrade
from tests.contracts.storage.postgres import PostgresServer
from tests.contracts.storage.stores import StoresUnderTest

EMPTYING = "DO $$ BEGIN {} END $$".format(
    "".join(
        f"{statement}; "
        for statement in (
            "SET LOCAL session_replication_role = replica",  # without triggers and foreign keys
            *(f"DELETE FROM {table.name}" for table in metadata.sorted_tables),  # noqa: S608 - our own tables
            "PERFORM setval(seqrelid, seqstart, false) FROM pg_sequence",
        )
    )
)
"""What TRUNCATE ... RESTART IDENTITY does, but without new files for each table: in a fifth of the time."""


@pytest.fixture(scope="session")
def postgres(postgres_server: PostgresServer) -> PostgresServer:
    """A PostgreSQL server with two databases: one with tables, one empty."""
    postgres_server.create("books")
    postgres_server.create("bare")
    asyncio.run(upgrade(postgres_server.url("books")))
    return postgres_server


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """This test's own database with tables."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{request.getfixturevalue('database_file')}"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.url("books")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """The database, open, with empty tables."""
    database = Database(database_url)
    if not database.is_sqlite:
        await database.write(lambda connection: connection.execute(text(EMPTYING)))
    await database.open()
    yield database
    await database.close()


@pytest.fixture
async def stores(database: Database) -> StoresUnderTest:
    """Every store, and three people."""
    stores = StoresUnderTest(database)
    await stores.open()
    return stores


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without any table."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'bare.db'}"
    server: PostgresServer = request.getfixturevalue("postgres")
    asyncio.run(_strip(server.url("bare")))
    return server.url("bare")


async def _strip(url: str) -> None:
    engine = for_migrating(make_url(url))
    async with engine.begin() as connection:
        await connection.execute(text("DROP SCHEMA public CASCADE"))
        await connection.execute(text("CREATE SCHEMA public"))
    await engine.dispose()
