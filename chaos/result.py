"""A proof's result: one row of the table, and the first failure."""

import random
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

from cli.codes import say


@dataclass(frozen=True, slots=True)
class Result:
    """The result of `n` tries.

    `wrong`: a sentence for each try that ended wrongly. `short`: for each
    promise about the whole, a time say, that was not kept. `counts` are further
    columns, shown as they are.
    """

    name: str
    n: int
    wrong: tuple[str, ...]
    seconds: float
    seed: int | None = None
    counts: Mapping[str, int | str] = field(default_factory=dict)
    short: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        """True if everything held."""
        return not self.wrong and not self.short

    @property
    def first(self) -> str | None:
        """The first failure, or None."""
        return next(iter((*self.wrong, *self.short)), None)

    def row(self) -> str:
        """One line of the table."""
        columns: dict[str, int | str] = {"n": self.n, **self.counts, "wrong": len(self.wrong)}
        cells = [self.name, *(f"{name}={value}" for name, value in columns.items()), f"{self.seconds:.1f} s"]
        return "  ".join([*cells, *([] if self.seed is None else [f"seed={self.seed}"])])

    def figures(self) -> str:
        """The counts, and how many tries ended wrongly, as one text."""
        told = [
            f"{name} {value:,}" if isinstance(value, int) else f"{name} {value}"
            for name, value in {**self.counts, "wrong": len(self.wrong)}.items()
        ]
        return " · ".join([*told, *self.short])


def seed_or_new(seed: int | None) -> int:
    """Return this seed, or a random one, which is told at once: a play that dies can be played again."""
    if seed is None:
        seed = random.SystemRandom().randrange(2**32)
        print(f"seed {seed}", file=sys.stderr, flush=True)
    return seed


def numbers_given() -> list[int]:
    """Read the number of tries and the seed from a proof's command line."""
    return [int(word) for word in sys.argv[1:3]]


def print_results(*results: Result) -> int:
    """Print each result; return the exit code, 1 if anything fell short."""
    for result in results:
        say("\n".join((*result.wrong[:10], *result.short, result.row())))
    return 0 if all(result.is_good for result in results) else 1
