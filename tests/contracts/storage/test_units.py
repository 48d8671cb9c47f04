"""Units of reading and writing: all or nothing, and an answer only after the commit."""

import asyncio
import gc

import pytest
from sqlalchemy import Connection, func, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.util import await_only

from shop.errors import ShopError
from storage.catalogue.tables import panel_account
from storage.core.database import Database, DatabaseTrouble, Unit


def adding(name: str, *, and_then: Exception | None = None) -> Unit[str]:
    """Return a unit that adds a row, and then may fail."""

    def unit(connection: Connection) -> str:
        connection.execute(panel_account.insert().values(panel=name))
        if and_then is not None:
            raise and_then
        return name

    return unit


async def add(database: Database, name: str, *, and_then: Exception | None = None) -> str:
    return await database.write(adding(name, and_then=and_then))


async def names(database: Database) -> list[str]:
    def unit(connection: Connection) -> list[str]:
        return sorted(connection.execute(select(panel_account.c.panel)).scalars())

    return await database.read(unit)


async def test_a_write_is_answered_after_its_commit(database: Database) -> None:
    assert await add(database, "a") == "a"
    assert await names(database) == ["a"]


async def test_many_at_once_are_all_written_and_all_answered(database: Database) -> None:
    wanted = [f"{number:03}" for number in range(200)]
    assert await asyncio.gather(*(add(database, name) for name in wanted)) == wanted
    assert await names(database) == wanted


async def test_an_error_undoes_its_own_unit_and_nobody_elses(database: Database) -> None:
    outcomes = await asyncio.gather(
        add(database, "a"),
        add(database, "b", and_then=ShopError("no")),
        add(database, "c"),
        add(database, "c"),
        add(database, "d", and_then=ZeroDivisionError("oops")),
        add(database, "e"),
        return_exceptions=True,
    )
    assert await names(database) == ["a", "c", "e"]
    kinds = [type(one) for one in outcomes]
    assert kinds[:2] + kinds[4:] == [str, ShopError, ZeroDivisionError, str]
    assert set(kinds[2:4]) == {str, IntegrityError}


async def test_what_reads_cannot_write(database: Database) -> None:
    def unit(connection: Connection) -> None:
        connection.execute(panel_account.insert().values(panel="a"))
        connection.commit()

    with pytest.raises(DatabaseTrouble, match=r"be written|only reads"):
        await database.read(unit)
    assert await names(database) == []


async def test_a_read_sees_what_was_committed_before_it(database: Database) -> None:
    for number in range(20):
        await add(database, f"{number:03}")
        assert len(await names(database)) == number + 1


async def test_counting_up_loses_no_step(database: Database) -> None:
    """Read, add one, write: only an addition in the database is always right."""
    await add(database, "a")

    def unit(connection: Connection) -> None:
        current = func.coalesce(panel_account.c.balance_micro, 0)
        connection.execute(update(panel_account).values(balance_micro=current + 1))

    await asyncio.gather(*(database.write(unit) for _ in range(100)))

    def total(connection: Connection) -> int | None:
        return connection.execute(select(panel_account.c.balance_micro)).scalar()

    assert await database.read(total) == 100


async def test_who_is_cancelled_leaves_a_whole_unit_or_none(database: Database) -> None:
    begun = asyncio.Event()

    def unit(connection: Connection) -> None:
        connection.execute(panel_account.insert().values(panel="a"))
        begun.set()
        connection.execute(panel_account.insert().values(panel="b"))

    impatient = asyncio.create_task(database.write(unit))
    neighbour = asyncio.create_task(add(database, "c"))
    await begun.wait()
    impatient.cancel()
    assert await neighbour == "c"
    assert await add(database, "d") == "d"
    assert await names(database) in (["a", "b", "c", "d"], ["c", "d"])


@pytest.mark.parametrize("steps", [1, 2, 3, 5, 8])
async def test_a_reader_who_is_cancelled_leaves_its_connection_well(database: Database, steps: int) -> None:
    """At any stage: connecting, setting up, or in use. Python 3.13 warns about a connection left open."""
    for _ in range(10):
        reading = asyncio.create_task(names(database))
        for _ in range(steps):
            await asyncio.sleep(0)
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
    gc.collect()
    assert await names(database) == []


async def test_nothing_is_written_after_closing(database_url: str) -> None:
    database = Database(database_url)
    await database.open()
    await database.close()
    with pytest.raises(DatabaseTrouble, match="stopping"):
        await add(database, "a")


async def test_nonsense_is_told_as_trouble_and_harms_nobody(database: Database) -> None:
    def unit(connection: Connection) -> None:
        connection.execute(text("SELECT nonsense FROM nowhere"))

    for ask in (database.read, database.write):
        with pytest.raises(DatabaseTrouble, match="no tables of this kiosk"):
            await ask(unit)
    assert await add(database, "a") == "a"


async def test_two_who_wait_for_each_other_are_both_done_in_the_end(database: Database) -> None:
    """PostgreSQL rolls one of them back; on SQLite one waits for the other from the start."""
    for name in ("a", "b"):
        await add(database, name)
    both_hold = asyncio.Barrier(2)
    first_try = set() if database.is_sqlite else {"ab", "ba"}

    def changing(order: str) -> Unit[None]:
        def unit(connection: Connection) -> None:
            for name in order:
                word = update(panel_account).where(panel_account.c.panel == name)
                connection.execute(word.values(trouble=func.coalesce(panel_account.c.trouble, "") + "x"))
                if name == order[0] and order in first_try:
                    first_try.remove(order)
                    await_only(both_hold.wait())  # below the unit, like a statement to a server

        return unit

    await asyncio.gather(database.write(changing("ab")), database.write(changing("ba")))

    def words(connection: Connection) -> list[str | None]:
        return list(connection.execute(select(panel_account.c.trouble)).scalars())

    assert await database.read(words) == ["xx", "xx"]
