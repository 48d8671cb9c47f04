"""Several real kiosks on one server: one leads, another goes on after a kill, and strangers are refused."""

import pytest

from tests.faults.child import Child
from tests.faults.database_templates import DatabaseTemplates
from tests.faults.process import KioskProcess, links
from tests.faults.test_watched import Monitor

pytestmark = pytest.mark.slow

JOINED, LEADS = "joins the others", "This kiosk leads now."
TAKEN = 75


async def joins(process: KioskProcess, **settings: str) -> Child:
    """Start one more kiosk and wait until it is open."""
    child = await process.launches(**settings)
    await process.until(lambda: "is open" in child.output, "an open kiosk")
    assert JOINED in child.output
    return child


async def test_another_kiosk_goes_on_where_the_leader_was_killed(templates: DatabaseTemplates) -> None:
    async with templates.process("postgresql", REPLICAS="yes") as process:
        ann, bob = process.ann, process.bob
        leader = await joins(process)
        follower = await joins(process)
        link = next(links)
        process.ann.says(f"/order 1 {link} 100")
        await process.sees(ann, "Check your order")
        await leader.killed()
        ann.taps("Confirm")
        await process.until(lambda: LEADS in follower.output, "a new leader")
        await process.sees(ann, "is done")
        third = await joins(process)
        await process.orders(bob, next(links))
        await process.sees(bob, "is done")
        await process.falls_quiet()
        assert len(process.panel.orders_for(link)) == 1
        assert await follower.terminated() == 0
        await process.until(lambda: LEADS in third.output, "a new leader, at once", within=8)
        assert await third.terminated() == 0
        for child in (follower, third):
            assert "Traceback" not in child.output
        assert process.rows("SELECT * FROM replica") == process.rows("SELECT * FROM turn_claim") == []
        await process.audited()


async def test_who_does_not_fit_ends_with_75(templates: DatabaseTemplates) -> None:
    async with templates.process("postgresql") as process:
        first = await joins(process, REPLICAS="yes")
        for settings, words in (
            ({}, "Another kiosk is running on this database"),
            ({"REPLICAS": "yes", "CURRENCY": "EUR"}, "with another PANEL_URL"),
            ({"REPLICAS": "yes", "BOT_TOKEN": "7:" + "x" * 35}, "with another BOT_TOKEN"),
        ):
            other = await process.launches(**settings)
            assert await other.ended() == TAKEN, other.output
            assert words in other.output
        assert await first.terminated() == 0
        alone = await process.starts()
        other = await process.launches(REPLICAS="yes")
        assert await other.ended() == TAKEN
        assert await alone.terminated() == 0


async def test_what_changes_in_one_kiosk_is_read_anew_in_the_others(templates: DatabaseTemplates) -> None:
    async with templates.process("postgresql", REPLICAS="yes") as process:
        ann, olga, monitor = process.ann, process.olga, Monitor()
        process.writes(
            "INSERT INTO standstill (id, backup_at, restored_at, was_closed) VALUES (1, now(), now(), false)"
        )
        leader = await joins(process)
        follower = await joins(process, HEALTH_LISTEN=monitor.place)
        await monitor.hears(200, "ready", 30)
        process.writes("INSERT INTO reread VALUES ('what the next version keeps', 1)")
        process.writes("UPDATE standstill SET lifted_at = now()")
        await process.until(lambda: "has gone on" in follower.output, "the end of the standstill")
        olga.says("/maintenance")
        await process.sees(olga, "Close …")
        olga.taps("Close …")
        await process.sees(olga, "Close the shop?")
        olga.taps("Close")
        closed = "SELECT * FROM maintenance WHERE closed_at IS NOT NULL"
        await process.until(lambda: process.rows(closed), "a closed shop")
        await process.falls_quiet()
        await leader.killed()
        ann.says(f"/order 1 {next(links)} 100")
        await process.sees(ann, "closed")
        assert "Traceback" not in follower.output
