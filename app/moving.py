"""`bot.py migrate`: copy the SQLite file to a PostgreSQL server, and prove that all of it is there."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from settings.words import database_url
from shop.clock import Clock
from storage.audit import Finding, audit
from storage.core.database import Database
from storage.core.engines import shown
from storage.core.lock import one_kiosk
from storage.core.trouble import ServerSilent
from storage.moving.comparing import Compared, rows_of_each_table, the_book
from storage.moving.copying import copy
from storage.moving.from_file import FileRows
from storage.moving.to_server import Server, server
from storage.upgrade import HEAD, UnfinishedMove, WrongEncoding, found_revision, upgrade

Say = Callable[[str], None]

NOT_THE_SAME = (
    "The copy is not whole. No kiosk starts on it; the file is as it was. "
    "Make a new, empty database, and move to that."
)
BROKEN = (
    "The rows are the same, but an invariant is broken or could not be checked. No kiosk starts on the copy; "
    "see what `bot.py audit` says of the file, put it right there, and move to a new database."
)


class CannotMove(Exception):
    """These two addresses are not a file and a server, or the file is not ready; the text says what to do."""


async def migrate(url: str, target: str, clock: Clock, say: Say) -> bool:
    """Move the rows of the file at `url` to the server at `target`; return True if a kiosk can start there.

    `say` gets one line after the other, while it goes on. A move that was ended goes on where it stopped.
    Raises CannotMove, AlreadyRunning while a kiosk runs on either, and DatabaseTrouble.
    """
    source, destination = Database(url), Database(_address(target))
    if not source.is_sqlite or destination.is_sqlite:
        raise CannotMove(
            "DATABASE_URL must be the SQLite file, and the target a server, like "
            "postgresql+asyncpg://user:password@host/database."
        )
    if source.is_missing:
        raise CannotMove(f"There is no file {source.url.database}. Name the kiosk's file in DATABASE_URL.")
    with _naming_the_target():
        return await _between(source, destination, target, clock, say)


async def _between(source: Database, destination: Database, target: str, clock: Clock, say: Say) -> bool:
    async with one_kiosk(source.url), one_kiosk(destination.url):
        await _is_of_today(str(source.url))
        await _make_tables(_address(target))
        file = await asyncio.to_thread(FileRows, str(source.url.database))
        try:
            async with server(destination.url) as there:
                return await _moved(file, there, destination, clock, say)
        finally:
            file.close()
            await destination.close()


@contextmanager
def _naming_the_target() -> Iterator[None]:
    """Say of a server's own troubles that they are the target's: DATABASE_URL names a file.

    Raises CannotMove.
    """
    try:
        yield
    except ServerSilent as silent:
        raise CannotMove(
            f"The target's server does not answer ({silent.why}). See that it runs, and that the address "
            "behind `migrate` is right."
        ) from silent
    except WrongEncoding as wrong:
        raise CannotMove(str(WrongEncoding(wrong.encoding, then="then move to that"))) from wrong


def _address(target: str) -> str:
    try:
        return database_url(target)
    except ValueError as error:
        only = str(error).replace("sqlite+aiosqlite:///kiosk.db or ", "")  # a server it must be
        raise CannotMove(f"The target {only}.") from None


async def _is_of_today(url: str) -> None:
    """Check the file's revision: only what today's kiosk reads can be moved. Raises CannotMove."""
    if await found_revision(url) != HEAD:
        raise CannotMove(
            "The file is of an earlier release. Start this release on it once (`bot.py run`), stop it, "
            "and move then."
        )


async def _make_tables(target: str) -> None:
    """Make the tables in an empty database. Raises CannotMove where an earlier kiosk's are: they stay so."""
    try:
        if await found_revision(target) not in {None, HEAD}:
            raise CannotMove(
                "The target has the tables of an earlier kiosk already. Make a new, empty database, "
                "and move to that."
            )
        await upgrade(target)
    except UnfinishedMove:  # they are there; this is the move that goes on
        return


async def _moved(file: FileRows, there: Server, destination: Database, clock: Clock, say: Say) -> bool:
    where = shown(destination.url)
    goes_on = await there.begin(str(file.path), await asyncio.to_thread(file.mark))
    say(f"{'Going on with the' if goes_on else 'The'} move of {file.path} to {where}.")
    await copy(file, there, say)
    if not _are_same("rows", await rows_of_each_table(file, there), say):
        say(NOT_THE_SAME)
        return False
    if not _are_same("book", await the_book(file, there), say):
        say(NOT_THE_SAME)
        return False
    if not _hold(await audit(destination, clock.now()), say):
        say(BROKEN)
        return False
    await there.finish()
    say(
        "All is there. Put the new address into DATABASE_URL, and start the kiosk. "
        f"Keep {file.path.name} as a backup, and never start a kiosk on it again."
    )
    return True


def _are_same(subject: str, compared: Iterable[Compared], say: Say) -> bool:
    are_same = True
    for one in compared:
        if one.is_same:
            say(f"ok    {subject}: {one.what}: {one.file} on both")
        else:
            are_same = False
            say(f"FAIL  {subject}: {one.what}: {one.file} in the file, {one.server} on the server")
    return are_same


def _hold(findings: Iterable[Finding], say: Say) -> bool:
    """Say what the audit found; return False if something of it must keep a kiosk from starting.

    What only says that something waits too long does not: nothing went on while the kiosk was stopped.
    """
    hold = True
    for one in findings:
        if one.ok:
            say(f"ok    {one.promise}")
        elif not one.stops:
            say(f"note  {one.promise}: {_count(one)}; a kiosk that runs sees to it")
        else:
            hold = False
            say(f"FAIL  {one.promise}: {_count(one)}")
    return hold


def _count(finding: Finding) -> str:
    return f"not checked ({finding.trouble})" if finding.breaches is None else f"{finding.breaches} rows"
