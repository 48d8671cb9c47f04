"""What `doctor` says of backups: each line names what is, or what to do."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cli.doctor import examine
from settings import Settings
from shop.backup_chat import MOST_BYTES
from storage.backup.making import make
from storage.backup.sent import note_sent
from storage.backup.state import BackupsFail, chat_state_of, room, state_of
from tests.in_process import KEY, TOKEN

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PASSPHRASE = "a passphrase of the tests"
HOUR = timedelta(hours=1)


@pytest.fixture
def url(database_file: Path) -> str:
    """A database with tables, and nobody in it."""
    return f"sqlite+aiosqlite:///{database_file}"


async def test_how_old_the_newest_is_and_whether_it_is_sealed(url: str, tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "kept"
    assert state_of(folder, "", NOON, every_hours=0) == f"none in {folder}; `bot.py backup` makes one"
    assert "the kiosk makes one while it runs" in state_of(folder, "", NOON, every_hours=24)
    assert not folder.exists()
    plain = await make(url, folder, NOON, keep=0)
    said = state_of(folder, "", NOON + 5 * HOUR, every_hours=24)
    assert said.startswith("the last one is 5 hours old and whole, not sealed; BACKUP_KEY seals the next one")
    assert said.endswith(f"({plain.file.name})")
    assert "not sealed, though the next one is" in state_of(folder, PASSPHRASE, NOON, every_hours=24)
    sealed = await make(url, folder, NOON + HOUR, keep=0, passphrase=PASSPHRASE)
    said = state_of(folder, PASSPHRASE, NOON + 49 * HOUR, every_hours=48)
    assert said == f"the last one is 2 days old and whole, sealed ({sealed.file.name})"


async def test_backups_that_stopped_say_how_to_have_new_ones(url: str, tmp_path: Path) -> None:
    await make(url, tmp_path, NOON, keep=0)
    for hours, every_hours, way_on in (
        (49, 24, "2 days old. The log says why none was made since; `bot.py backup` makes one now"),
        (72, 0, "3 days old. Run `bot.py backup`, or set BACKUP_EVERY_HOURS=24"),
        (-1, 24, "is of a time to come. Set this machine's clock"),
    ):
        state_of(tmp_path, "", NOON + 47 * HOUR, every_hours=every_hours)
        with pytest.raises(BackupsFail) as failure:
            state_of(tmp_path, "", NOON + hours * HOUR, every_hours=every_hours)
        assert way_on in str(failure.value)


async def test_a_newest_one_that_could_not_be_put_back_fails(url: str, tmp_path: Path) -> None:
    made = await make(url, tmp_path, NOON, keep=0, passphrase=PASSPHRASE)
    with pytest.raises(BackupsFail, match="set BACKUP_KEY to the key it was made with"):
        state_of(tmp_path, "", NOON, every_hours=0)
    with pytest.raises(BackupsFail, match="BACKUP_KEY is not the key it was sealed with"):
        state_of(tmp_path, "another passphrase", NOON, every_hours=0)
    made.file.write_bytes(b"words")
    with pytest.raises(BackupsFail, match=r"Make another with `bot\.py backup`"):
        state_of(tmp_path, PASSPHRASE, NOON, every_hours=0)
    made.file.unlink()
    made.file.mkdir()
    with pytest.raises(BackupsFail, match=r"cannot be read \(Is a directory\)"):
        state_of(tmp_path, PASSPHRASE, NOON, every_hours=0)


@pytest.mark.parametrize("place", ["", "kept"])
def test_a_folder_that_cannot_be_one_is_named(tmp_path: Path, place: str) -> None:
    """A file stands there, or on the way there."""
    (tmp_path / "file").write_text("")
    folder = tmp_path / "file" / place
    with pytest.raises(BackupsFail, match=r"cannot be written .* name another folder in BACKUP_FOLDER"):
        state_of(folder, "", NOON, every_hours=0)
    with pytest.raises(BackupsFail, match="cannot be written"):
        chat_state_of(folder, PASSPHRASE, NOON, has_group=True)


async def test_what_keeps_backups_from_the_chat_is_named(url: str, tmp_path: Path) -> None:
    said = "each new backup is sent to OPERATORS_CHAT, sealed"
    assert chat_state_of(tmp_path, PASSPHRASE, NOON + HOUR, has_group=True) == said
    with pytest.raises(BackupsFail, match="Set BACKUP_KEY, or empty BACKUP_CHAT"):
        chat_state_of(tmp_path, "", NOON, has_group=True)
    with pytest.raises(BackupsFail, match="Set OPERATORS_CHAT, or empty BACKUP_CHAT"):
        chat_state_of(tmp_path, PASSPHRASE, NOON + HOUR, has_group=False)
    await make(url, tmp_path, NOON, keep=0)
    with pytest.raises(BackupsFail, match="the newest is not sealed, so it is not sent"):
        chat_state_of(tmp_path, PASSPHRASE, NOON + HOUR, has_group=True)
    file = (await make(url, tmp_path, NOON + HOUR, keep=0, passphrase=PASSPHRASE)).file
    assert chat_state_of(tmp_path, PASSPHRASE, NOON + HOUR, has_group=True) == said
    note_sent(tmp_path, file.name)
    assert chat_state_of(tmp_path, PASSPHRASE, NOON + HOUR, has_group=True) == f"{said}; the newest was"
    ahead = tmp_path / file.name.replace("20260301", "20260401")
    ahead.touch()  # the chat leaves it alone
    assert chat_state_of(tmp_path, PASSPHRASE, NOON + HOUR, has_group=True) == f"{said}; the newest was"
    ahead.unlink()
    with file.open("ab") as growing:
        growing.truncate(MOST_BYTES + 1)
    with pytest.raises(BackupsFail, match="larger than the 50 MB that Telegram takes"):
        chat_state_of(tmp_path, PASSPHRASE, NOON + HOUR, has_group=True)


async def test_a_newest_one_that_the_chat_cannot_have_is_named(url: str, tmp_path: Path) -> None:
    file = (await make(url, tmp_path, NOON, keep=0, passphrase=PASSPHRASE)).file
    file.unlink()
    file.mkdir()
    with pytest.raises(BackupsFail, match=r"cannot be read \(Is a directory\)"):
        chat_state_of(tmp_path, PASSPHRASE, NOON + HOUR, has_group=True)


def test_room_is_told_where_nothing_is_yet(url: str, tmp_path: Path) -> None:
    assert room(tmp_path / "deep" / "kept", url).endswith(" MB beside the database")
    nowhere = f"sqlite+aiosqlite:///{tmp_path}/no-such/kiosk.db"
    assert room(tmp_path / "kept", nowhere).endswith(" MB for backups")


async def test_doctor_prints_the_lines_of_backups_and_goes_on(url: str, tmp_path: Path) -> None:
    await make(url, tmp_path / "kept", NOON, keep=0)
    lines: list[str] = []
    given = {
        "bot_token": TOKEN,
        "panel_url": "http://127.0.0.1:1/api/v2",
        "panel_key": KEY,
        "admin_ids": "1",
        "telegram_api_root": "http://127.0.0.1:1",
        "database_url": url,
        "backup_folder": str(tmp_path / "kept"),
        "backup_chat": "yes",
    }
    assert not await examine(Settings(_env_file=None, **given), lines.append)  # type: ignore[call-arg, arg-type]  # read from text
    [backups, chat] = [line for line in lines if "backup" in line.partition(":")[0]]
    assert "FAIL  backups: the last one is " in backups
    assert backups.endswith("days old. Run `bot.py backup`, or set BACKUP_EVERY_HOURS=24")
    assert chat == "FAIL  backup chat: backups are sent only sealed. Set BACKUP_KEY, or empty BACKUP_CHAT"
    assert any(line.startswith("FAIL  telegram: ") for line in lines)
