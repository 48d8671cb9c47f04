"""People who tap and type whatever they find, while the panel fails; see tests/stateful/test_shop_window.py.

python -m chaos.shop_window [examples] [seed]
"""

import asyncio
import sys
import tempfile
import time
import traceback
from pathlib import Path

from hypothesis import core, settings
from hypothesis.stateful import run_state_machine_as_test

from chaos.result import Result, numbers_given, print_results, seed_or_new
from storage.upgrade import upgrade
from tests.stateful.test_shop_window import ShopWindow

STEPS = 40


def run(examples: int = 100, seed: int | None = None) -> Result:
    """Run `examples` examples; without a `seed` take a new one."""
    chosen = seed_or_new(seed)
    started, wrong = time.perf_counter(), []
    core.global_force_seed = chosen  # type: ignore[assignment]  # what pytest's --hypothesis-seed sets
    long = settings(max_examples=examples, stateful_step_count=STEPS, deadline=None, database=None)
    with tempfile.TemporaryDirectory(prefix="kiosk-window-") as folder:
        ShopWindow.template = Path(folder) / "empty.db"
        asyncio.run(upgrade(f"sqlite+aiosqlite:///{ShopWindow.template}"))
        try:
            run_state_machine_as_test(ShopWindow, settings=long)
        except Exception:  # noqa: BLE001 - whatever ended it is a fault found
            wrong.append(traceback.format_exc()[-3000:])
    counts = {"steps": examples * STEPS}
    return Result(
        "shop window, at most", examples, tuple(wrong), time.perf_counter() - started, chosen, counts
    )


def main() -> int:
    """Print the table's row; 1 if anything was found."""
    return print_results(run(*numbers_given()))


if __name__ == "__main__":
    sys.exit(main())
