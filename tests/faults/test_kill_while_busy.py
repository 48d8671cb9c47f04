"""`kill -9` again and again while a hundred updates wait: none is lost, no effect comes twice."""

import random

import pytest

from playground.telegram import FakePerson
from tests.faults.process import KioskProcess, links

pytestmark = pytest.mark.slow

PEOPLE = 20
KILLS = 5


@pytest.mark.parametrize("seed", [1])
async def test_a_hundred_updates_and_five_kills(seed: int, process: KioskProcess) -> None:
    people = [process.telegram.add_person(2000 + n, f"Person {n}") for n in range(PEOPLE)]
    wanted = {person.id: next(links) for person in people}
    await everybody_has_a_card(process, people, wanted)

    first = process.telegram.updates.next_id
    for person in people:  # five each: two taps on Confirm, two looks, and a new order
        button = person.last
        person.taps("Confirm", button.id)
        person.says("/orders")
        person.taps("Confirm", button.id)
        person.says("/help")
        person.says(f"/order 2 {wanted[person.id]}again/ 100")
    queued = range(first, process.telegram.updates.next_id)
    assert len(queued) == 100

    process.latency.jitter = 0.2  # so that something is always under way
    chance = random.Random(seed)
    died_at = [await works_and_dies(process, chance.randint(2, 30)) for _ in range(KILLS)]
    assert sum(0 < left < 100 for left in died_at) >= 2, died_at

    await process.starts()
    await process.until(lambda: process.asks_the_operator() and process.is_quiet(), "quiet")
    nothing_is_lost(process, queued)
    nothing_came_twice(process, people, wanted)
    everybody_is_answered(people)
    await process.audited_by_command()


async def everybody_has_a_card(
    process: KioskProcess, people: list[FakePerson], wanted: dict[int, str]
) -> None:
    child = await process.starts()
    if ": 0 services on show" in child.output:  # a start waits for the list some seconds, and no longer
        await process.until(lambda: process.rows("SELECT 1 FROM service LIMIT 1"), "a catalogue")
        assert await child.terminated() == 0
        child = await process.starts()
    for person in people:
        person.says(f"/order 1 {wanted[person.id]} 100")
    for person in people:
        await process.sees(person, "Check your order")
    await process.falls_quiet()
    assert await child.terminated() == 0


async def works_and_dies(process: KioskProcess, turns: int) -> int:
    """Kill a kiosk after so many turns with others under way; return how many updates still waited."""
    before = handled(process)
    child = await process.launches()
    await process.until(
        lambda: process.asks_the_operator() and handled(process) >= min(before + turns, 100), f"{turns} turns"
    )
    await child.killed()
    return 100 - handled(process)


def handled(process: KioskProcess) -> int:
    """Return how many of the hundred have had their turn, not counting the cards before."""
    return len(process.rows("SELECT seq FROM inbox WHERE state != 'waiting'")) - PEOPLE


def nothing_is_lost(process: KioskProcess, queued: range) -> None:
    query = "SELECT update_id, state FROM inbox WHERE update_id >= ? ORDER BY seq"
    kept = process.rows(query, queued[0])
    assert [row["update_id"] for row in kept] == list(queued)
    assert {row["state"] for row in kept} == {"done"}


def everybody_is_answered(people: list[FakePerson]) -> None:
    """Assert that every question has an answer; one that a kill cut off may have two."""
    for person in people:
        said = [message.text for message in person.chat if message.from_bot]
        for words, at_least in (("Your orders", 1), ("What I can do", 1), ("Check your order", 1)):
            times = sum(text.startswith(words) for text in said)
            assert at_least <= times <= at_least + KILLS, (words, person.screen())


def nothing_came_twice(process: KioskProcess, people: list[FakePerson], wanted: dict[int, str]) -> None:
    found = {row["person_id"]: row["state"] for row in process.rows("SELECT * FROM orders")}
    assert len(process.rows("SELECT id FROM orders")) == len(found) == len(people)
    at_panel = {person.id: len(process.panel.orders_for(wanted[person.id])) for person in people}
    assert max(at_panel.values()) == 1
    for person_id, times in at_panel.items():
        # Orders that the panel proved not to have were given back.
        assert times == 1 or found[person_id] in {"unknown", "voided"}, (person_id, found[person_id])
        assert times == 0 or found[person_id] != "voided", person_id
    # A killed `add` may leave an order unconfirmed, one for each kill and no more.
    assert sum(state in {"unknown", "voided"} for state in found.values()) <= KILLS
    assert process.panel.adds_received == sum(at_panel.values())
