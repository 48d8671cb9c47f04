"""After a start: whoever wrote while the kiosk was off comes first."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from telegram.ext import JobQueue

from tests.in_process import Harness

FIRST_TURNS = timedelta(seconds=0.4)
"""What the turns of 20 people who waited take on a machine that does little else, with room to spare."""


async def test_what_the_kiosk_does_by_itself_begins_behind_the_first_turns(database_file: Path) -> None:
    harness = Harness(database_file)
    await harness.opens()
    kiosk, start = harness.kiosk, datetime.now(UTC)
    kiosk.schedule = kiosk.scheduler()
    assert isinstance(kiosk.application.job_queue, JobQueue)
    jobs = kiosk.application.job_queue.jobs()
    too_early = [one.name for one in jobs if one.next_t and one.next_t < start + FIRST_TURNS]
    assert too_early == []
    kiosk.schedule.stop()
    kiosk.schedule = None
    await harness.closes()
