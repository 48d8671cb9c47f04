"""Text from people and panels: the characters it may hold, its length, and the replacement for lost ones.

Control characters and halves of surrogate pairs arrive: JSON can spell them, and
so can a file. Databases, panels and screens disagree about them. Line ends and tabs
stay, and so do the invisible joiners of letters (ZWJ in emoji, ZWNJ in Persian).
"""

import json
import re
from collections.abc import Callable
from typing import Any

LOST = "\ufffd"
"""Replaces a character that cannot be kept. It has the same length, in UTF-16 too, so that Telegram's
entities keep their places."""

_UNPLAIN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_MAY_SPELL_UNPLAIN = re.compile(r"\\(?:[bf]|u(?:00[0-9a-fA-F]{2}|[dD][89a-fA-F]))")
_MAY_HOLD_UNPLAIN = re.compile("[\x7f-\x9f\ud800-\udfff]")
"""JSON spells control characters and halves of pairs by escapes, or has them as they are."""

_UNHOLDABLE = re.compile("[\x00\ud800-\udfff]")


def is_plain(text: str) -> bool:
    """Return True if the text lost no character and needs to lose none, so it can be passed on."""
    return LOST not in text and not _UNPLAIN.search(text)


def cleaned(value: Any) -> Any:
    """Return the same text, or JSON with texts in it, with LOST for each character that is not text."""
    return _replaced(value, _UNPLAIN)


def cleaned_json(raw: str, loads: Callable[[str], Any] = json.loads) -> Any:
    """Return what this JSON says, as `cleaned`. Nearly all of it is plain, which its text tells at once.

    `loads` reads JSON as the standard module does.
    """
    value = loads(raw)
    return cleaned(value) if _may_be_unplain(raw) else value


def _may_be_unplain(raw: str) -> bool:
    """Return False if this JSON is plain. What can be printed is, which is known in a tenth of the time."""
    if _MAY_SPELL_UNPLAIN.search(raw):
        return True
    return not raw.isprintable() and _MAY_HOLD_UNPLAIN.search(raw) is not None


def units(text: str) -> int:
    """Return a text's length as apps count it: a character beyond the first plane counts as two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def storable(value: Any) -> Any:
    """Return the same with LOST for what no database stores faithfully: NUL and lone surrogates."""
    return _replaced(value, _UNHOLDABLE)


def _replaced(value: Any, signs: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return signs.sub(LOST, value) if signs.search(value) else value
    if isinstance(value, dict):
        return {_replaced(key, signs): _replaced(one, signs) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_replaced(one, signs) for one in value]
    return value
