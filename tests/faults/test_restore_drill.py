"""The drill of a restore on a PostgreSQL server, by the commands that an operator types.

That of a file is tests/stories/test_restored.py; chaos/backups.py plays both, with deaths and failing disks.
"""

import pytest

from playground.panel import Pace
from playground.panel.listing import Listing
from tests.faults.child import Said
from tests.faults.database_templates import DatabaseTemplates
from tests.faults.process import KioskProcess, links

pytestmark = pytest.mark.slow


async def told(process: KioskProcess, *command: str) -> Said:
    """Run a command that works."""
    said = await process.runs(*command)
    assert said.code == 0, said.out + said.err
    return said


async def ordered(process: KioskProcess) -> str:
    """Have Bob order, and the panel take the order; return its link."""
    link = next(links)
    await process.orders(process.bob, link)
    await process.until(lambda: process.panel.orders_for(link), "the order at the panel")
    await process.falls_quiet()
    return link


async def lost_and_put_back(templates: DatabaseTemplates, process: KioskProcess, file: str) -> None:
    """Put the backup back once the database is lost, and not before."""
    refused = await process.runs("restore", file, "--yes")
    assert refused.code == 1
    assert "has tables already" in refused.err
    await templates.loses_database(process)
    said = await told(process, "restore", file, "--yes")
    assert "Put back. Now start the kiosk: it stands still" in said.out


async def test_a_server_is_backed_up_at_work_lost_and_put_back(templates: DatabaseTemplates) -> None:
    async with templates.process("postgresql") as process:
        panel = process.panel
        panel.pace, panel.listing = Pace(pending=3_600), Listing()
        child = await process.starts()
        kept = await ordered(process)
        file = (await told(process, "backup", str(process.folder / "kept"))).out.splitlines()[0]
        lost = await ordered(process)
        assert await child.terminated() == 0
        [canceled] = panel.orders_for(kept)
        panel.set_state(canceled.id, "Canceled", remains=canceled.quantity)

        await lost_and_put_back(templates, process, file)
        booked = process.rows("SELECT kind FROM journal")
        await process.starts()
        await stands_still(process)
        assert panel.adds_received == 2
        assert process.rows("SELECT kind FROM journal") == booked

        assert "The kiosk goes on." in (await told(process, "restore", "--go-on")).out
        await process.until(lambda: process.rows("SELECT id FROM orders WHERE state = 'canceled'"), "news")
        await process.falls_quiet()
        await ordered(process)
        given_back = [row for row in process.rows("SELECT kind FROM journal") if row["kind"] == "refund"]
        assert len(given_back) == 1
        assert [len(panel.orders_for(link)) for link in (kept, lost)] == [1, 1]
        await process.audited()


async def stands_still(process: KioskProcess) -> None:
    """Assert that the shop is closed until an owner goes on, and that the gap is shown."""
    process.ann.says("/order")
    await process.sees(process.ann, "closed")
    compared = "SELECT id FROM standstill WHERE compared_at IS NOT NULL"
    await process.until(lambda: process.rows(compared), "the comparison")
    gap = (await told(process, "restore")).out
    assert "orders there that are in no row of ours: 1" in gap
    assert "The kiosk stands still." in gap


async def test_what_a_killed_restore_opened_is_gone_at_the_next_start(templates: DatabaseTemplates) -> None:
    """It stood there until the next restore, in plain text, though the backup was sealed."""
    async with templates.process("postgresql") as process:
        kept = process.folder / "backups"
        key = {"BACKUP_KEY": "a passphrase of the drill", "BACKUP_FOLDER": str(kept)}
        child = await process.starts()
        file = (await process.runs("backup", **key)).out.splitlines()[0]
        assert await child.terminated() == 0
        await templates.loses_database(process)

        for command in ("doctor", "run"):
            died = await process.runs("restore", file, "--yes", KIOSK_CRASH_AT="restore_unpacked", **key)
            assert died.code != 0
            [left] = kept.glob(".kiosk-restoring-*")
            assert list(left.glob("table-*"))
            if command == "doctor":
                said = (await process.runs("doctor", **key)).out
            else:
                refused = await process.runs("run", **key)
                assert refused.code == 1, "no new database is made where the backups of a lost one are"
                said = refused.err
                assert f"run `bot.py restore {file}`" in said
            assert f"{left} held an opened copy of the book" in said
            assert not left.exists()
