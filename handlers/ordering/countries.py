"""Countries as people type them: a name in their language or in English, or its two letters."""

import re

from locales import Translator
from shop.errors import ShopError
from shop.ordering.fields import WORLD
from shop.typed import seen

_WORD = re.compile(r"\S+")
_MOST_WORDS = 8
"""No country's name has more."""


def leading_country(text: str, t: Translator) -> str:
    """Return the country's name that the text begins with, the longest there is; empty if there is none."""
    ends = [found.end() for found in _WORD.finditer(text)][:_MOST_WORDS]
    names = (text[:end].rstrip(",;|") for end in reversed(ends))
    return next((name for name in names if _code_of(name, t) is not None), "")


def country_in(text: str, t: Translator) -> str:
    """Return the two letters of the country in `text`. Raises ShopError if there is no such country."""
    code = _code_of(text, t)
    if code is None:
        raise ShopError("country_not_two_letters")
    return code


def _code_of(text: str, t: Translator) -> str | None:
    typed = seen(text)
    return WORLD if typed.upper() == WORLD else t.country_code(typed)
