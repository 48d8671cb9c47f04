"""The lock of a missing database. tests/contracts/storage has its behaviour on existing ones."""

import asyncio
import errno
import fcntl
from pathlib import Path

import pytest
from sqlalchemy import make_url

from storage.core import lock
from storage.core.engines import shown
from storage.core.lock import Lock, LockLost, one_kiosk
from storage.core.trouble import DatabaseTrouble


async def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(DatabaseTrouble, match="see that DATABASE_URL names a folder"):
        await one_kiosk(make_url(f"sqlite+aiosqlite:///{tmp_path}/missing/kiosk.db")).__aenter__()


async def test_a_disk_that_knows_no_locks_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(_file: object, _how: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuses)
    with pytest.raises(
        DatabaseTrouble, match=r"cannot be locked \(No locks available\).*a disk of this machine"
    ):
        await one_kiosk(make_url(f"sqlite+aiosqlite:///{tmp_path}/kiosk.db")).__aenter__()


async def test_what_is_in_memory_needs_no_lock() -> None:
    url = make_url("sqlite+aiosqlite://")
    async with one_kiosk(url), one_kiosk(url):
        pass


async def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(DatabaseTrouble, match="does not answer"):
        await one_kiosk(make_url("postgresql+asyncpg://u@127.0.0.1:1/kiosk")).__aenter__()


async def test_a_server_that_says_nothing_of_the_lock_has_lost_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "LOOK_SECONDS", 0.01)
    asked: list[asyncio.Event] = []

    async def says_nothing() -> bool:
        asked.append(asyncio.Event())
        return await asked[-1].wait()

    held = Lock(says_nothing)
    before = held.is_lost
    with pytest.raises(LockLost):
        await held.watch()
    assert (before, held.is_lost) == (False, True)
    assert not await held.is_held()
    assert len(asked) == 1, "what is lost is not asked about again"


def test_an_address_is_shown_without_its_password() -> None:
    """Also where asyncpg reads it behind the question mark, which SQLAlchemy shows."""
    for written in ("kiosk:very-secret@host/kiosk", "kiosk@host/kiosk?password=very-secret&ssl=require"):
        told = shown(make_url(f"postgresql+asyncpg://{written}"))
        assert "very-secret" not in told
        assert told.endswith("@host/kiosk")
