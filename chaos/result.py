"""What a proof found: one row of the table, and the first thing that did not hold."""

import random
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Result:
    """What became of `n` tries.

    `wrong`: a sentence for each that did not end as it must. `short`: for each
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
        """Whether everything held."""
        return not self.wrong and not self.short

    @property
    def first(self) -> str | None:
        """The first thing that did not, None where all did."""
        return next(iter((*self.wrong, *self.short)), None)

    def row(self) -> str:
        """One line of the table."""
        columns: dict[str, int | str] = {"n": self.n, **self.counts, "wrong": len(self.wrong)}
        cells = [self.name, *(f"{name}={value}" for name, value in columns.items()), f"{self.seconds:.1f} s"]
        return "  ".join([*cells, *([] if self.seed is None else [f"seed={self.seed}"])])


def seed_or_new(seed: int | None) -> int:
    """This seed, or one that nobody has chosen."""
    return random.SystemRandom().randrange(2**32) if seed is None else seed


def numbers_given() -> list[int]:
    """How many, and the seed, as a proof run by itself is told them."""
    return [int(word) for word in sys.argv[1:3]]


def told(*results: Result) -> int:
    """Print what each found; the exit code: 1 if anything fell short."""
    for result in results:
        print("\n".join((*result.wrong[:10], *result.short, result.row())))
    return 0 if all(result.is_good for result in results) else 1
