"""A line of the panels' mass-order format: service|link|quantity."""

import re
from dataclasses import dataclass

_LINE = re.compile(r"\s*(\d{1,18})\s*\|\s*([^\s|]+)\s*\|\s*(\d[\d .,']*|[^\s|]+)\s*\|?\s*")


@dataclass(frozen=True, slots=True)
class Line:
    """Link and quantity are as typed."""

    service: str
    link: str
    quantity: str


def one_line(text: str) -> Line | None:
    """Return the mass-order line that a text consists of, or None."""
    rows = [row for row in text.splitlines() if row.strip()]
    read = _LINE.fullmatch(rows[0]) if len(rows) == 1 else None
    return Line(read[1], read[2], read[3].strip()) if read else None
