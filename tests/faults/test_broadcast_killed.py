"""The kiosk dies in the middle of a broadcast: nobody is skipped, hardly anybody gets it twice."""

import random
import sqlite3
from collections import Counter
from contextlib import closing

import pytest

from messaging.outbox import IN_FLIGHT
from playground.telegram import FakePerson
from tests.faults.process import KioskProcess

pytestmark = pytest.mark.slow

PEOPLE = 200
KILLS = 3
BLOCKED = 7
WORDS = "We are closed on Sunday."


@pytest.mark.parametrize("seed", [1])
async def test_everybody_gets_it_in_spite_of_three_kills(seed: int, process: KioskProcess) -> None:
    crowd = a_crowd(process)
    for person in crowd[:BLOCKED]:
        person.home.blocked = True  # behind our back: no update tells of it
    await begins_broadcast(process)

    chance = random.Random(seed)
    for _ in range(KILLS):
        await some_go_out(process, chance.randint(10, 40))
        await process.children[-1].killed()
        await process.starts()
    await process.until(lambda: done(process), "the end of the broadcast")
    await process.until(lambda: "📣 Sent" in process.olga.screen(), "the last progress line")

    copies = Counter({person.id: times_seen(person) for person in crowd})
    assert all(copies[person.id] == 0 for person in crowd[:BLOCKED])
    assert all(copies[person.id] >= 1 for person in crowd[BLOCKED:])
    # Telegram accepts a message before its row says so: messages under way at a kill may come again.
    repeated = sum(times - 1 for times in copies.values() if times > 1)
    assert repeated <= IN_FLIGHT * KILLS
    known = {row["id"] for row in process.rows("SELECT id FROM person WHERE NOT reachable")}
    assert known == {person.id for person in crowd[:BLOCKED]}
    [tally] = process.rows("SELECT total, state FROM broadcast")
    assert tally == {"total": PEOPLE + 1, "state": "done"}

    process.olga.says("/broadcast")
    process.olga.says("Open again.")
    await process.sees(process.olga, str(PEOPLE + 1 - BLOCKED))


async def test_a_broadcast_that_is_stopped_reaches_nobody_else(process: KioskProcess) -> None:
    crowd = a_crowd(process)
    await begins_broadcast(process)
    await some_go_out(process, 10)
    process.olga.taps("Stop")
    await process.sees(process.olga, "Stopped")
    await process.until(lambda: done(process), "the end of the broadcast")
    await process.falls_quiet()
    reached = sum(times_seen(person) for person in crowd)
    assert 10 <= reached < PEOPLE
    assert {row["state"] for row in process.rows("SELECT state FROM broadcast")} == {"stopped"}


def a_crowd(process: KioskProcess) -> list[FakePerson]:
    """People who have written to the kiosk before."""
    crowd = [process.telegram.add_person(3000 + n, f"Person {n}", started=True) for n in range(PEOPLE)]
    known = [(person.id, person.name) for person in [*crowd, process.olga]]
    with closing(sqlite3.connect(process.database)) as database:
        database.executemany(
            "INSERT INTO person (id, name, language, reachable, created_at, seen_at)"
            " VALUES (?, ?, 'en', 1, '2026-01-01 12:00:00.000000', '2026-01-01 12:00:00.000000')",
            known,
        )
        database.commit()
    return crowd


async def begins_broadcast(process: KioskProcess) -> None:
    await process.starts()
    process.olga.says("/broadcast")
    process.olga.says(WORDS)
    await process.sees(process.olga, "Confirm")
    process.olga.taps("Confirm")


async def some_go_out(process: KioskProcess, copies: int) -> None:
    goal = copies_sent(process) + copies
    await process.until(lambda: copies_sent(process) >= goal, f"{copies} copies more")


def times_seen(person: FakePerson) -> int:
    return sum(message.from_bot and message.text == WORDS for message in person.chat)


def copies_sent(process: KioskProcess) -> int:
    return sum(times_seen(person) for person in process.telegram.people.values())


def done(process: KioskProcess) -> bool:
    return not process.rows("SELECT id FROM broadcast WHERE state = 'sending'")
