"""Read the lines of a statement that an operator pasted: each is a transfer, or has a reason why it is none.

Nothing is guessed: a day or an amount that can be two is not read, and neither is money that left.
"""

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, tzinfo
from enum import StrEnum

from shop.currency import currency_named
from shop.ledger.notifications import BOUGHT, WENT
from shop.ledger.transfers import BLANKS, CODES, SIGN, SIGN_OF, Transfer, id_of, minor_of
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


_CALLED: Mapping[str, tuple[str, ...]] = {
    "credit": (
        *(
            "credit",
            "credit amount",
            "credit amt",
            "deposit",
            "deposit amt",
            "deposit amount",
            "deposits",
            "paid in",
        ),
        *(
            "money in",
            "приход",
            "зачислено",
            "поступление",
            "credito",
            "entrada",
            "haben",
            "abono",
            "ghi co",
            "kirim",
        ),
    ),
    "debit": (
        *(
            "debit",
            "debit amount",
            "withdrawal",
            "withdrawal amt",
            "withdrawal amount",
            "withdrawals",
            "paid out",
        ),
        *(
            "money out",
            "расход",
            "списано",
            "списание",
            "debito",
            "saida",
            "soll",
            "cargo",
            "ghi no",
            "chiqim",
        ),
    ),
    "amount": (
        *("amount", "transaction amount", "сумма платежа", "сумма в валюте счета", "сумма операции", "сумма"),
        *("valor", "betrag", "umsatz", "importe", "montant", "importo", "so tien", "summa", "miqdor"),
    ),
    "date": (
        *(
            "date",
            "transaction date",
            "txn date",
            "booking date",
            "trans date",
            "дата операции",
            "дата и время",
        ),
        *(
            "дата",
            "дата платежа",
            "data",
            "data lancamento",
            "buchungstag",
            "buchungsdatum",
            "datum",
            "fecha",
            "ngay",
        ),
        *("ngay giao dich", "sana", "operation date", "value date", "valuta", "valutadatum"),
    ),
    "time": ("time", "время", "hora", "uhrzeit", "heure", "gio", "vaqt"),
    "text": (
        *(
            "description",
            "narration",
            "details",
            "transaction details",
            "remarks",
            "particulars",
            "purpose",
            "memo",
        ),
        *(
            "remittance information",
            "назначение платежа",
            "назначение",
            "описание",
            "комментарий",
            "descricao",
        ),
        *(
            "historico",
            "verwendungszweck",
            "concepto",
            "libelle",
            "causale",
            "noi dung",
            "dien giai",
            "mo ta",
            "izoh",
        ),
        *("maqsad", "tavsif", "reference", "payment reference"),
    ),
    "currency": (
        *("currency", "ccy", "валюта платежа", "валюта операции", "валюта", "moeda", "wahrung", "waehrung"),
        *("divisa", "moneda", "devise", "tien te", "valyuta"),
    ),
    "id": (
        *(
            "transaction id",
            "transaction number",
            "id",
            "utr",
            "reference no",
            "ref no",
            "chq /ref no",
            "chq/ref no",
        ),
        *("номер операции", "номер документа", "identificador", "referenz", "ma giao dich", "so tham chieu"),
    ),
    "reverses": ("reverses", "original id", "original transaction id"),
    "kind": (
        "type",
        "transaction type",
        "dr/cr",
        "cr/dr",
        "тип",
        "тип операции",
        "tipo",
        "buchungstext",
        "loai",
    ),
    "status": ("status", "state", "статус", "situacao", "estado", "trang thai", "holat"),
}
_TOOK_BACK = re.compile(
    r"revers\w*|storno|rückbuch\w*|rücklast\w*|сторно|возврат\w*|estorn\w*"
    r"|chargeback|recall|hoàn trả|qaytar\w*"
)
_NOT_DONE = re.compile(
    r"fail|declin|pending|cancel|reject|отклон|отмен|ожид|обработк|cancelad|pendente|storniert"
)
_DAY = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})")
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?")
_END_OF_DAY = time(23, 59, 59)


@dataclass(frozen=True, slots=True)
class _Table:
    """What is known of the whole statement: where each column is, how days are written, whose currency."""

    place: Mapping[str, int]
    width: int
    day_first: bool | None
    currency: str
    zone: tzinfo


def read_csv(text: str, *, currency: str = "", zone: tzinfo = UTC) -> Statement:
    """Read a pasted statement with a row that names the columns, in any of the languages known here.

    `currency` holds where no column, heading or amount tells another; times are in `zone`. A day without a
    time is its last second, so that nothing seems to have come before it was asked for.
    """
    statement, rows = Statement(), list(_rows(text))
    head = next((n for n, (_, cells) in enumerate(rows[:30]) if _is_heading(_places(cells))), None)
    if head is None:
        statement.unread.append(UnreadLine(rows[0][0] if rows else 1, Unread.HEADING))
        return statement
    statement.unread.extend(UnreadLine(line, Unread.BEFORE) for line, _ in rows[:head])
    body, place = rows[head + 1 :], _places(rows[head][1])
    told = currency or _currency_of_heading(rows[head][1])
    table = _Table(place, len(rows[head][1]), _is_day_first(body, place["date"]), told, zone)
    _read_lines(statement, body, table)
    return statement


def _read_lines(statement: Statement, body: Sequence[tuple[int, list[str]]], table: _Table) -> None:
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


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines that have anything in them, each with its number; a broken one ends as one bad cell."""
    plain = as_number(text).translate(BLANKS) if "\t" not in text else as_number(text)
    first = max(plain.splitlines()[:30], key=lambda line: max(map(line.count, ";\t,")), default="")
    mark = max(";\t,", key=first.count)
    reader = csv.reader(io.StringIO(plain, newline=""), delimiter=mark, strict=True)
    begun = 1 + text[: len(text) - len(text.lstrip())].count("\n")
    offset = begun - 1
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


_BROKEN = "\x00broken"


def _folded(name: str) -> str:
    """Return a column's name without accents, brackets and case."""
    bare = re.sub(r"\(.*?\)|\.(?=\s|$)", " ", name.casefold().replace("đ", "d"))
    apart = unicodedata.normalize("NFKD", bare.replace("й", "¦"))
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter)).replace("¦", "й")
    return " ".join(plain.replace("_", " ").split())


def _places(cells: Sequence[str]) -> dict[str, int]:
    """Return where each known column stands; of several names for one, the first known here counts."""
    names = [_folded(cell) for cell in cells]
    found = {
        column: next((names.index(name) for name in called if name in names), -1)
        for column, called in _CALLED.items()
    }
    return {column: where for column, where in found.items() if where >= 0}


def _is_heading(place: Mapping[str, int]) -> bool:
    return "date" in place and bool({"amount", "credit"} & place.keys())


def _currency_of_heading(cells: Sequence[str]) -> str:
    """Return the one currency that headings name, as "Amount (INR)" does."""
    told = {found[1].upper() for cell in cells if (found := re.search(r"\(([A-Za-z]{3})\)", cell))}
    known = told & set(CODES)
    return known.pop() if len(known) == 1 else ""


def _is_day_first(body: Sequence[tuple[int, list[str]]], where: int) -> bool | None:
    """Return how this statement writes 03/04: True if the day is first, None if its lines do not tell."""
    days = [found for _, cells in body if where < len(cells) and (found := _DAY.match(cells[where]))]
    if any(day[2] == "." for day in days):
        return True
    first, second = any(int(day[1]) > 12 for day in days), any(int(day[3]) > 12 for day in days)
    return first if first != second else None


def _row(cells: Sequence[str], table: _Table, repeat: int) -> Transfer | Unread:
    """Read one line; the first thing wrong in it is named."""
    if cells == [_BROKEN]:
        return Unread.BROKEN
    if len(cells) > table.width and any(cells[table.width :]):
        return Unread.COLUMNS
    got = {name: cells[n] if n < len(cells) else "" for name, n in table.place.items()}
    if _NOT_DONE.search(got.get("status", "").casefold()):
        return Unread.NOT_DONE
    at = _moment(got, table)
    if isinstance(at, Unread):
        return at
    currency = currency_named(got["currency"]) if got.get("currency") else table.currency
    read = _amount(got, currency or "")
    if isinstance(read, Unread):
        return read
    minor, code, is_reversal = read
    number = got.get("id") or id_of(*cells, str(repeat))
    text, reverses = got.get("text", ""), got.get("reverses") or None
    return Transfer(number, minor, code, at, text, STATEMENT, is_reversal, reverses if is_reversal else None)


def _moment(got: Mapping[str, str], table: _Table) -> datetime | Unread:
    """Return when it came, in UTC."""
    cell = got["date"]
    clock = _CLOCK.search(got.get("time", "") or cell)
    try:
        if iso := _ISO.match(cell):
            day = (int(iso[1]), int(iso[2]), int(iso[3]))
        elif found := _DAY.match(cell):
            one, two, year = int(found[1]), int(found[3]), int(found[4]) + 2000 * (len(found[4]) == 2)
            if table.day_first is None and one != two and found[2] == "/" and max(one, two) <= 12:
                return Unread.TWO_DATES
            day = (year, one, two) if table.day_first is False else (year, two, one)
        else:
            return Unread.DATE
        hour = time(int(clock[1]), int(clock[2]), int(clock[3] or 0)) if clock else _END_OF_DAY
        return datetime.combine(datetime(*day, tzinfo=table.zone), hour, table.zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return Unread.DATE


def _amount(got: Mapping[str, str], currency: str) -> tuple[int, str, bool] | Unread:
    """Return the amount, its currency, and whether it was taken back."""
    written = got.get("credit") or got.get("amount", "")
    kind = got.get("kind", "").casefold()
    took_back = bool(_TOOK_BACK.search(f"{kind} {got.get('text', '')}".casefold()))
    if not _is_nothing(got.get("debit", "")):
        if not _is_nothing(written):
            return Unread.AMOUNT
        written = f"-{got['debit'].lstrip('-−– ')}"
    elif _is_nothing(written):
        return Unread.AMOUNT
    return _signed(
        written, currency, took_back=took_back, went=bool(WENT.search(kind) or BOUGHT.search(kind))
    )


def _signed(written: str, currency: str, *, took_back: bool, went: bool) -> tuple[int, str, bool] | Unread:
    """Read a cell that has an amount, perhaps with a sign and a currency on either side."""
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
