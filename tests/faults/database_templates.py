"""Stocked databases of both kinds, copied for as many kiosks as needed."""

import asyncio
import itertools
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from storage.upgrade import upgrade
from tests.contracts.storage.postgres import PostgresServer, running_postgres
from tests.faults.fork_server import ForkServer, opened
from tests.faults.process import KioskProcess
from tests.faults.rows import FileRows, Rows, ServerRows
from tests.in_process import Harness

Kind = Literal["sqlite", "postgresql"]
KINDS: Final[tuple[Kind, ...]] = ("sqlite", "postgresql")
STOCKED = "stocked"


@dataclass
class DatabaseTemplates:
    """Makes kiosk processes on databases of both kinds, as many as needed side by side."""

    folder: Path
    file: Path
    server: PostgresServer
    fork_server: ForkServer
    _numbers: Iterator[int] = field(default_factory=itertools.count)
    _further: dict[KioskProcess, list[str]] = field(default_factory=dict)

    @asynccontextmanager
    async def process(self, kind: Kind, *, further: str = "", **settings: str) -> AsyncIterator[KioskProcess]:
        """Make a kiosk process with its own stocked database of this kind."""
        number = next(self._numbers)
        folder = self.folder / str(number)
        folder.mkdir()
        rows = await self._database(kind, folder, f"kiosk{number}")
        process = KioskProcess(self.fork_server, folder, rows=rows, further=further, **settings)
        await process.opens()
        has_failed = True
        try:
            yield process
            has_failed = False
        finally:
            await process.closes(tells=has_failed)
            if kind == "postgresql":
                for name in (f"kiosk{number}", *self._further.pop(process, ())):
                    await asyncio.to_thread(self.server.drop, name)
            shutil.rmtree(folder)

    async def loses_database(self, process: KioskProcess) -> None:
        """Give a process whose kiosk has ended an empty database of the same kind in place of its own."""
        if process.database.exists():
            lost = process.folder / "lost"
            lost.mkdir()
            for file in process.folder.glob(f"{process.database.name}*"):
                file.rename(lost / file.name)
            return
        name = f"{STOCKED}{next(self._numbers)}"
        self._further.setdefault(process, []).append(name)
        await asyncio.to_thread(self.server.create, name)
        process.moves_to(ServerRows(self.server.url(name)))

    async def _database(self, kind: Kind, folder: Path, name: str) -> Rows:
        if kind == "sqlite":
            return FileRows(Path(shutil.copy(self.file, folder / "kiosk.db")))
        await asyncio.to_thread(self.server.create, name, STOCKED)
        return ServerRows(self.server.url(name))


async def stock(url: str) -> None:
    """Make the tables and read the panel's catalogue, as a kiosk's first start does."""
    await upgrade(url)
    process = Harness(Path(), database_url=url)
    await process.opens()
    await process.closes()


@contextmanager
def prepared(server: PostgresServer, fork_server: ForkServer) -> Iterator[DatabaseTemplates]:
    """Make the templates with this server and fork server."""
    folder = Path(tempfile.mkdtemp(prefix="kiosk-templates-"))
    try:
        file = folder / "stocked.db"
        server.create(STOCKED)
        for url in (f"sqlite+aiosqlite:///{file}", server.url(STOCKED)):
            asyncio.run(stock(url))
        yield DatabaseTemplates(folder, file, server, fork_server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def own_templates(preload: Mapping[str, str] | None = None) -> Iterator[DatabaseTemplates]:
    """Make the templates with their own server, for a program that is not a test; see `opened`."""
    with (
        running_postgres() as server,
        opened(preload) as fork_server,
        prepared(server, fork_server) as templates,
    ):
        yield templates
