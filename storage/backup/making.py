"""Make a backup while the kiosk runs, check it, and only then give it its name."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import make_url

from storage.backup import archive, of_file
from storage.backup.folder import dated_in, drop_old, is_ahead, name_of, put_up, working_in
from storage.backup.leavings import clear
from storage.backup.manifest import Manifest
from storage.core.database import DatabaseTrouble
from storage.core.engines import is_sqlite
from storage.core.on_file import is_there

Step = Callable[[str], None]

STEPS = ("begun", "copied", "written", "checked", "named", "rotated")
"""The steps of a backup, each told when it is done: tests end the process there."""


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made: its file, and what is in it.

    `dropped` are the older ones that were deleted for it, `stuck` those that could not be. `cleared` are
    lines about what killed ones had left behind.
    """

    file: Path
    manifest: Manifest
    dropped: tuple[Path, ...]
    stuck: tuple[Path, ...] = ()
    cleared: tuple[str, ...] = ()


async def make(
    url: str, folder: Path, now: datetime, *, keep: int, passphrase: str = "", done: Step = lambda _: None
) -> Made:
    """Back this database up into this folder; keep the newest `keep` backups there, 0 for all.

    Wherever it ends, no half file stands under a backup's name, and no earlier backup is gone before the new
    one has its name on the disk. Raises DatabaseTrouble, NotWhole, NoFolder and AnotherBackup.
    """
    address = make_url(url)
    if is_sqlite(address) and not is_there(address):
        raise DatabaseTrouble("There is no database yet; `run` makes it.")
    cleared = clear(url, folder)
    with working_in(folder) as half:
        done("begun")
        if is_sqlite(address):
            manifest, parts = of_file.copy(address, half, now)
        else:
            from storage.backup import of_server  # noqa: PLC0415 - a file needs none of it

            manifest, parts = await of_server.copy(address, half, now)
        done("copied")
        made = half / "archive"
        with made.open("xb") as out:
            made.chmod(0o600)
            manifest = archive.write(out, manifest, parts, passphrase)
        done("written")
        archive.check(made, passphrase)
        done("checked")
        file = put_up(made, folder, name_of(manifest, is_sealed=bool(passphrase)))
        done("named")
        dropped, stuck = drop_old(folder, keep, file, now)
        done("rotated")
        return Made(file, manifest, tuple(dropped), tuple(stuck), tuple(cleared))


def newest_in(folder: Path, now: datetime | None = None) -> tuple[Path, datetime] | None:
    """Return the newest backup in this folder, and when it was made (aware, UTC); None if there is none.

    With `now`, one of a time to come does not count.
    """
    for made, file in dated_in(folder):
        if now is None or not is_ahead(made, now):
            return file, made
    return None
