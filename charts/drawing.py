"""Draw one chart as a PNG of 1080 by 1080: letters that a phone of 375 points shows legibly.

This module imports matplotlib, so only the drawing process imports this module.
"""

import io

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import FixedLocator, NullFormatter

from charts.themes import COLOURS, Colours
from shop.statistics.chart import Chart, Form, Theme

SIDE = 10.8
DPI = 100
TITLE, LARGE, SMALL = 36, 25, 22
LEFT, RIGHT = 0.05, 0.94
DOT, APART = 0.033, 0.035
WIDEST_LETTER = 0.0165
"""About how much of the picture's width one SMALL letter takes."""

mpl.rcParams["text.parse_math"] = False  # a price has a $, and two of them are no formula
mpl.rcParams["font.family"] = ["DejaVu Sans"]


def picture(chart: Chart, theme: Theme) -> bytes:
    """Return the chart as a PNG."""
    colours = COLOURS[theme]
    figure = Figure(figsize=(SIDE, SIDE), dpi=DPI, facecolor=colours.ground)
    FigureCanvasAgg(figure)
    title = figure.text(LEFT, 0.945, chart.title, size=TITLE, weight="bold", color=colours.ink, va="center")
    about = figure.text(LEFT, 0.885, chart.about, size=LARGE, color=colours.soft, va="center")
    for text in (title, about):
        _fit(text)
    if chart.empty:
        figure.text(0.5, 0.45, chart.empty, size=LARGE, color=colours.soft, ha="center", va="center")
    else:
        _DRAWN[chart.form](figure, chart, colours)
    out = io.BytesIO()
    figure.savefig(out, format="png", facecolor=colours.ground)
    return out.getvalue()


def _fit(text: Text) -> None:
    """Make a line smaller until it ends before the edge."""
    width = _width(text)
    if width > RIGHT - LEFT:
        text.set_fontsize(float(text.get_fontsize()) * (RIGHT - LEFT) / width)


def _width(text: Text) -> float:
    """Return how much of the picture's width a text takes."""
    return float(text.get_window_extent().width) / (SIDE * DPI)


def _key(figure: Figure, chart: Chart, colours: Colours) -> None:
    """Name each series beside its colour, at the top, where no line or bar can cover it."""
    said = [
        (
            figure.text(LEFT, 0.825, "●", size=LARGE, color=colour, va="center"),
            figure.text(LEFT, 0.825, series.said, size=SMALL, color=colours.ink, va="center"),
        )
        for series, colour in zip(chart.series, colours.series, strict=False)
        if series.said
    ]
    gaps = len(said) * DOT + max(len(said) - 1, 0) * APART
    taken = sum(_width(words) for _, words in said)
    smaller = min(1.0, (RIGHT - LEFT - gaps) / taken) if taken else 1.0
    at = LEFT
    for dot, words in said:
        words.set_fontsize(SMALL * smaller)
        dot.set_x(at)
        words.set_x(at + DOT)
        at += DOT + _width(words) + APART


def _along_time(figure: Figure, chart: Chart, colours: Colours) -> Axes:
    longest = max((len(words) for _, words in chart.ticks), default=1)
    left = min(LEFT + 0.02 + longest * WIDEST_LETTER, 0.32)
    axes = figure.add_axes((left, 0.11, RIGHT - 0.01 - left, 0.66), facecolor=colours.ground)
    axes.set_xlim(-0.6, max(len(chart.labels), 1) - 0.4)
    low, high = chart.ticks[0][0], chart.ticks[-1][0]
    axes.set_ylim(low, high)
    axes.yaxis.set_major_locator(FixedLocator([value for value, _ in chart.ticks]))
    axes.set_yticklabels([words for _, words in chart.ticks])
    places = [place for place, label in enumerate(chart.labels) if label]
    axes.set_xticks(places, [chart.labels[place] for place in places])
    _plain(axes, colours)
    axes.grid(axis="y", color=colours.line, linewidth=1.5)
    axes.axhline(0, color=colours.soft, linewidth=2, zorder=1.5)
    return axes


def _plain(axes: Axes, colours: Colours) -> None:
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(length=0, labelsize=SMALL, labelcolor=colours.soft, pad=10)
    axes.set_axisbelow(True)


def _bars(figure: Figure, chart: Chart, colours: Colours) -> None:
    """The first series as bars, the others within them, narrower."""
    axes = _along_time(figure, chart, colours)
    for depth, (series, colour) in enumerate(zip(chart.series, colours.series, strict=False)):
        width = 0.84 if depth == 0 else 0.46
        axes.bar(range(len(series.values)), series.values, width=width, color=colour, zorder=2 + depth)
    _key(figure, chart, colours)


def _lines(figure: Figure, chart: Chart, colours: Colours) -> None:
    axes = _along_time(figure, chart, colours)
    for depth, (series, colour) in enumerate(zip(chart.series, colours.series, strict=False)):
        few = len(series.values) <= 31
        axes.plot(
            range(len(series.values)),
            series.values,
            color=colour,
            linewidth=4.5,
            linestyle=("-", (0, (4, 1.4)), (0, (1, 1)))[depth],
            marker="os^"[depth] if few else None,
            markersize=9,
            solid_capstyle="round",
            zorder=3 + depth,
            clip_on=False,
        )
    _key(figure, chart, colours)


def _ranks(figure: Figure, chart: Chart, colours: Colours) -> None:
    """Named bars: the name and its figures above, so that neither is ever cut by the other."""
    axes = figure.add_axes((LEFT, 0.03, RIGHT - LEFT, 0.76), facecolor=colours.ground)
    rows = max(len(chart.labels), 5)
    axes.set_ylim(rows, 0)
    numbers = [value for series in chart.series for value in series.values]
    low, high = min([0, *numbers]), max([1, *numbers])
    axes.set_xlim(low, high)
    for place, label in enumerate(chart.labels):
        axes.text(
            0,
            place + 0.24,
            label,
            size=SMALL,
            color=colours.ink,
            va="center",
            transform=axes.get_yaxis_transform(),
        )
        axes.text(
            1,
            place + 0.24,
            chart.texts[place] if chart.texts else "",
            size=SMALL,
            color=colours.soft,
            va="center",
            ha="right",
            transform=axes.get_yaxis_transform(),
        )
    for depth, (series, colour) in enumerate(zip(chart.series, colours.series, strict=False)):
        places = [place + 0.66 for place in range(len(series.values))]
        height = 0.32 if depth == 0 else 0.16
        axes.barh(places, series.values, height=height, color=colour, zorder=2 + depth)
    axes.set_xticks([])
    axes.set_yticks([])
    _plain(axes, colours)
    if low < 0:
        for place in range(len(chart.labels)):
            axes.plot((0, 0), (place + 0.44, place + 0.88), color=colours.soft, linewidth=2, zorder=5)
    _key(figure, chart, colours)


def _grid(figure: Figure, chart: Chart, colours: Colours) -> None:
    """Shares in cells: darker is more, and each says its number."""
    axes = figure.add_axes((0.26, 0.04, RIGHT - 0.26, 0.72), facecolor=colours.ground)
    shade = LinearSegmentedColormap.from_list("cells", [colours.cell_low, colours.cell_high])
    columns, rows = len(chart.labels), len(chart.series)
    axes.set_xlim(0, columns)
    axes.set_ylim(rows, 0)
    for row, series in enumerate(chart.series):
        for place, share in enumerate(series.values):
            if share < 0:
                continue
            colour = shade(min(share, 1000) / 1000)
            axes.add_patch(mpl.patches.Rectangle((place + 0.03, row + 0.05), 0.94, 0.9, color=colour, lw=0))
            words = str((share + 5) // 10)
            ink = _ink_on(colour[:3])
            axes.text(place + 0.5, row + 0.5, words, size=17, color=ink, ha="center", va="center")
    axes.xaxis.tick_top()
    axes.set_xticks([place + 0.5 for place in range(columns)], chart.labels)
    axes.set_yticks([row + 0.5 for row in range(rows)], [series.said for series in chart.series])
    _plain(axes, colours)
    axes.tick_params(labelsize=19, pad=6)
    axes.xaxis.set_minor_formatter(NullFormatter())


def _ink_on(colour: tuple[float, ...]) -> str:
    red, green, blue = to_rgb(tuple(colour[:3]))  # type: ignore[arg-type]  # a colour map gives floats
    return "#10161c" if 0.299 * red + 0.587 * green + 0.114 * blue > 0.5 else "#ffffff"


_DRAWN = {Form.BARS: _bars, Form.LINES: _lines, Form.RANKS: _ranks, Form.GRID: _grid}
