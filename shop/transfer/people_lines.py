"""One line of a file of people: who it is and what they bring, or why it is wrong.

Nothing is guessed. An amount that can be two, or a number that is no person's, makes a wrong line.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from shop.ledger.wallet_change import MOST_MICRO
from shop.money import micro_up, two_readings, typed_amount
from shop.person import IDS_BELOW, called
from shop.sentences import marked
from shop.typed import as_number

LONGEST_NAME = 128
SHOWN = 40
"""Characters of a wrong cell that are shown."""

ID = re.compile(r"([0-9]{1,16})(?:\.0)?")
"""With .0 behind it: pandas writes whole numbers so where another line has none."""

_USERNAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")
_LANGUAGE = re.compile(r"[a-z]{2,3}([-_][A-Za-z]{2,4})?")

_YES = frozenset({"1", "1.0", "yes", "true", "t", "y", "banned"})
_NO = frozenset({"", "0", "0.0", "no", "false", "f", "n"})
"""PostgreSQL writes t and f, and pandas 1.0 and 0.0 where another line has nothing."""

_NULL = frozenset({"NULL", "null", "<null>", "\\N"})
_NOTHING = _NULL | {"None", "nan", "NaN"}
"""What databases, and Python, write for a cell that has nothing in it; NaN as a balance may be a mistake."""

_EMPTY: dict[str, frozenset[str]] = {"id": frozenset(), "balance": _NULL}

_DIVIDED = re.compile(r"[0-9]{1,12}\.[0-9]{10,30}")
"""An amount with more decimals than money has: PostgreSQL writes 1234 / 100.0 as 12.3400000000000000."""


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


def read_line(
    line: int, cells: Sequence[str], place: Mapping[str, int], rules: ImportRules
) -> PersonRow | WrongRow:
    """Read one line; the first thing wrong in it is named."""
    got = {name: cells[n] if n < len(cells) else "" for name, n in place.items()}
    got = {name: "" if cell in _EMPTY.get(name, _NOTHING) else cell for name, cell in got.items()}
    person_id = _person_id(got.get("id", ""), rules)
    if isinstance(person_id, Wrong):
        return WrongRow(line, person_id, got.get("id", "")[:SHOWN])
    balance = _balance(got.get("balance", ""), rules.currency)
    if isinstance(balance, Wrong):
        return WrongRow(line, balance, got.get("balance", "")[:SHOWN])
    why = _of_words(got, rules)
    if why is not None:
        return WrongRow(line, why, got.get(str(why), "")[:SHOWN])
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


def too_wide(line: int, cells: Sequence[str]) -> WrongRow:
    """Return what is said of a line with more cells than columns."""
    return WrongRow(line, Wrong.COLUMNS, cells[0][:SHOWN])


def _person_id(text: str, rules: ImportRules) -> int | Wrong:
    text = as_number(text)
    if re.fullmatch(r"-[0-9]{1,16}", text):
        return Wrong.GROUP
    found = ID.fullmatch(text)
    if found is None or not 0 < (number := int(found[1])) < IDS_BELOW:
        return Wrong.NO_ID
    return Wrong.BOT if number == rules.bot_id else number


def _balance(text: str, currency: str) -> int | Wrong:
    """Return the balance in micro-units, read as every amount is; an empty cell is 0."""
    if not text:
        return 0
    if text.startswith(("-", "−", "(")):
        return Wrong.NEGATIVE
    text = without_fractions(text)
    if two_readings(text, currency):
        return Wrong.UNCLEAR
    amount = typed_amount(text, currency)
    if amount is None:
        return Wrong.AMOUNT
    micro = micro_up(amount)
    return micro if micro <= MOST_MICRO else Wrong.TOO_MUCH


def without_fractions(text: str) -> str:
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
