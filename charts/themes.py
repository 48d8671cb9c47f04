"""The house's colours on either ground. Blue and orange stay apart for whoever sees red and green alike."""

from dataclasses import dataclass

from shop.statistics.chart import Theme


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of one theme; `series` in the order of a chart's series."""

    ground: str
    ink: str
    soft: str
    line: str
    series: tuple[str, ...]
    cell_low: str
    cell_high: str


COLOURS = {
    Theme.LIGHT: Colours(
        ground="#ffffff",
        ink="#10161c",
        soft="#5a6773",
        line="#dfe4e9",
        series=("#1f74b8", "#e0862c", "#6a4fb3"),
        cell_low="#e6f0f9",
        cell_high="#1f74b8",
    ),
    Theme.DARK: Colours(
        ground="#0e1621",
        ink="#f2f5f8",
        soft="#8fa3b5",
        line="#26323e",
        series=("#5ab0f2", "#f0a35a", "#b7a1f5"),
        cell_low="#1a2a3a",
        cell_high="#5ab0f2",
    ),
}
