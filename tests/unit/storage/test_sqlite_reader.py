"""Readings on SQLite: what is asked for meanwhile shares the next visit, and a slow one holds up nobody."""

import asyncio
import sqlite3
import threading
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, text

from storage.core import reading
from storage.core.database import Database, Unit
from storage.core.on_file import READERS


def held(begun: threading.Event, going_on: threading.Event) -> Unit[bool]:
    """Return a unit that says when it has begun, and lasts until it may go on."""

    def unit(_connection: Connection) -> bool:
        begun.set()
        return going_on.wait(20)

    return unit


async def test_what_is_asked_for_meanwhile_shares_the_next_visit(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LASTS_SECONDS", 60.0)
    begun, going_on = threading.Event(), threading.Event()
    first = asyncio.create_task(database.read(held(begun, going_on)))
    await asyncio.to_thread(begun.wait)
    others: list[asyncio.Task[Connection]] = []
    for _ in range(5):  # each in a round of the loop of its own
        others.append(asyncio.create_task(database.read(lambda connection: connection)))
        await asyncio.sleep(0)
    going_on.set()
    assert await first
    assert len({id(connection) for connection in await asyncio.gather(*others)}) == 1


async def test_slow_readings_keep_nobody_waiting_until_all_threads_read(database: Database) -> None:
    going_on, begun = threading.Event(), [threading.Event() for _ in range(READERS - 1)]
    slow = []
    for one in begun:
        slow.append(asyncio.create_task(database.read(held(one, going_on))))
        await asyncio.to_thread(one.wait)
    async with asyncio.timeout(10):
        assert await database.read(lambda connection: connection.scalar(text("SELECT 7"))) == 7
    assert not any(one.done() for one in slow)
    going_on.set()
    assert await asyncio.gather(*slow) == [True] * len(slow)


async def test_more_slow_readings_than_threads_all_end(database: Database) -> None:
    going_on, begun = threading.Event(), threading.Event()
    slow = [asyncio.create_task(database.read(held(begun, going_on)))]
    await asyncio.to_thread(begun.wait)
    for _ in range(40):
        slow.append(asyncio.create_task(database.read(held(begun, going_on))))
        await asyncio.sleep(0)
    going_on.set()
    assert await asyncio.gather(*slow) == [True] * 41


async def test_the_first_connection_reads_whenever_it_is_free(database: Database) -> None:
    """Each keeps compiled statements of its own: by turns, each would have all of them, over hours."""
    first, second = threading.Event(), threading.Event()
    slow = []
    for going_on in (first, second):
        begun = threading.Event()
        slow.append(asyncio.create_task(database.read(partial(_connection_after, begun, going_on))))
        await asyncio.to_thread(begun.wait)
    for going_on, ending in zip((first, second), slow, strict=True):  # the second one ends last
        going_on.set()
        await ending
    used = {await database.read(_connection) for _ in range(8)}
    assert used == {slow[0].result()} != {slow[1].result()}


async def test_a_connection_that_goes_over_everything_is_closed_behind(database: Database) -> None:
    """An audit's statements are a megabyte, once an hour."""
    connection: Any = await database.go_over(lambda asked: asked.connection.dbapi_connection, 10.0)
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connection.execute("SELECT 7")


def _connection(asked: Connection) -> int:
    return id(asked.connection.dbapi_connection)


def _connection_after(begun: threading.Event, going_on: threading.Event, asked: Connection) -> int:
    begun.set()
    going_on.wait(20)
    return _connection(asked)
