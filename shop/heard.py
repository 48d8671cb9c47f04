"""Words heard of the panel that nobody knew: how two spellings of one are told to be the same.

A refusal's text and a state's word that nobody knows prove nothing. They are kept and counted,
so that the operator can say what they mean; from then on they mean it, to the letter.
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
"""A number behind one of these is what the text says, and not a figure in it."""

_IS_CODE = re.compile(r"[a-z]{1,6}\d+")
_SAYS_SOMETHING = 2
"""With fewer words that are no numbers, the numbers are what the text says."""


class Heard(StrEnum):
    """What a text was heard as."""

    REFUSAL = "refusal"  # the answer to an order
    STATE = "state"  # an order's state


@dataclass(frozen=True, slots=True)
class HeardText:
    """One text nobody knew, with how often and when it was heard. `meaning` is what the operator taught."""

    id: int
    heard: Heard
    key: str
    text: str
    times: int
    last_at: datetime
    meaning: str | None = None


def as_words(text: str) -> str:
    """The text in small letters, without accents, its words parted by single blanks."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("'", "").replace("\u2019", ""))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", " ", bare.replace("ı", "i")).strip()


def refusal_key(text: str) -> str:
    """The same for two texts that differ in nothing but figures and marks: "wait 5 s" and "Wait 9 s!".

    The number of an error is no figure: "Error 17" says another thing than "Error 18", and so does "E1001".
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
    """A state's word without case, blanks, marks and signs: "✅ In_Progress." is "inprogress".

    A word of nothing but signs is known by them.
    """
    plain = "".join(sign for sign in word.casefold() if sign.isalnum())
    return (plain or word.strip())[:LONGEST_KEY]


def key_of(heard: Heard, text: str) -> str:
    """What `text` is known by; empty where there is nothing in it that could be taught."""
    return refusal_key(text) if heard is Heard.REFUSAL else state_key(text)
