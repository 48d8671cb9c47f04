"""Decorators that make a store's method one unit: it is written with a connection, and called without."""

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection

from storage.core.database import Database

P = ParamSpec("P")
T = TypeVar("T")


class _Store(Protocol):
    _database: Database


S = TypeVar("S", bound=_Store)
Written = Callable[Concatenate[S, Connection, P], T]
Called = Callable[Concatenate[S, P], Coroutine[Any, Any, T]]


def reads(unit: Written[S, P, T]) -> Called[S, P, T]:
    """Make this method one read-only transaction. See Database.read for the errors."""

    @wraps(unit)
    async def reading(store: S, /, *arguments: P.args, **named: P.kwargs) -> T:
        return await store._database.read(lambda connection: unit(store, connection, *arguments, **named))

    return reading


def writes(unit: Written[S, P, T]) -> Called[S, P, T]:
    """Make this method one transaction, committed before it returns. See Database.write for the errors."""

    @wraps(unit)
    async def writing(store: S, /, *arguments: P.args, **named: P.kwargs) -> T:
        return await store._database.write(lambda connection: unit(store, connection, *arguments, **named))

    return writing


def writes_until_done(unit: Written[S, P, T]) -> Called[S, P, T]:
    """As `writes`, but retry until the database takes it. See Database.write_until_done."""

    @wraps(unit)
    async def writing(store: S, /, *arguments: P.args, **named: P.kwargs) -> T:
        return await store._database.write_until_done(
            lambda connection: unit(store, connection, *arguments, **named)
        )

    return writing
