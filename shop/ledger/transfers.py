"""Read what a bank says came in: a notification, an SMS, or the lines of a pasted statement.

Nothing is guessed. A message is a transfer only if it can be read in one way: one amount, in the account's
currency, that was credited. A balance beside it is not the amount, money that left is not money that came,
and a message that may mean two things is unclear: None, for a person to look at.
"""

import csv
import io
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, tzinfo
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256

from shop.currency import SIGNS, WITHOUT_SMALL_COINS, currency_named
from shop.ledger.topup import OF_A_THOUSAND, coin_micro
from shop.money import MICRO
from shop.sentences import marked
from shop.typed import as_number

LONGEST = 4_000
"""Characters of a notification; what is longer is no bank's."""

MOST_LINES = 5_000
"""Lines of a pasted statement that are read; the first one beyond is listed as wrong."""

STATEMENT = "statement"
"""The sender of what an operator pasted; it counts only if the operator allows this sender too."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """Money that came in by a bank, or went back (`is_reversal`), as it was read at its source.

    `amount_minor` is in the smallest coins of `currency` and positive. `sender` is who told of it, for
    `matching.allowed`; `reverses` is the id of the transfer taken back, if the source says which.
    """

    id: str
    amount_minor: int
    currency: str
    at: datetime
    text: str
    sender: str
    is_reversal: bool = False
    reverses: str | None = None


# --- numbers --------------------------------------------------------------------------------------------

_BLANKS = str.maketrans(dict.fromkeys("\u00a0\u202f\u2007\u2009\t", " ") | {"’": "'", "٫": ".", "٬": "'"})
_PLAIN = re.compile(r"(\d{1,12})(?:[.,](\d{1,2}))?")
_GROUPED = re.compile(r"([1-9]\d{0,2}(?:([ '.,])\d{3})(?:\2\d{3}){0,3})(?:(?!\2)[.,](\d{1,2}))?")
_INDIAN = re.compile(r"([1-9]\d?(?:,\d{2})+,\d{3})(?:\.(\d{1,2}))?")


def minor_of(written: str, currency: str) -> int | None:
    """Return the amount in smallest coins; None unless it can be read in one way, as banks write it.

    Three digits behind a mark are thousands here, as no bank writes three decimals of a cent's currency.
    Where a coin is a thousandth they may be either, so nothing is read.

    >>> minor_of("1.234,5", "EUR"), minor_of("1,00,000.00", "INR"), minor_of("2.277.000", "VND")
    (123450, 10000000, 2277000)
    """
    if currency in OF_A_THOUSAND:
        return None
    if found := _GROUPED.fullmatch(written):
        return _coins(found[1], found[3], currency)
    if found := _INDIAN.fullmatch(written) or _PLAIN.fullmatch(written):
        return _coins(found[1], found[2], currency)
    return None


def _coins(whole: str, decimals: str | None, currency: str) -> int | None:
    per_unit = MICRO // coin_micro(currency)
    digits = re.sub(r"\D", "", whole)
    rest = int((decimals or "0").ljust(2, "0"))
    if per_unit == 1:
        return int(digits) if not rest else None
    return int(digits) * per_unit + rest


# --- one message ----------------------------------------------------------------------------------------

_SPELLED: Mapping[str, tuple[str, ...]] = {
    "RUB": ("RUB", "RUR", "₽", "руб", "рублей", "р"),
    "INR": ("INR", "Rs", "₹"),
    "PKR": ("PKR", "Rs"),
    "LKR": ("LKR", "Rs"),
    "NPR": ("NPR", "Rs"),
    "VND": ("VND", "VNĐ", "₫", "đ"),
    "BRL": ("BRL", "R$", "reais"),
    "NGN": ("NGN", "₦", "N"),
    "UZS": ("UZS", "so'm", "som", "сум", "сўм"),
    "USD": ("USD", "US$", "$"),
    "AUD": ("AUD", "A$", "$"),
    "CAD": ("CAD", "C$", "$"),
    "EUR": ("EUR", "€", "euro"),
    "UAH": ("UAH", "₴", "грн"),
    "KZT": ("KZT", "₸", "тг", "тенге"),
    "TRY": ("TRY", "₺", "TL"),
    "TJS": ("TJS", "смн"),
    "PLN": ("PLN", "zł"),
    "AED": ("AED", "Dhs"),
    "IDR": ("IDR", "Rp"),
}
_CODES = sorted({*_SPELLED, *SIGNS, *WITHOUT_SMALL_COINS, *OF_A_THOUSAND, "CHF", "CNY", "SAR", "MYR", "EGP"})


def _signs() -> dict[str, frozenset[str]]:
    """Return for each sign and code, in small letters, the currencies it may stand for."""
    found: dict[str, frozenset[str]] = {}
    for code in _CODES:
        for sign in (*_SPELLED.get(code, ()), code, SIGNS.get(code, code)):
            found[sign.casefold()] = found.get(sign.casefold(), frozenset()) | {code}
    return found


_SIGN_OF: Mapping[str, frozenset[str]] = _signs()
_SIGN = "|".join(re.escape(sign) for sign in sorted(_SIGN_OF, key=len, reverse=True))
_NUMBER = r"\d+(?:[.,']\d+)*(?: \d{3}(?!\d)(?:[.,]\d{1,2}(?!\d))?)*"
_MONEY = re.compile(
    rf"(?:(?:(?<!\w)(?P<lead>[-−–+➕]) ?)?(?<![^\W\d_])(?P<before>{_SIGN})[.:]? ?(?P<inner>[-−–+] ?)?"
    rf"|(?:(?<!\w)(?P<plain>[-−–+➕]) ?|(?<![\w.,:*/−–-])))"
    rf"(?P<number>{_NUMBER})(?: ?(?P<after>{_SIGN})(?![^\W\d_])|(?![\w*]))",
    re.IGNORECASE,
)
_MOMENT = re.compile(
    r"(?<![\d.,])(?:\d{4}-\d{1,2}-\d{1,2}(?:[ T](?=\d\d:))?|\d{1,2}[-./ ]?[A-Za-z]{3}[-./ ]?\d{4}"
    r"|\d{1,2}[-.]?[A-Za-z]{3}[-.]?\d{2}|\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{1,2}:\d\d(?::\d\d)?)(?![\d,])"
)
_BALANCE = re.compile(
    r"\b(?:bal|avl\w*|avail\w*|balan\w*|bakiye|limit|лимит|остат\w*|доступно|баланс\w*|saldo|solde|kontostand"
    r"|disponi\w*|dispon[ií]vel|s[oố] d[uư]|sd|qoldi[qgʻ'‘]*\w*|ostat\w*|dostupno)\b|💰"
)
_CAME = re.compile(
    r"\bcredit(?:ed)?\b|\bcr\b|\breceived?\b|\bdeposit(?:ed)?\b|зачисл\w*|пополн\w*|поступ\w*"
    r"|перев[её]л\w* вам"
    r"|перевод (?:[\d ,.]+ ?(?:р|₽|руб|rub)\.? )?от\b|\brecebe\w*|\brecebid\w*|\bcreditad\w*"
    r"|nh[aậ]n\b|ghi c[oó]\b"
    r"|\bkirim\b|zachisl\w*|popoln\w*|eingegangen|zahlungseingang|gutschrift|\brecibi\w*|\babono\b|\bre[cç]u\b"
    r"|\bkredit\b|accredit\w*|\bricevut\w*"
)
_WENT = re.compile(
    r"\bdebit\w*|\bdr\b|\bsent\b|\bspent\b|withdr\w*|списан\w*|выдач\w*|\bснят\w*"
    r"|перевод (?:для|на|клиенту)\b|\benviou\b|\benviad\w*|\bpagou\b|d[eé]bito"
    r"|\bsaque\b|chuy[eể]n [dđ]i|\btr[uừ] ti[eề]n"
    r"|\bchiqim\b|spisan\w*"
    r"|abbuchung|lastschrift|belast\w*|\bpagaste\b|pr[eé]l[eè]vement|\btransfer(?:red)? (?:of .{1,30} )?to\b"
)
_BOUGHT = re.compile(
    r"purchase\w*|\bpaid\b|оплат\w*|покупк\w*|плат[её]ж\w*|\bcompra\w*|oplat\w*|pokupk\w*|platezh"
    r"|to['‘’ʻ`]?l(?:ov|an)\w*"
)
"""Money that left, too, if it stands before the amount; behind it a payer may have written it."""

_PERHAPS = re.compile(
    r"\b(?:will|can|could|to|shall) be\b|\bfail\w*|declin\w*|pending|\brequest\w*|revers\w*|refund\w*|\botp\b"
    r"|pre-?approved|\bloan\b|\bnot (?:been )?credited|отклон\w*|ожида\w*|\bне (?:выполн|зачисл|исполн)\w*"
    r"|возврат\w*|отмен\w*|estorn\w*|agendad\w*|devolu\w*|storno|rückbuch\w*|\bsẽ\b|\bbekor\b|vozvrat|otmena"
)
_AMOUNT = re.compile(r"\b(?:amt|amount|сумм\w*|summa|valor|betrag|montant|importe|số tiền|so tien|gd)\b")
_TO_YOU = re.compile(r"\bsent (?:to )?you\b|\bpaid you\b|\benviou um pix para você")
_OF_A_CARD = re.compile(r"(?:карт\w*|сч[её]т\w*|card|acct?|a/c|account|ending|no|kart\w*|conta|konto)[.: ]*$")


@dataclass(frozen=True, slots=True)
class _Money:
    """An amount with its currency as it stands in a message; `minor` is None if it is unclear."""

    minor: int | None
    codes: frozenset[str]
    sign: str
    is_balance: bool
    end: int


def read_notification(text: str, currency: str, received_at: datetime, sender: str = "") -> Transfer | None:
    """Return the transfer this message tells of; None if it is unclear, or tells of no credit.

    Its id comes from the text and the moment, so the same message read again is the same transfer. An
    amount has its currency beside it; SePay's JSON has fields instead, and an id.
    """
    plain = unicodedata.normalize("NFC", as_number(text)).translate(_BLANKS)
    if not plain or len(plain) > LONGEST:
        return None
    if plain.startswith("{"):
        return _from_json(plain, currency, received_at, sender)
    minor = _credited(plain, currency)
    if not minor:
        return None
    return Transfer(_id_of(plain, received_at.isoformat()), minor, currency, received_at, plain, sender)


def _id_of(*parts: str) -> str:
    return "text:" + sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def _credited(plain: str, currency: str) -> int | None:
    """Return the one amount that came in, or None.

    Its payer wrote some of these words, and may have written amounts and "Bal" among them: a message with
    two balances is unclear too.
    """
    words = _TO_YOU.sub("received", plain.casefold())
    if _WENT.search(words) or _PERHAPS.search(words):
        return None
    money_in = list(_money_in(plain, currency))
    moved = [money for money in money_in if not money.is_balance]
    if not moved or len({money.minor for money in money_in if money.is_balance}) > 1:
        return None
    if any(money.minor is None or currency not in money.codes or money.sign == "-" for money in moved):
        return None
    head = plain[: moved[0].end].casefold()
    if _BOUGHT.search(head) or not (_CAME.search(words) or any(money.sign for money in moved)):
        return None
    amounts = {money.minor for money in moved}
    return amounts.pop() if len(amounts) == 1 else None


def _money_in(plain: str, currency: str) -> Iterator[_Money]:
    """Yield each number that has a currency beside it."""
    bare, end = _MOMENT.sub(lambda moment: "¦" * len(moment[0]), plain), 0
    for found in _MONEY.finditer(bare):
        named = [_SIGN_OF[name.casefold()] for name in _signs_beside(found)]
        if not named:
            continue
        sign = (found["lead"] or found["inner"] or found["plain"] or "").strip()
        sign = "+" if sign in {"+", "➕"} else sign and "-"
        label = bare[end : found.start()].casefold().rpartition("\n")[2]
        codes = frozenset.intersection(*named)
        minor = None if _may_be_two(found, label) else minor_of(found["number"], currency)
        balance = _BALANCE.search(label) if sign != "+" else None
        if balance and _AMOUNT.search(label, balance.end()):
            balance, minor = None, None
        yield _Money(minor, codes, sign, balance is not None, found.end())
        end = found.end()


def _signs_beside(found: re.Match[str]) -> list[str]:
    """Return the currency signs of a number; a mere N is one in N5,000, but not in "4 N" or "N 4"."""
    before, after = found["before"] or "", found["after"] or ""
    if before.upper() == "N" and (found.start("number") != found.end("before") or len(found["number"]) < 3):
        before = ""
    return [name for name in (before, after) if name and not (name is after and name.upper() == "N")]


def _may_be_two(found: re.Match[str], label: str) -> bool:
    """Return True if the blanks in a number may part two: "card 34 500 RUB", "Rs 500 225"."""
    if " " not in found["number"]:
        return False
    ends_open = not found["after"] and not re.search(r"[.,]\d{1,2}$", found["number"])
    return ends_open or (not found["before"] and bool(_OF_A_CARD.search(label)))


def _from_json(plain: str, currency: str, at: datetime, sender: str) -> Transfer | None:
    """Read SePay's web-hook, in either of its two forms; None for any other JSON, and for money that left."""
    try:
        told = json.loads(plain, parse_float=Decimal)
    except (ValueError, RecursionError):
        return None
    came = told.get("transferType") == "in" or told.get("transfer_type") == "credit"
    amounts = [told[name] for name in ("transferAmount", "amount") if name in told]
    number = told.get("id") or told.get("transaction_id")
    if not came or len(amounts) != 1 or not isinstance(number, int | str) or not number:
        return None
    minor = None if isinstance(amounts[0], bool) else minor_of(str(amounts[0]), currency)
    if not minor or currency_named(str(told.get("currency") or "VND")) != currency:
        return None
    words = [told.get(name) for name in ("content", "description", "code", "payment_code")]
    written = " | ".join(dict.fromkeys(str(word) for word in words if word))
    return Transfer(f"sepay:{number}", minor, currency, at, written, sender)


# --- a pasted statement ---------------------------------------------------------------------------------


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


UNREAD_WORDS: Mapping[Unread, str] = {
    Unread.HEADING: marked("no row names the columns of the date and the amount"),
    Unread.BEFORE: marked("it stands above the names of the columns"),
    Unread.DATE: marked("the date is none"),
    Unread.TWO_DATES: marked("the date can be two days"),
    Unread.AMOUNT: marked("the amount is none, or can be two"),
    Unread.CURRENCY: marked("the currency is not told"),
    Unread.WENT: marked("the money went out"),
    Unread.NOT_DONE: marked("the bank has not carried it out"),
    Unread.TWIN: marked("an earlier line has the same number"),
    Unread.COLUMNS: marked("there are more cells than columns"),
    Unread.TOO_MANY: marked("the statement is too long; send the rest by itself"),
    Unread.BROKEN: marked("the line cannot be read as a table's"),
}


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
    plain = as_number(text).translate(_BLANKS) if "\t" not in text else as_number(text)
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
    known = told & set(_CODES)
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
    number = got.get("id") or _id_of(*cells, str(repeat))
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
        written, currency, took_back=took_back, went=bool(_WENT.search(kind) or _BOUGHT.search(kind))
    )


def _signed(written: str, currency: str, *, took_back: bool, went: bool) -> tuple[int, str, bool] | Unread:
    """Read a cell that has an amount, perhaps with a sign and a currency on either side."""
    found = re.fullmatch(
        rf"([-−–+]?) ?({_SIGN})?\.? ?([-−–+]?) ?([\d.,' ]+?) ?({_SIGN})?", written, re.IGNORECASE
    )
    if not found or (found[1] and found[3]):
        return Unread.AMOUNT
    named = [_SIGN_OF[name.casefold()] for name in (found[2], found[5]) if name]
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
