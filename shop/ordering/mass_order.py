"""A line as panels take it for many orders at once: service|link|quantity."""

import re
from dataclasses import dataclass

_LINE = re.compile(r"\s*(\d{1,18})\s*\|\s*([^\s|]+)\s*\|\s*(\d[\d .,']*|[^\s|]+)\s*\|?\s*")


@dataclass(frozen=True, slots=True)
class Line:
    """The first of `lines` lines; its link and quantity are as they were typed."""

    service: str
    link: str
    quantity: str
    lines: int


def first_line(text: str) -> Line | None:
    """The line that a text begins with; None where it does not begin with one."""
    rows = [row for row in text.splitlines() if row.strip()]
    read = _LINE.fullmatch(rows[0]) if rows else None
    return Line(read[1], read[2], read[3].strip(), len(rows)) if read else None
