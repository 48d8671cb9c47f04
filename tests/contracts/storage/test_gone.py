"""A kiosk makes no new database beside the backups of one that is gone."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import make_url

from cli.doctor import examine
from storage.backup.gone import DatabaseGone, refuse_if_gone
from storage.backup.making import make
from storage.core.engines import is_sqlite
from storage.core.on_file import is_there
from storage.upgrade import upgrade
from tests.unit.top.test_settings import settings

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


async def test_an_empty_database_is_refused_beside_backups_of_a_full_one(
    bare_url: str, tmp_path: Path, database_file: Path
) -> None:
    folder = tmp_path / "backups"
    await refuse_if_gone(bare_url, folder)  # nothing was ever kept: a new shop
    folder.mkdir()
    (folder / "notes.txt").write_text("no backup")
    await refuse_if_gone(bare_url, folder)

    made = await make(f"sqlite+aiosqlite:///{database_file}", folder, NOON, keep=14, passphrase="")
    with pytest.raises(DatabaseGone, match=f"the newest of 2026-03-01 12:00 UTC.*bot.py restore {made.file}"):
        await refuse_if_gone(bare_url, folder)
    if is_sqlite(url := make_url(bare_url)):
        assert not is_there(url), "asking made the file"
    lines: list[str] = []
    await examine(settings(database_url=bare_url, backup_folder=str(folder)), lines.append)
    [told] = [line for line in lines if "database:" in line]
    assert told.startswith("FAIL  database: The database is empty or not there")

    await upgrade(bare_url)
    await refuse_if_gone(bare_url, folder)
