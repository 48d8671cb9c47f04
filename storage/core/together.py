"""Run units in one transaction on SQLite's writing connection: each is undone alone, all commit together."""

import asyncio
import sqlite3
import traceback
from typing import Any

from sqlalchemy import Connection, Engine

from storage.core.trouble import FAILURES, told, trouble_of
from storage.core.unit import T, Unit
from storage.core.unit_limit import UnitLimit, too_slow

Outcome = tuple[Any, BaseException | None]


class _Cut(Exception):
    """A unit of this commit, at `place`, was cut; all of the transaction is undone."""

    def __init__(self, place: int, statement: str) -> None:
        super().__init__(place)
        self.place = place
        self.statement = statement


def commit_together(units: list[Unit[Any]], limit: UnitLimit, engine: Engine) -> list[Outcome]:
    """Return each unit's outcome; if the transaction itself fails, its error for all.

    If a unit is cut, the others run again without it.
    """
    try:
        if len(units) == 1:
            return [_alone(engine, units[0], limit)]
        with engine.begin() as connection:
            return [_in_savepoint(connection, unit, limit, place) for place, unit in enumerate(units)]
    except _Cut as cut:
        place, trouble = cut.place, too_slow(limit.seconds, cut.statement)
    except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001 - every unit of the commit gets it
        return [(None, _shared(error)) for _ in units]
    if limit.is_stuck:  # everybody has been told that nothing is written
        return [(None, trouble) for _ in units]
    others = units[:place] + units[place + 1 :]
    outcomes = commit_together(others, limit, engine) if others else []
    return [*outcomes[:place], (None, trouble), *outcomes[place:]]


def _alone(engine: Engine, unit: Unit[Any], limit: UnitLimit) -> Outcome:
    """Return the unit's result after the commit, or its error; no other unit shares the transaction.

    Raises _Cut.
    """
    with engine.connect() as connection, connection.begin() as transaction:
        try:
            return _within(limit, connection, unit, 0), None
        except _Cut:
            raise
        except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001 - passed on to the caller
            transaction.rollback()
            return None, told(error) if isinstance(error, Exception) else error


def _within(limit: UnitLimit, connection: Connection, unit: Unit[T], place: int) -> T:
    """Return what the unit returns. Raises what it raises, or _Cut if it was cut."""
    driver: Any = connection.connection.dbapi_connection
    limit.begins(driver)
    try:
        result = unit(connection)
    except BaseException as error:
        if not limit.ends():
            raise
        statement = str(error).partition("\n(Background")[0]
        _forget_frames(error)
    else:
        # Late, but nothing of it was interrupted: what is whole may stay.
        if not limit.ends() or (driver.in_transaction and not limit.is_stuck):
            return result
        statement = "Its transaction was undone."
    raise _Cut(place, statement)


def _forget_frames(error: BaseException) -> None:
    """End the cursors in this error's frames: SQLite undoes nothing while an interrupted query is open."""
    following: BaseException | None = error
    while following is not None:
        traceback.clear_frames(following.__traceback__)
        following = following.__cause__ or following.__context__


def _in_savepoint(connection: Connection, unit: Unit[Any], limit: UnitLimit, place: int) -> Outcome:
    """Return the unit's result, or its error after undoing only its own changes.

    Raises the unit's error if the savepoint is gone with the transaction: SQLite
    rolls back all of it when, say, the disk is full. Raises _Cut.
    """
    driver: Any = connection.connection.dbapi_connection
    driver.execute("SAVEPOINT unit")
    try:
        result = _within(limit, connection, unit, place)
    except _Cut:
        raise
    except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001 - passed on to the caller
        try:
            driver.execute("ROLLBACK TO unit")
            driver.execute("RELEASE unit")
        except sqlite3.Error as lost:
            raise (error if isinstance(error, FAILURES) else lost) from error
        return None, told(error) if isinstance(error, Exception) else error
    driver.execute("RELEASE unit")
    return result, None


def _shared(error: BaseException) -> BaseException:
    """Return the error of a failed commit, for each unit in it. No constraint here is checked so late."""
    if not isinstance(error, FAILURES):
        return error
    trouble = trouble_of(error)
    trouble.__cause__ = error
    return trouble
