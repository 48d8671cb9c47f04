"""Text as people and panels send it: which signs it may be made of, and what stands where one was lost.

Control characters and halves of surrogate pairs arrive: JSON can spell them, and
so can a file. No database, no panel and no screen does the same with all of
them. Line ends and tabs stay, and so does what joins and parts letters unseen
(ZWJ in emoji, ZWNJ in Persian).
"""

import json
import re
from typing import Any

LOST = "\ufffd"
"""Stands where a sign was that cannot be kept. It is as long as what it stands for, in UTF-16 too,
so that Telegram's entities still point where they did."""

_UNPLAIN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_MAY_BE_UNPLAIN = re.compile(r"[\x7f-\x9f\ud800-\udfff]|\\[bf]|\\u(?:00[0-9a-fA-F]{2}|[dD][89a-fA-F])")
"""JSON spells control characters and halves of pairs by escapes, or has them as they are."""

_UNHOLDABLE = re.compile("[\x00\ud800-\udfff]")


def is_plain(text: str) -> bool:
    """Whether nothing of this text was lost, or has to be: then it can be passed on as it is."""
    return LOST not in text and not _UNPLAIN.search(text)


def cleaned(value: Any) -> Any:
    """The same text, or JSON with texts in it, with LOST for each sign that is no text."""
    return _replaced(value, _UNPLAIN)


def cleaned_json(raw: str) -> Any:
    """Return what this JSON says, as `cleaned`. Nearly all of it is plain, which its text tells at once."""
    value = json.loads(raw)
    return cleaned(value) if _MAY_BE_UNPLAIN.search(raw) else value


def holdable(value: Any) -> Any:
    """The same with LOST for what no database gives back as it got it: NUL, and lone surrogates."""
    return _replaced(value, _UNHOLDABLE)


def _replaced(value: Any, signs: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return signs.sub(LOST, value) if signs.search(value) else value
    if isinstance(value, dict):
        return {_replaced(key, signs): _replaced(one, signs) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_replaced(one, signs) for one in value]
    return value
