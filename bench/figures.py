"""Figures, the targets they are held against, and what several rounds of them say together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median


@dataclass(frozen=True, slots=True)
class Target:
    """A limit. `every`: no round may miss it; else the median of the rounds has to meet it."""

    limit: float
    at_least: bool = False
    every: bool = False

    def is_met_by(self, value: float) -> bool:
        """Whether the value is on the right side of the limit."""
        return value >= self.limit if self.at_least else value <= self.limit


def at_most(limit: float) -> Target:
    """The median of the rounds is no more than this."""
    return Target(limit)


def at_least(limit: float) -> Target:
    """The median of the rounds is no less than this."""
    return Target(limit, at_least=True)


NONE = Target(0, every=True)
"""Not once, in any round."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value with its unit, and the values of all rounds where there were several."""

    name: str
    value: float
    unit: str = ""
    target: Target | None = None
    rounds: tuple[float, ...] = ()

    @property
    def is_missed(self) -> bool:
        """Whether it has a target and does not meet it."""
        if self.target is None:
            return False
        judged = self.rounds if self.target.every and self.rounds else (self.value,)
        return not all(self.target.is_met_by(value) for value in judged)

    def __str__(self) -> str:
        """As it stands in the table: median, spread, and the target."""
        parts = [f"{self.name} {_plain(self.value)}"]
        if len(set(map(_plain, self.rounds))) > 1:
            parts.append(f"[{_plain(min(self.rounds))} to {_plain(max(self.rounds))}]")
        parts.append(self.unit)
        if self.target is not None:
            parts.append(f"({'≥' if self.target.at_least else '≤'} {self.target.limit:g})")
        if self.is_missed:
            parts.append("MISSED")
        return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Row:
    """What one measurement found; `n` says how many of what, `trouble` why it came to no end."""

    name: str
    n: str
    figures: tuple[Figure, ...]
    trouble: str = ""

    @property
    def texts(self) -> list[str]:
        """What stands in the table: the figures, or the trouble."""
        return [self.trouble] if self.trouble else [str(figure) for figure in self.figures]

    @property
    def missed(self) -> list[str]:
        """The figures that do not meet their targets, and the trouble."""
        figures = [str(figure).removesuffix(" MISSED") for figure in self.figures if figure.is_missed]
        return [*figures, self.trouble] if self.trouble else figures


def together(rows: Sequence[Row]) -> Row:
    """Several rounds of one measurement as one row: medians, with all values kept."""
    first = rows[0]
    if len(rows) == 1:
        return first
    values = zip(*([figure.value for figure in row.figures] for row in rows), strict=True)
    figures = [
        replace(figure, value=median(of_one), rounds=of_one)
        for figure, of_one in zip(first.figures, values, strict=True)
    ]
    return replace(first, n=f"{len(rows)} × {_word_by_word([row.n for row in rows])}", figures=tuple(figures))


def _word_by_word(texts: Sequence[str]) -> str:
    """What the texts say, with all they say where they differ: `1800 letters, 139/142 taps`."""
    words = zip(*(text.split() for text in texts), strict=True)
    return " ".join("/".join(dict.fromkeys(at_one_place)) for at_one_place in words)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` (0 to 1) of the values do not exceed. Raises ValueError for no values."""
    if not values:
        raise ValueError("there is no percentile of nothing")
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _plain(value: float) -> str:
    """Three digits that count, and never an exponent."""
    if value == int(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.3g}"
