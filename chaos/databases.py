"""Empty databases of both kinds for proofs in this process, as many as a proof needs."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import text

from chaos.result import Result
from storage.core.database import Database
from storage.tables import metadata
from storage.upgrade import upgrade
from tests.contracts.storage.postgres import PostgresServer, running_postgres
from tests.contracts.storage.stores import StoresUnderTest

NAME = "chaos"
EMPTIED = ", ".join(table.name for table in metadata.sorted_tables)


@dataclass(frozen=True, slots=True)
class EmptyDatabases:
    """One database of each kind, emptied for each use; `template` is a file with empty tables."""

    folder: Path
    template: Path
    server: PostgresServer

    @asynccontextmanager
    async def stores(self, kind: str) -> AsyncIterator[StoresUnderTest]:
        """Open the stores of a shop in which nobody has credit; one block of a kind at a time."""
        if kind == "sqlite":
            url = f"sqlite+aiosqlite:///{shutil.copy(self.template, self.folder / 'chaos.db')}"
        else:
            url = self.server.url(NAME)
        database = Database(url)
        if kind != "sqlite":
            emptying = text(f"TRUNCATE {EMPTIED} RESTART IDENTITY CASCADE")
            await database.write(lambda connection: connection.execute(emptying))
        stores = StoresUnderTest(database, credit_micro=0)
        await stores.open()
        try:
            yield stores
        finally:
            await database.close()


@contextmanager
def empty_databases(server: PostgresServer) -> Iterator[EmptyDatabases]:
    """Make both databases with their tables, PostgreSQL's on this server."""
    with tempfile.TemporaryDirectory(prefix="kiosk-chaos-") as folder:
        template = Path(folder) / "template.db"
        server.create(NAME)
        for url in (f"sqlite+aiosqlite:///{template}", server.url(NAME)):
            asyncio.run(upgrade(url))
        yield EmptyDatabases(Path(folder), template, server)


def on_own_databases(proof: Callable[[EmptyDatabases], Coroutine[Any, Any, Result]]) -> Result:
    """Return what this proof finds, played with a server of its own."""
    with running_postgres() as server, empty_databases(server) as own:
        return asyncio.run(proof(own))
