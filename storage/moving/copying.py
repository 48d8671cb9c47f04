"""Copying a file to a server: table by table, in the order of the keys, from wherever it stopped."""

import asyncio
import time
from collections.abc import Callable, Iterator

from sqlalchemy import Table

from storage.moving.from_file import FileRows, Page
from storage.moving.to_server import Server
from storage.tables import LASTING

Say = Callable[[str], None]

SAID_EVERY = 10.0
"""Seconds between two lines about a table that takes long."""


async def copy(file: FileRows, server: Server, say: Say) -> None:
    """Copy every table, then make indexes and constraints. Raises DatabaseTrouble."""
    copied = await server.copied()
    for table in LASTING:
        last_key, count, is_whole = copied.get(table.name, (None, 0, False))
        if not is_whole:
            await _Copying(file, server, say, table).go_on(last_key, count)
    saying = _Seldom(say)

    async def told(done: int, of: int) -> None:
        saying.say(f"indexes and constraints: {done} of {of}", is_last=done == of)

    await server.complete(told)
    await server.give_on({table.name: file.last_number(table) for table in LASTING})
    await server.plan_anew()


class _Copying:
    """One table on its way."""

    def __init__(self, file: FileRows, server: Server, say: Say, table: Table) -> None:
        self._file = file
        self._server = server
        self._table = table
        self._saying = _Seldom(say)

    async def go_on(self, last_key: str | None, count: int) -> None:
        """Copy the rows from behind this key; `count` are there already."""
        total = await asyncio.to_thread(self._file.count, self._table)
        pages = self._file.pages(self._table, last_key)
        reading = asyncio.create_task(_next(pages))
        try:
            while page := await reading:
                reading = asyncio.create_task(_next(pages))  # while the server takes this one
                await self._server.add(self._table, page)
                count += len(page[0])
                self._saying.say(f"{self._table.name}: {count:,} of {total:,} rows", is_last=count == total)
        finally:
            await asyncio.gather(reading, return_exceptions=True)  # the file is closed next
        await self._server.is_whole(self._table)


async def _next(pages: Iterator[Page]) -> Page | None:
    return await asyncio.to_thread(next, pages, None)


class _Seldom:
    """Says the last line, and of the others one from time to time."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._said = time.monotonic()

    def say(self, line: str, *, is_last: bool) -> None:
        """Say this if it is the last, or if some time has gone by since the last."""
        if is_last or time.monotonic() - self._said >= SAID_EVERY:
            self._say(line)
            self._said = time.monotonic()
