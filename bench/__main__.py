"""`python -m bench`: measure, and print one table.

    python -m bench [name ...] [--quick] [--rounds N] [--write]

Without names everything is measured. `--quick` takes a small sample of each,
which shows that they run and says little about time. A figure is the median of
the rounds, with their spread; what must never happen must not happen in any
round. The exit code is 1 where a target is missed.
"""

import argparse
import asyncio
import os
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from importlib import import_module

# PTB 22 warns when a wait is given in seconds; see bot.py.
os.environ.setdefault("PTB_TIMEDELTA", "true")

from bench import document, machine, table
from bench.far_side import TooLate
from bench.figures import Row, together
from playground.telegram import NotSeen

ROUNDS = 3
MODULES = {
    "notices": "bench.notices",
    "turns": "bench.turns",
    "throughput": "bench.throughput",
    "start": "bench.start",
    "refused": "bench.refused",
    "storage": "bench.placing",
    "search": "bench.search",
    "sweep": "bench.sweep",
    "audit": "bench.auditing",
}


def main(arguments: Sequence[str]) -> int:
    """Measure what the command line names; return the exit code."""
    options = _options(arguments)
    rounds = 1 if options.quick else options.rounds
    busy = machine.Busy()
    rows = [_measured(name, rounds, busy, quick=options.quick) for name in options.names or MODULES]
    when = f"{machine.today()}, {busy}"
    print(f"\n{machine.description()} · {when}\n\n{table.plain(rows)}")
    if options.write:
        document.write(rows, machine.description(), when)
    missed = [f"{row.name}: {what}" for row in rows for what in row.missed]
    print("".join(f"\nMissed: {one}" for one in missed) or "\nEvery target is met.")
    return 1 if missed else 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure, and print one table.")
    parser.add_argument(
        "names", nargs="*", metavar="name", help=f"of {', '.join(MODULES)}; all if none is given"
    )
    parser.add_argument("--quick", action="store_true", help="a small sample of each, once")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each is measured")
    parser.add_argument("--write", action="store_true", help="put the rows into docs/measurements.md")
    options = parser.parse_args(arguments)
    for name in options.names:
        if name not in MODULES:
            parser.error(f"there is no measurement {name!r}; there are {', '.join(MODULES)}")
    if options.rounds < 1:
        parser.error("--rounds must be 1 or more")
    return options


def _measured(name: str, rounds: int, busy: machine.Busy, *, quick: bool) -> Row:
    """Return the row of `rounds` rounds, or of those before a measurement failed."""
    measure: Callable[..., Awaitable[Row]] = import_module(MODULES[name]).measure
    rows = []
    for number in range(1, rounds + 1):
        begin = time.monotonic()
        try:
            rows.append(asyncio.run(_awaited(measure, quick=quick)))
        except (TooLate, NotSeen) as failure:
            return Row(name, f"round {number}", (), trouble=str(failure).partition("\n")[0])
        seconds = time.monotonic() - begin
        print(f"{name} {number}/{rounds}: {seconds:.0f} s, load {busy.look():.1f}", file=sys.stderr)
    return together(rows)


async def _awaited(measure: Callable[..., Awaitable[Row]], *, quick: bool) -> Row:
    return await measure(quick=quick)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
