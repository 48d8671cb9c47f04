"""One kiosk per database: a lock that ends with the process, however it ends, and is checked meanwhile."""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from sqlalchemy import text
from sqlalchemy.engine import URL

from storage.core.engines import is_sqlite, shown
from storage.core.trouble import FAILURES, DatabaseTrouble, translating_errors

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

_LOCK = text("SELECT pg_try_advisory_lock(hashtext('kiosk run'))")
"""The session holds it: the server releases it when the connection ends."""

_SHARED_LOCK = text("SELECT pg_try_advisory_lock_shared(hashtext('kiosk run'))")
"""Kiosks that share a database hold it together; one that is to be alone does not get it beside them."""

_LOOK = text(
    "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND granted)"
)

_GONE = (
    "The lock on the database is gone (the server or somebody ended it), so another kiosk may run. "
    "This one stops; whoever supervises it may start it again."
)

EVERY = 2.0
"""Seconds between two checks."""

LOOK_SECONDS = 10.0
"""The longest that the server may take to answer one: who stays silent may have given the session up."""


class AlreadyRunning(Exception):
    """Another kiosk has this database open."""


class LockLost(Exception):
    """This kiosk's lock is gone, so another kiosk may have taken it; or its database is another file now."""


class Lock:
    """The lock while it is held."""

    def __init__(self, look: Callable[[], Awaitable[bool]], *, silent_is_lost: bool = True) -> None:
        """`silent_is_lost` if a server that says nothing in time may have given it to somebody else.

        `look` returns whether the lock is ours, or raises LockLost where it has more to say.
        """
        self._look = look
        self._silent_is_lost = silent_is_lost
        self._lost: LockLost | None = None

    async def is_held(self) -> bool:
        """True if the lock is ours. Once lost, it stays so."""
        self._lost = self._lost or await self._seen_lost()
        return not self.is_lost

    @property
    def is_lost(self) -> bool:
        """True if a check has found that the lock is not ours any more."""
        return self._lost is not None

    async def _seen_lost(self) -> LockLost | None:
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                is_ours = await self._look()
        except TimeoutError:
            is_ours = not self._silent_is_lost
        except LockLost as lost:
            return lost
        return None if is_ours else LockLost(_GONE)

    async def watch(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        """Check every EVERY seconds. Raises LockLost."""
        while await self.is_held():
            await sleep(EVERY)
        raise self._lost or LockLost(_GONE)


@asynccontextmanager
async def one_kiosk(url: URL) -> AsyncIterator[Lock]:
    """Hold the lock of this database inside the block.

    Raises AlreadyRunning, and DatabaseTrouble if the database is out of reach.
    """
    if not is_sqlite(url):
        async with _on_server(url) as lock:
            yield lock
    elif url.database in {None, "", ":memory:"}:
        yield Lock(_always)
    else:
        with _beside(_real(url), Path(url.database or "")) as lock:
            yield lock


@asynccontextmanager
async def beside_others(url: URL) -> AsyncIterator[Lock]:
    """Hold a server's lock inside the block, together with other kiosks that share its database.

    A session that ended is replaced, and a server that is silent waited for: whether this kiosk still counts
    is in rows (storage/replicas), so the lock is lost only to a kiosk that wants to be alone. Raises as
    `one_kiosk`.
    """
    from storage.core import async_engines  # noqa: PLC0415 - see there: a file needs none of it

    engine = async_engines.for_locking(url)
    held: list[AsyncConnection] = []

    async def take() -> bool:
        connection = await engine.connect()
        held.append(connection)
        return bool((await connection.execute(_SHARED_LOCK)).scalar_one())

    async def look() -> bool:
        if held and await _session_has_it(held[-1]):
            return True
        try:
            while held:
                await _let_go(held.pop())
            return await take()
        except FAILURES:
            return True  # nobody can take what is out of reach

    try:
        with translating_errors():
            if not await take():
                raise AlreadyRunning(_sentence(shown(url)))
        yield Lock(look, silent_is_lost=False)
    finally:
        for connection in held:
            await _let_go(connection)
        await engine.dispose()


async def _always() -> bool:
    return True


def _real(url: URL) -> Path:
    """Return the lock's path: beside the file itself, whatever link to it DATABASE_URL names."""
    return Path(f"{os.path.realpath(url.database or '')}.lock")


@contextmanager
def _beside(path: Path, database: Path) -> Iterator[Lock]:
    """Lock a file beside the database file."""
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
        except OSError as error:  # some network disks know no locks
            raise DatabaseTrouble(
                f"{path} cannot be locked ({error.strerror}), so nothing would keep a second kiosk away. "
                "Name a file on a disk of this machine in DATABASE_URL."
            ) from error
        stands = _Stands(database)

        async def look() -> bool:
            stands.check()
            return _is_there(path, file)

        yield Lock(look)


class _Stands:
    """Sees that the database's file is still the one that was seen first, if it is there yet.

    It is not opened for that: SQLite's own locks would go when it is closed.
    """

    def __init__(self, database: Path) -> None:
        self._database = database
        self._first: os.stat_result | None = None

    def check(self) -> None:
        """Raise LockLost if this is another file now, or none: connections go on writing to the first."""
        try:
            now = self._database.stat()
        except OSError:
            if self._first is None:  # it is made at the first start
                return
        else:
            self._first = self._first or now
            if os.path.samestat(self._first, now):
                return
        raise LockLost(
            f"{self._database} was moved, replaced or deleted while the kiosk ran. This one stops. Put that "
            "file back beside its log (-wal) before the next start; if it is gone, put a backup back."
        )


def _is_there(path: Path, file: TextIO) -> bool:
    """Return True if the next kiosk would lock this same file; somebody may have deleted it."""
    try:
        return os.path.samestat(path.stat(), os.fstat(file.fileno()))
    except OSError:
        return False


@asynccontextmanager
async def _on_server(url: URL) -> AsyncIterator[Lock]:
    """Take a lock of the server's own, on a connection that does nothing else."""
    from storage.core import async_engines  # noqa: PLC0415 - see there: a file needs none of it

    engine = async_engines.for_locking(url)
    try:
        with translating_errors():
            connection = await engine.connect()
        try:
            with translating_errors():
                taken = (await connection.execute(_LOCK)).scalar_one()
            if not taken:
                raise AlreadyRunning(_sentence(shown(url)))

            async def look() -> bool:
                return await _session_has_it(connection)

            yield Lock(look)
        finally:
            await _let_go(connection)
    finally:
        await engine.dispose()


async def _session_has_it(connection: "AsyncConnection") -> bool:
    """Return True if this session holds the lock. A session that ended has released it for good."""
    if connection.invalidated:  # an earlier question was given up
        return False
    try:
        return bool((await connection.execute(_LOOK)).scalar_one())
    except FAILURES:
        return False


async def _let_go(connection: "AsyncConnection") -> None:
    """Close the connection, even if the server has ended it."""
    try:
        await connection.close()
    except FAILURES:
        await connection.invalidate()


def _sentence(where: str) -> str:
    return f"Another kiosk is running on this database ({where}). Stop that one first."
