"""Leaders that are stopped (SIGSTOP) at some point of an order, and wake when another one has taken over."""

import asyncio
import random
import traceback

from chaos.replica_oracles import came_once
from playground.telegram import FakePerson
from tests.faults.child import Child
from tests.faults.process import KioskProcess, links

POINTS = (
    "after_attempt_commit",
    "after_send",
    "after_response",
    "before_outcome_commit",
    "after_outcome_commit",
    "before_notice",
    "",
)
"""Where it is stopped by itself; the empty one is any moment after the tap on Confirm."""

LEADS = "leads"
TAKEN = 75
ORDERS = 3
"""Orders of one try: the stopped one, and others in line behind it."""


async def stops(process: KioskProcess, tries: int, seed: int, wrong: list[str]) -> dict[str, int]:
    """Stop this many leaders one after the other; add what went wrong, and return counts."""
    chance, counts = random.Random(seed), {"orders": 0, "placed": 0, "in review": 0}
    spare: Child | None = None
    for number in range(tries):
        point = POINTS[(seed + number) % len(POINTS)]
        people = [
            process.telegram.add_person(6_000 + number * ORDERS + n, f"Person {n}") for n in range(ORDERS)
        ]
        try:
            spare = await _stop_one(process, people, point, chance, spare, wrong)
        except Exception:  # noqa: BLE001 - whatever it is, this try has failed
            wrong.append(f"try {number}, {point or 'any moment'}: {traceback.format_exc(limit=-3)}")
            for child in process.children:
                child.goes_on()
                await child.killed()
            spare = None
    counts["orders"] = len(process.rows("SELECT id FROM orders"))
    counts["placed"] = process.panel.adds_received
    counts["in review"] = len(process.rows("SELECT id FROM orders WHERE state = 'unknown'"))
    return counts


async def _stop_one(
    process: KioskProcess,
    people: list[FakePerson],
    point: str,
    chance: random.Random,
    spare: Child | None,
    wrong: list[str],
) -> Child:
    """Have a leader stopped and waked; return the one that has taken over."""
    leader = await _opened(process, **({"KIOSK_STOP_AT": point} if point else {}))
    if spare is not None:  # it leads: the next one is to
        await spare.terminated()
        await process.until(lambda: LEADS in leader.output, "the leader")
    heir = await _opened(process)
    wanted = {next(links): person for person in people}
    for link, person in wanted.items():
        person.says(f"/order 1 {link} 100")
    for person in people:
        await process.sees(person, "Check your order")
    for person in people:
        person.taps("Confirm")
    if not point:
        await asyncio.sleep(chance.uniform(0, 0.4))
        leader.stopped()
    await process.until(lambda: LEADS in heir.output, "another leader")
    await asyncio.sleep(chance.uniform(0, 3))
    leader.goes_on()
    code = await leader.ended()
    if code != TAKEN:
        wrong.append(f"{point}: a leader that woke late ended with {code}:\n{leader.output[-2000:]}")
    await process.until(lambda: process.asks_the_operator() and process.is_quiet(), "quiet")
    await asyncio.sleep(0.3)
    wrong += [f"{point or 'any moment'}: {one}" for one in came_once_of(process, wanted)]
    return heir


def came_once_of(process: KioskProcess, wanted: dict[str, FakePerson]) -> list[str]:
    """Return what is wrong with these orders; the panel's count is over all tries."""
    return [one for one in came_once(process, wanted) if not one.startswith("the panel got")]


async def _opened(process: KioskProcess, **settings: str) -> Child:
    child = await process.launches(**settings)
    await process.until(lambda: "is open" in child.output, "an open kiosk")
    return child
