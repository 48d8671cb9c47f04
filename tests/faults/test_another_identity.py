"""The real process where it must not run: for other money, without its lock, where text is lost."""

import asyncio

import pytest

from tests.faults.ground import KINDS, Ground, Kind
from tests.faults.square import Square, links
from tests.faults.test_database_trouble import NO_TRACE
from tests.street import KEY

pytestmark = pytest.mark.slow


async def test_changed_settings_with_orders_behind_end_with_2_and_the_way_on(square: Square) -> None:
    square.panel.pace.delivering = 600.0
    child = await square.starts()
    await square.orders(square.ann, next(links))
    await square.sees(square.ann, "Order 1")
    await square.until(lambda: square.panel.orders, "the order at the panel")
    await square.falls_quiet()
    assert await child.terminated() == 0
    calls, asked = len(square.telegram.calls), len(square.panel.calls)
    said = await square.runs("run", PANEL_KEY="another-key", ACCESS="shop", CURRENCY="EUR")
    assert said.code == 2, said
    written = said.out + said.err
    for words in ("PANEL_KEY: ", "ACCESS: ", "CURRENCY: ", "1 person", "1 order under way", "bot.py convert"):
        assert words in written
    assert NO_TRACE not in written
    assert KEY not in written
    assert (len(square.telegram.calls), len(square.panel.calls)) == (calls, asked)
    doctor = await square.runs("doctor", PANEL_KEY="another-key")
    assert doctor.code == 1
    assert "FAIL  database: PANEL_KEY: this is another panel account" in doctor.out
    assert "private access" in doctor.out
    wrong = await square.runs("convert", "USD", "EUR")
    assert wrong.code == 2
    assert "python bot.py convert FROM TO RATE" in wrong.err


async def test_a_kiosk_that_runs_is_not_converted_under(square: Square) -> None:
    await square.starts()
    said = await square.runs("convert", "access", "kept")
    assert said.code == 75
    assert "Another kiosk is running on this database" in said.err


@pytest.mark.parametrize("kind", KINDS)
async def test_without_its_lock_a_kiosk_ends_with_75(ground: Ground, kind: Kind) -> None:
    async with ground.square(kind) as square:
        child = await square.starts()
        if kind == "sqlite":
            await asyncio.to_thread((square.folder / "kiosk.db.lock").unlink)
        else:
            square.rows(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_locks WHERE locktype = 'advisory' "
                "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            )
        assert await child.ended() == 75
        assert "The lock on the database is gone" in child.output
        assert NO_TRACE not in child.output
        await square.starts()


async def test_a_database_that_cannot_hold_every_language_is_refused(ground: Ground) -> None:
    async with ground.square("postgresql") as square:
        command = ("createdb", "--template", "template0", "--encoding", "LATIN1", "latin")
        await asyncio.to_thread(ground.server._run, *command)
        url = ground.server.url("latin")
        try:
            run, doctor = [await square.runs(name, DATABASE_URL=url) for name in ("run", "doctor")]
            assert (run.code, doctor.code) == (1, 1)
            for written in (run.err, doctor.out):
                assert "is kept in LATIN1, which cannot hold every language" in written
                assert NO_TRACE not in written
        finally:
            await asyncio.to_thread(ground.server.drop, "latin")
