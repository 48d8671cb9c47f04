"""Bank transfers as people really send them: none is credited to the wrong person, and none twice.

    python -m chaos.transfers [how many] [seed]

Small shops live for some days. Their customers ask for top-ups and pay them, with the reference and without,
with slips, in parts, late, in another currency; banks tell of one payment twice, from two sources, and take
some back; others forge notifications. Every message is read as it stands and decided by the shop's policy,
which knows nothing of whose it was made for. A person settles what is doubtful some hours later, rightly.

What no evidence can tell is not made: a stranger who pays exactly another's unique amount alone, without a
word, and a slip that makes another customer's whole reference.
"""

import random
import sys
import time
from itertools import count

from chaos.result import Result, numbers_given, print_results, seed_or_new
from chaos.transfer_shop import Shop, Tally
from chaos.transfer_visits import lives

LEAST_BY_ITSELF = 90
"""Percent of the transfers with a right reference or a unique amount that no person needs to see."""


def played(n: int, seed: int) -> Tally:
    """Make at least `n` transfers in shops of some days, and return what came of them."""
    dice, tally, numbers = random.Random(seed), Tally(), count(1)
    while tally.made.total() < n:
        lives(Shop(dice, tally, numbers))
    return tally


def result_of(tally: Tally, seconds: float, seed: int) -> Result:
    """Return the table's row. It falls short below LEAST_BY_ITSELF, and if the truth was not to be seen."""
    percent = 100 * tally.alone / max(tally.due, 1)
    counts: dict[str, int | str] = {
        "twice": tally.twice,
        "settled by itself": f"{tally.alone}/{tally.due} ({percent:.1f} %)",
        "doubtful": tally.doubtful,
        "true one among three": f"{100 * tally.among / max(tally.doubtful, 1):.1f} %",
    }
    short = () if percent >= LEAST_BY_ITSELF else (f"only {percent:.1f} % settled by themselves",)
    return Result("transfers", tally.made.total(), tuple(tally.wrong), seconds, seed, counts, short)


def run(n: int = 10_000, seed: int | None = None) -> Result:
    """Make `n` transfers or some more; without a `seed` take a new one."""
    chosen, started = seed_or_new(seed), time.perf_counter()
    tally = played(n, chosen)
    return result_of(tally, time.perf_counter() - started, chosen)


def mix(tally: Tally) -> str:
    """Return how many of each kind were made, and how they ended."""
    lines = []
    for kind, made in tally.made.most_common():
        ends = {end: n for (of, end), n in sorted(tally.ended.items()) if of == kind}
        lines.append(f"{kind:26} {made:6}  " + ", ".join(f"{end} {n}" for end, n in ends.items()))
    return "\n".join(lines)


def main() -> int:
    """Print the mix and the table's row; 1 if anything was found."""
    given = numbers_given()
    n, seed = given[0] if given else 10_000, seed_or_new(given[1] if len(given) > 1 else None)
    started = time.perf_counter()
    tally = played(n, seed)
    print(f"seed {seed}\n{mix(tally)}\n")
    return print_results(result_of(tally, time.perf_counter() - started, seed))


if __name__ == "__main__":
    sys.exit(main())
