"""Measure this code and an earlier commit's by turns, and say which figures got worse.

    python -m bench.against COMMIT [name ...] [--quick] [--rounds N]

Two tables of two days compare two machines, or two hours of one. Here a round of one code follows a round of
the other, with the same packages. A figure is worse if its median is, by more than a tenth, and each of its
rounds is worse than each of the earlier code's; where only the median is, it is marked `?`, as that may be
chance. The exit code is 1 if a figure is worse.
"""

import argparse
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench import machine
from bench.figures import plain
from cli.codes import say

ROOT = Path(__file__).parents[1]
NAMES = (
    "turns",
    "throughput",
    "backlog",
    "start",
    "refused",
    "storage",
    "handing",
    "search",
    "catalogue",
    "sweep",
)
"""What is compared unless names are given: what takes seconds, and is about time."""

WORSE = 1.1
MOST_SECONDS = 900
"""For one measurement of one code."""

MEASURE = """
import asyncio, json, sys
from importlib import import_module
from bench.__main__ import MODULES
async def measured(name, quick):
    found = await import_module(MODULES[name]).measure(quick=quick)
    return [found] if hasattr(found, "figures") else found
rows = asyncio.run(measured(sys.argv[1], sys.argv[2] == "quick"))
figures = [(row.name, one) for row in rows for one in row.figures]
print("\\n" + json.dumps([
    (name, one.name, one.unit, bool(one.target and one.target.at_least) or one.unit.endswith("/s"), one.value)
    for name, one in figures if one.target is None or not one.target.every
]))
"""
"""Run in either tree, as the earlier one has no such module. What must never happen is not compared."""


class Name(NamedTuple):
    """A figure's place in the table: its row, its name, and the how manyth it is of that name."""

    row: str
    figure: str
    place: int


@dataclass(slots=True)
class Compared:
    """The rounds of one figure by either code. `rises`: more is better."""

    unit: str
    rises: bool
    before: list[float] = field(default_factory=list)
    now: list[float] = field(default_factory=list)

    @property
    def times_as_bad(self) -> float:
        """The present median against the earlier one; above 1 it is worse."""
        before, now = median(self.before), median(self.now)
        over, under = (before, now) if self.rises else (now, before)
        return over / under if under else 1.0

    @property
    def is_worse(self) -> bool:
        """True if it is worse by more than a tenth, and by more than chance; one round tells nothing."""
        apart = len(self.now) > 1 and (
            max(self.now) < min(self.before) if self.rises else min(self.now) > max(self.before)
        )
        return self.times_as_bad > WORSE and apart

    def __str__(self) -> str:
        """Return the medians with all rounds, and what to make of them."""
        before, now = (f"{plain(median(of))} [{', '.join(map(plain, of))}]" for of in (self.before, self.now))
        mark = "WORSE" if self.is_worse else "?" if self.times_as_bad > WORSE else ""
        return f"{before} then, {now} {self.unit} now  {mark}".rstrip()


def main(arguments: Sequence[str]) -> int:
    """Compare, print a line for each figure, and return 1 if one is worse."""
    parser = argparse.ArgumentParser(prog="python -m bench.against")
    parser.add_argument("commit")
    parser.add_argument("names", nargs="*", default=list(NAMES))
    parser.add_argument("--quick", action="store_true", help="a small sample of each")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(arguments)
    busy = machine.Busy()
    compared: dict[Name, Compared] = {}
    with tempfile.TemporaryDirectory(prefix="kiosk-before-") as folder:
        _unpack(options.commit, folder)
        for number in range(1, options.rounds + 1):
            for name in options.names:
                before = _measured(Path(folder), name, quick=options.quick)
                now = _measured(ROOT, name, quick=options.quick)
                for place in (place for place in now if place in before):
                    (unit, rises, value), (_, _, earlier) = now[place], before[place]
                    one = compared.setdefault(place, Compared(unit, rises))
                    one.before.append(earlier)
                    one.now.append(value)
                print(f"{name} {number}/{options.rounds}: load {busy.look():.1f}", file=sys.stderr)
    when = f"{machine.today()}, {busy}, {options.rounds} rounds by turns with {options.commit}"
    say(f"\n{machine.description()} · {when}\n")
    for place, one in compared.items():
        say(f"{place.row}: {place.figure} {one}")
    worse = [f"{place.row}: {place.figure}" for place, one in compared.items() if one.is_worse]
    say("".join(f"\nWorse: {one}" for one in worse) or "\nNothing is worse by more than a tenth.")
    return int(bool(worse))


def _unpack(commit: str, folder: str) -> None:
    """Put the files of this commit into the folder."""
    packed = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True).stdout
    with tarfile.open(fileobj=BytesIO(packed)) as files:
        files.extractall(folder, filter="data")


def _measured(tree: Path, name: str, *, quick: bool) -> dict[Name, tuple[str, bool, float]]:
    """Return unit, direction and value of each figure that the code in this tree measures.

    Where it cannot, say why, and return none.
    """
    ran = subprocess.run(
        [sys.executable, "-c", MEASURE, name, "quick" if quick else "whole"],
        cwd=tree,
        env=os.environ | {"PTB_TIMEDELTA": "true"},
        capture_output=True,
        text=True,
        check=False,
        timeout=MOST_SECONDS,
    )
    if ran.returncode:
        [*_, last] = ["nothing was said", *ran.stderr.strip().splitlines()]
        print(f"{name} could not be measured in {tree}: {last}", file=sys.stderr)
        return {}
    figures: dict[Name, tuple[str, bool, float]] = {}
    for row, figure, unit, rises, value in json.loads(ran.stdout.strip().splitlines()[-1]):
        place = sum(one.row == row and one.figure == figure for one in figures)
        figures[Name(row, figure, place)] = (unit, rises, value)
    return figures


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
