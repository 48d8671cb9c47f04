"""One kiosk a database: a lock that ends with the process, however it ends."""

import fcntl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import URL

from storage import engines
from storage.trouble import DatabaseTrouble, telling

_LOCK = text("SELECT pg_try_advisory_lock(hashtext('kiosk run'))")
"""Held by the session: the server lets go of it when the connection ends."""


class AlreadyRunning(Exception):
    """Another kiosk has this database open."""


@asynccontextmanager
async def one_kiosk(url: URL) -> AsyncIterator[None]:
    """Hold the lock of this database meanwhile.

    Raises AlreadyRunning, and DatabaseTrouble where the database is out of reach.
    """
    if not engines.is_sqlite(url):
        async with _on_server(url):
            yield
    elif url.database in {None, "", ":memory:"}:
        yield
    else:
        with _beside(Path(f"{url.database}.lock")):
            yield


@contextmanager
def _beside(path: Path) -> Iterator[None]:
    """A lock on a file beside the database's."""
    try:
        file = path.open("w")
    except OSError as error:
        message = f"{path} cannot be made ({error.strerror}); see that DATABASE_URL names a folder"
        raise DatabaseTrouble(f"{message} the kiosk may write to.") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(_sentence(str(path))) from None
        yield


@asynccontextmanager
async def _on_server(url: URL) -> AsyncIterator[None]:
    """A lock of the database's own, on a connection that does nothing else."""
    engine = engines.for_locking(url)
    try:
        with telling():
            connection = await engine.connect()
        try:
            with telling():
                taken = (await connection.execute(_LOCK)).scalar_one()
            if not taken:
                raise AlreadyRunning(_sentence(url.render_as_string(hide_password=True)))
            yield
        finally:
            await connection.close()
    finally:
        await engine.dispose()


def _sentence(where: str) -> str:
    return f"Another kiosk is running on this database ({where}). Stop that one first."
