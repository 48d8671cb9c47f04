"""The ledger against its model for a long time, on both databases; see tests/stateful/test_ledger.py.

python -m chaos.ledger [examples] [seed]
"""

import sys
import time
import traceback
from pathlib import Path

from hypothesis import core, settings
from hypothesis.stateful import run_state_machine_as_test

from chaos.databases import NAME, empty_databases
from chaos.result import Result, numbers_given, print_results, seed_or_new
from tests.contracts.storage.postgres import running_postgres
from tests.stateful.test_ledger import Ledger

STEPS = 50


def run(examples: int = 500, seed: int | None = None) -> Result:
    """Run `examples` examples on each database; without a `seed` take a new one."""
    chosen = seed_or_new(seed)
    started, wrong = time.perf_counter(), []
    core.global_force_seed = chosen  # type: ignore[assignment]  # what pytest's --hypothesis-seed sets
    long = settings(max_examples=examples, stateful_step_count=STEPS, deadline=None, database=None)
    with running_postgres() as server, empty_databases(server) as own:
        for url, template in (("", own.template), (server.url(NAME), None)):
            wrong += _checked(url, template, long)
    n, seconds, counts = 2 * examples, time.perf_counter() - started, {"steps": 2 * examples * STEPS}
    return Result("ledger machine, at most", n, tuple(wrong), seconds, chosen, counts)


def _checked(url: str, template: Path | None, long: settings) -> list[str]:
    Ledger.url, Ledger.template = url, template
    try:
        run_state_machine_as_test(Ledger, settings=long)
    except Exception:  # noqa: BLE001 - whatever ended it is a divergence
        return [f"{url or 'sqlite'}: {traceback.format_exc()[-3000:]}"]
    return []


def main() -> int:
    """Print the table's row; 1 if anything was found."""
    return print_results(run(*numbers_given()))


if __name__ == "__main__":
    sys.exit(main())
