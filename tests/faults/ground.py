"""The ground squares stand on: stocked databases of both kinds to copy, and a nursery for their kiosks."""

import asyncio
import itertools
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

import pytest

from storage.upgrade import upgrade
from tests.contracts.storage.postgres import PostgresServer, running_postgres
from tests.faults.nursery import Nursery, opened
from tests.faults.rows import FileRows, Rows, ServerRows
from tests.faults.square import Square
from tests.street import Street

Kind = Literal["sqlite", "postgresql"]
KINDS: Final[tuple[Kind, ...]] = ("sqlite", "postgresql")
STOCKED = "stocked"


@dataclass
class Ground:
    """Where squares of both kinds can be had, as many as one likes side by side."""

    folder: Path
    file: Path
    server: PostgresServer
    nursery: Nursery
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    @asynccontextmanager
    async def square(self, kind: Kind, **settings: str) -> AsyncIterator[Square]:
        """A square whose kiosk has a database of its own, of this kind, that knows the catalogue."""
        number = next(self._numbers)
        folder = self.folder / str(number)
        folder.mkdir()
        rows = await self._database(kind, folder, f"square{number}")
        square = Square(self.nursery, folder, rows=rows, **settings)
        await square.opens()
        has_failed = True
        try:
            yield square
            has_failed = False
        finally:
            await square.closes(tells=has_failed)
            if kind == "postgresql":
                await asyncio.to_thread(self.server.drop, f"square{number}")
            shutil.rmtree(folder)

    async def _database(self, kind: Kind, folder: Path, name: str) -> Rows:
        if kind == "sqlite":
            return FileRows(Path(shutil.copy(self.file, folder / "kiosk.db")))
        await asyncio.to_thread(self.server.create, name, STOCKED)
        return ServerRows(self.server.url(name))


async def stock(url: str) -> None:
    """Make the tables and read the panel's catalogue into them, as a kiosk's first start does."""
    await upgrade(url)
    street = Street(Path(), database_url=url)
    await street.opens()
    await street.closes()


@contextmanager
def prepared(server: PostgresServer, nursery: Nursery) -> Iterator[Ground]:
    """A ground with these, from nothing."""
    folder = Path(tempfile.mkdtemp(prefix="kiosk-ground-"))
    try:
        file = folder / "stocked.db"
        server.create(STOCKED)
        for url in (f"sqlite+aiosqlite:///{file}", server.url(STOCKED)):
            asyncio.run(stock(url))
        yield Ground(folder, file, server, nursery)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def own_ground() -> Iterator[Ground]:
    """A ground with a server of its own, for a program that is no test."""
    with running_postgres() as server, opened() as nursery, prepared(server, nursery) as ground:
        yield ground


@pytest.fixture(scope="session")
def ground(postgres_server: PostgresServer, nursery: Nursery) -> Iterator[Ground]:
    """One a worker."""
    with prepared(postgres_server, nursery) as ground:
        yield ground
