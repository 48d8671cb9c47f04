"""The database cannot be written for a while, or at all: a clear line, nothing acknowledged, nothing lost."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from playground.panel import Pace
from tests.faults.process import KioskProcess, links

pytestmark = pytest.mark.slow

FULL = "The disk is full or failing"
NO_TRACE = "Traceback"
LOCKED = "The database is locked by another program"


@contextmanager
def locked(process: KioskProcess) -> Iterator[None]:
    """Hold the database's write lock as another program would."""
    with closing(sqlite3.connect(process.database, isolation_level=None, timeout=10)) as database:
        database.execute("BEGIN IMMEDIATE")
        yield
        database.execute("ROLLBACK")


def said_by_each(output: str) -> Counter[str]:
    """Count the lines about the disk, of the intake and of each job: what begins meanwhile says it, too."""
    lines = [line.partition("]")[2] for line in output.splitlines() if FULL in line]
    return Counter(line.partition(FULL)[0].strip() for line in lines)


async def test_updates_stay_at_telegram_while_the_disk_is_full(process: KioskProcess) -> None:
    ann = process.ann
    child = await process.starts()
    ann.says("/start")
    await process.sees(ann, "Ann, what shall it be?")
    await process.falls_quiet()
    with child.full_disk():
        ann.says("/help")
        ann.says(f"/order 1 {next(links)} 100")
        await process.until(lambda: child.output.count(FULL) >= 2, "two lines about the disk")
        assert len(process.telegram.updates) == 2, "acknowledged although it is not stored"
        assert max(said_by_each(child.output).values()) <= 3, child.output
    await process.sees(ann, "What I can do", "Check your order")
    await process.falls_quiet()
    assert NO_TRACE not in child.output


async def test_an_accepted_order_is_not_forgotten_when_its_outcome_cannot_be_written(
    process: KioskProcess,
) -> None:
    ann, link = process.ann, next(links)
    child = await process.starts()
    process.panel.arm("slow", action="add", seconds=1)
    await process.orders(ann, link)
    await process.until(lambda: process.panel.adds_received, "the add")
    with child.full_disk():
        await process.until(lambda: process.panel.orders, "the panel's answer")
        lines = child.output.count(FULL)
        await process.until(lambda: child.output.count(FULL) > lines + 1, "two lines about the disk")
    await process.sees(ann, f"Order {await process.number()}", "is done")
    bobs = next(links)
    await process.orders(process.bob, bobs)
    await process.sees(process.bob, f"Order {await process.number(2)}", "is done")
    assert [len(process.panel.orders_for(one)) for one in (link, bobs)] == [1, 1]
    assert NO_TRACE not in child.output
    await process.audited()


async def test_a_notice_is_not_sent_again_and_again_while_its_row_cannot_be_written(
    process: KioskProcess,
) -> None:
    ann = process.ann
    child = await process.starts()
    await process.orders(ann, next(links))
    await process.sees(ann, f"Order {await process.number()}")
    await process.falls_quiet()
    await process.until(lambda: "is done" in ann.screen(), "the end of the order")
    await process.falls_quiet()
    with closing(sqlite3.connect(process.database)) as database:  # one more notice, as if owed just now
        database.execute("UPDATE outbox SET state = 'pending' WHERE kind = 'finished'")
        with child.full_disk():
            database.commit()
            await process.until(lambda: FULL in child.output, "a line about the disk")
            lines = child.output.count("\n")
            await process.until(lambda: child.output.count("\n") > lines + 2, "the next lines")
    await process.falls_quiet()
    assert sum("is done" in message.text for message in ann.chat) == 2


async def test_following_an_order_waits_for_the_disk_with_a_line_and_not_a_traceback(
    process: KioskProcess,
) -> None:
    process.panel.pace = Pace(pending=1, processing=1, delivering=3)
    child = await process.starts()
    await process.orders(process.ann, next(links))
    await process.sees(process.ann, f"Order {await process.number()} · Pending")
    with child.full_disk():
        await process.until(lambda: child.output.count(FULL) >= 2, "two lines about the disk")
    await process.sees(process.ann, "Completed", "is done")
    assert NO_TRACE not in child.output


async def test_a_kiosk_whose_file_is_moved_away_ends_and_begins_no_empty_shop(process: KioskProcess) -> None:
    child = await process.starts()
    process.ann.says("/start")
    await process.sees(process.ann, "Ann, what shall it be?")
    await process.falls_quiet()
    moved = process.database.with_name("moved.db")
    process.database.rename(moved)
    assert await child.ended() == 69
    assert "was moved, replaced or deleted while the kiosk ran" in child.output
    run, doctor = [await process.runs(name) for name in ("run", "doctor")]
    assert (run.code, doctor.code) == (1, 1)
    for written in (child.output, run.err, doctor.out):
        assert "Put that file back beside its log" in written
        assert NO_TRACE not in written
    assert not process.database.exists()
    moved.rename(process.database)
    await process.starts()
    assert process.rows("SELECT count(*) AS n FROM inbox WHERE state = 'done'") == [{"n": 1}]
