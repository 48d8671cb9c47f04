"""Fixtures of every test that starts a real kiosk: one, or many side by side.

    test ── plays people ──▶ fake Telegram ◀── sockets ── kiosk ── sockets ──▶ fake panel
      │                                      (a forked bot.py run)
      │                                                     │
      └───────────── reads rows ───────────────────▶ its own database, a copy of a stocked one

`process` is all of this once; `templates.process(kind)` as often as one likes. Where sockets and death prove
nothing more, tests use `harness` instead (tests/in_process.py): the same without a socket.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.contracts.storage.postgres import PostgresServer
from tests.faults import fork_server as fork_servers
from tests.faults.database_templates import DatabaseTemplates, prepared, stock
from tests.faults.fork_server import ForkServer
from tests.faults.process import KioskProcess


@pytest.fixture(scope="session")
def stocked_database(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the panel's catalogue, made once per worker and copied for each test."""
    path = Path(shutil.copy(empty_database, tmp_path_factory.mktemp("stocked") / "kiosk.db"))
    asyncio.run(stock(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def fork_server() -> Iterator[ForkServer]:
    """The fork server of this worker's kiosks."""
    with fork_servers.opened() as fork_server:
        yield fork_server


@pytest.fixture
async def process(
    fork_server: ForkServer, stocked_database: Path, tmp_path: Path
) -> AsyncIterator[KioskProcess]:
    """Telegram, the panel and a stocked database; the kiosk is not running yet."""
    process = KioskProcess(fork_server, tmp_path)
    shutil.copy(stocked_database, process.database)
    await process.opens()
    yield process
    await process.closes()


@pytest.fixture(scope="session")
def templates(postgres_server: PostgresServer, fork_server: ForkServer) -> Iterator[DatabaseTemplates]:
    """The database templates, one per worker."""
    with prepared(postgres_server, fork_server) as templates:
        yield templates
