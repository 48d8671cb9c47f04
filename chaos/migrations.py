"""Every revision of the tables, down and up with rows in all of them, and killed midway: no row is lost.

    python -m chaos.migrations [how many of the newest] [seed]

A shop to which everything has happened, on both databases. It is brought down step by step to the first
tables and up again: the rows and values of whatever stays are the same after each step, but for what the step
says it changes. A step down that would lose what money needs refuses and changes nothing; then it is told
to lose it. Then it is brought up again, and at each step the process is first killed (`kill -9`) after some
statement: all is as it was before, and the next try goes through.
"""

import asyncio
import itertools
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, make_url, text

from bench.crowd import crowd
from bench.rows import know
from chaos.result import Result, numbers_given, print_results, seed_or_new
from shop.person import Person
from storage import upgrade as migrations
from storage.core.async_engines import for_migrating
from storage.core.database import Database
from storage.migrations.losing import MAY_LOSE, WouldLose
from storage.upgrade import HEAD, alembic_config, found_revision, revision_of, upgrade
from tests.contracts.storage.everything import CAROL, Everything, begins
from tests.contracts.storage.postgres import running_postgres
from tests.contracts.storage.stores import StoresUnderTest
from tests.contracts.storage.test_audit import fill

ORDERS = 500
ROOT = Path(migrations.__file__).parents[1]
STATEMENTS = 6
"""It is killed after one of so many first statements of the revision."""

Rows = dict[str, tuple[list[str], list[tuple[str, ...]]]]
"""The columns of each table, and its rows in some order."""


@dataclass
class _Seen:
    wrong: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


CHANGES: Final[dict[str, set[str]]] = {}
"""Columns, as `table.column`, that a revision itself changes where they stay."""


def run(n: int = 200, seed: int | None = None) -> Result:
    """Take the newest `n` steps on each database; without a `seed` it takes a new one."""
    chosen, started, seen = seed_or_new(seed), time.perf_counter(), _Seen()
    with running_postgres() as server, tempfile.TemporaryDirectory(prefix="kiosk-stairs-") as folder:
        server.create("stairs")
        urls = {"sqlite": f"sqlite+aiosqlite:///{folder}/stairs.db", "postgresql": server.url("stairs")}
        for kind, url in urls.items():
            asyncio.run(_on(url, kind, n, random.Random(chosen), seen))
    counts: dict[str, int | str] = dict(sorted(seen.counts.items()))
    steps = seen.counts["down"] + seen.counts["up"]
    return Result("migrations", steps, tuple(seen.wrong), time.perf_counter() - started, chosen, counts)


async def _on(url: str, kind: str, n: int, dice: random.Random, seen: _Seen) -> None:
    await upgrade(url)
    stores = StoresUnderTest(Database(url))
    await stores.database.open()
    try:
        await begins(stores)
        await crowd(stores.database, ORDERS)
        await know(stores.database, [Person(CAROL, "Carol", "en")])
        await stores.open()
        await fill(stores)
        await Everything(stores, at_work=ORDERS).happens()
    finally:
        await stores.database.close()
    stairs = _Stairs(url, kind, seen)
    order = [one.revision for one in ScriptDirectory(str(migrations.MIGRATIONS)).walk_revisions()]
    steps = list(itertools.pairwise(order))[:n]
    for revision, below in steps:
        await stairs.down(revision, below)
    for revision, _ in reversed(steps):
        await stairs.dies(revision, dice.randint(1, STATEMENTS))
        await stairs.up(revision)
    seen.wrong += [f"{kind}: the tables are not today's"] * (await found_revision(url) != HEAD)


@dataclass
class _Stairs:
    """One database, brought from revision to revision."""

    url: str
    kind: str
    seen: _Seen

    async def down(self, revision: str, below: str) -> None:
        """Take one step down; where it refuses nothing may have changed, and then it is told to lose rows."""
        before = await self._on(_rows)
        try:
            await self._on(lambda connection: command.downgrade(alembic_config(connection), below))
        except WouldLose:
            self.seen.counts["refused"] += 1
            after = await self._on(_rows)
            self._note(revision, "a refused step changed rows", before != after)

            def losing(connection: Connection) -> None:
                config = alembic_config(connection)
                config.attributes[MAY_LOSE] = True
                command.downgrade(config, below)

            await self._on(losing)
        self.seen.counts["down"] += 1
        self._same(f"{revision} down", before, await self._on(_rows), CHANGES.get(revision, set()))

    async def up(self, revision: str) -> None:
        """Take one step up."""
        before = await self._on(_rows)
        await self._on(lambda connection: command.upgrade(alembic_config(connection), revision))
        self.seen.counts["up"] += 1
        self._same(f"{revision} up", before, await self._on(_rows), CHANGES.get(revision, set()))

    async def dies(self, revision: str, statements: int) -> None:
        """Have a process die on this step up; all is as before it, or as after it."""
        before, stood = await self._on(_rows), await self._on(revision_of)
        arguments = ("-m", "chaos.dying_upgrade", self.url, revision, str(statements))
        child = await asyncio.create_subprocess_exec(sys.executable, *arguments, cwd=ROOT)
        code = await child.wait()
        self.seen.counts["killed"] += code == -signal.SIGKILL
        if code != 0:
            stands = await self._on(revision_of)
            self._note(revision, f"died with {code}", code != -signal.SIGKILL)
            self._note(revision, f"a death left revision {stands}", stands != stood)
            self._note(revision, "a death changed rows", before != await self._on(_rows))

    async def _on(self, action: Callable[[Connection], Any]) -> Any:
        engine = for_migrating(make_url(self.url))
        try:
            async with engine.begin() as connection:
                return await connection.run_sync(action)
        finally:
            await engine.dispose()

    def _same(self, step: str, before: Rows, after: Rows, changed: set[str]) -> None:
        """Note what is not as it was, of tables and columns that are there before and after."""
        for table in before.keys() & after.keys():
            stays = [
                name
                for name in before[table][0]
                if name in after[table][0] and f"{table}.{name}" not in changed
            ]
            differ = _of(before[table], stays) != _of(after[table], stays)
            self._note(step, f"the rows of {table} differ", differ)

    def _note(self, step: str, words: str, is_wrong: bool) -> None:
        self.seen.wrong += [f"{self.kind}, {step}: {words}"] * is_wrong


def _rows(connection: Connection) -> Rows:
    inspector = inspect(connection)
    found: Rows = {}
    for table in set(inspector.get_table_names()) - {"alembic_version"}:
        columns = sorted(column["name"] for column in inspector.get_columns(table))
        named = ", ".join(f'"{name}"' for name in columns)
        rows = connection.execute(text(f'SELECT {named} FROM "{table}"')).all()  # noqa: S608 - names of ours
        found[table] = columns, sorted(tuple(map(repr, row)) for row in rows)
    return found


def _of(rows: tuple[list[str], list[tuple[str, ...]]], names: list[str]) -> list[tuple[str, ...]]:
    """Return the values of these columns."""
    places = [rows[0].index(name) for name in names]
    return sorted(tuple(row[place] for place in places) for row in rows[1])


def main() -> int:
    """Print the table's row; 1 if anything was found."""
    return print_results(run(*numbers_given()))


if __name__ == "__main__":
    sys.exit(main())
