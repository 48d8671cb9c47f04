"""References: the codes by which a bank transfer tells whose it is, and how they are found in its text."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from shop.typed import as_number

LETTERS = "ACDEFGHJKMNPQRTWXY"
DIGITS = "34679"
ALPHABET = LETTERS + DIGITS
"""23 signs, a prime, so that the check notices what is mistyped. Without 0O, 1IL, 2Z, 5S, 8B, UV."""

LENGTH = 6
_SHAPE = "LDLDL*"
"""Letters and digits take turns, as in no word; the check may be either."""

REFERENCES = len(LETTERS) ** 3 * len(DIGITS) ** 2
"""How many there are; after as many top-ups they begin again."""

_SCATTER = 89_989
"""Coprime to REFERENCES: top-ups asked one after another get references that are not alike."""

_LOOKS_LATIN = str.maketrans("АСЕНКМРТХУ", "ACEHKMPTXY")
_WORD = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"[ \t\r\n\u00a0\u2010-\u2015-]+")
_LONGEST_WINDOW = LENGTH + 1


@dataclass(frozen=True, slots=True)
class References:
    """What of a text can be a reference: those that are `right`, and what looks like a mistyped one."""

    right: tuple[str, ...]
    mistyped: tuple[str, ...]


def reference_for(topup_id: int) -> str:
    """Return the code to write into the transfer: six signs, one of them a check of the others.

    Any one mistyped sign, and any two neighbours swapped, make it wrong; so no two are one slip apart.
    """
    number, signs = topup_id * _SCATTER % REFERENCES, ""
    for kind in _SHAPE[:-1]:
        among = LETTERS if kind == "L" else DIGITS
        number, place = divmod(number, len(among))
        signs += among[place]
    return next(signs + last for last in ALPHABET if is_right(signs + last))


def is_right(code: str) -> bool:
    """Return True if this is a reference without a slip: its shape, and its check."""
    if len(code) != LENGTH or any(sign not in ALPHABET for sign in code):
        return False
    kinds = zip(_kinds(code), _SHAPE, strict=True)
    shaped = all(wanted in {"*", kind} for kind, wanted in kinds)
    weighed = sum(weight * ALPHABET.index(sign) for weight, sign in enumerate(code, start=1))
    return shaped and weighed % len(ALPHABET) == 0


def read_references(text: str) -> References:
    """Find references among other words, whatever the case, with blanks or hyphens in them or not."""
    windows = _windows(text)
    right = [window for window in windows if is_right(window.code)]
    taken = {place for window in right for place in window.places}
    rest = [window for window in windows if taken.isdisjoint(window.places)]
    mistyped = [window.code for window in rest if _NEAR_SHAPE.fullmatch(_kinds(window.code))]
    return References(tuple(dict.fromkeys(window.code for window in right)), tuple(dict.fromkeys(mistyped)))


def read_closely(text: str) -> tuple[References, Sequence[str], str]:
    """Return the references of a text, what else in it may be a code, and the text in one piece."""
    codes = [window.code for window in _windows(text)]
    long = [code for code in codes if len(code) >= LENGTH - 1]
    return read_references(text), long, "".join(_WORD.findall(_in_capitals(text)))


@dataclass(frozen=True, slots=True)
class _Window:
    """Neighbouring words of a text without what parts them, and which words they are."""

    code: str
    places: range


def _windows(text: str) -> list[_Window]:
    """Return every run of whole words that may be one code, written in one piece or not."""
    plain = _in_capitals(text)
    words = list(_WORD.finditer(plain))
    found = []
    for first in range(len(words)):
        code = ""
        for last in range(first, min(len(words), first + _LONGEST_WINDOW)):
            if last > first and not _BETWEEN.fullmatch(plain[words[last - 1].end() : words[last].start()]):
                break
            code += words[last].group()
            if len(code) > _LONGEST_WINDOW:
                break
            found.append(_Window(code, range(first, last + 1)))
    return found


def _in_capitals(text: str) -> str:
    plain = as_number(text).replace("№", " ")
    return unicodedata.normalize("NFKC", plain).upper().translate(_LOOKS_LATIN)


def _kinds(code: str) -> str:
    return "".join("L" if sign in LETTERS else "D" if sign in DIGITS else "?" for sign in code)


def _one_slip() -> re.Pattern[str]:
    """Return what the shape may become by one slip: a sign mistyped, left out, put in, or two swapped."""
    shape = [*_SHAPE[:-1], "."]
    slips = [[*shape[:n], ".", *shape[n + 1 :]] for n in range(LENGTH)]
    slips += [[*shape[:n], *shape[n + 1 :]] for n in range(LENGTH)]
    slips += [[*shape[:n], ".", *shape[n:]] for n in range(LENGTH + 1)]
    slips += [[*shape[:n], shape[n + 1], shape[n], *shape[n + 2 :]] for n in range(LENGTH - 1)]
    return re.compile("|".join("".join(slip) for slip in slips))


_NEAR_SHAPE = _one_slip()


def is_like(code: str, reference: str) -> bool:
    """Return True if one slip, or two mistyped signs, lead from one to the other."""
    if not _shortened(code).isdisjoint(_shortened(reference)):
        return True
    return len(code) == LENGTH and sum(a == b for a, b in zip(code, reference, strict=True)) >= LENGTH - 2


@lru_cache(maxsize=10_000)
def _shortened(code: str) -> frozenset[str]:
    return frozenset({code, *(code[:n] + code[n + 1 :] for n in range(len(code)))})
