"""People and balances of another bot, read from a file: which lines are good, and why others are not.

A wrong line, or a second one about somebody, is named by its number: the file is booked without it, or put
right and sent again.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from shop.errors import ShopError
from shop.money import two_readings, typed_amount
from shop.transfer.cells import plain_cell
from shop.transfer.people_lines import (
    ID,
    SHOWN,
    ImportRules,
    PersonRow,
    Wrong,
    WrongRow,
    read_line,
    too_wide,
    without_fractions,
)
from shop.typed import seen

MOST_LINES = 150_000
MOST_BYTES = 20_000_000
"""What a bot may download (core.telegram.org/bots/api#getfile)."""

COLUMNS = ("id", "name", "username", "language", "balance", "currency", "level", "banned")
"""The columns in the order of a file without a heading; with one, they may stand in any, among others."""

_CALLED = {
    "id": ("id", "user_id", "userid", "telegram_id", "tg_id", "chat_id", "person_id"),
    "name": ("name", "first_name", "full_name", "fullname"),
    "username": ("username", "@", "user_name", "login"),
    "language": ("language", "lang", "language_code"),
    "balance": ("balance", "amount", "money", "wallet"),
    "currency": ("currency", "cur"),
    "level": ("level", "group", "tier"),
    "banned": ("banned", "ban", "blocked", "is_banned"),
}
_MARKS = ";\t,"
_ONLY_SHOWN = frozenset({"name", "username", "language"})
"""Columns of which the first is taken where there are several: nothing but words depends on them."""


@dataclass(slots=True)
class ReadFile:
    """A file that was read: good lines and wrong ones, and the columns that are none of ours."""

    rows: list[PersonRow] = field(default_factory=list)
    wrong: list[WrongRow] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)


def read_people(text: str, rules: ImportRules) -> ReadFile:
    """Read the whole file.

    Raises ShopError if it has no lines, too many, two columns for one or nameless ones, or is no table.
    """
    found, lines, place = ReadFile(), _lines(text), dict[str, int]()
    width = len(COLUMNS)
    ids: set[int] = set()
    count = 0
    may_be_misread = may_come = True
    for number, cells in lines:
        heading = _heading(cells) if may_come and not found.rows else None
        if heading is not None and (not count or len(heading) > 1):  # a title may stand above it
            place, width, may_be_misread, may_come = heading, len(cells), False, False
            others = [cell for n, cell in enumerate(cells) if cell and n not in place.values()]
            found.passed_over = [cell[:SHOWN] for cell in others]
            continue
        if not place:
            place = {name: n for n, name in enumerate(COLUMNS)}
            _check_no_heading(cells)
        if may_be_misread and len(cells) > 1:
            _check_name(cells[1], rules.currency)
            may_be_misread = False
        count += 1
        if count > MOST_LINES:
            raise ShopError("import_too_long", most=MOST_LINES)
        read = read_line(number, cells, place, rules) if len(cells) <= width else too_wide(number, cells)
        if isinstance(read, PersonRow) and read.person_id in ids:
            read = WrongRow(number, Wrong.TWIN, str(read.person_id))
        if isinstance(read, WrongRow):
            found.wrong.append(read)
        else:
            ids.add(read.person_id)
            found.rows.append(read)
    if not count:
        raise ShopError("import_empty")
    return found


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines that have anything in them, each with the number it begins at.

    A quotation mark that is not closed takes in the lines behind it, and their money: such a file is refused.
    """
    mark = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    begun = 1
    try:
        for cells in reader:
            if reader.line_num == 1 and "".join(cells).lower() == "sep=":  # it tells a spreadsheet the mark
                begun = 2
                continue
            if reader.line_num > begun and any(mark in cell and _has_lines(cell) for cell in cells):
                raise ShopError("import_broken", line=begun)
            if any(cell.strip() for cell in cells):
                filled = max(n for n, cell in enumerate(cells, start=1) if cell.strip())
                yield begun, [plain_cell(cell.strip()) for cell in cells[:filled]]
            begun = reader.line_num + 1
    except csv.Error:
        raise ShopError("import_broken", line=begun) from None


def _has_lines(cell: str) -> bool:
    return "\n" in cell or "\r" in cell


def _delimiter(text: str) -> str:
    """Return what parts the cells: in a heading, or else in the first line with any.

    An amount's comma stands alone, or quoted; a title above the heading may have commas.
    """
    lines = [line for line in text.splitlines()[:20] if any(mark in line for mark in _MARKS)]
    for line in lines:
        for mark in _MARKS:
            if mark in line and _names_id([cell.strip(' "') for cell in line.split(mark)]):
                return mark
    return max(_MARKS, key=(lines or [""])[0].count)


def _names_id(cells: Sequence[str]) -> bool:
    """Return True if this line names the id's column, and nobody. In Indonesian, `id` is also a language."""
    plain = list(map(_plain, cells))
    return any(cell in _CALLED["id"] for cell in plain) and not any(map(ID.fullmatch, plain))


def _plain(cell: str) -> str:
    return re.sub(r"[\s-]+", "_", seen(cell).lower())


def _heading(cells: Sequence[str]) -> dict[str, int] | None:
    """Return where each column stands, if this line is a heading: it names the id's column, and nobody.

    Raises ShopError if two columns can be one of ours by which money or rights go: a bot's own table may
    number its rows in `id`, and its people in `user_id`.
    """
    if not _names_id(cells):
        return None
    plain = list(map(_plain, cells))
    place: dict[str, int] = {}
    for name, names in _CALLED.items():
        where = [n for n, cell in enumerate(plain) if cell in names]
        if len(where) > 1 and name not in _ONLY_SHOWN:
            first, second = (cells[n][:SHOWN] for n in where[:2])
            raise ShopError("import_twice", first=first, second=second)
        if where:
            place[name] = where[0]
    return place


def _check_no_heading(cells: Sequence[str]) -> None:
    """Raise ShopError if this first line is a heading that names no id, and not somebody's line."""
    if len(cells) > 1 and not any(sign.isdigit() for sign in cells[0]):
        raise ShopError("import_columns", columns=", ".join(COLUMNS))


def _check_name(cell: str, currency: str) -> None:
    """Raise ShopError if the first name of a file without a heading is an amount: that is a balance."""
    amount = without_fractions(cell.lstrip("-−"))
    if typed_amount(amount, currency) is not None or two_readings(amount, currency):
        raise ShopError("import_columns", columns=", ".join(COLUMNS))
