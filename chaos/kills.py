"""`kill -9` at random moments while a hundred updates wait, again and again, on both databases.

    python -m chaos.kills [rounds] [seed]

Each round is the test of tests/faults/test_kill_while_busy.py with its own
seed: 20 people, 100 updates, 5 kills; none is lost, no effect comes twice.
"""

import asyncio
import sys
import time
import traceback

from chaos.result import Result, numbers_given, print_results, seed_or_new
from tests.faults.database_templates import KINDS, DatabaseTemplates, own_templates
from tests.faults.test_kill_while_busy import KILLS
from tests.faults.test_kill_while_busy import test_a_hundred_updates_and_five_kills as busy_round


async def rounds(templates: DatabaseTemplates, n: int, seed: int) -> Result:
    """Play `n` rounds, by turns on the two databases."""
    started, wrong = time.perf_counter(), []
    for number in range(n):
        kind = KINDS[number % 2]
        async with templates.process(kind) as process:
            try:
                await busy_round(seed + number, process)
            except Exception:  # noqa: BLE001 - whatever it is, this round has failed
                wrong.append(f"{kind}, seed {seed + number}: {traceback.format_exc(limit=-2)}")
    counts = {"kills": n * KILLS, "updates": n * 100}
    return Result("kills while busy", n, tuple(wrong), time.perf_counter() - started, seed, counts)


def run(n: int = 200, seed: int | None = None) -> Result:
    """Play `n` rounds; without a `seed` it takes a new one."""
    chosen = seed_or_new(seed)
    with own_templates() as templates:
        return asyncio.run(rounds(templates, n, chosen))


def main() -> int:
    """Print the table's row; 1 if anything was found."""
    return print_results(run(*numbers_given()))


if __name__ == "__main__":
    sys.exit(main())
