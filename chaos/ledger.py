"""The ledger against its model for a long time, on both databases; see tests/machines/test_ledger.py.

python -m chaos.ledger [examples] [seed]
"""

import random
import sys
import time
import traceback
from dataclasses import dataclass
from pathlib import Path

from hypothesis import core, settings
from hypothesis.stateful import run_state_machine_as_test

from chaos.books import NAME, shelf
from tests.contracts.storage.postgres import running_postgres
from tests.machines.test_ledger import Ledger

STEPS = 50


@dataclass(frozen=True, slots=True)
class Result:
    """How often the books and the model parted, in `n` examples of up to `STEPS` steps each."""

    n: int
    wrong: tuple[str, ...]
    seconds: float
    seed: int

    @property
    def is_good(self) -> bool:
        """Whether they never did."""
        return not self.wrong

    @property
    def first(self) -> str | None:
        """The shortest sequence found after which they do."""
        return self.wrong[0] if self.wrong else None

    def row(self) -> str:
        """One line of the table."""
        return (
            f"ledger machine  n={self.n}  steps<={self.n * STEPS}  divergences={len(self.wrong)}  "
            f"{self.seconds:.1f} s  seed={self.seed}"
        )


def run(examples: int = 500, seed: int | None = None) -> Result:
    """So many examples on each database; without a `seed` it takes a new one."""
    chosen = random.SystemRandom().randrange(2**32) if seed is None else seed
    started, wrong = time.perf_counter(), []
    core.global_force_seed = chosen  # type: ignore[assignment]  # what pytest's --hypothesis-seed sets
    long = settings(max_examples=examples, stateful_step_count=STEPS, deadline=None, database=None)
    with running_postgres() as server, shelf(server) as own:
        for url, template in (("", own.template), (server.url(NAME), None)):
            wrong += _checked(url, template, long)
    return Result(2 * examples, tuple(wrong), time.perf_counter() - started, chosen)


def _checked(url: str, template: Path | None, long: settings) -> list[str]:
    Ledger.url, Ledger.template = url, template
    try:
        run_state_machine_as_test(Ledger, settings=long)
    except Exception:  # noqa: BLE001 - whatever ended it, this is a divergence
        return [f"{url or 'sqlite'}: {traceback.format_exc()[-3000:]}"]
    return []


def main() -> int:
    """Print the table's row; 1 if anything was found."""
    result = run(*(int(word) for word in sys.argv[1:3]))
    print("\n".join((*result.wrong, result.row())))
    return 0 if result.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
