"""What receipts of one payment have in common: the file at Telegram, or the numbers in their words."""

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from shop.ledger.own_numbers import is_own
from shop.ledger.receipt import Topup
from shop.ledger.topup import more_of
from shop.money import MICRO, amount_text
from shop.typed import as_number

UNIQUE = "unique"
"""Where a receipt keeps its file's `file_unique_id`, which stays the same whoever sends the file on."""

SHORTEST_NUMBER = 6
FEWEST_DIGITS = 3
"""What a payment's number has: words and years have less of either."""

MOST_NUMBERS = 20
"""Numbers of one text that are compared, so that a page of them does not become as many rows."""

MOST_SHOWN = 3
"""Other top-ups with the same receipt that its card names."""

MOST_OWN = 100
"""A person's other receipts with one of its marks that are read, to tell which are of another payment."""

_CODE = re.compile(r"[^\W_][\w-]*[^\W_]")
_GROUPS = re.compile(r"(?<![\w-])(?<!\d )\d+(?: \d{2,})+(?![\w-])")
_ROUND = re.compile(r"\d+000")
"""An amount, as in the currency of whoever paid: 650000, 1 000 000."""

_TIME = r"\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?"
_WHEN = re.compile(
    rf"(?<![\w.:/-])(?:\d{{1,4}}([./-])\d{{1,2}}\1\d{{2,4}}(?:[T ]{_TIME})?|{_TIME})(?![\w:/-]|\.\d)"
)
"""Dates and times: receipts of one day share them."""

_DAY = re.compile(
    r"20\d\d ?(?:0\d|1[0-2]) ?(?:[0-2]\d|3[01])|(?:[0-2]\d|3[01]) ?(?:0\d|1[0-2]) ?20\d\d|\d\d 20\d\d"
)
"""A date of nothing but digits, or what stands of one beside a month's name."""

_NOT_OF_A_CODE = re.compile(r"[\W_]+")
_FIGURES = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class SameReceipt:
    """Another top-up with the same receipt. `number` stands in the words of both; empty if it is the file."""

    topup: Topup
    name: str
    number: str = ""


def marks_of(topup: Topup, instructions: str = "") -> dict[str, str]:
    """Return what its receipt is known by, each mark with the number it stands for; empty for a file.

    Its amount is no such number, nor is what the shop itself says of how to pay. Marks are hashes: they stay
    when somebody has their data deleted, and tell nothing by themselves.
    """
    marks: dict[str, str] = {}
    usual = {_bare(number) for number in (amount_text(topup.paid_micro), str(topup.paid_micro // MICRO))}
    usual |= {_bare(number) for number in _numbers(instructions)}
    for part in (topup.receipt, *more_of(topup.receipt)):
        if part.get(UNIQUE):
            marks[_mark("file", part[UNIQUE])] = ""
        numbers = [number for number in _numbers(str(part.get("text") or "")) if _bare(number) not in usual]
        marks |= {_mark("number", _bare(number)): number for number in numbers[:MOST_NUMBERS]}
    return marks


def tells_of_another(one: Topup, other: Topup, shared: Collection[str]) -> bool:
    """Return True if two receipts of one person are of two payments, though these numbers stand in both.

    So it is with the number of their own card. Each must say something that the other does not: a date, an
    amount or a number; what merely says more, or the same in other words, may be the same payment. Of any
    other number it must be another payment's number: a payment has one, whatever date stands beside it.
    """
    text = _text(one)
    if all(is_own(number, text) for number in shared):
        said, said_there = _said(one, shared), _said(other, shared)
    else:
        said, said_there = _named(one), _named(other)
    return bool(said - said_there) and bool(said_there - said)


def _text(topup: Topup) -> str:
    parts = (topup.receipt, *more_of(topup.receipt))
    return "\n".join(as_number(str(part.get("text") or "")) for part in parts)


def _named(topup: Topup) -> Counter[str]:
    """Return the numbers in a receipt's words that can be of a payment, and are not its writer's own."""
    text = _text(topup)
    return Counter({_bare(number): 1 for number in _numbers(text) if not is_own(number, text)})


def _said(topup: Topup, shared: Collection[str]) -> Counter[str]:
    """Return how often each figure stands in a receipt's words, but for those of the `shared` numbers."""
    text = _text(topup)
    known = {_bare(number) for number in shared}
    for number in _numbers(text):
        if _bare(number) in known:
            text = text.replace(number, " ")
    return Counter(_FIGURES.findall(text))


def _numbers(text: str) -> Iterator[str]:
    """Yield what in a text can be a payment's number, as it is written there."""
    plain = _WHEN.sub("|", as_number(text))
    for found in (*_GROUPS.finditer(plain), *_CODE.finditer(plain)):
        bare = _bare(found.group())
        digits = sum(sign.isdecimal() for sign in bare)
        is_long = len(bare) >= SHORTEST_NUMBER and digits >= FEWEST_DIGITS
        if is_long and not _DAY.fullmatch(found.group()) and not _ROUND.fullmatch(bare):
            yield found.group()


def _bare(number: str) -> str:
    return _NOT_OF_A_CODE.sub("", number).casefold()


def _mark(kind: str, value: str) -> str:
    return hashlib.sha256(f"{kind}:{value}".encode("utf-8", "surrogatepass")).hexdigest()[:40]
