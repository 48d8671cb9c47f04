"""Readings on SQLite: what is asked for meanwhile shares the next visit, and a slow one holds up nobody."""

import asyncio
import threading

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


async def test_after_a_crowd_one_connection_serves_all_again(database: Database) -> None:
    """Each keeps compiled statements and pages of its own: by turns, each would have all of them."""
    going_on, begun = threading.Event(), [threading.Event() for _ in range(READERS)]
    slow = []
    for one in begun:
        slow.append(asyncio.create_task(database.read(held(one, going_on))))
        await asyncio.to_thread(one.wait)
    going_on.set()
    await asyncio.gather(*slow)
    used = {await database.read(lambda asked: id(asked.connection.dbapi_connection)) for _ in range(8)}
    assert len(used) == 1
