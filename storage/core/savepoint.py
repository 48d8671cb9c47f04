"""A part of a transaction that is undone by itself, inside the caller's."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection


@contextmanager
def savepoint(connection: Connection, *refusals: type[Exception]) -> Iterator[None]:
    """Undo what the block wrote if it raises one of `refusals`, and raise that; the rest stays.

    Any other error ends the whole transaction: after a deadlock, say, a server takes no more statements, and
    one that failed here would hide the deadlock from whoever tries the transaction again.
    """
    connection.exec_driver_sql("SAVEPOINT part")
    try:
        yield
    except refusals:
        connection.exec_driver_sql("ROLLBACK TO SAVEPOINT part")
        connection.exec_driver_sql("RELEASE SAVEPOINT part")
        raise
    connection.exec_driver_sql("RELEASE SAVEPOINT part")
