"""`kill -9` while a bundle is ordered: no part is at the panel twice, none is lost, and all are one card."""

import signal
from collections import Counter

import pytest

from playground.panel import Pace
from playground.telegram import FakePerson
from tests.faults.database_templates import DatabaseTemplates, Kind
from tests.faults.process import KioskProcess

pytestmark = pytest.mark.slow

POST = "https://www.instagram.com/p/bundle/"
LIKES, VIEWS = 22, 23
SHOP = {"ACCESS": "shop", "MARKUP_PERCENT": "35"}

UNANSWERED = {"after_attempt_commit:2": 0, "after_send:1": 1, "before_outcome_commit:2": 1}
"""Where the answer for one part is lost, and how often the panel has that part: it is never sent again."""

WHOLE = ("after_inbox_commit", "before_turn_done", "after_outcome_commit:1")
"""Where every part is ordered by the next kiosk, or was by this one."""

ON_A_SERVER: list[tuple[str, Kind]] = [
    ("after_outcome_commit:1", "postgresql"),
    ("after_send:1", "postgresql"),
]
ON_A_FILE: list[tuple[str, Kind]] = [(point, "sqlite") for point in (*WHOLE, *UNANSWERED)]


@pytest.mark.parametrize(("point", "kind"), [*ON_A_FILE, *ON_A_SERVER])
async def test_a_bundle_survives(point: str, kind: Kind, templates: DatabaseTemplates) -> None:
    async with templates.process(kind, **SHOP) as process:
        process.panel.pace = Pace(pending=3600)
        ann = process.ann
        first = await process.starts()
        await _sells(process)
        await _comes_to_confirm(process)
        await process.falls_quiet()
        assert await first.terminated() == 0

        dying = await process.starts(KIOSK_CRASH_AT=point)
        ann.taps("Confirm")
        assert await dying.ended() == -signal.SIGKILL
        await process.starts()
        await process.falls_quiet()

        there = Counter(one.service.id for one in process.panel.orders_for(POST))
        states = Counter(row["state"] for row in process.rows("SELECT state FROM orders"))
        if point in UNANSWERED:
            assert states == {"unknown": 1, "pending": 1}
            assert set(there.values()) == {1}
            assert there.total() == 1 + UNANSWERED[point]
        else:
            assert states == {"pending": 2}
            assert there == {LIKES: 1, VIEWS: 1}
        cards = [
            one for one in ann.home.live() if one.from_bot and "Post start" in one.text and POST in one.text
        ]
        assert len(cards) == 1, ann.screen()
        await process.audited()


async def _asks(process: KioskProcess, person: FakePerson, words: str, sees: str) -> None:
    person.says(words)
    await process.sees(person, sees)


async def _taps(process: KioskProcess, person: FakePerson, label: str, sees: str) -> None:
    person.taps(label)
    await process.sees(person, sees)


async def _sells(process: KioskProcess) -> None:
    """Have Olga put a bundle of likes and views on sale, and money into Ann's wallet."""
    olga, ann = process.olga, process.ann
    await _asks(process, ann, "/start", "New order")
    await _asks(process, olga, f"/credit {ann.id} 9 for the bundle", "Give Ann")
    await _taps(process, olga, "Confirm", "Their balance")
    await _asks(process, olga, "/admin", "More")
    await _taps(process, olga, "More", "Bundles")
    await _taps(process, olga, "Bundles", "New bundle")
    await _taps(process, olga, "New bundle", "name")
    await _asks(process, olga, "Post start", "Add a service")
    for part in (f"{LIKES} 1000", f"{VIEWS} 50%"):
        await _taps(process, olga, "Add a service", "Send a service's number")
        await _asks(process, olga, part, "Add a service")
    await _taps(process, olga, "Price", "price")
    await _asks(process, olga, "10%", "Preview")
    await _taps(process, olga, "Preview, put on sale", "As a customer sees it")
    await _taps(process, olga, "Put on sale", "Version 1 is on sale")


async def _comes_to_confirm(process: KioskProcess) -> None:
    await _asks(process, process.ann, "/start b_1", "Total")
    await _taps(process, process.ann, "Order", "Send the link")
    await _asks(process, process.ann, POST, "Confirm")
