"""A database of SQLite for each test, as a kiosk opens it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.core.database import Database


@pytest.fixture
async def database(database_file: Path) -> AsyncIterator[Database]:
    """This test's own database, open."""
    database = Database(f"sqlite+aiosqlite:///{database_file}")
    await database.open()
    yield database
    await database.close()
