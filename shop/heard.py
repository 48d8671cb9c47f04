"""Unknown words from the panel, and the keys under which two spellings are the same word.

A refusal's text or a state's word that is unknown proves nothing. We keep and count such
texts, so that the operator can say what they mean; from then on they have exactly that meaning.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

LONGEST_KEY = 200

_CODES = frozenset(
    {"error", "errors", "err", "errno", "code", "errcode", "status", "state", "no", "nr", "http"}
)
"""A number after one of these words is part of the message, not a varying figure."""

_IS_CODE = re.compile(r"[a-z]{1,6}\d+")
_SAYS_SOMETHING = 2
"""With fewer words that are not numbers, the numbers are the message."""


class Heard(StrEnum):
    """The kind of an unknown text."""

    REFUSAL = "refusal"  # the answer to an order
    STATE = "state"  # an order's state


@dataclass(frozen=True, slots=True)
class HeardText:
    """An unknown text, with how often and when it came. `meaning` is what the operator taught."""

    id: int
    heard: Heard
    key: str
    text: str
    times: int
    last_at: datetime
    meaning: str | None = None


def as_words(text: str) -> str:
    """Return the text in lower case, without accents, its words separated by single blanks."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("'", "").replace("\u2019", ""))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", " ", bare.replace("ı", "i")).strip()


def refusal_key(text: str) -> str:
    """Return a key equal for texts that differ only in figures and punctuation: "wait 5 s", "Wait 9 s!".

    An error's number is not a figure: "Error 17" and "Error 18" differ, and so does "E1001".
    """
    words = as_words(text).split()
    if sum(not _has_digit(word) for word in words) >= _SAYS_SOMETHING:
        words = [
            "#" if _has_digit(word) and before not in _CODES and not _IS_CODE.fullmatch(word) else word
            for before, word in pairwise(["", *words])
        ]
    return " ".join(words)[:LONGEST_KEY]


def _has_digit(word: str) -> bool:
    return any(sign.isdigit() for sign in word)


def state_key(word: str) -> str:
    """Return a state's word without case, blanks and punctuation: "✅ In_Progress." is "inprogress".

    A word of nothing but symbols is its own key.
    """
    plain = "".join(sign for sign in word.casefold() if sign.isalnum())
    return (plain or word.strip())[:LONGEST_KEY]


def key_of(heard: Heard, text: str) -> str:
    """Return the key of `text`; empty if it holds nothing that could be taught."""
    return refusal_key(text) if heard is Heard.REFUSAL else state_key(text)
