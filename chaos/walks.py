"""Walks through the shop in every language, held to the manners of its screens.

See tests/stories/test_crawler.py.

python -m chaos.walks [how many] [seed]
"""

import asyncio
import sys
import tempfile
import time
import warnings
from itertools import product
from pathlib import Path

from telegram.warnings import PTBUserWarning

from chaos.result import Result, numbers_given, print_results, seed_or_new
from storage.upgrade import upgrade
from tests.stories.test_crawler import CATALOGUES, MANNERS, MODES, STEPS, Walk, one_walk


def run(n: int = 40, seed: int | None = None) -> Result:
    """Take `n` walks, each in the next mode and language; without a `seed` take a new one."""
    chosen = seed_or_new(seed)
    started, wrong = time.perf_counter(), []
    ways = list(product(CATALOGUES.languages, MODES))
    for number in range(n):
        language, mode = ways[(chosen + number) % len(ways)]
        walk = asyncio.run(_walked(mode, language, chosen + number))
        wrong += [f"{mode}, {language}, seed {chosen + number}: {problem}" for problem in _broken(walk)]
    counts = {"steps": n * STEPS}
    return Result("walks", n, tuple(wrong), time.perf_counter() - started, chosen, counts)


async def _walked(mode: str, language: str, seed: int) -> Walk:
    with tempfile.TemporaryDirectory(prefix="kiosk-walk-") as folder, warnings.catch_warnings():
        # PTB warns of cards that it takes for inaccessible; that is no fault of a screen.
        warnings.simplefilter("ignore", PTBUserWarning)
        database = Path(folder) / "kiosk.db"
        await upgrade(f"sqlite+aiosqlite:///{database}")
        return await one_walk(database, MODES[mode], language, seed)


def _broken(walk: Walk) -> list[str]:
    problems = []
    for manner in MANNERS:
        try:
            manner(walk)
        except AssertionError as problem:
            problems.append(f"{manner.__name__}: {problem}"[:2000])
    return problems


def main() -> int:
    """Print the table's row; 1 if anything was found."""
    return print_results(run(*numbers_given()))


if __name__ == "__main__":
    sys.exit(main())
