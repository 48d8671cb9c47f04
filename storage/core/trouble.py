"""What can be wrong with a database, told as a sentence to the operator."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

FAILURES = (DBAPIError, sqlite3.Error, PoolTimeout, OSError)
"""All that drivers raise: while connecting they raise errors of their own, a silent server an OSError."""

_SENTENCES = (
    (("locked", "busy"), "The database is locked by another program; close it."),
    (("is full", "disk i/o", "no space"), "The disk is full or failing; make room on it."),
    (
        ("readonly", "read-only", "unable to open"),
        "The database cannot be written; check its owner and rights.",
    ),
    (("no such table", 'relation "'), "The database has no tables of this kiosk yet; `run` makes them."),
    (("not a database", "malformed"), "The database file is damaged; restore a backup."),
)


class DatabaseTrouble(Exception):
    """The database cannot take or give rows now; the text says why and what to do.

    `passes`: it may be over at the next try, so what must not be forgotten is tried again.
    """

    passes = True


def trouble_of(error: Exception) -> DatabaseTrouble:
    """The sentence behind a driver's error."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, PoolTimeout | OSError) or "connection" in str(cause).lower():
        return DatabaseTrouble(
            f"The database server does not answer ({cause or 'no word in time'}). "
            "See that it runs and that DATABASE_URL is right."
        )
    words = str(cause).lower()
    for marks, sentence in _SENTENCES:
        if any(mark in words for mark in marks):
            return DatabaseTrouble(sentence)
    return DatabaseTrouble(f"The database refused: {cause}")


def told(error: Exception) -> Exception:
    """What the one who waits for `error`'s unit shall get.

    A breach of a constraint stays what it is, because code relies on it, and so
    does a value that no column holds: trying again would not help. The rest of
    the drivers' errors become a DatabaseTrouble.
    """
    if not isinstance(error, FAILURES) or _is_about_values(error):
        return error
    return trouble_of(error)


@contextmanager
def translating_errors() -> Iterator[None]:
    """Drivers' errors leave this block as what `told` makes of them."""
    try:
        yield
    except FAILURES as error:
        failure = told(error)
        if failure is error:
            raise
        raise failure from error


def is_deadlock(error: BaseException | None) -> bool:
    """Return True if a server ended this at a deadlock, SQLSTATE 40P01."""
    return _state(error) == "40P01"


def _is_about_values(error: Exception) -> bool:
    """SQLSTATE class 22, the data exceptions, is what PostgreSQL's driver names no class for."""
    return isinstance(error, IntegrityError | DataError) or _state(error).startswith("22")


def _state(error: BaseException | None) -> str:
    """PostgreSQL's code for what happened, if any."""
    return getattr(getattr(error, "orig", None), "sqlstate", None) or ""
