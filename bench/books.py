"""Books of many orders, made once for each form of the tables and kept under `.bench/`.

Whoever measures works on a copy, which is gone afterwards: of a file on SQLite, of a whole server's data on
PostgreSQL, whose programs come with a wheel of the tests.
"""

import contextlib
import hashlib
import shutil
import tempfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from app import identity_of
from bench.crowd import STEPS, crowd
from bench.rows import open_database
from storage.people.tables import identity
from storage.upgrade import HEAD
from tests.contracts.storage.postgres import running_postgres
from tests.in_process import Harness

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
KINDS = (SQLITE, POSTGRESQL)
KEPT = Path(__file__).resolve().parents[1] / ".bench"
KEPT_FROM = 50_000
"""Orders. A smaller book is made anew each time, in a second or two."""

NOW = datetime(2026, 6, 1, tzinfo=UTC)
"""Long after the last order."""

BUFFERS = "256MB"
_WHOSE = Harness(Path("unopened.db")).kiosk.settings
"""The books are those of the kiosk that a harness makes, so it can be started on them."""


@contextlib.asynccontextmanager
async def book(kind: str, orders: int) -> AsyncIterator[str]:
    """Yield the URL of a copy of the book of so many orders on this kind of database."""
    KEPT.mkdir(exist_ok=True)
    kept = KEPT / f"book-{orders}-{_form()}-{kind.lower()}"
    has_it = kept.exists()
    if kind == SQLITE:
        with tempfile.TemporaryDirectory(prefix="kiosk-book-") as folder:
            yield await _file(kept, Path(folder) / "kiosk.db", orders, has_it=has_it)
        return
    with running_postgres(kept if has_it else None, buffers=BUFFERS) as server:
        url = server.url("book")
        if not has_it:
            server.create("book")
            await _write(url, orders)
            if orders >= KEPT_FROM:
                part = _part(kept)
                server.keep(part)
                part.rename(kept)
        yield url


async def _file(kept: Path, file: Path, orders: int, *, has_it: bool) -> str:
    url = f"sqlite+aiosqlite:///{file}"
    if has_it:
        shutil.copyfile(kept, file)
        return url
    await _write(url, orders)
    if orders >= KEPT_FROM:
        part = _part(kept)
        shutil.copyfile(file, part)
        part.rename(kept)
    return url


async def _write(url: str, orders: int) -> None:
    today = identity_of(_WHOSE)
    row = {
        "id": 1,
        "panel": today.panel,
        "bot_id": today.bot_id,
        "access": today.access,
        "currency": today.currency,
        "since": NOW,
    }

    def belongs(connection: Connection) -> None:
        connection.execute(identity.insert().values(row))

    async with open_database(url) as database:
        await crowd(database, orders, panel=today.panel)
        await database.write(belongs)


def _part(kept: Path) -> Path:
    """Return where it is written before it is whole, with nothing there; books of an earlier form go."""
    orders, kind = kept.name.split("-")[1], kept.name.rpartition("-")[2]
    for other in KEPT.glob(f"book-{orders}-*-{kind}*"):
        if other.is_dir():
            shutil.rmtree(other)
        else:
            other.unlink()
    return kept.with_name(f"{kept.name}.part")


def _form() -> str:
    """Return the tables' revision, and a name for the way in which they are filled."""
    filled = STEPS.read_bytes() + STEPS.with_suffix(".py").read_bytes()
    return f"{HEAD}-{hashlib.sha256(filled).hexdigest()[:8]}"
