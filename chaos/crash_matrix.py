"""Every crash point × every kind of fault at the panel × both databases: nothing doubled, nothing lost.

The points on the way of an order and of a payment on SQLite once more with two panels that count alike, where
the order belongs to the second one; the first must never be asked about it. The further points, of all other
steps of money, with those faults that they could depend on.

    python -m chaos.crash_matrix [how many] [seed]

Each run is the real kiosk over sockets: it kills itself at the point, is started
again, the fault is over, all falls quiet, and then the panel's orders and money,
the kiosk's and the person's card must agree; see tests/faults/crash_scenarios.py. With fewer
runs than cases, the seed picks them.
"""

import asyncio
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from chaos.result import Result, numbers_given, print_results, seed_or_new
from tests.faults.crash_scenarios import DEATHS, FAULTS, Fault, plays
from tests.faults.database_templates import KINDS, DatabaseTemplates, Kind, own_templates
from tests.faults.money_scenarios import EVERY, FAULTED, FURTHER

SIDE_BY_SIDE = 4
"""Kiosks at a time; most of a run is waiting."""


@dataclass(frozen=True, slots=True)
class Case:
    """A cell of the matrix."""

    point: str
    fault: Fault
    kind: Kind
    further: str = ""

    def __str__(self) -> str:
        panels = " × two panels" if self.further else ""
        return f"{self.point} × {self.fault.name} × {self.kind}{panels}"


SECOND = "second"
ALL_DEATHS = {**DEATHS, **FURTHER}


def faults_of(point: str) -> Sequence[Fault]:
    """Return the faults of the panel with which this point is played."""
    names = FAULTED.get(point, ("none",))
    return [fault for fault in FAULTS if point in DEATHS or names is EVERY or fault.name in names]


MATRIX = (
    *(Case(point, fault, kind) for point in DEATHS for fault in FAULTS for kind in KINDS),
    *(Case(point, fault, "sqlite", SECOND) for point in DEATHS for fault in FAULTS),
    *(Case(point, fault, kind) for point in FURTHER for fault in faults_of(point) for kind in KINDS),
)


def spread() -> list[Case]:
    """Return some fifty cases, always the same: every point, by turns on the databases, every fault.

    Every second point of an order comes again on SQLite, where there are two panels then.
    """
    chosen = []
    for number, point in enumerate((*DEATHS, *FURTHER)):
        faults = faults_of(point)
        kind = KINDS[number % 2]
        chosen.append(Case(point, faults[(number + number // len(FAULTS)) % len(faults)], kind))
        if point in DEATHS and kind == "postgresql":
            chosen.append(Case(point, FAULTS[(number + 4) % len(FAULTS)], "sqlite", SECOND))
    return chosen


async def run_cases(templates: DatabaseTemplates, cases: Sequence[Case], seed: int | None = None) -> Result:
    """Run these cases, some side by side."""
    started = time.perf_counter()
    demo = asyncio.Semaphore(SIDE_BY_SIDE)

    async def run_one(case: Case) -> tuple[int, str | None]:
        async with demo, templates.process(case.kind, further=case.further) as process:
            try:
                return await plays(process, ALL_DEATHS[case.point], case.fault), None
            except Exception as error:  # noqa: BLE001 - whatever it is, this run has failed
                written = process.children[-1].output[-2000:] if process.children else ""
                return 0, f"{case}: {type(error).__name__}: {error}\n{written}"

    ended = await asyncio.gather(*map(run_one, cases))
    wrong = tuple(trouble for _, trouble in ended if trouble is not None)
    counts = {"deaths": sum(died for died, _ in ended)}
    return Result("crash matrix", len(cases), wrong, time.perf_counter() - started, seed, counts)


def run(n: int = len(MATRIX), seed: int | None = None) -> Result:
    """Run the matrix, or `n` of its cases."""
    chosen = seed_or_new(seed)
    cases = random.Random(chosen).sample(MATRIX, min(n, len(MATRIX)))
    with own_templates() as templates:
        return asyncio.run(run_cases(templates, cases, chosen))


def main() -> int:
    """Print the table's row; 1 if anything was found."""
    return print_results(run(*numbers_given()))


if __name__ == "__main__":
    sys.exit(main())
