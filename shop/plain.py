"""Text from people and panels: the characters it may hold, and the replacement for lost ones.

Control characters and halves of surrogate pairs arrive: JSON can spell them, and
so can a file. Databases, panels and screens disagree about them. Line ends and tabs
stay, and so do the invisible joiners of letters (ZWJ in emoji, ZWNJ in Persian).
"""

import re
from typing import Any

LOST = "\ufffd"
"""Replaces a character that cannot be kept. It has the same length, in UTF-16 too, so that Telegram's
entities keep their places."""

_UNPLAIN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_UNHOLDABLE = re.compile("[\x00\ud800-\udfff]")


def is_plain(text: str) -> bool:
    """Return True if the text lost no character and needs to lose none, so it can be passed on."""
    return LOST not in text and not _UNPLAIN.search(text)


def cleaned(value: Any) -> Any:
    """Return the same text, or JSON with texts in it, with LOST for each character that is not text."""
    return _replaced(value, _UNPLAIN)


def holdable(value: Any) -> Any:
    """Return the same with LOST for what no database stores faithfully: NUL and lone surrogates."""
    return _replaced(value, _UNHOLDABLE)


def _replaced(value: Any, signs: re.Pattern[str]) -> Any:
    match value:
        case str():
            return signs.sub(LOST, value)
        case dict():
            return {_replaced(key, signs): _replaced(item, signs) for key, item in value.items()}
        case list() | tuple():
            return [_replaced(item, signs) for item in value]
        case _:
            return value
