"""Read single values as panels write them: ids, flags, words and texts, and the members of an object.

Each function returns None, or an empty text, for what cannot be read without guessing. Absent is not 0.
Figures stand in `figures`, amounts in `money`, and lists of items in `items`.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal

from shop.typed import as_number

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_TAGS = (
    "a|abbr|address|article|b|big|blockquote|br|center|code|dd|div|dl|dt|em|figure|font|h[1-6]|header|hr|i|img"
    "|ins|kbd|label|li|mark|ol|p|pre|s|section|script|small|span|strike|strong|style|sub|sup|table|tbody|td|th"
    "|thead|tr|tt|u|ul|video|iframe|del|button|input|o:p|svg|path|main|footer|nav|form"
)
_TAG = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(
    r"<br\s*/?>|<hr[^<>]*>|</?(?:p|div|li|ul|ol|tr|table|h[1-6]|blockquote|section|article)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"<(script|style)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_ID = re.compile(r"[^\s\x00-\x1f\x7f<>{}\[\]\"']{1,128}")
_WITH_DECIMALS = re.compile(r"(\d+)\.0+")
_NO_ID = {"0", "null", "none", "nil", "false", "true", "undefined", "nan", "error", "success"}
_YES = {"1", "true", "yes", "on", "2"}  # "2" is a Turkish script's "show refill"
_NO = {"0", "false", "no", "off"}
MINUS = dict.fromkeys(map(ord, "\u2212\u2013\ufe63\uff0d"), "-")
"""Signs that stand for a minus."""

_EXACT = range(-12, 1)
"""Exponents of numbers of which no digit was lost on the way."""

_EMPTY: tuple[object, ...] = (None, "", [], {})


def identifier(value: object) -> str | None:
    """Return the id of something that exists: text, never 0, null or a word that means "no"."""
    if (
        isinstance(value, Decimal)
        and value == value.to_integral_value()
        and value.as_tuple().exponent in _EXACT
    ):
        value = int(value)  # PHP's 23501.0; a number with an exponent may have lost digits
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    text = str(value).strip()
    if not text.isascii():
        text = as_number(text).translate(MINUS)
    if text.lower() in _NO_ID or text.startswith("-") or not _ID.fullmatch(text):
        return None
    is_nothing = not text.strip("0-")  # also as a UUID of zeros
    return None if is_nothing or "\ufffd" in text or _CONTROL.search(text) else text


def without_decimals(item_id: str) -> str:
    """Return "23501" for "23501.0", as some scripts write it; any other id as it is."""
    whole = _WITH_DECIMALS.fullmatch(item_id)
    return whole[1] if whole else item_id


def says_empty(members: Mapping[str, object]) -> bool:
    """Return True if a success has a sentence in place of its list, as some panels do for an empty one."""
    return str(members.get("status")).lower() in {"success", "true"} and isinstance(members.get("data"), str)


def flag(value: object) -> bool | None:
    """Return True, False, or None if not given."""
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower() if isinstance(value, int | str) else ""
    return True if word in _YES else False if word in _NO else None


def plain(value: object, maximum: int = 500) -> str:
    """Return text safe for any database, terminal and chat; empty if the value is not text."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return ""
    text = unicodedata.normalize("NFC", str(value)[: 2 * maximum])
    return " ".join(_CONTROL.sub("\ufffd", text.replace("\0", "")).split())[:maximum]


def is_binary(text: str) -> bool:
    """Return True if this has signs that no text has, as compressed bytes do."""
    return _CONTROL.search(text.replace("\0", "")) is not None


def paragraph(value: object, maximum: int = 4000) -> str:
    """Like `plain`, but keep lines and read HTML as text: block tags break lines, others are dropped."""
    if not isinstance(value, str):
        return ""
    text = html.unescape(value[: 4 * maximum])
    if _TAG.search(text):
        text = _TAG.sub("", _BREAK.sub("\n", _HIDDEN.sub("", text)))
    lines = (plain(line, maximum) for line in html.unescape(text).splitlines())
    return re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip()[:maximum]


def name_in(value: object) -> object:
    """Return the name of what some panels write as an object: {"id": 3, "name": "Likes"}."""
    return value.get("name", value) if isinstance(value, dict) else value


def squeezed(word: str) -> str:
    """Return a state's word as `STATES` spells it: "In_Progress" is "inprogress"."""
    return "".join(letter for letter in word.casefold() if letter not in " _-\t")


def lower_keys(members: Mapping[str, object]) -> dict[str, object]:
    """Return the members with plain lower-case keys: "Start Count" is "start_count".

    Of two keys that become one, an empty value gives way. Values that contradict each other become a tuple:
    no reader takes it for a value, and each of it may be an objection.
    """
    by_key: dict[str, object] = {}
    for key, value in members.items():
        plain_key = key.strip().lower()
        if " " in plain_key:
            plain_key = "_".join(plain_key.split())
        by_key[plain_key] = _agreed(by_key[plain_key], value) if plain_key in by_key else value
    return by_key


def _agreed(one: object, other: object) -> object:
    if other in _EMPTY:
        return one
    if one in _EMPTY or one == other:
        return other
    if plain(one) and plain(one).casefold() == plain(other).casefold():
        return one
    return (*each(one), *each(other))


def each(value: object) -> tuple[object, ...]:
    """Return what stands under a key: one value, or those that contradict each other (see `lower_keys`)."""
    return value if isinstance(value, tuple) else (value,)


def first(members: Mapping[str, object], keys: Iterable[str]) -> object:
    """Return the value of the first of `keys` that has one."""
    for key in keys:
        value = members.get(key)
        if value is not None and value != "":
            return value
    return None
