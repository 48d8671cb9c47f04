"""A line of the panels' mass-order format: service|link|quantity."""

import re
from dataclasses import dataclass

_LINE = re.compile(r"\s*(\d{1,18})\s*\|\s*([^\s|]+)\s*\|\s*(\d[\d .,']*|[^\s|]+)\s*\|?\s*")


@dataclass(frozen=True, slots=True)
class Line:
    """The first of `lines` lines; link and quantity are as typed."""

    service: str
    link: str
    quantity: str
    lines: int


def first_line(text: str) -> Line | None:
    """Return the mass-order line a text begins with, or None."""
    rows = [row for row in text.splitlines() if row.strip()]
    read = _LINE.fullmatch(rows[0]) if rows else None
    return Line(read[1], read[2], read[3].strip(), len(rows)) if read else None
