"""The file of a backup: nothing in it can be changed unnoticed, and a full disk leaves none half made."""

import asyncio
import gzip
import io
import json
import resource
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url

from app.backing_up import backup
from settings import Settings
from shop.clock import SystemClock
from shop.version import VERSION
from storage.backup import archive
from storage.backup.folder import AnotherBackup, NoFolder, backups_in, drop_old, working_in
from storage.backup.leavings import clear
from storage.backup.making import make, newest_in
from storage.backup.manifest import Manifest, NotWhole
from storage.backup.putting_back import _room_beside
from storage.backup.sealing import CHUNK, MARK, CannotOpen, Opening, Sealing
from storage.core import engines
from storage.core.database import DatabaseTrouble
from storage.upgrade import to_revision
from tests.in_process import KEY, TOKEN
from tests.unit.top.test_settings import settings

ROOT = Path(__file__).parents[3]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PASSPHRASE = "a passphrase of the tests"


@pytest.fixture
def url(database_file: Path) -> str:
    """A database with tables, and nobody in it."""
    return f"sqlite+aiosqlite:///{database_file}"


def sealed(plain: bytes) -> bytes:
    out = io.BytesIO()
    sealing = Sealing(out, PASSPHRASE)
    sealing.write(plain)
    sealing.finish()
    return out.getvalue()


def opened(data: bytes, passphrase: str = PASSPHRASE) -> bytes:
    return io.BufferedReader(Opening(io.BytesIO(data), passphrase)).read()


@pytest.mark.parametrize("size", [0, 1, CHUNK, CHUNK + 1, 2 * CHUNK])
def test_what_was_sealed_opens_as_it_was(size: int) -> None:
    assert opened(sealed(b"x" * size)) == b"x" * size


def test_a_change_anywhere_or_an_end_cut_off_is_noticed() -> None:
    whole, tail = sealed(b"x" * (2 * CHUNK)), CHUNK + 16
    head = len(whole) - 2 * tail
    for place in (head - 30, head - 1, head + 7, len(whole) - 1):
        with pytest.raises(CannotOpen):
            opened(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    swapped = whole[:head] + whole[head + tail :] + whole[head : head + tail]
    for wrong in (whole[:-tail], whole[:-1], whole + b"x", swapped, b"", whole[:20]):
        with pytest.raises(CannotOpen):
            opened(wrong)
    with pytest.raises(CannotOpen, match="BACKUP_KEY is not the key"):
        opened(whole, "another passphrase")


async def test_a_damaged_file_is_not_whole(url: str, tmp_path: Path) -> None:
    made = await make(url, tmp_path / "kept", NOON, keep=0)
    data = made.file.read_bytes()
    assert made.file.name.startswith("kiosk-20260301T120000Z-r00")
    for damaged in (data[: len(data) // 2], data[:-4], data[:2000] + b"~~~~" + data[2004:], b"", b"words"):
        made.file.write_bytes(damaged)
        with pytest.raises(NotWhole):
            archive.check(made.file, "")


async def test_bits_that_are_flipped_anywhere_are_noticed(url: str, tmp_path: Path) -> None:
    made = await make(url, tmp_path / "kept", NOON, keep=0)
    data = made.file.read_bytes()
    whole, noticed = gzip.decompress(data), 0
    places = [*range(24), *range(24, len(data) - 8, len(data) // 25), len(data) - 8, len(data) - 1]
    for place in places:
        for bits in (0x01, 0xFF):
            damaged = data[:place] + bytes([data[place] ^ bits]) + data[place + 1 :]
            made.file.write_bytes(damaged)
            try:
                archive.check(made.file, "")
            except NotWhole:
                noticed += 1
            else:  # a name that nobody reads, or zeros that are taken from elsewhere
                assert gzip.decompress(damaged) == whole
    assert noticed > len(places)
    with pytest.raises(NotWhole):
        archive.unpack(made.file, "", made.file.parent)


@pytest.mark.parametrize("written", [b"", b"7", b'"words"', b"[]", b"{}", b'{"format": 1, "files": 7}'])
def test_a_beginning_that_says_nothing_is_damaged(written: bytes) -> None:
    with pytest.raises(NotWhole, match="does not say what is in it"):
        Manifest.read(written)


@pytest.mark.parametrize("name", ["../kiosk.db", "/kiosk.db", "deeper/kiosk.db", "..", ""])
def test_no_part_is_unpacked_outside_its_folder(tmp_path: Path, name: str) -> None:
    folder, part, hostile = tmp_path / "unpacked", tmp_path / "part", tmp_path / "hostile.backup"
    folder.mkdir()
    part.write_bytes(b"rows")
    manifest = Manifest(
        "sqlite", "0001", NOON, rows={}, sums={}, last={}, files={name: sha256(b"rows").hexdigest()}
    )
    with tarfile.open(hostile, mode="w:gz") as tar:
        for entry, content in (("manifest.json", manifest.write()), (name, b"rows")):
            told = tarfile.TarInfo(entry)
            told.size = len(content)
            tar.addfile(told, io.BytesIO(content))
    with pytest.raises(NotWhole, match="outside its folder"):
        archive.unpack(hostile, "", folder)
    assert list(folder.iterdir()) == []
    assert not (tmp_path / "kiosk.db").exists()


def full_disk() -> None:
    """Let this process write no file beyond 100 kB, as a full disk would."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))


@pytest.mark.parametrize("passphrase", ["", PASSPHRASE])
def test_a_full_disk_leaves_nothing_and_loses_nothing(url: str, tmp_path: Path, passphrase: str) -> None:
    folder = tmp_path / "kept"
    first = asyncio.run(make(url, folder, NOON, keep=0)).file
    told = {"url": url, "folder": str(folder), "keep": 1, "passphrase": passphrase}
    done = subprocess.run(
        [sys.executable, "-m", "storage.backup"],
        cwd=ROOT,
        input=json.dumps(told).encode(),
        capture_output=True,
        timeout=60,
        check=False,
        preexec_fn=full_disk,
    )
    assert done.returncode == 1, done.stderr
    assert "full" in json.loads(done.stdout)["trouble"]
    assert PASSPHRASE.encode() not in done.stdout + done.stderr
    assert backups_in(folder) == [first]
    assert not [one for one in folder.iterdir() if "half" in one.name]
    archive.check(first, "")


def test_a_folder_that_cannot_be_written_is_named(url: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NoFolder, match="BACKUP_FOLDER"):
        asyncio.run(make(url, tmp_path / "file", NOON, keep=0))
    with pytest.raises(DatabaseTrouble, match="no database yet"):
        asyncio.run(make(f"sqlite+aiosqlite:///{tmp_path / 'none.db'}", tmp_path / "kept", NOON, keep=0))


async def test_a_book_of_an_earlier_release_says_so(tmp_path: Path) -> None:
    """It lacks tables that the invariants read: the command said that there were none of a kiosk."""
    engine = create_engine(f"sqlite:///{tmp_path / 'kiosk.db'}")
    with engine.begin() as connection:
        to_revision(connection, "0044")
    engine.dispose()
    with pytest.raises(NotWhole, match=r"of an earlier release \(revision 0044"):
        await make(f"sqlite+aiosqlite:///{tmp_path / 'kiosk.db'}", tmp_path / "kept", NOON, keep=0)


def test_a_servers_copy_is_unpacked_where_backups_are(tmp_path: Path) -> None:
    """In the container /tmp is 256 MB of memory; on the disk of the backups as much had room before."""
    server = make_url("postgresql+asyncpg://kiosk@host/kiosk")
    with _room_beside(server, tmp_path) as folder:
        assert folder.parent == tmp_path
    left = tmp_path / f"{folder.name[:30]}left"
    left.mkdir()
    with _room_beside(server, tmp_path):
        assert not left.exists()
    for nowhere in (tmp_path / "none", None):
        with _room_beside(server, nowhere) as folder:
            assert folder.parent == Path(tempfile.gettempdir())
    with _room_beside(
        make_url(f"sqlite+aiosqlite:///{tmp_path / 'beside' / 'kiosk.db'}"), tmp_path
    ) as folder:
        assert folder.parent == tmp_path / "beside"


def test_two_at_once_do_not_meet(tmp_path: Path) -> None:
    with working_in(tmp_path), pytest.raises(AnotherBackup), working_in(tmp_path):
        pass


def test_the_newest_are_kept_and_other_files_left_alone(tmp_path: Path) -> None:
    *_, newest = [named(tmp_path, day) for day in range(1, 5)]
    (tmp_path / "notes.txt").touch()
    now = NOON + timedelta(days=3)
    assert [file.name[12:14] for file in drop_old(tmp_path, 2, newest, now)[0]] == ["02", "01"]
    assert len(backups_in(tmp_path)) == 2
    assert (tmp_path / "notes.txt").exists()
    assert drop_old(tmp_path, 0, newest, now) == ([], [])


def named(folder: Path, day: int) -> Path:
    """Make a file with the name of a backup of this day in March, at noon."""
    file = folder / f"kiosk-202603{day:02}T120000Z-r0072-v0.1.0.backup"
    file.touch()
    return file


async def test_what_was_just_made_stays_though_another_is_of_a_time_to_come(url: str, tmp_path: Path) -> None:
    named(tmp_path, 31)
    made = await make(url, tmp_path, NOON, keep=1)
    assert backups_in(tmp_path) == [made.file]


@pytest.mark.parametrize("keep", [1, 2, 3])
def test_what_was_made_by_a_clock_that_was_ahead_goes_first(tmp_path: Path, keep: int) -> None:
    ahead = [named(tmp_path, day) for day in (30, 31)]
    before = named(tmp_path, 1)
    made = named(tmp_path, 2)
    left = [made, before, ahead[1], ahead[0]][:keep]
    drop_old(tmp_path, keep, made, NOON + timedelta(days=1))
    assert set(backups_in(tmp_path)) == set(left)


def test_a_backup_of_a_time_to_come_is_the_newest_only_where_that_is_asked(tmp_path: Path) -> None:
    ahead = named(tmp_path, 2)
    assert newest_in(tmp_path) == (ahead, NOON + timedelta(days=1))
    assert newest_in(tmp_path, NOON) is None
    made = named(tmp_path, 1)
    assert newest_in(tmp_path, NOON) == (made, NOON)
    five = timedelta(minutes=5)  # clocks of two machines may differ so much
    assert newest_in(tmp_path, NOON + timedelta(days=1) - five) == (ahead, NOON + timedelta(days=1))


async def test_an_old_one_that_cannot_be_deleted_keeps_none_from_being_made(url: str, tmp_path: Path) -> None:
    """Else the kiosk would count it as not made, and make another every quarter of an hour."""
    stuck = tmp_path / named(tmp_path, 2).name.replace("0302", "0202")
    stuck.mkdir()
    older = named(tmp_path, 1).rename(tmp_path / stuck.name.replace("0202", "0201"))
    made = await make(url, tmp_path, NOON + timedelta(days=9), keep=1)
    assert made.file.exists()
    assert not older.exists()
    assert (stuck, older) == (*made.stuck, made.dropped[-1])


def test_a_name_with_a_day_that_no_month_has_is_no_backups(tmp_path: Path) -> None:
    kept = named(tmp_path, 1)
    for day in ("20260231", "20269999", "00000000", "٢٠٢٦٠٣٠١"):
        (tmp_path / kept.name.replace("20260301", day)).touch()
    assert backups_in(tmp_path) == [kept]
    assert newest_in(tmp_path) == (kept, NOON)


def test_the_key_is_a_secret_and_no_short_word() -> None:
    given = {"bot_token": TOKEN, "panel_url": "http://127.0.0.1:1/api/v2", "panel_key": KEY, "admin_ids": "1"}
    settings = Settings(_env_file=None, backup_key=PASSPHRASE, **given)  # type: ignore[call-arg, arg-type]  # read from text
    assert PASSPHRASE in settings.secrets
    assert PASSPHRASE not in repr(settings)
    with pytest.raises(ValueError, match="12 characters"):
        Settings(_env_file=None, backup_key="short", **given)  # type: ignore[call-arg, arg-type]  # as above


def test_the_version_is_the_projects() -> None:
    assert f'version = "{VERSION}"' in (ROOT / "pyproject.toml").read_text()


def test_what_a_killed_restore_or_backup_left_is_deleted_and_what_is_in_use_stays(tmp_path: Path) -> None:
    server = "postgresql+asyncpg://kiosk@host/kiosk"
    with _room_beside(make_url(server), tmp_path) as restoring, working_in(tmp_path) as half:
        assert clear(server, tmp_path) == []
        assert restoring.exists()
        assert half.exists()
        other = tmp_path / "restoring-was"
        restoring.rename(other)
        restoring.mkdir()  # of the same name, and nobody's
        [line] = clear(server, tmp_path)
        assert line.startswith(f"{restoring} held an opened copy of the book")
        other.rename(restoring)
    for name in (restoring.name, half.name):
        (tmp_path / name).mkdir()
        (tmp_path / name / "table-person").write_text("1\tAnn\n")
    assert len(clear(server, tmp_path)) == 2
    assert [one.name for one in tmp_path.iterdir()] == [".kiosk-backups.lock"]
    assert clear(server, tmp_path / "none") == []


def test_a_backup_tells_what_it_deleted(url: str, database_file: Path, tmp_path: Path) -> None:
    left = database_file.parent / ".kiosk-restoring-0123456789ab-x"
    left.mkdir()
    made = asyncio.run(make(url, tmp_path / "kept", NOON, keep=0))
    assert [line.partition(" ")[0] for line in made.cleared] == [str(left)]
    assert not left.exists()


@pytest.mark.parametrize("cost", [0, 21, 255])
def test_a_beginning_that_costs_nothing_or_too_much_is_damaged(cost: int) -> None:
    data = bytearray(sealed(b"x"))
    data[len(MARK)] = cost
    with pytest.raises(CannotOpen, match="beginning is damaged"):
        opened(bytes(data))


async def test_a_backup_that_the_database_takes_no_note_of_is_named(
    url: str, database_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk of a database is read-only after an error: then a backup to another one is wanted most."""
    monkeypatch.setattr(engines, "BUSY_SECONDS", 0.05)
    wanted = settings(database_url=url)
    with closing(sqlite3.connect(database_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        lines = await backup(wanted, tmp_path / "kept", SystemClock())
    [file] = backups_in(tmp_path / "kept")
    assert lines[0] == str(file)
    assert lines[-1].startswith(
        "The backup is whole, but the kiosk does not know of it: The database is locked"
    )
