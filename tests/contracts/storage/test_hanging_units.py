"""A unit that hangs is ended and told; its neighbours are written as if it had never come."""

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Connection, event, select, text

from storage.catalogue.tables import panel_account
from storage.core import database as units
from storage.core.database import Database, DatabaseTrouble, Stuck, TooSlow, Unit
from storage.core.unit_limit import UnitLimit

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
ENDLESS_INSERT = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
    "INSERT INTO panel_account (panel) SELECT 'x' || count(*) FROM n"
)


@pytest.fixture
async def impatient(database: Database) -> AsyncIterator[Database]:
    """The same database, opened with a short limit."""
    impatient = Database(database.url.render_as_string(hide_password=False), unit_seconds=0.5)
    await impatient.open()
    yield impatient
    await impatient.close()


def adding(name: str) -> Unit[str]:
    def unit(connection: Connection) -> str:
        connection.execute(panel_account.insert().values(panel=name))
        return name

    return unit


def hanging(name: str, statement: str = ENDLESS) -> Unit[None]:
    """Return a unit that adds a row and then asks what never ends."""

    def unit(connection: Connection) -> None:
        connection.execute(panel_account.insert().values(panel=name))
        half_read = connection.execute(text("SELECT 1 UNION ALL SELECT 2"))
        half_read.fetchone()
        connection.execute(text(statement)).all()

    return unit


async def names(database: Database) -> list[str]:
    def unit(connection: Connection) -> list[str]:
        return sorted(connection.execute(select(panel_account.c.panel)).scalars())

    return await database.read(unit)


@pytest.mark.parametrize("statement", [ENDLESS, ENDLESS_INSERT])
async def test_it_alone_is_told_and_undone(impatient: Database, statement: str) -> None:
    outcomes = await asyncio.gather(
        impatient.write(adding("a")),
        impatient.write(adding("b")),
        impatient.write(hanging("hung", statement)),
        impatient.write(adding("c")),
        return_exceptions=True,
    )
    assert [type(one) for one in outcomes] == [str, str, TooSlow, str]
    assert await names(impatient) == ["a", "b", "c"]
    assert await impatient.write(adding("d")) == "d"


async def test_one_that_is_alone_is_told_and_undone(impatient: Database) -> None:
    with pytest.raises(TooSlow, match="took"):
        await impatient.write(hanging("hung"))
    assert await impatient.write(adding("a")) == "a"
    assert await names(impatient) == ["a"]


async def test_several_that_hang_are_each_told(impatient: Database) -> None:
    outcomes = await asyncio.gather(
        impatient.write(hanging("x")),
        impatient.write(adding("a")),
        impatient.write(hanging("y")),
        return_exceptions=True,
    )
    assert [type(one) for one in outcomes] == [TooSlow, str, TooSlow]
    assert await names(impatient) == ["a"]


async def test_a_neighbours_own_error_stays_its_own(impatient: Database) -> None:
    def refuses(_connection: Connection) -> None:
        raise ZeroDivisionError("oops")

    outcomes = await asyncio.gather(
        impatient.write(refuses), impatient.write(hanging("x")), return_exceptions=True
    )
    assert [type(one) for one in outcomes] == [ZeroDivisionError, TooSlow]


async def test_what_must_not_be_lost_is_tried_again_less_and_less_often(
    impatient: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(units, "SLOW_RETRY_SECONDS", (0.0, 0.01))
    tries = []

    def unit(connection: Connection) -> str:
        tries.append("")
        return adding("a")(connection) if len(tries) > 2 else connection.scalar(text(ENDLESS))

    assert await impatient.write_until_done(unit) == "a"
    assert len(tries) == 3
    assert await names(impatient) == ["a"]


class TestOnAFile:
    """Where one thread writes, somebody could hold it for ever."""

    async def test_a_chain_of_short_statements_is_ended(self, impatient: Database) -> None:
        if not impatient.is_sqlite:
            pytest.skip("the server bounds each statement")

        def unit(connection: Connection) -> None:
            while True:
                connection.execute(text("SELECT count(*) FROM panel_account, (VALUES (1), (2))")).all()

        outcomes = await asyncio.gather(
            impatient.write(adding("a")), impatient.write(unit), return_exceptions=True
        )
        assert [type(one) for one in outcomes] == [str, TooSlow]

    async def test_one_that_nothing_ends_is_said_aloud_and_nobody_waits_for_it(
        self, database: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        if not database.is_sqlite:
            pytest.skip("there a unit has a connection of its own")
        monkeypatch.setattr(units, "UnitLimit", lambda seconds: UnitLimit(seconds, stuck_seconds=0.05))
        stuck = Database(str(database.url), unit_seconds=0.05)
        await stuck.open()
        release, closed = threading.Event(), threading.Event()
        event.listen(stuck.engines[0], "close", lambda *_: closed.set())

        def unit(connection: Connection) -> None:
            adding("hung")(connection)
            release.wait()  # Python that does not come back

        try:
            outcomes = await asyncio.gather(
                stuck.write(adding("a")), stuck.write(unit), stuck.watch(), return_exceptions=True
            )
            assert [type(one) for one in outcomes] == [Stuck] * 3
            with pytest.raises(DatabaseTrouble, match="Start the kiosk again"):
                await stuck.write_until_done(adding("b"))
            await stuck.close()
        finally:
            release.set()
        assert closed.wait(5), "its connection stays open although its work has ended"
        assert await names(database) == []
