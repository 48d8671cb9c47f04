"""Printing the table of rows."""

import textwrap
from collections.abc import Iterable

from bench.figures import Row

WIDTH, NAME, N = 110, 12, 28

_GLUE = "\N{NO-BREAK SPACE}"


def plain(rows: Iterable[Row]) -> str:
    """Return the table for a terminal: one row per measurement, figures wrapped."""
    return "\n".join([_cells(["measured"], ["n"], ["figures"]), *(_lines(row) for row in rows)])


def _lines(row: Row) -> str:
    whole = " · ".join(text.replace(" ", _GLUE) for text in row.texts)
    figures = [line.replace(_GLUE, " ") for line in textwrap.wrap(whole, WIDTH - NAME - N)]
    return _cells([row.name], textwrap.wrap(row.n, N - 2), figures)


def _cells(name: list[str], n: list[str], figures: list[str]) -> str:
    """Return three columns, each with as many lines as it needs."""
    height = max(len(n), len(figures))
    columns = [column + [""] * (height - len(column)) for column in (name, n, figures)]
    lines = zip(*columns, strict=True)
    return "\n".join(f"{first:<{NAME}}{second:<{N}}{third}".rstrip() for first, second, third in lines)
