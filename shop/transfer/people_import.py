"""People and balances of another bot, read from a file: which lines are good, and why others are not.

Nothing is guessed. An amount that can be two, a number that is no person's, a second line about somebody:
each is a wrong line, named by its number, and the file is booked without it or put right and sent again.
"""

import csv
import io
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum

from shop.acts import IMPORT, subject_of
from shop.errors import ShopError
from shop.ledger.journals import Account, AccountKind, JournalEntry, JournalKind, between, clearing
from shop.ledger.wallet_change import MOST_MICRO
from shop.money import micro_up, two_readings, typed_amount
from shop.person import IDS_BELOW, called
from shop.sentences import marked
from shop.transfer.cells import plain_cell
from shop.typed import as_number, seen

MOST_LINES = 150_000
MOST_BYTES = 20_000_000
"""What a bot may download (core.telegram.org/bots/api#getfile)."""

LAPSES_AFTER = timedelta(days=1)
"""A dry run that nobody confirms is forgotten then, with its rows."""

USUAL_SOURCE = "import"
_SOURCE = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
_ID = re.compile(r"([0-9]{1,16})(?:\.0)?")
"""With .0 behind it: pandas writes whole numbers so where another line has none."""

_USERNAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")
_LANGUAGE = re.compile(r"[a-z]{2,3}([-_][A-Za-z]{2,4})?")

LONGEST_NAME = 128
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

_YES = frozenset({"1", "1.0", "yes", "true", "t", "y", "banned"})
_NO = frozenset({"", "0", "0.0", "no", "false", "f", "n"})
"""PostgreSQL writes t and f, and pandas 1.0 and 0.0 where another line has nothing."""

_NULL = frozenset({"NULL", "null", "<null>", "\\N"})
_NOTHING = _NULL | {"None", "nan", "NaN"}
"""What databases, and Python, write for a cell that has nothing in it; NaN as a balance may be a mistake."""

_EMPTY: dict[str, frozenset[str]] = {"id": frozenset(), "balance": _NULL}

_DIVIDED = re.compile(r"[0-9]{1,12}\.[0-9]{10,30}")
"""An amount with more decimals than money has: PostgreSQL writes 1234 / 100.0 as 12.3400000000000000."""


class ImportState(StrEnum):
    """A file's state. `SENT` waits to be read, `CHECKED` for a decision, `CONFIRMED` is being booked."""

    SENT = "sent"
    CHECKED = "checked"
    CONFIRMED = "confirmed"
    DONE = "done"
    DROPPED = "dropped"
    REFUSED = "refused"


class Wrong(StrEnum):
    """What is wrong with a line."""

    NO_ID = "no_id"
    GROUP = "group"
    BOT = "bot"
    TWIN = "twin"
    AMOUNT = "amount"
    UNCLEAR = "unclear"
    NEGATIVE = "negative"
    TOO_MUCH = "too_much"
    CURRENCY = "currency"
    NAME = "name"
    USERNAME = "username"
    LANGUAGE = "language"
    LEVEL = "level"
    BANNED = "banned"
    COLUMNS = "columns"


WORDS: dict[Wrong, str] = {
    Wrong.NO_ID: marked("the id is no number of a person"),
    Wrong.GROUP: marked("the id is a group's or a channel's"),
    Wrong.BOT: marked("the id is this bot's own"),
    Wrong.TWIN: marked("the same person stands in an earlier line"),
    Wrong.AMOUNT: marked("the balance is no amount"),
    Wrong.UNCLEAR: marked("the balance can be two amounts; write it with two decimals"),
    Wrong.NEGATIVE: marked("the balance is negative; debts are not brought over"),
    Wrong.TOO_MUCH: marked("the balance is more than one person may have"),
    Wrong.CURRENCY: marked("the currency is not the shop's"),
    Wrong.NAME: marked("the name is too long"),
    Wrong.USERNAME: marked("the username is none"),
    Wrong.LANGUAGE: marked("the language is none, like en or pt-br"),
    Wrong.LEVEL: marked("the shop has no such level"),
    Wrong.BANNED: marked("banned is yes or no"),
    Wrong.COLUMNS: marked("there are more cells than columns"),
}


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A good line: who it is, and what they bring."""

    line: int
    person_id: int
    name: str
    username: str | None
    language: str
    balance_micro: int
    level: str
    banned: bool


@dataclass(frozen=True, slots=True)
class WrongRow:
    """A line that is not imported; `cell` is what is wrong in it, cut short."""

    line: int
    why: Wrong
    cell: str


@dataclass(frozen=True, slots=True)
class ImportRules:
    """What the shop has that a file must fit: its currency, its levels, and the bot's own number."""

    currency: str
    levels: Collection[str]
    bot_id: int
    languages: Collection[str] = ()


@dataclass(slots=True)
class ReadFile:
    """A file that was read: good lines and wrong ones, and the columns that are none of ours."""

    rows: list[PersonRow] = field(default_factory=list)
    wrong: list[WrongRow] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)


def source_named(text: str) -> str:
    """Return the name of where people come from, as the journals' keys have it.

    Raises ShopError unless it is small Latin letters, digits, - and _; without any it is `import`.
    """
    plain = text.strip().lower()
    if not plain:
        return USUAL_SOURCE
    if not _SOURCE.fullmatch(plain):
        raise ShopError("import_source")
    return plain


def import_key(source: str, person_id: int) -> str:
    """Return the key of the journal that brings somebody's balance: once for each source and person."""
    return f"import:{source}:{person_id}"


def bringing(source: str, row: PersonRow, currency: str, *, actor_id: int) -> JournalEntry:
    """Return the entry of a balance that comes with its person from another bot."""
    wallet = Account(AccountKind.WALLET, row.person_id, currency)
    outside = Account(clearing("import"), None, currency)
    postings = between(outside, wallet, row.balance_micro)
    return JournalEntry(import_key(source, row.person_id), JournalKind.IMPORT, postings, actor_id=actor_id)


def read_people(text: str, rules: ImportRules) -> ReadFile:
    """Read the whole file.

    Raises ShopError if it has no lines, too many, two columns for one or nameless ones, or is no table.
    """
    found, lines, place = ReadFile(), _lines(text), dict[str, int]()
    width = len(COLUMNS)
    seen: set[int] = set()
    count = 0
    may_be_misread = may_come = True
    for number, cells in lines:
        heading = _heading(cells) if may_come and not found.rows else None
        if heading is not None and (not count or len(heading) > 1):  # a title may stand above it
            place, width, may_be_misread, may_come = heading, len(cells), False, False
            others = [cell for n, cell in enumerate(cells) if cell and n not in place.values()]
            found.passed_over = [cell[:_SHOWN] for cell in others]
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
        read = _row(number, cells, place, rules) if len(cells) <= width else _too_wide(number, cells)
        if isinstance(read, PersonRow) and read.person_id in seen:
            read = WrongRow(number, Wrong.TWIN, str(read.person_id))
        if isinstance(read, WrongRow):
            found.wrong.append(read)
        else:
            seen.add(read.person_id)
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
    return any(cell in _CALLED["id"] for cell in plain) and not any(map(_ID.fullmatch, plain))


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
            first, second = (cells[n][:_SHOWN] for n in where[:2])
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
    amount = _without_fractions(cell.lstrip("-−"))
    if typed_amount(amount, currency) is not None or two_readings(amount, currency):
        raise ShopError("import_columns", columns=", ".join(COLUMNS))


def _row(line: int, cells: Sequence[str], place: dict[str, int], rules: ImportRules) -> PersonRow | WrongRow:
    """Read one line; the first thing wrong in it is named."""
    got = {name: cells[n] if n < len(cells) else "" for name, n in place.items()}
    got = {name: "" if cell in _EMPTY.get(name, _NOTHING) else cell for name, cell in got.items()}
    person_id = _person_id(got.get("id", ""), rules)
    if isinstance(person_id, Wrong):
        return WrongRow(line, person_id, got.get("id", "")[:_SHOWN])
    balance = _balance(got.get("balance", ""), rules.currency)
    if isinstance(balance, Wrong):
        return WrongRow(line, balance, got.get("balance", "")[:_SHOWN])
    why = _of_words(got, rules)
    if why is not None:
        return WrongRow(line, why, got.get(str(why), "")[:_SHOWN])
    language = got.get("language", "").lower().replace("_", "-").split("-")[0]
    return PersonRow(
        line=line,
        person_id=person_id,
        name=called(got.get("name", ""), None, person_id),
        username=got.get("username", "").removeprefix("@") or None,
        language=language or "en",
        balance_micro=balance,
        level=got.get("level", "").casefold(),
        banned=got.get("banned", "").lower() in _YES,
    )


def _too_wide(line: int, cells: Sequence[str]) -> WrongRow:
    return WrongRow(line, Wrong.COLUMNS, cells[0][:_SHOWN])


_SHOWN = 40
"""Characters of a wrong cell that are shown."""


def _person_id(text: str, rules: ImportRules) -> int | Wrong:
    text = as_number(text)
    if re.fullmatch(r"-[0-9]{1,16}", text):
        return Wrong.GROUP
    found = _ID.fullmatch(text)
    if found is None or not 0 < (number := int(found[1])) < IDS_BELOW:
        return Wrong.NO_ID
    return Wrong.BOT if number == rules.bot_id else number


def _balance(text: str, currency: str) -> int | Wrong:
    """Return the balance in micro-units, read as every amount is; an empty cell is 0."""
    if not text:
        return 0
    if text.startswith(("-", "−", "(")):
        return Wrong.NEGATIVE
    text = _without_fractions(text)
    if two_readings(text, currency):
        return Wrong.UNCLEAR
    amount = typed_amount(text, currency)
    if amount is None:
        return Wrong.AMOUNT
    micro = micro_up(amount)
    return micro if micro <= MOST_MICRO else Wrong.TOO_MUCH


def _without_fractions(text: str) -> str:
    """Return an amount that a database has divided with as many decimals as money has; others as they are."""
    return f"{Decimal(text):.6f}" if _DIVIDED.fullmatch(text) else text


def _of_words(got: dict[str, str], rules: ImportRules) -> Wrong | None:
    """Return what is wrong with the other cells, None if nothing is."""
    if len(got.get("name", "")) > LONGEST_NAME:
        return Wrong.NAME
    username, language = got.get("username", "").removeprefix("@"), got.get("language", "")
    if username and not _USERNAME.fullmatch(username):
        return Wrong.USERNAME
    if language and not _LANGUAGE.fullmatch(language.lower()):
        return Wrong.LANGUAGE
    if got.get("currency", "").upper() not in {"", rules.currency}:
        return Wrong.CURRENCY
    if got.get("level", "") and got["level"].casefold() not in rules.levels:
        return Wrong.LEVEL
    return None if got.get("banned", "").lower() in _YES | _NO else Wrong.BANNED


@dataclass(frozen=True, slots=True)
class Found:
    """What a dry run found, in numbers. `twins` are among the wrong; `before` were booked before.

    `sum_micro` is what would be booked: the balances of those who were not booked before.
    """

    people: int = 0
    known: int = 0
    before: int = 0
    wrong: int = 0
    twins: int = 0
    banned: int = 0
    sum_micro: int = 0

    @property
    def new(self) -> int:
        """How many people the shop does not know yet."""
        return self.people - self.known

    def and_(self, other: "Found") -> "Found":
        """Return what both come to."""
        sums = {field.name: getattr(self, field.name) + getattr(other, field.name) for field in fields(self)}
        return Found(**sums)


@dataclass(frozen=True, slots=True)
class PeopleImport:
    """An import, as its row has it."""

    id: int
    source: str
    file_id: str
    state: ImportState
    currency: str
    asked_by: int
    message_id: int
    found: Found
    confirmed_by: int | None = None
    admits: bool = False
    after: int = 0
    booked: int = 0
    booked_micro: int = 0
    tries: int = 0
    file_hash: str = ""

    @property
    def subject(self) -> str:
        """What its cards and the acts about it have in common."""
        return subject_of(IMPORT, self.id)
