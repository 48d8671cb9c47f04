"""Check every invariant of a story's rows, as the audit does, in a tenth of its time.

The audit gives each query a transaction and a time limit of its own, and makes it anew for each moment. Here
each is compiled once for all stories, as of a made-up moment, and they share one visit. Whatever breaks is
looked for again by the audit itself, which can say what it is.
"""

from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection

from storage.audit import Finding, audit
from storage.core.database import Database
from storage.core.forms import ON_FILE, Convert, writer_of
from storage.invariants import invariants

_MADE_UP = datetime(2001, 1, 1, tzinfo=UTC)
_WHOLE_FILE = (
    "SELECT count(*) FROM pragma_foreign_key_check",
    "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
)

Check = tuple[str, list[tuple[Any, Convert]]]
"""A statement that counts breaches, and its parameters: each with what makes the driver's value of it."""


async def breaches(database: Database, now: datetime) -> list[Finding]:
    """Return what the rows of this file break at this moment."""
    if not await database.read(lambda connection: count(connection, now)):
        return []
    return [one for one in await audit(database, now) if not one.ok]


def count(connection: Connection, now: datetime) -> int:
    """Return how many breaches there are in this file."""
    driver: Any = connection.connection.dbapi_connection
    found = sum(driver.execute(statement).fetchone()[0] for statement in _WHOLE_FILE)
    for statement, parameters in _checks():
        moved = ((_moved(value, now), write) for value, write in parameters)
        values = [value if write is None else write(value) for value, write in moved]
        found += driver.execute(statement, values).fetchone()[0]
    return int(found)


def _moved(value: Any, now: datetime) -> Any:
    """Return a moment as far from now as it was from the made-up one; any other value as it is."""
    return now + (value - _MADE_UP) if isinstance(value, datetime) else value


@cache
def _checks() -> tuple[Check, ...]:
    return tuple(_compiled(one.breaches) for one in invariants(_MADE_UP))


def _compiled(query: Any) -> Check:
    compiled = query.compile(dialect=ON_FILE, compile_kwargs={"render_postcompile": True})
    values = compiled.construct_params()
    return str(compiled), [
        (values[name], writer_of(compiled.binds.get(name), ON_FILE)) for name in compiled.positiontup
    ]
