"""`python -m bench`: measure, and print one table.

    python -m bench [name ...] [--quick] [--rounds N] [--write]

Without names everything is measured but `peers`, which takes many minutes.
`--quick` takes a small sample of each, which shows that it works and says little
about time. A figure is the median of the rounds, with their spread; what must
never happen must not happen in any round. The exit code is 1 where a target is
missed.
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
from cli.codes import say
from playground.telegram import NotSeen

ROUNDS = 3
MODULES = {
    "notices": "bench.notices",
    "broadcast": "bench.broadcast",
    "backlog": "bench.backlog",
    "limiter": "bench.limiter",
    "open_invoices": "bench.open_invoices",
    "turns": "bench.turns",
    "throughput": "bench.throughput",
    "steady": "bench.steady",
    "start": "bench.start",
    "refused": "bench.refused",
    "storage": "bench.placing",
    "handing": "bench.handing",
    "search": "bench.search",
    "catalogue": "bench.catalogue",
    "sweep": "bench.sweep",
    "book": "bench.book",
    "replicas": "bench.replicas",
    "peers": "bench.peers.measuring",
}
BY_NAME_ONLY = frozenset({"peers"})
"""What is measured only where it is asked for: it takes many minutes, and installs bots of others."""


def main(arguments: Sequence[str]) -> int:
    """Measure what the command line names; return the exit code."""
    options = _options(arguments)
    rounds = 1 if options.quick else options.rounds
    busy = machine.Busy()
    names = options.names or [name for name in MODULES if name not in BY_NAME_ONLY]
    rows = [row for name in names for row in _measured(name, rounds, busy, quick=options.quick)]
    when = f"{machine.today()}, {busy}"
    say(f"\n{machine.description()} · {when}\n\n{table.plain(rows)}")
    if options.write:
        document.write(document.cells_of(rows, when), machine.description(), document.MEASUREMENTS)
    missed = [f"{row.name}: {what}" for row in rows for what in row.missed]
    say("".join(f"\nMissed: {one}" for one in missed) or "\nEvery target is met.")
    return 1 if missed else 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure, and print one table.")
    parser.add_argument(
        "names", nargs="*", metavar="name", help=f"of {', '.join(MODULES)}; all but peers if none is given"
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


def _measured(name: str, rounds: int, busy: machine.Busy, *, quick: bool) -> list[Row]:
    """The rows of so many rounds, or of those before something did not come at all."""
    measure: Callable[..., Awaitable[Row | Sequence[Row]]] = import_module(MODULES[name]).measure
    found: list[Sequence[Row]] = []
    for number in range(1, rounds + 1):
        begin = time.monotonic()
        try:
            of_round = asyncio.run(_awaited(measure, quick=quick))
        except (TooLate, NotSeen) as failure:
            return [Row(name, f"round {number}", (), trouble=str(failure).partition("\n")[0])]
        found.append([of_round] if isinstance(of_round, Row) else of_round)
        seconds = time.monotonic() - begin
        print(f"{name} {number}/{rounds}: {seconds:.0f} s, load {busy.look():.1f}", file=sys.stderr)
    return [together(of_one) for of_one in zip(*found, strict=True)]


async def _awaited(
    measure: Callable[..., Awaitable[Row | Sequence[Row]]], *, quick: bool
) -> Row | Sequence[Row]:
    return await measure(quick=quick)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
