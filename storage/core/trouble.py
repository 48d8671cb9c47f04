"""A database's errors, as sentences to the operator."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

FAILURES = (DBAPIError, sqlite3.Error, PoolTimeout, OSError)
"""All errors of drivers: while connecting they raise their own, and an OSError for a silent server."""

_SENTENCES = (
    (("locked", "busy"), "The database is locked by another program; close it."),
    (
        ("is full", "disk i/o", "no space"),
        "The disk is full or failing, or a quota is used up; make room on it.",
    ),
    (
        ("readonly", "read-only", "unable to open"),
        "The database cannot be written; check its owner and rights, and that its disk is not read-only.",
    ),
    (("no such table", 'relation "'), "The database has no tables of this kiosk yet; `run` makes them."),
    (("not a database", "malformed"), "The database file is damaged; restore a backup."),
)


_NOT_BOUND = "Error binding parameter"
_CANCELLED = "57014"
"""PostgreSQL's code for a statement that exceeded `statement_timeout`."""

_NO_LOCK = "55P03"
"""Its code for one that waited longer than `lock_timeout` for a lock."""

_BY_STATE = {
    "53300": (
        "The database server takes no further connection. Raise its max_connections, or the limit of this "
        "user or database: a kiosk opens up to 52."
    ),
    "25006": (
        "The database server only reads now. If it follows another one, name that in DATABASE_URL; else see "
        "whether its disk is full: some hosts then let nobody write."
    ),
}
"""What else its codes mean to an operator; its words would be taken for something else."""


class DatabaseTrouble(Exception):
    """The database cannot be read or written now; the text says why and what to do.

    `passes`: a retry may succeed, so writes that must not be lost are retried.
    """

    passes = True


class TooSlow(DatabaseTrouble):
    """What was written took too long and was undone: it alone, or the whole database, is slow.

    Others wait while it runs, so whoever tries it again waits longer each time, or gives up.
    """


class TableInUse(DatabaseTrouble):
    """Somebody works with a table that is to change."""


class ServerSilent(DatabaseTrouble):
    """The database's server does not answer; `why` are the driver's words."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"The database server does not answer ({why}). See that it runs and that DATABASE_URL is right."
        )
        self.why = why


class Stuck(DatabaseTrouble):
    """Nothing can be written any more until the process starts anew."""

    passes = False


def trouble_of(error: Exception) -> DatabaseTrouble:
    """Return a driver's error as DatabaseTrouble with a sentence."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if _state(error) == _CANCELLED:
        return TooSlow("The database took too long for one thing; nothing of it is written.")
    if _state(error) == _NO_LOCK:
        return TableInUse("A table that is to change is in use, perhaps by a backup.")
    if sentence := _BY_STATE.get(_state(error)):
        return DatabaseTrouble(sentence)
    if isinstance(cause, PoolTimeout | OSError) or "connection" in str(cause).lower():
        return ServerSilent(str(cause) or "no word in time")
    words = str(cause).lower()
    for marks, sentence in _SENTENCES:
        if any(mark in words for mark in marks):
            return DatabaseTrouble(sentence)
    return DatabaseTrouble(f"The database refused: {cause}")


def told(error: Exception) -> Exception:
    """Return the error that the unit's caller gets.

    A breach of a constraint stays as it is, because code relies on it, and so does
    a value that no column holds, because a retry would not help. Other errors of
    drivers become DatabaseTrouble.
    """
    if not isinstance(error, FAILURES) or _is_about_values(error):
        return error
    return trouble_of(error)


@contextmanager
def translating_errors() -> Iterator[None]:
    """Translate drivers' errors in this block, by `told`."""
    try:
        yield
    except FAILURES as error:
        failure = told(error)
        if failure is error:
            raise
        raise failure from error


def is_deadlock(error: BaseException | None) -> bool:
    """Return True if a server ended this in a deadlock, SQLSTATE 40P01."""
    return _state(error) == "40P01"


def _is_about_values(error: Exception) -> bool:
    """Return True for bad values, which no retry makes better.

    PostgreSQL's driver has no class for SQLSTATE 22, data exceptions, nor SQLite's for a value of a type that
    it cannot bind.
    """
    is_known = isinstance(error, IntegrityError | DataError) or _state(error).startswith("22")
    return is_known or str(getattr(error, "orig", None) or error).startswith(_NOT_BOUND)


def _state(error: BaseException | None) -> str:
    """Return PostgreSQL's error code, of SQLAlchemy's error or the driver's own; empty if there is none."""
    return getattr(getattr(error, "orig", None) or error, "sqlstate", None) or ""
