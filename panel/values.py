"""Single values as panels write them: amounts, counts, ids, flags, words.

Each function answers None for what cannot be read without guessing. Absent is
not 0, and "1,25" is not a number, because it may be either of two.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal

from shop.money import parse_amount

_LARGEST = 10**12  # beyond any price, and within what a 64-bit column of micro-units holds
_FINE = re.compile(r"\d{1,12}\.\d{10,40}")  # "0.08011655652": finer than parse_amount reads, yet plain
_WHOLE = re.compile(r"\d{1,12}(\.0{1,2})?")  # "1.000" may mean a thousand, so it is refused
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_ID = re.compile(r"[^\s\x00-\x1f\x7f<>{}\[\]\"']{1,128}")
_NO_ID = {"0", "null", "none", "nil", "false", "true", "undefined", "nan", "error", "success"}
_YES = {"1", "true", "yes", "on", "2"}  # "2" is a Turkish script's "show refill"
_NO = {"0", "false", "no", "off"}


def amount(value: object) -> Decimal | None:
    """A price, charge or balance that is not negative."""
    number = signed_amount(value)
    return number if number is not None and number >= 0 else None


def signed_amount(value: object) -> Decimal | None:
    """An amount of money; balances of some panels go below zero."""
    if isinstance(value, str):
        return _signed_text(value.strip())
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    number = Decimal(value)
    return number if abs(number) < _LARGEST else None


def _signed_text(text: str) -> Decimal | None:
    digits = text.removeprefix("-")
    number = Decimal(digits) if _FINE.fullmatch(digits) and digits.isascii() else parse_amount(digits)
    if number is None or not digits.isascii():
        return None
    return number if digits == text else -number


def count(value: object) -> int | None:
    """A whole number; negative only where it was sent as one, for the caller to doubt."""
    if isinstance(value, str):
        text = value.strip()
        digits = text.removeprefix("-")
        if not digits.isascii() or not _WHOLE.fullmatch(digits):
            return None
        number = int(digits.partition(".")[0])
        return number if digits == text else -number
    whole = signed_amount(value)
    return int(whole) if whole is not None and whole == int(whole) else None


def identifier(value: object) -> str | None:
    """The id of something that exists: text, never 0, null or a word that means "no"."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    text = str(value).strip()
    if text.lower() in _NO_ID or text.startswith("-") or not _ID.fullmatch(text):
        return None
    return text if text.strip("0") and "\ufffd" not in text and _CONTROL.search(text) is None else None


def flag(value: object) -> bool | None:
    """Yes, no, or not said."""
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower() if isinstance(value, int | str) else ""
    return True if word in _YES else False if word in _NO else None


def plain(value: object, most: int = 500) -> str:
    """Text that any database, terminal and chat takes; empty for what is not text."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return ""
    text = unicodedata.normalize("NFC", str(value)[: 2 * most])
    return " ".join(_CONTROL.sub("\ufffd", text.replace("\0", "")).split())[:most]


def paragraph(value: object, most: int = 4000) -> str:
    """Like `plain`, but with its lines kept and HTML entities read."""
    if not isinstance(value, str):
        return ""
    lines = html.unescape(value[: 2 * most]).splitlines()
    return "\n".join(plain(line, most) for line in lines).strip()[:most]


def folded(members: Mapping[str, object]) -> dict[str, object]:
    """The members with plain lower-case keys; a key that was so already wins over a twin."""
    by_key: dict[str, object] = {}
    for key, value in members.items():
        plain_key = key.strip().lower()
        if plain_key == key or plain_key not in by_key:
            by_key[plain_key] = value
    return by_key


def first(members: Mapping[str, object], keys: Iterable[str]) -> object:
    """The first of `keys` that says anything at all."""
    return next((members[key] for key in keys if members.get(key) not in (None, "")), None)
