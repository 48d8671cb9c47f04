"""Reading the panel's words: what a refusal is about, and which state a word means."""

import re
import unicodedata
from functools import lru_cache

from panel.phrases import AFFIRMATIONS, NEGATIONS, REFUSALS, VAGUE_BEGINNINGS, Kind
from shop.replies import PanelState, RefillState

STATES: dict[str, PanelState] = {
    **dict.fromkeys(("pending", "awaiting", "queued", "new"), PanelState.PENDING),
    "processing": PanelState.PROCESSING,
    **dict.fromkeys(("inprogress", "inprogess", "active", "refilling", "refill"), PanelState.IN_PROGRESS),
    **dict.fromkeys(("paused", "hold", "holding", "onhold"), PanelState.PAUSED),
    **dict.fromkeys(("completed", "complete"), PanelState.COMPLETED),
    "partial": PanelState.PARTIAL,
    **dict.fromkeys(("canceled", "cancelled", "cancel"), PanelState.CANCELED),
    **dict.fromkeys(("refunded", "refunds", "refund"), PanelState.REFUNDED),
    **dict.fromkeys(("fail", "failed", "error"), PanelState.FAILED),
    "expired": PanelState.EXPIRED,
}
"""An order's words, without case, spaces, `_` and `-`. "In progess" is a panel's own typo."""

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
    """What a refusal's text is about; OTHER where no phrase fits."""
    said = f" {_as_words(text)} "
    if _BEGINNINGS.match(said):
        return Kind.VAGUE
    return next((kind for kind, pattern in _PATTERNS if pattern.search(said)), Kind.OTHER)


def is_negative(text: str) -> bool:
    """Whether a text that is not marked as an error sounds like one."""
    words = set(_as_words(text).split())
    return bool(words & NEGATIONS) and not words & AFFIRMATIONS


def _as_words(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold().replace("'", "").replace("\u2019", ""))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", " ", bare.replace("ı", "i")).strip()


def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(_phrase(phrase) for phrase in phrases))


def _phrase(phrase: str) -> str:
    steps = phrase.split()
    return " " + "".join("(?:.* )?" if step == "..." else _one_of(step.split("/")) + " " for step in steps)


def _one_of(words: list[str]) -> str:
    return "(?:" + "|".join(re.escape(_as_words(word)) for word in words) + ")"


_BEGINNINGS = re.compile(f"(?: error| errors| sorry| oops| whoops)?(?:{_pattern(VAGUE_BEGINNINGS).pattern})")
_PATTERNS = tuple((kind, _pattern(phrases)) for kind, phrases in REFUSALS)
