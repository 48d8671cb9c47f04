"""A chart as it is drawn: numbers and finished words; whoever draws knows no language and no money."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Form(StrEnum):
    """How a chart shows its numbers.

    BARS and LINES go along time, RANKS are named bars below each other, a GRID has a share in each cell.
    """

    BARS = "bars"
    LINES = "lines"
    RANKS = "ranks"
    GRID = "grid"


class Theme(StrEnum):
    """The ground that a picture is drawn on."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers of one kind, one for each of the chart's labels. `said` stands beside its colour."""

    said: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """One picture. `ticks` are the numbers on its axis with their words, ascending.

    Along time, an empty label is none. Of RANKS, `texts` stand at the bars. Of a GRID, the series are its
    rows, `values` are thousandths, -1 where there is nothing to show yet, and `labels` its columns.
    `empty` stands in place of a chart without any number.
    """

    form: Form
    title: str
    about: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    ticks: tuple[tuple[int, str], ...] = ()
    texts: tuple[str, ...] = ()
    empty: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return it for another process."""
        return {
            "form": self.form,
            "title": self.title,
            "about": self.about,
            "labels": list(self.labels),
            "series": [[one.said, list(one.values)] for one in self.series],
            "ticks": [list(tick) for tick in self.ticks],
            "texts": list(self.texts),
            "empty": self.empty,
        }

    @classmethod
    def of_json(cls, told: dict[str, Any]) -> "Chart":
        """Return what `as_json` told."""
        return cls(
            form=Form(told["form"]),
            title=told["title"],
            about=told["about"],
            labels=tuple(told["labels"]),
            series=tuple(Series(said, tuple(values)) for said, values in told["series"]),
            ticks=tuple((value, words) for value, words in told["ticks"]),
            texts=tuple(told["texts"]),
            empty=told["empty"],
        )
