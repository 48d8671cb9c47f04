"""Both databases for proofs in this process: books on an empty one of each kind, as often as one likes."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from storage.core.database import Database
from storage.tables import metadata
from storage.upgrade import upgrade
from tests.contracts.storage.postgres import PostgresServer, running_postgres
from tests.contracts.storage.stores import StoresUnderTest

NAME = "chaos"
EMPTIED = ", ".join(table.name for table in metadata.sorted_tables)


@dataclass(frozen=True, slots=True)
class CatalogueStore:
    """Where the databases are; `template` is a file with tables and nothing in them."""

    folder: Path
    template: Path
    server: PostgresServer

    @asynccontextmanager
    async def books(self, kind: str) -> AsyncIterator[StoresUnderTest]:
        """Books of a shop in which nobody has credit; one block of a kind at a time."""
        if kind == "sqlite":
            url = f"sqlite+aiosqlite:///{shutil.copy(self.template, self.folder / 'books.db')}"
        else:
            url = self.server.url(NAME)
        database = Database(url)
        if kind != "sqlite":
            emptying = text(f"TRUNCATE {EMPTIED} RESTART IDENTITY CASCADE")
            await database.write(lambda connection: connection.execute(emptying))
        books = StoresUnderTest(database, credit_micro=0)
        await books.open()
        try:
            yield books
        finally:
            await database.close()


@contextmanager
def shelf(server: PostgresServer) -> Iterator[CatalogueStore]:
    """Both databases with their tables, on this server."""
    with tempfile.TemporaryDirectory(prefix="kiosk-books-") as folder:
        template = Path(folder) / "template.db"
        server.create(NAME)
        for url in (f"sqlite+aiosqlite:///{template}", server.url(NAME)):
            asyncio.run(upgrade(url))
        yield CatalogueStore(Path(folder), template, server)


def on_own_shelf(proof: Callable[[CatalogueStore], Awaitable[None]]) -> None:
    """Run this proof with a server of its own."""
    with running_postgres() as server, shelf(server) as own:
        asyncio.run(_awaited(proof, own))


async def _awaited(proof: Callable[[CatalogueStore], Awaitable[None]], own: CatalogueStore) -> None:
    await proof(own)
