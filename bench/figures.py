"""Figures, their targets, and combining several rounds."""

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
        """Return True if the value is on the right side of the limit."""
        return value >= self.limit if self.at_least else value <= self.limit


def at_most(limit: float) -> Target:
    """Require that the median of the rounds is no more than this."""
    return Target(limit)


def at_least(limit: float) -> Target:
    """Require that the median of the rounds is no less than this."""
    return Target(limit, at_least=True)


NONE = Target(0, every=True)
"""Never, in any round."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value with its unit, and the values of all rounds if there were several."""

    name: str
    value: float
    unit: str = ""
    target: Target | None = None
    rounds: tuple[float, ...] = ()

    @property
    def is_missed(self) -> bool:
        """True if the figure misses its target."""
        if self.target is None:
            return False
        judged = self.rounds if self.target.every and self.rounds else (self.value,)
        return not all(self.target.is_met_by(value) for value in judged)

    def __str__(self) -> str:
        """Return the text for the table: median, spread, and target."""
        parts = [f"{self.name} {plain(self.value)}"]
        if len(set(map(plain, self.rounds))) > 1:
            parts.append(f"[{plain(min(self.rounds))} to {plain(max(self.rounds))}]")
        parts.append(self.unit)
        if self.target is not None:
            parts.append(f"({'≥' if self.target.at_least else '≤'} {self.target.limit:g})")
        if self.is_missed:
            parts.append("MISSED")
        return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Row:
    """The result of one measurement; `n` is the sample in words, `trouble` why it did not finish."""

    name: str
    n: str
    figures: tuple[Figure, ...]
    trouble: str = ""

    @property
    def texts(self) -> list[str]:
        """Return the texts for the table: the figures, or the trouble."""
        return [self.trouble] if self.trouble else [str(figure) for figure in self.figures]

    @property
    def missed(self) -> list[str]:
        """Return the figures that miss their targets, and the trouble."""
        figures = [str(figure).removesuffix(" MISSED") for figure in self.figures if figure.is_missed]
        return [*figures, self.trouble] if self.trouble else figures


def together(rows: Sequence[Row]) -> Row:
    """Combine several rounds of one measurement into one row: medians, with all values kept."""
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
    """Merge texts word by word, with all variants where they differ: `1800 letters, 139/142 taps`."""
    words = zip(*(text.split() for text in texts), strict=True)
    return " ".join("/".join(dict.fromkeys(at_one_place)) for at_one_place in words)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that `share` (0 to 1) of the values do not exceed. Raises ValueError for no values."""
    if not values:
        raise ValueError("there is no percentile of nothing")
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def plain(value: float) -> str:
    """Return three significant digits, never with an exponent."""
    if value == int(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.3g}"
