"""Cells of files for spreadsheets: amounts as numbers, and no text that becomes a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from shop.money import amount_text, two_readings

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
"""Characters that begin a formula in a spreadsheet (OWASP, CSV injection)."""

# Where a computer's language has a comma in its amounts, spreadsheets part the cells of a CSV file by
# semicolons, and know no quotation mark within a line: there a text goes on in the next cell, or row.
_CELL_BEGINS = r"([;\t\r\n] *)"
_FORMULA_BEGINS = r"(?=[=+@＝＋＠]|[-－](?!\)))"  # ";-)" is none
_WITHIN = re.compile(_CELL_BEGINS + _FORMULA_BEGINS)
_SAFE_WITHIN = re.compile(f"{_CELL_BEGINS}'{_FORMULA_BEGINS}")


class Micro(int):
    """An amount in micro-units: it stands in its cell as a number of whole units."""


Cell = str | int | Micro | datetime | None
"""A cell. What is empty is None, a moment is shown in UTC, and text is made safe where it is written."""


def safe_cell(text: str) -> str:
    """Return the text in a form that no spreadsheet takes for a formula."""
    text = _WITHIN.sub(r"\1'", text)
    return f"'{text}" if text.lstrip(" ").startswith(_DANGEROUS) else text


def plain_cell(text: str) -> str:
    """Return the text that `safe_cell` made safe, for reading a file of ours again."""
    is_safe = text.startswith("'") and text[1:].lstrip(" ").startswith(_DANGEROUS)
    return _SAFE_WITHIN.sub(r"\1", text[1:] if is_safe else text)


def cell_text(cell: Cell) -> str:
    """Return the cell as text: amounts exact, moments in UTC."""
    match cell:
        case None:
            return ""
        case Micro():
            return _in_one_reading(cell)
        case int():
            return str(cell)
        case datetime():
            return cell.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
        case str():
            return safe_cell(cell)


def _in_one_reading(micro: int) -> str:
    """Return the amount with a fourth decimal where three could be thousands: an import refuses those."""
    text = amount_text(micro)
    return f"{text}0" if two_readings(text.removeprefix("-")) else text


def csv_text(rows: Iterable[Sequence[Cell]]) -> str:
    """Return the rows as RFC 4180 has them."""
    out = io.StringIO()
    csv.writer(out).writerows([cell_text(cell) for cell in row] for row in rows)
    return out.getvalue()
