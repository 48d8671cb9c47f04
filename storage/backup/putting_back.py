"""Put a backup back into an empty database: checked before anything changes, and wholly or not at all."""

import hashlib
import shlex
import shutil
import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, Connection, make_url

from storage.backup import archive, of_file
from storage.backup.after import mark_restored
from storage.backup.leavings import RESTORING, marked, places
from storage.backup.manifest import Manifest, NotWhole, check_whole, differences, manifest_of
from storage.core.engines import is_sqlite
from storage.upgrade import HEAD


class InTheWay(Exception):
    """The database has data already; the text says how to move it away."""


async def put_back(
    url: str,
    file: Path,
    now: datetime,
    *,
    passphrase: str,
    operators: Collection[int],
    keep: bool,
    room: Path | None = None,
) -> Manifest:
    """Restore this database from this backup, as today's tables, standing still; return what was in it.

    Without `keep` all is done but the last step: a dry run, which changes nothing. A server's backup is
    unpacked in `room`, if that is a folder that can be written. The caller holds the lock of the database.
    Raises InTheWay, NotWhole, CannotOpen, DatabaseTrouble and OSError.
    """
    address = make_url(url)
    await _is_empty(address)
    with _room_beside(address, room) as folder:
        manifest = archive.unpack(file, passphrase, folder)
        if (manifest.kind == "sqlite") != is_sqlite(address):
            message = f"The backup is of {manifest.kind}; name a database of that kind in DATABASE_URL."
            raise NotWhole(message)

        def finish(connection: Connection) -> None:
            if manifest.revision == HEAD and (lines := differences(manifest, manifest_of(connection, now))):
                raise NotWhole("The backup is not what it says: " + "; ".join(lines[:3]))
            check_whole(connection, now)
            mark_restored(connection, manifest.made_at, now, operators)
            check_whole(connection, now)

        if is_sqlite(address):
            await of_file.put_back(address, folder, finish, keep=keep)
        else:
            from storage.backup import of_server  # noqa: PLC0415 - a file needs none of it

            of_server.check_tables(manifest)
            await of_server.put_back(address, folder, manifest, finish, keep=keep)
        return manifest


async def _is_empty(url: URL) -> None:
    """Check that nothing would be overwritten. Raises InTheWay and DatabaseTrouble."""
    if is_sqlite(url):
        if found := of_file.in_the_way(url):
            names = shlex.join(str(one) for one in found)
            raise InTheWay(
                f"There is a database already. Move it away and keep it: mv {names} /somewhere/else/"
            )
        return
    from storage.backup import of_server  # noqa: PLC0415 - as above

    if await of_server.has_tables(url):
        name = url.database
        raise InTheWay(
            f"The database {name} has tables already. Rename it and make an empty one (from another one, as "
            "by `psql postgres`): "
            f'ALTER DATABASE "{name}" RENAME TO "{name}_before"; CREATE DATABASE "{name}" TEMPLATE template0;'
        )


@contextmanager
def _room_beside(url: URL, room: Path | None = None) -> Iterator[Path]:
    """Yield a new folder: on the disk of the database's file, so that a rename is all that is left to do.

    For a server it is in `room`, or else where the system keeps what is temporary, which may be memory.
    A restore that died left a whole copy of the book behind; the next one of this database deletes it, unless
    a start, a backup or doctor has (see `leavings`).
    """
    where = places(url, room)
    if is_sqlite(url):
        where[0].mkdir(parents=True, exist_ok=True)
    whose = hashlib.sha256(url.render_as_string(hide_password=True).encode()).hexdigest()[:12]
    prefix = f"{RESTORING}{whose}-"
    for place in where:
        for left in place.glob(f"{prefix}*"):
            shutil.rmtree(left, ignore_errors=True)
    folder = _made_in(where, prefix)
    try:
        with marked(folder):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _made_in(where: Sequence[Path], prefix: str) -> Path:
    """Make a new folder in the first of these that can be written. Raises OSError."""
    *better, last = where
    for place in better:
        with suppress(OSError):
            return Path(tempfile.mkdtemp(prefix=prefix, dir=place))
    return Path(tempfile.mkdtemp(prefix=prefix, dir=last))
