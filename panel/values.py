"""Single values as panels write them: amounts, counts, ids, flags, words.

Each function answers None for what cannot be read without guessing. Absent is
not 0, and "1,250" is not a number, because it may be either of two.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal

from panel.figures import LARGEST, money_figure, signed_figure

_POINT_OR_THOUSANDS = re.compile(r"-?\d{1,3}\.\d{3}")  # "1.000" may mean a thousand, so it is refused
_ENDLESS = re.compile(r"[0-9]{13,40}")
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
_NO_ID = {"0", "null", "none", "nil", "false", "true", "undefined", "nan", "error", "success"}
_YES = {"1", "true", "yes", "on", "2"}  # "2" is a Turkish script's "show refill"
_NO = {"0", "false", "no", "off"}


def amount(value: object, currency: str | None = None) -> Decimal | None:
    """A price, charge or balance that is not negative; a currency it names has to be `currency`."""
    number = signed_amount(value, currency)
    return number if number is not None and number >= 0 else None


def signed_amount(value: object, currency: str | None = None) -> Decimal | None:
    """An amount of money; balances of some panels go below zero."""
    if isinstance(value, str):
        return money_figure(value, currency)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    number = Decimal(value)
    return number if abs(number) < LARGEST else None


def count(value: object) -> int | None:
    """A whole number; negative only where it was sent as one, for the caller to doubt."""
    if isinstance(value, str):
        if _POINT_OR_THOUSANDS.fullmatch(value.strip()):
            return None
        number = signed_figure(value)
    else:
        number = signed_amount(value)
    return int(number) if number is not None and number == int(number) else None


def limit(value: object) -> int | None:
    """A minimum or maximum; one beyond all bounds is as large as they get."""
    if isinstance(value, str) and _ENDLESS.fullmatch(value.strip()):
        return LARGEST
    if isinstance(value, int) and not isinstance(value, bool) and value >= LARGEST:
        return LARGEST
    return count(value)


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
    """Like `plain`, but with its lines kept, and HTML read as text: tags of lines part them, others go."""
    if not isinstance(value, str):
        return ""
    text = html.unescape(value[: 4 * most])
    if _TAG.search(text):
        text = _TAG.sub("", _BREAK.sub("\n", _HIDDEN.sub("", text)))
    lines = (plain(line, most) for line in html.unescape(text).splitlines())
    return re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip()[:most]


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
