"""Put a backup back into an empty database: checked before anything changes, and wholly or not at all."""

import hashlib
import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, Connection, make_url

from storage.backup import archive, of_file
from storage.backup.after import mark_restored
from storage.backup.manifest import Manifest, NotWhole, check_whole, differences, manifest_of
from storage.core.engines import is_sqlite
from storage.upgrade import HEAD


class InTheWay(Exception):
    """The database has data already; the text says how to move it away."""


async def put_back(
    url: str, file: Path, now: datetime, *, passphrase: str, operators: Collection[int], keep: bool
) -> Manifest:
    """Restore this database from this backup, as today's tables, standing still; return what was in it.

    Without `keep` all is done but the last step: a dry run, which changes nothing. The caller holds the lock
    of the database. Raises InTheWay, NotWhole, CannotOpen, DatabaseTrouble and OSError.
    """
    address = make_url(url)
    await _is_empty(address)
    with _room_beside(address) as folder:
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
            names = " ".join(str(one) for one in found)
            raise InTheWay(
                f"There is a database already. Move it away and keep it: mv {names} /somewhere/else/"
            )
        return
    from storage.backup import of_server  # noqa: PLC0415 - as above

    if await of_server.has_tables(url):
        name = url.database
        raise InTheWay(
            f"The database {name} has tables already. Rename it and make an empty one: "
            f'ALTER DATABASE "{name}" RENAME TO "{name}_before"; CREATE DATABASE "{name}" TEMPLATE template0;'
        )


@contextmanager
def _room_beside(url: URL) -> Iterator[Path]:
    """Yield a new folder: on the disk of the database's file, so that a rename is all that is left to do.

    A restore that died left a whole copy of the book behind; the next one of this database deletes it.
    """
    beside = Path(url.database or "").absolute().parent if is_sqlite(url) else Path(tempfile.gettempdir())
    beside.mkdir(parents=True, exist_ok=True)
    whose = hashlib.sha256(url.render_as_string(hide_password=True).encode()).hexdigest()[:12]
    prefix = f".kiosk-restoring-{whose}-"
    for left in beside.glob(f"{prefix}*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=beside))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
