"""Backups of a kiosk at work, in spite of deaths and failing disks, and restores that repeat nothing.

    python -m chaos.backups [rounds] [seed]

Each round is a real kiosk at which people order and pay, by turns on the two databases. A first backup is
made; a second one dies (`kill -9`), or its disk is full or read-only from then on, at each of its steps by
turns: the first is whole, and nothing half stands under a backup's name. A third one is made, business
goes on, and the database is lost. In every second round the restore dies once, too. Then what is restored is
whole, keeps every promise of the audit, and has all that was there when the backup began, and nothing of
after its end. The kiosk that starts on it asks nothing of the panel before it has compared and an owner has
gone on; in the end no link was ordered twice, and people can order again.
"""

import asyncio
import random
import signal
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from app.crash_points import BACKUP_POINTS
from chaos.failing_disk import DISK_FAULTS, FailingDisk, failing_disk
from chaos.result import Result, numbers_given, print_results, seed_or_new
from chaos.trading import Trade, broken, doubled_or_lost
from storage.backup import archive
from storage.backup.folder import backups_in
from storage.backup.making import STEPS
from tests.faults.database_templates import KINDS, DatabaseTemplates, own_templates
from tests.faults.process import KioskProcess, links

SIDE_BY_SIDE = 5
"""Much of a round is waiting: for a kiosk to compare, and then to see that it may go on."""

TROUBLES = (None, *(fault for fault in DISK_FAULTS if fault.what != "sync"))
RESTORES = [name for name in BACKUP_POINTS if name.startswith("restore")]
KEPT = {"journal": "id", "orders": "id", "payment": "id"}
"""Tables, by what tells their rows apart, to which a restore adds none."""


@dataclass
class _Seen:
    wrong: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


def run(n: int = 100, seed: int | None = None) -> Result:
    """Play `n` rounds; without a `seed` it takes a new one. Raises NoCompiler."""
    chosen, started, seen = seed_or_new(seed), time.perf_counter(), _Seen()
    with failing_disk() as disk, own_templates(disk.preload) as templates:
        asyncio.run(_rounds(templates, disk, n, chosen, seen))
    counts: dict[str, int | str] = dict(sorted(seen.counts.items()))
    return Result("backup and restore", n, tuple(seen.wrong), time.perf_counter() - started, chosen, counts)


async def _rounds(templates: DatabaseTemplates, disk: FailingDisk, n: int, seed: int, seen: _Seen) -> None:
    places = asyncio.Semaphore(SIDE_BY_SIDE)

    async def one(number: int) -> None:
        kind = KINDS[number % 2]
        async with places, templates.process(kind) as process:
            try:
                found = await _Round(
                    templates, process, disk, number, random.Random(seed + number), seen
                ).played()
            except Exception as error:  # noqa: BLE001 - whatever it is, this round has failed
                found = [f"{type(error).__name__}: {error}"]
            seen.wrong += [f"{kind}, seed {seed} round {number}: {words}" for words in found]

    await asyncio.gather(*map(one, range(n)))


@dataclass
class _Round:
    """One kiosk, until it is restored and at work again."""

    templates: DatabaseTemplates
    process: KioskProcess
    disk: FailingDisk
    number: int
    dice: random.Random
    seen: _Seen
    found: list[str] = field(default_factory=list)

    async def played(self) -> list[str]:
        """Play it; return what was wrong."""
        process, trade = self.process, Trade(self.process, self.dice)
        folder = process.folder / "kept"
        child = await process.starts()
        async with trade.going_on():
            await trade.has_ordered(2)
            first = await self._backup(folder)
            await self._troubled(folder, [first])
            before = self._there()
            last = await self._backup(folder)
            after = self._there()
            await trade.has_ordered(len(trade.links) + 2)
        await child.killed()
        await self.templates.loses_database(process)
        await self._restored(last)
        self._is_of_the_moment(before, after)
        await self._goes_on(trade)
        return self.found

    async def _backup(self, folder: Path) -> Path:
        """Make a backup by the command; return its file."""
        said = await self.process.runs("backup", str(folder))
        assert said.code == 0, said.out + said.err  # noqa: S101 - a round that cannot go on
        self.seen.counts["backups"] += 1
        return Path(said.out.splitlines()[0])

    async def _troubled(self, folder: Path, old: list[Path]) -> None:
        """Have a backup die, or its disk fail, after a step; what was there stays, and no half one counts."""
        trouble, step = TROUBLES[self.number % len(TROUBLES)], STEPS[self.number // 2 % len(STEPS)]
        name, point = self.process.folder.name, f"backup_{step}"
        command = ("backup", str(folder))
        if trouble is None:
            child = await self.process.launches(*command, KIOSK_CRASH_AT=point)
            assert await child.ended() == -signal.SIGKILL  # noqa: S101 - as above
        else:
            child = await self.process.launches(*command, KIOSK_STOP_AT=point, **self.disk.setting(name))
            await self.process.until(lambda: child.is_stopped, f"the step {step}")
            self.disk.begins(name, trouble, folder)
            child.goes_on()
            code = await child.ended()
            self.disk.ends(name)
            # After this step nothing of the kind is left to do, so the backup may well be made.
            needed = STEPS.index(step) < STEPS.index("written" if trouble.what == "write" else "named")
            if "Traceback" in child.output or (needed and code == 0):
                self.found.append(f"{trouble.name} after {step}: code {code}, {child.output[-500:]}")
        self.seen.counts["troubled"] += 1
        there = backups_in(folder)
        for file in there:
            archive.check(file, "")  # raises if it is not whole
        self.found += [f"{file.name} is gone after {step}" for file in old if file not in there]

    def _there(self) -> dict[str, set[int]]:
        return {
            table: {row[key] for row in self.process.rows(f"SELECT {key} FROM {table}")}  # noqa: S608 - names of ours
            for table, key in KEPT.items()
        }

    async def _restored(self, file: Path) -> None:
        """Put it back, in every second round after a restore that dies."""
        if self.number % 4 > 1:
            point = RESTORES[self.number // 4 % len(RESTORES)]
            child = await self.process.launches("restore", str(file), "--yes", KIOSK_CRASH_AT=point)
            assert await child.ended() == -signal.SIGKILL  # noqa: S101 - as above
            self.seen.counts["restores killed"] += 1
        said = await self.process.runs("restore", str(file), "--yes")
        assert said.code == 0, said.out + said.err  # noqa: S101 - as above
        left = [one.name for one in self.process.folder.iterdir() if one.name.startswith(".kiosk-")]
        self.found += [f"left behind by a restore: {left}"] * bool(left)

    def _is_of_the_moment(self, before: dict[str, set[int]], after: dict[str, set[int]]) -> None:
        """Note what is lost of before the backup, and what is there of after it."""
        for table, there in self._there().items():
            if lost := before[table] - there:
                self.found.append(f"{len(lost)} rows of {table} from before the backup are lost")
            if new := there - after[table]:
                self.found.append(f"{len(new)} rows of {table} are from after the backup")
        tried = (
            "SELECT order_id FROM attempt WHERE outcome <> 'not_sent' GROUP BY order_id HAVING count(*) > 1"
        )
        self.found += [f"order {row['order_id']} was perhaps sent twice" for row in self.process.rows(tried)]

    async def _goes_on(self, trade: Trade) -> None:
        """Start a kiosk on it: it asks for nothing until an owner has gone on, and then repeats nothing."""
        process = self.process
        adds = process.panel.adds_received
        self.found += await broken(process.settings["DATABASE_URL"])
        await process.starts()
        process.ann.says("/order")
        await process.sees(process.ann, "closed")
        compared = "SELECT id FROM standstill WHERE compared_at IS NOT NULL AND lifted_at IS NULL"
        await process.until(lambda: process.rows(compared), "the comparison")
        self.found += ["it ordered while it stood still"] * (process.panel.adds_received != adds)
        said = await process.runs("restore", "--go-on")
        assert said.code == 0, said.out + said.err  # noqa: S101 - as above
        await process.until(
            lambda: process.rows("SELECT id FROM maintenance WHERE closed_at IS NULL"), "an open shop"
        )
        await process.falls_quiet()
        ours = " ".join(str(row["terms"]) for row in process.rows("SELECT terms FROM orders"))
        lost = [link for link in trade.links if link not in ours]
        self.seen.counts["orders"] += len(trade.links)
        self.seen.counts["lost since the backup"] += len(lost)
        link = next(links)
        await process.orders(process.bob, link)
        await process.until(lambda: process.panel.orders_for(link), "a new order at the panel")
        await process.falls_quiet()
        self.found += doubled_or_lost(process, trade, not_ours=lost)
        self.found += await broken(process.settings["DATABASE_URL"])


def main() -> int:
    """Print the table's row; 1 if anything was found."""
    return print_results(run(*numbers_given()))


if __name__ == "__main__":
    sys.exit(main())
