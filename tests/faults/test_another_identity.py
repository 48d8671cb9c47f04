"""The real process when it must not run: for other money, without its lock, where text is lost."""

import asyncio

import pytest

from tests.faults.database_templates import KINDS, DatabaseTemplates, Kind
from tests.faults.process import KioskProcess, links
from tests.faults.test_database_trouble import NO_TRACE
from tests.in_process import KEY

pytestmark = pytest.mark.slow


async def test_changed_settings_with_orders_behind_end_with_2_and_the_way_on(process: KioskProcess) -> None:
    process.panel.pace.delivering = 600.0
    child = await process.starts()
    await process.orders(process.ann, next(links))
    await process.sees(process.ann, f"Order {await process.number()}")
    await process.until(lambda: process.panel.orders, "the order at the panel")
    await process.falls_quiet()
    assert await child.terminated() == 0
    calls, asked = len(process.telegram.calls), len(process.panel.calls)
    said = await process.runs("run", PANEL_KEY="another-key", ACCESS="shop", CURRENCY="EUR")
    assert said.code == 2, said
    written = said.out + said.err
    for words in ("PANEL_KEY: ", "ACCESS: ", "CURRENCY: ", "1 person", "1 order under way", "bot.py convert"):
        assert words in written
    assert NO_TRACE not in written
    assert KEY not in written
    assert (len(process.telegram.calls), len(process.panel.calls)) == (calls, asked)
    doctor = await process.runs("doctor", PANEL_KEY="another-key")
    assert doctor.code == 1
    assert "FAIL  database: PANEL_KEY: this is another panel account" in doctor.out
    assert "private access" in doctor.out
    wrong = await process.runs("convert", "USD", "EUR")
    assert wrong.code == 2
    assert "bot.py convert FROM TO RATE" in wrong.err


async def test_a_kiosk_that_runs_is_not_converted_under(process: KioskProcess) -> None:
    await process.starts()
    said = await process.runs("convert", "access", "kept")
    assert said.code == 75
    assert "Another kiosk is running on this database" in said.err


@pytest.mark.parametrize("kind", KINDS)
async def test_without_its_lock_a_kiosk_ends_with_69(templates: DatabaseTemplates, kind: Kind) -> None:
    async with templates.process(kind) as process:
        child = await process.starts()
        if kind == "sqlite":
            await asyncio.to_thread((process.folder / "kiosk.db.lock").unlink)
        else:
            process.rows(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_locks WHERE locktype = 'advisory' "
                "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            )
        assert await child.ended() == 69
        assert "The lock on the database is gone" in child.output
        assert NO_TRACE not in child.output
        await process.starts()


async def test_a_database_that_cannot_hold_every_language_is_refused(templates: DatabaseTemplates) -> None:
    async with templates.process("postgresql") as process:
        command = ("createdb", "--template", "template0", "--encoding", "LATIN1", "latin")
        await asyncio.to_thread(templates.server._run, *command)
        url = templates.server.url("latin")
        try:
            run, doctor = [await process.runs(name, DATABASE_URL=url) for name in ("run", "doctor")]
            assert (run.code, doctor.code) == (1, 1)
            for written in (run.err, doctor.out):
                assert "is kept in LATIN1, which cannot hold every language" in written
                assert NO_TRACE not in written
        finally:
            await asyncio.to_thread(templates.server.drop, "latin")
