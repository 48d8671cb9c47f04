"""What every test starts from: the street, with the kiosk between a fake Telegram and a fake panel."""

import os

os.environ["PTB_TIMEDELTA"] = "true"  # before PTB is imported; see bot.py

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.upgrade import upgrade
from tests.street import Street

__all__ = ["Street"]


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with tables and nothing in them, made once a worker and copied for each test."""
    import asyncio

    path = tmp_path_factory.mktemp("database") / "empty.db"
    asyncio.run(upgrade(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture
def database_file(empty_database: Path, tmp_path: Path) -> Path:
    """A fresh database of this test's own."""
    return Path(shutil.copy(empty_database, tmp_path / "kiosk.db"))


@pytest.fixture
async def street(database_file: Path) -> AsyncIterator[Street]:
    """The kiosk in process, open, with an empty chat for everybody."""
    street = Street(database_file)
    await street.opens()
    yield street
    await street.closes()
