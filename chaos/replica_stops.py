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
LOST = 69
ORDERS = 3
"""Orders of one try: the stopped one, and others in line behind it."""


class Stops:
    """Tries on one database, one after the other."""

    def __init__(self, process: KioskProcess, seed: int) -> None:
        self.process = process
        self.wrong: list[str] = []
        self._seed = seed
        self._chance = random.Random(seed)
        self._spare: Child | None = None

    async def play(self, tries: int) -> dict[str, int]:
        """Stop so many leaders; return counts."""
        process = self.process
        for number in range(tries):
            point = POINTS[(self._seed + number) % len(POINTS)]
            first = 6_000 + number * ORDERS
            people = [process.telegram.add_person(first + n, f"Person {n}") for n in range(ORDERS)]
            try:
                found = await self._stop_one(people, point)
            except Exception:  # noqa: BLE001 - whatever it is, this try has failed
                found = [traceback.format_exc(limit=-3)]
                await self._end_all()
            self.wrong += [f"try {number}, {point or 'any moment'}: {one}" for one in found]
        return {
            "orders": len(process.rows("SELECT id FROM orders")),
            "placed": process.panel.adds_received,
            "in review": len(process.rows("SELECT id FROM orders WHERE state = 'unknown'")),
        }

    async def _stop_one(self, people: list[FakePerson], point: str) -> list[str]:
        """Have a leader stopped and waked; return what went wrong. The one that took over is the spare."""
        process = self.process
        leader = await self._opened(**({"KIOSK_STOP_AT": point} if point else {}))
        if self._spare is not None:  # it leads: the next one is to
            await self._spare.terminated()
            await process.until(lambda: LEADS in leader.output, "the leader")
        heir = self._spare = await self._opened()
        wanted = {next(links): person for person in people}
        for link, person in wanted.items():
            person.says(f"/order 1 {link} 100")
        for person in people:
            await process.sees(person, "Check your order")
        for person in people:
            person.taps("Confirm")
        if not point:
            await asyncio.sleep(self._chance.uniform(0, 0.4))
            leader.stopped()
        await process.until(lambda: LEADS in heir.output, "another leader")
        await asyncio.sleep(self._chance.uniform(0, 3))
        leader.goes_on()
        code = await leader.ended()
        found = [] if code == LOST else [f"who woke late ended with {code}:\n{leader.output[-2000:]}"]
        await process.until(lambda: process.asks_the_operator() and process.is_quiet(), "quiet")
        await asyncio.sleep(0.3)  # whatever would still come twice
        before = {one for one in came_once(process, wanted) if not one.startswith("the panel got")}
        return [*found, *before]

    async def _opened(self, **settings: str) -> Child:
        child = await self.process.launches(**settings)
        await self.process.until(lambda: "is open" in child.output, "an open kiosk")
        return child

    async def _end_all(self) -> None:
        """End every kiosk, so that the next try begins with none."""
        for child in self.process.children:
            child.goes_on()
            await child.killed()
        self._spare = None
