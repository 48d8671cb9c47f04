"""Read the lines of a mass order: service, link and quantity, pasted or out of a spreadsheet.

Each line is read by itself, so that a stray quote or comma in one never loses another. Columns stand between
`|`, tabs, `;` or commas; a line without any of these may part them by blanks.
"""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass

from shop.errors import ShopError
from shop.ordering.link_text import UNSEEN
from shop.ordering.typed_numbers import readings
from shop.typed import as_id, as_number

MOST_LINES = 100
"""Lines of one mass order; as many orders of one person may wait at once."""

COLUMNS = 3

_LONGEST_CELL = 2_000
"""Characters kept of a cell. No link and no number is as long, so a longer one stays wrong."""

_DELIMITERS = "|\t;,"
_OTHER_DELIMITERS = "؛،，、"
"""Commas and semicolons of other keyboards: they part only what nothing else does, as links may have them."""

_ALIKE = str.maketrans(
    {
        **dict.fromkeys("｜│¦", "|"),
        "；": ";",
        **dict.fromkeys("“”„‟＂«»", '"'),
        **dict.fromkeys("\u00a0\u2007\u202f", " "),
    }
)
"""Characters that keyboards and word processors put in place of plain ones."""

_BY_BLANKS = re.compile(r"(\S+)\s+(\S+)\s+(\S.*)")
_OF_A_SPREADSHEET = re.compile(r"sep=.", re.IGNORECASE)
_NAMES = (
    frozenset(
        {
            *("service", "service id", "serviceid", "id", "услуга", "id услуги", "сервис", "servicio"),
            *("serviço", "hizmet", "xizmat", "layanan", "الخدمة", "خدمة", "سرویس", "सर्विस"),
        }
    ),
    frozenset(
        {
            *("link", "url", "links", "ссылка", "enlace", "bağlantı", "havola", "tautan"),
            *("الرابط", "رابط", "لینک", "लिंक"),
        }
    ),
    frozenset(
        {
            *("quantity", "qty", "amount", "count", "количество", "кол-во", "cantidad", "quantidade"),
            *("miktar", "miqdor", "jumlah", "الكمية", "كمية", "تعداد", "संख्या"),
        }
    ),
)
"""What people call the columns in a header line, in the order in which a line has them. How a list is written
names them in every language."""


@dataclass(frozen=True, slots=True)
class TypedLine:
    """One line as it was typed. `columns` is how many it has; only with COLUMNS it can be an order."""

    service: str
    link: str = ""
    quantity: str = ""
    columns: int = COLUMNS

    @property
    def typed(self) -> str:
        """The line as a person writes it."""
        if self.columns != COLUMNS:
            return self.service
        return " | ".join((self.service, self.link, self.quantity))


def read_lines(text: str) -> list[TypedLine]:
    """Return the lines of a list, without its header line.

    Raises ShopError: `mass_no_lines` if no line has the columns of one, `mass_too_many` above MOST_LINES.
    """
    rows = [row for row in text.splitlines() if row.strip(UNSEEN + " \t")]
    if rows and _OF_A_SPREADSHEET.fullmatch(rows[0].strip()):
        rows = rows[1:]
    cells = [_cells(row) for row in rows]
    order = _header(cells[0]) if cells else None
    if order is not None:
        cells = [_turned(row, order) for row in cells[1:]]
    if not any(_looks_like_a_line(row) for row in cells):
        raise ShopError("mass_no_lines")
    if len(cells) > MOST_LINES:
        raise ShopError("mass_too_many", count=len(cells), most=MOST_LINES)
    return [_line(row) for row in cells]


def is_a_list(text: str) -> bool:
    """Return True for two lines or more of which the first has the columns of one, and a service's number."""
    rows = [row for row in text.splitlines() if row.strip()]
    if len(rows) < 2:
        return False
    first = _cells(rows[0])
    if _header(first) is not None:
        first = _cells(rows[1])
    return len(first) == COLUMNS and as_number(first[0]).isdigit() and bool(readings(first[2]))


def _looks_like_a_line(cells: Sequence[str]) -> bool:
    """Return True for a line, right or wrong, but not for words that have a comma among them."""
    is_numbered = as_id(cells[0]).isdigit()
    return len(cells) == COLUMNS or (len(cells) > 1 and is_numbered)


def _line(cells: Sequence[str]) -> TypedLine:
    if len(cells) != COLUMNS:
        return TypedLine(" | ".join(cells)[:_LONGEST_CELL], columns=len(cells))
    service, link, quantity = (cell[:_LONGEST_CELL] for cell in cells)
    return TypedLine(as_id(service), link, quantity)


def _cells(row: str) -> list[str]:
    """Return a line's cells, parted by the delimiter that makes the right number of them, if one does."""
    plain = row.translate(_ALIKE).strip(UNSEEN + " \r\n")
    parted = [_parted(plain, delimiter) for delimiter in _DELIMITERS if delimiter in plain]
    fitting = [cells for cells in parted if len(cells) == COLUMNS]
    if fitting:
        return fitting[0]
    blanks = _BY_BLANKS.fullmatch(plain)
    if blanks and as_id(blanks[1]).isdigit() and readings(blanks[3]):
        return [*blanks.groups()]
    others = [_parted(plain, delimiter) for delimiter in _OTHER_DELIMITERS if delimiter in plain]
    fitting = [cells for cells in others if len(cells) == COLUMNS]
    return (fitting or parted or others or [[plain]])[0]


def _parted(row: str, delimiter: str) -> list[str]:
    """Return the cells between these delimiters; of empty ones around them none is meant."""
    try:
        [cells] = csv.reader([row], delimiter=delimiter, skipinitialspace=True)
    except (csv.Error, ValueError):
        cells = row.split(delimiter)
    cells = [cell.strip(UNSEEN + ' \t"') for cell in cells]
    while len(cells) > COLUMNS and not cells[-1]:
        cells.pop()
    while len(cells) > COLUMNS and not cells[0]:  # as in a table of Markdown
        del cells[0]
    return cells


def _header(cells: Sequence[str]) -> tuple[int, ...] | None:
    """Return where service, link and quantity stand, if these are the columns' names; None if not."""
    names = [cell.casefold() for cell in cells]
    found = [next((n for n, name in enumerate(names) if name in called), None) for called in _NAMES]
    if None in found or len({*found}) != COLUMNS:
        return None
    return tuple(n for n in found if n is not None)


def _turned(cells: list[str], order: tuple[int, ...]) -> list[str]:
    """Return the cells of a line in the order of a mass order's; those of a wrong line as they are."""
    return [cells[n] for n in order] if len(cells) == COLUMNS and max(order) < COLUMNS else cells
