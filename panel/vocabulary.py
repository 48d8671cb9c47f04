"""Reading the panel's words: what a refusal is about, and which state a word means."""

import re
from collections.abc import Iterator
from functools import lru_cache

from panel.phrases import (
    AFFIRMATIONS,
    MADE,
    NEGATIONS,
    NOT,
    NOT_YET,
    TAKEN_NOTE,
    VAGUE_ANYWHERE,
    VAGUE_BEGINNINGS,
    Kind,
)
from panel.refusals import REFUSALS
from panel.tongues import TONGUES
from shop.heard import as_words
from shop.replies import RefillState

REFILL_STATES: dict[str, RefillState] = {
    **dict.fromkeys(("pending", "awaiting", "queued", "new"), RefillState.PENDING),
    **dict.fromkeys(("inprogress", "inprogess", "processing", "refilling"), RefillState.IN_PROGRESS),
    **dict.fromkeys(("completed", "complete", "refilled"), RefillState.COMPLETED),
    **dict.fromkeys(
        ("rejected", "canceled", "cancelled", "refused", "fail", "failed", "error"), RefillState.REJECTED
    ),
}
"""A refill's words, in the same spelling."""


def squeezed(word: str) -> str:
    """A state's word as `STATES` spells it: "In_Progress" is "inprogress"."""
    return "".join(letter for letter in word.casefold() if letter not in " _-\t")


@lru_cache(maxsize=512)
def kind_of(text: str) -> Kind:
    """What a refusal's text is about; OTHER where no phrase fits, so that it proves nothing."""
    said = f" {as_words(text)} "
    if _BEGINNINGS.match(said) or _ANYWHERE.search(said) or _says_made(said):
        return Kind.VAGUE
    return next((kind for kind, pattern in _PATTERNS if pattern.search(said)), Kind.OTHER)


def is_negative(text: str) -> bool:
    """Whether a text that is not marked as an error sounds like one."""
    words = set(as_words(text).split())
    return bool(words & NEGATIONS) and not words & AFFIRMATIONS


def is_yes(text: str) -> bool:
    """Whether a text says that a request was taken note of, and nothing that takes it back or puts it off."""
    words = set(as_words(text).split())
    return bool(words & TAKEN_NOTE) and words.isdisjoint(NEGATIONS | NOT_YET)


def _says_made(said: str) -> bool:
    """Whether the text says that an order was made, and nothing in or before that takes it back."""
    for found in _MADE.finditer(said):
        before = said[: found.start()].split()[-3:]
        if NOT.isdisjoint([*before, *found[0].split()]):
            return True
    return False


def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(_phrase(phrase) for phrase in phrases))


def _phrase(phrase: str) -> str:
    if _UNSPACED.search(phrase):
        return ".*".join(re.escape(as_words(part)) for part in phrase.split())
    steps = phrase.split()
    return " " + "".join("(?:.* )?" if step == "..." else _one_of(step.split("/")) + " " for step in steps)


def _one_of(words: list[str]) -> str:
    return "(?:" + "|".join(_word(word) for word in words) + ")"


def _word(word: str) -> str:
    return re.escape(as_words(word.removesuffix("*"))) + ("[^ ]*" if word.endswith("*") else "")


def _rows() -> Iterator[tuple[Kind, tuple[str, ...]]]:
    """The rows of REFUSALS, each kind's other languages behind its last."""
    last = {kind: number for number, (kind, _) in enumerate(REFUSALS)}
    for number, (kind, phrases) in enumerate(REFUSALS):
        yield kind, phrases + (TONGUES.get(kind, ()) if last[kind] == number else ())


_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Letters of scripts that put no blanks between words, or particles behind them: Thai, Lao, Burmese,
Khmer, kana, Chinese characters, Hangul."""

_BEGINNINGS = re.compile(f"(?: error| errors| sorry| oops| whoops)?(?:{_pattern(VAGUE_BEGINNINGS).pattern})")
_ANYWHERE = _pattern(VAGUE_ANYWHERE)
_MADE = _pattern(MADE)
_PATTERNS = tuple((kind, _pattern(phrases)) for kind, phrases in _rows())
