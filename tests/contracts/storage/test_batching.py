"""Batching: a reader that goes on from the last row it saw misses none, whoever brings updates."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from messaging.batching import TOGETHER, Batching
from playground.clock import HandClock
from storage.core.database import Database
from storage.messages.inbox import Arrival
from storage.messages.tables import inbox
from tests.contracts.storage.stores import ANN, BOB, StoresUnderTest

MANY = 300
HELD_UP = 13
"""The update whose row already has its number while its commit is held up."""

HOLDING_UP = (
    f"""CREATE FUNCTION hold_up() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.update_id = {HELD_UP} THEN PERFORM pg_advisory_xact_lock(4711); END IF; RETURN NULL; END $$""",
    "CREATE TRIGGER hold_up AFTER INSERT ON inbox FOR EACH ROW EXECUTE FUNCTION hold_up()",
)
LETTING_GO = ("DROP TRIGGER hold_up ON inbox", "DROP FUNCTION hold_up")
IS_HELD_UP = text(
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = 4711"
)


class Desk:
    """A running Batching, and a reader that goes on from the last row it saw, as messaging.turns does."""

    def __init__(self, stores: StoresUnderTest) -> None:
        self.commits = 0
        self.seen: list[int] = []
        self.last = 0
        self._inbox = stores.inbox
        self.intake = Batching(inbox=stores.inbox, clock=HandClock(), arrived=self._count)

    def _count(self) -> None:
        self.commits += 1

    def brings(self, update_id: int, person_id: int = ANN) -> "asyncio.Task[None]":
        return asyncio.create_task(self.intake.take(Arrival(update_id, person_id, "{}")))

    async def looks(self) -> None:
        for row in await self._inbox.list_waiting(after=self.last, limit=1000):
            assert row.seq > self.last
            self.last = row.seq
            self.seen.append(row.update_id)

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        async with asyncio.timeout(30):
            committing = asyncio.create_task(self.intake.run())
            yield
            committing.cancel()
            await asyncio.gather(committing, return_exceptions=True)


@pytest.fixture
def desk(stores: StoresUnderTest) -> Desk:
    return Desk(stores)


async def test_many_sides_at_once_and_a_reader_that_never_rests(desk: Desk) -> None:
    chance = random.Random(1)
    steps = [chance.randint(0, 5) for _ in range(MANY)]  # so that none is in step with another

    async def bring() -> None:
        takes = []
        for number, rests in enumerate(steps):
            takes.append(desk.brings(number))
            for _ in range(rests):
                await asyncio.sleep(0)
        await asyncio.gather(*takes)

    async with desk.at_work():
        bringing = asyncio.create_task(bring())
        while len(desk.seen) < MANY:
            await desk.looks()
        await bringing
    assert desk.seen == list(range(MANY))


async def test_what_waits_together_is_one_commit_in_the_order_it_came(desk: Desk) -> None:
    order = random.Random(2).sample(range(TOGETHER), TOGETHER)
    takes = [desk.brings(number, BOB) for number in order]
    await asyncio.sleep(0)
    async with desk.at_work():
        await asyncio.gather(*takes)
    await desk.looks()
    assert (desk.commits, desk.seen) == (1, order)


async def test_what_no_column_holds_is_set_aside_and_the_others_beside_it_go_on(
    desk: Desk, stores: StoresUnderTest
) -> None:
    async with desk.at_work():
        for _ in range(2):  # the update comes again
            await asyncio.gather(*(desk.brings(number) for number in (5, 2**70, 6)))
    await desk.looks()
    assert desk.seen == [5, 6]
    [aside] = await stores.all(select(inbox).where(inbox.c.state == "aside"))
    assert (aside.raw, aside.person_id) == ("{}", None)
    assert aside.error.endswith("while it was written")


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_row_never_shows_before_one_with_a_smaller_number(desk: Desk, database: Database) -> None:
    """PostgreSQL gives a row its number before its commit; the next must not overtake it."""
    async with held_up(database) as holder, desk.at_work():
        first = desk.brings(HELD_UP)
        while not (await holder.execute(IS_HELD_UP)).scalar_one():
            await desk.looks()
        second = desk.brings(HELD_UP + 1)
        await asyncio.wait([second], timeout=0.3)
        await desk.looks()
        assert desk.seen == []
        await holder.execute(text("SELECT pg_advisory_unlock(4711)"))
        await asyncio.gather(first, second)
        await desk.looks()
    assert desk.seen == [HELD_UP, HELD_UP + 1]


@asynccontextmanager
async def held_up(database: Database) -> AsyncIterator[AsyncConnection]:
    """Block the commit of the update HELD_UP until this connection releases its lock."""
    engine = create_async_engine(database.url, isolation_level="AUTOCOMMIT")
    async with engine.connect() as holder:
        for statement in HOLDING_UP:
            await holder.execute(text(statement))
        await holder.execute(text("SELECT pg_advisory_lock(4711)"))
        try:
            yield holder
        finally:
            await holder.execute(text("SELECT pg_advisory_unlock_all()"))
            for statement in LETTING_GO:
                await holder.execute(text(statement))
    await engine.dispose()
