"""A disk that is full, read-only or fails at commit, at any moment: nothing is acknowledged that is not kept.

    python -m chaos.disk [rounds] [seed]

The real process on SQLite, by turns with each fault, while people order and pay. The fault comes at a random
moment and lasts a while; in every third round the kiosk is also killed meanwhile, and started again. Then the
disk works again, nobody edits anything, and all falls quiet: every update that Telegram got rid of is
handled, every payment credited once, no order twice at the panel or lost, the audit clean.
"""

import asyncio
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field

from chaos.failing_disk import DISK_FAULTS, DiskFault, FailingDisk, failing_disk
from chaos.result import Result, numbers_given, print_results, seed_or_new
from chaos.trading import Trade, broken, doubled_or_lost, forgotten, uncredited
from tests.faults.database_templates import DatabaseTemplates, own_templates
from tests.faults.process import KioskProcess

SIDE_BY_SIDE = 3
MOMENT, LASTS = (0.0, 1.0), (0.3, 2.5)
"""Seconds: when the fault begins, after people have begun, and how long it lasts."""

KILLED_EVERY = 3


@dataclass
class _Seen:
    wrong: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


def run(n: int = 60, seed: int | None = None) -> Result:
    """Play `n` rounds; without a `seed` it takes a new one. Raises NoCompiler."""
    chosen, started, seen = seed_or_new(seed), time.perf_counter(), _Seen()
    with failing_disk() as disk, own_templates(disk.preload) as templates:
        asyncio.run(_rounds(templates, disk, n, chosen, seen))
    counts: dict[str, int | str] = dict(sorted(seen.counts.items()))
    return Result("failing disk", n, tuple(seen.wrong), time.perf_counter() - started, chosen, counts)


async def _rounds(templates: DatabaseTemplates, disk: FailingDisk, n: int, seed: int, seen: _Seen) -> None:
    places = asyncio.Semaphore(SIDE_BY_SIDE)

    async def one(number: int) -> None:
        async with places, templates.process("sqlite") as process:
            fault, dice = DISK_FAULTS[number % len(DISK_FAULTS)], random.Random(seed + number)
            is_killed = number // len(DISK_FAULTS) % KILLED_EVERY == KILLED_EVERY - 1
            try:
                found = await _round(process, disk, fault, dice, seen, is_killed=is_killed)
            except Exception as error:  # noqa: BLE001 - whatever it is, this round has failed
                found = [f"{type(error).__name__}: {error}"]
            seen.wrong += [f"{fault.name}, seed {seed + number}: {words}" for words in found]

    await asyncio.gather(*map(one, range(n)))


async def _round(
    process: KioskProcess,
    disk: FailingDisk,
    fault: DiskFault,
    dice: random.Random,
    seen: _Seen,
    *,
    is_killed: bool,
) -> list[str]:
    """Have the disk fail for a while; return what is wrong in the end."""
    name, trade = process.folder.name, Trade(process, dice)
    child = await process.starts(**disk.setting(name))
    async with trade.going_on():
        await asyncio.sleep(dice.uniform(*MOMENT))
        disk.begins(name, fault, process.folder)
        await asyncio.sleep(dice.uniform(*LASTS))
        seen.counts["noticed"] += "disk" in child.output or "database" in child.output
        if is_killed:
            await child.killed()
            seen.counts["kills"] += 1
        disk.ends(name)
        if not child.runs:
            seen.counts["ends by itself"] += not is_killed
            child = await process.starts(**disk.setting(name))
        await trade.has_ordered(len(trade.links) + 1)
    await process.falls_quiet()
    seen.counts["orders"] += len(trade.links)
    seen.counts["updates"] += len(trade.kept)
    found = [*forgotten(process, trade), *doubled_or_lost(process, trade), *uncredited(process)]
    found += await broken(process.settings["DATABASE_URL"])
    return found + ["there is a traceback:\n" + child.output[-3000:]] * ("Traceback" in child.output)


def main() -> int:
    """Print the table's row; 1 if anything was found."""
    return print_results(run(*numbers_given()))


if __name__ == "__main__":
    sys.exit(main())
