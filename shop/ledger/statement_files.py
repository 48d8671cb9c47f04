"""Read the lines of a statement that an operator pasted: each is a transfer, or has a reason why it is none.

Nothing is guessed: a day or an amount that can be two is not read, and neither is money that left.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from enum import StrEnum
from itertools import islice

from shop.currency import currency_named
from shop.errors import ShopError
from shop.ledger.notifications import BOUGHT, NOT_DONE, WENT
from shop.ledger.references import read_references
from shop.ledger.statement_columns import (
    Line,
    currency_of_heading,
    direction_of,
    folded,
    is_heading,
    places_of,
)
from shop.ledger.statement_moments import TwoDays, is_day_first, moment_of
from shop.ledger.transfers import BLANKS, SIGN, SIGN_OF, Transfer, id_of, minor_of
from shop.ordering.text_file import in_windows_letters, plain_text
from shop.typed import as_number

MOST_LINES = 5_000
"""Lines of a pasted statement that are read; the first one beyond is listed as wrong."""

STATEMENT = "statement"
"""The sender of what an operator pasted; it counts only if the operator allows this sender too."""


class Unread(StrEnum):
    """Why a line of a statement is no transfer."""

    HEADING = "heading"
    BEFORE = "before"
    DATE = "date"
    TWO_DATES = "two_dates"
    AMOUNT = "amount"
    CURRENCY = "currency"
    WENT = "went"
    NOT_DONE = "not_done"
    TWIN = "twin"
    COLUMNS = "columns"
    TOO_MANY = "too_many"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class UnreadLine:
    """A line that became no transfer, and why."""

    line: int
    why: Unread


@dataclass(slots=True)
class Statement:
    """A statement that was read: each line with anything in it is in one of both lists, but the heading."""

    transfers: list[Transfer] = field(default_factory=list)
    unread: list[UnreadLine] = field(default_factory=list)


_TOOK_BACK = re.compile(
    r"revers\w*|storno|rückbuch\w*|rücklast\w*|сторно|возврат\w*|estorn\w*"
    r"|chargeback|recall|hoàn trả|qaytar\w*"
)
_NOT_DONE = re.compile(
    r"hold|progress|initiat|expir|block|void|delet|incomplete|unsuccess|not complet|авториз"
)
"""States beside NOT_DONE: in a column of their own these words say nothing else."""

_UNDONE = re.compile(r"revers|revert|refund|return|возвра|estornad|devuelt")
"""States of money that came and went back; a line of its own may say so, too."""

_NO_NUMBER = re.compile(r"[-–—.0/ ]*|n/?a|none|null|nil|б/н")
"""What stands in the place of a transfer's number where it has none: many lines have the same."""

_MARKS = ";\t,"
_BROKEN = "\x00broken"
_ABOVE = 30
"""Lines that may stand above the one that names the columns, with it."""


@dataclass(frozen=True, slots=True)
class _Table:
    """What is known of the whole statement: where each column is, how days are written, whose currency.

    `further` are columns of unknown names, where a reference may stand, too. `direction` says in which column
    stands whether the money came or went, and how that writes "went"; None where signs or columns of their
    own tell.
    """

    place: Mapping[str, int]
    further: Sequence[int]
    direction: tuple[int, str] | None
    width: int
    day_first: bool | None
    currency: str
    zone: tzinfo


def statement_text(content: bytes) -> str:
    """Return the text of a statement's file: plain, or in the letters of Windows, as many banks write it.

    That the columns' names can be read proves which letters these are. Raises ShopError("file_not_text").
    """
    try:
        return plain_text(content)
    except ShopError:
        for text in in_windows_letters(content):
            if _table_in(text)[1] is not None:
                return text
        raise


def read_csv(text: str, *, currency: str = "", zone: tzinfo = UTC) -> Statement:
    """Read a pasted statement with a row that names the columns, in any of the languages known here.

    `currency` holds where no column, heading or amount tells another; times are in `zone`, unless they say
    theirs. A day without a time is its last second, so that nothing seems to have come before it was asked
    for.
    """
    statement = Statement()
    rows, head = _table_in(text)
    if head is None:
        statement.unread.append(UnreadLine(rows[0][0] if rows else 1, Unread.HEADING))
        return statement
    statement.unread.extend(UnreadLine(line, Unread.BEFORE) for line, _ in rows[:head])
    body, heading = rows[head + 1 :], rows[head][1]
    place = places_of(heading)
    direction = direction_of(body, place, len(heading))
    if direction is not None and {"credit", "debit"} <= place.keys():  # it is about the balance
        place, direction = {name: n for name, n in place.items() if n != direction[0]}, None
    table = _Table(
        place,
        [n for n in range(len(heading)) if n not in place.values()],
        direction,
        len(heading),
        is_day_first(cells[place["date"]] for _, cells in body if place["date"] < len(cells)),
        currency or currency_of_heading(heading),
        zone,
    )
    _read_lines(statement, body, table)
    return statement


def _read_lines(statement: Statement, body: Sequence[Line], table: _Table) -> None:
    ids: set[str] = set()
    same: Counter[tuple[str, ...]] = Counter()
    for line, cells in body[:MOST_LINES]:
        same[tuple(cells)] += 1
        read = _row(cells, table, same[tuple(cells)])
        if isinstance(read, Transfer) and read.id in ids:
            read = Unread.TWIN
        if isinstance(read, Unread):
            statement.unread.append(UnreadLine(line, read))
        else:
            ids.add(read.id)
            statement.transfers.append(read)
    statement.unread.extend(UnreadLine(line, Unread.TOO_MANY) for line, _ in body[MOST_LINES:])


def _table_in(text: str) -> tuple[list[Line], int | None]:
    """Return the lines that have anything in them, and which of them names the columns; None if none does.

    What parts the cells is the mark that makes a heading of a line: payers' words and amounts may have more
    commas than a line has cells.
    """
    plain = as_number(text).translate(BLANKS) if "\t" not in text else as_number(text)
    offset = text[: len(text) - len(text.lstrip())].count("\n")
    fullest = max(plain.splitlines()[:_ABOVE], key=lambda line: max(map(line.count, _MARKS)), default="")
    marks = sorted(_MARKS, key=fullest.count, reverse=True)
    for mark in marks:
        first = islice(_rows(plain, mark, offset), _ABOVE)
        head = next((n for n, (_, cells) in enumerate(first) if is_heading(places_of(cells))), None)
        if head is not None:
            return list(_rows(plain, mark, offset)), head
    return list(_rows(plain, marks[0], offset)), None


def _rows(plain: str, mark: str, offset: int) -> Iterator[Line]:
    """Yield the lines that have anything in them, each with its number; a broken one ends as one bad cell."""
    reader = csv.reader(io.StringIO(plain, newline=""), delimiter=mark, strict=True)
    begun = offset + 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            cells = [_BROKEN]
        if any("\n" in cell and mark in cell for cell in cells):  # a quote that swallowed lines
            cells = [_BROKEN]
        if any(cell.strip() for cell in cells):
            yield begun, [cell.strip() for cell in cells]
        begun = offset + reader.line_num + 1


def _row(cells: Sequence[str], table: _Table, repeat: int) -> Transfer | Unread:
    """Read one line; the first thing wrong in it is named."""
    if cells == [_BROKEN]:
        return Unread.BROKEN
    if len(cells) > table.width and any(cells[table.width :]):
        return Unread.COLUMNS
    got = {name: cells[n] if n < len(cells) else "" for name, n in table.place.items()}
    state = got.get("status", "").casefold()
    if NOT_DONE.search(state) or _NOT_DONE.search(state):
        return Unread.NOT_DONE
    try:
        at = moment_of(got["date"], got.get("time", ""), table.zone, day_first=table.day_first)
    except TwoDays:
        return Unread.TWO_DATES
    except (ValueError, OverflowError):
        return Unread.DATE
    currency = currency_named(got["currency"]) if got.get("currency") else table.currency
    read = _amount(got, currency or "", went=_has_gone(cells, table))
    if isinstance(read, Unread):
        return read
    minor, code, is_reversal = read
    if _UNDONE.search(state) and not is_reversal:
        return Unread.NOT_DONE
    number = got.get("id", "")
    no_number = number if _NO_NUMBER.fullmatch(number.casefold()) else None
    text, reverses = _words(cells, got.get("text", ""), table), got.get("reverses") or None
    return Transfer(
        number if no_number is None else id_of(*cells, str(repeat)),
        minor,
        code,
        at,
        text,
        STATEMENT,
        is_reversal,
        reverses if is_reversal else None,
        no_number or None,
    )


def _has_gone(cells: Sequence[str], table: _Table) -> bool:
    if table.direction is None:
        return False
    where, went = table.direction
    return where < len(cells) and folded(cells[where]) == went


def _words(cells: Sequence[str], text: str, table: _Table) -> str:
    """Return the payer's words; a reference in another column than theirs belongs to them."""
    others = [cells[n] for n in table.further if n < len(cells) and read_references(cells[n]).right]
    return " | ".join(filter(None, [text, *others]))


def _amount(got: Mapping[str, str], currency: str, *, went: bool) -> tuple[int, str, bool] | Unread:
    """Return the amount, its currency, and whether it was taken back; `went` if another cell says it left."""
    written = got.get("credit") or got.get("amount", "")
    kind = got.get("kind", "").casefold()
    took_back = bool(_TOOK_BACK.search(f"{kind} {got.get('text', '')}".casefold()))
    if not _is_nothing(got.get("debit", "")):
        if not _is_nothing(written):
            return Unread.AMOUNT
        written = f"-{got['debit'].lstrip('-−– ')}"
    elif _is_nothing(written):
        return Unread.AMOUNT
    went = went or any(words.search(kind) for words in (WENT, BOUGHT, _OUTGOING))
    return _signed(written.translate(BLANKS), currency, took_back=took_back, went=went)


_OUTGOING = re.compile(
    r"outgo|\bout\b|\bsend\b|\bfees?\b|исходящ|комисси|\bsa[ií]da|\bsalida|emitid|\benviar|comisi[oó]n|\btarifa"
    r"|\bémis|sortant|\bfrais\b|ausgang|ausgehend|gebühr|entgelt|\buscita|\bgiden\b|masraf|\bkeluar\b|\bbiaya\b"
)
"""Kinds of lines that left, beside WENT: no payer writes there, but banks where amounts have no sign."""

_ENDING = re.compile(r"(?<=[\d.]) ?(?:(dr)|cr)\.?| (?:(d)|c)|(?<=[.,]\d\d)(-)", re.IGNORECASE)
"""Signs that banks write behind an amount: "50.00 Cr", "50,00 D", "50.00-"."""


def _signed(written: str, currency: str, *, took_back: bool, went: bool) -> tuple[int, str, bool] | Unread:
    """Read a cell that has an amount, perhaps with a sign and a currency on either side."""
    ending = next((end for end in _ENDING.finditer(written) if end.end() == len(written)), None)
    if ending is not None:
        written, went = written[: ending.start()], went or any(ending.groups())
    found = re.fullmatch(
        rf"([-−–+]?) ?({SIGN})?\.? ?([-−–+]?) ?([\d.,' ]+?) ?({SIGN})?", written, re.IGNORECASE
    )
    if not found or (found[1] and found[3]):
        return Unread.AMOUNT
    named = [SIGN_OF[name.casefold()] for name in (found[2], found[5]) if name]
    told = frozenset.intersection(*named) if named else frozenset({currency})
    code = currency if currency in told else (next(iter(told)) if len(told) == 1 and not currency else "")
    if not code:
        return Unread.CURRENCY
    minor = minor_of(found[4].strip(), code)
    if not minor:
        return Unread.AMOUNT
    left = went or (found[1] or found[3]) in {"-", "−", "–"}
    if left and not took_back:
        return Unread.WENT
    return minor, code, left


def _is_nothing(cell: str) -> bool:
    return not re.search(r"[1-9]", cell)
