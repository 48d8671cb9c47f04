"""`kill -9` at random moments while a hundred updates wait, again and again, on both databases.

    python -m chaos.kills [rounds] [seed]

Each round is the test of tests/faults/test_kill_while_busy.py with a seed of
its own: 20 people, 100 updates, 5 kills; none is lost, no effect comes twice.
"""

import asyncio
import random
import sys
import time
import traceback
from dataclasses import dataclass

from tests.faults.ground import KINDS, Ground, own_ground
from tests.faults.test_kill_while_busy import KILLS
from tests.faults.test_kill_while_busy import test_a_hundred_updates_and_five_kills as busy_round


@dataclass(frozen=True, slots=True)
class Result:
    """What became of `n` rounds; `wrong` says what did not hold."""

    n: int
    wrong: tuple[str, ...]
    seconds: float
    seed: int

    @property
    def is_good(self) -> bool:
        """Whether in no round anything was lost or came twice."""
        return not self.wrong

    @property
    def first(self) -> str | None:
        """The first round in which something did."""
        return self.wrong[0] if self.wrong else None

    def row(self) -> str:
        """One line of the table."""
        return (
            f"kills while busy  n={self.n}  kills={self.n * KILLS}  updates={self.n * 100}  "
            f"wrong={len(self.wrong)}  {self.seconds:.1f} s  seed={self.seed}"
        )


async def rounds(ground: Ground, n: int, seed: int) -> Result:
    """`n` rounds, by turns on the two databases."""
    started, wrong = time.perf_counter(), []
    for number in range(n):
        kind = KINDS[number % 2]
        async with ground.square(kind) as square:
            try:
                await busy_round(seed + number, square)
            except Exception:  # noqa: BLE001 - whatever it is, this round has not shown what it should
                wrong.append(f"{kind}, seed {seed + number}: {traceback.format_exc(limit=-2)}")
    return Result(n, tuple(wrong), time.perf_counter() - started, seed)


def run(n: int = 200, seed: int | None = None) -> Result:
    """Play `n` rounds; without a `seed` it takes a new one."""
    chosen = random.SystemRandom().randrange(2**32) if seed is None else seed
    with own_ground() as ground:
        return asyncio.run(rounds(ground, n, chosen))


def main() -> int:
    """Print the table's row; 1 if anything was found."""
    result = run(*(int(word) for word in sys.argv[1:3]))
    print("\n".join((*result.wrong, result.row())))
    return 0 if result.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
