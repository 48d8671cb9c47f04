"""Rules that hide services by words: plain words and `*`, in all scripts, never regular expressions.

Words stand side by side as whole words, whatever their case and accents; `*` stands for anything or nothing.
So "mass report" is found in "Telegram MASS-REPORT [fast]", and "vot*" in "votos" and "vote".
"""

import re
import tomllib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import accumulate, chain
from pathlib import Path

from shop.catalogue.platforms import words_of
from shop.catalogue.services import Service
from shop.errors import ShopError

LONGEST_WORDS = 100
"""Characters of a rule."""

MOST_RULES = 200
"""Rules of a shop that are not removed: each is held against every name."""

_SEVERAL_STARS = re.compile(r"\*[*\s]*\*")


class RuleState(StrEnum):
    """A rule's life. A draft was typed and waits for its yes; a removed one can come back."""

    DRAFT = "draft"
    ON = "on"
    OFF = "off"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class HidingRule:
    """A rule that an operator typed."""

    id: int
    words: str
    state: RuleState


class SetState(StrEnum):
    """Says if a default set hides. ASKED: this shop is older than the set, and nobody has decided yet."""

    ON = "on"
    OFF = "off"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class DefaultSet:
    """Words of one kind of harmful offers, in the languages in which panels name services."""

    key: str
    words: tuple[str, ...]
    is_on: bool
    """True if a new shop begins with it."""


@cache
def default_sets() -> tuple[DefaultSet, ...]:
    """Return the sets that come with the kiosk, in the order of their file."""
    read = tomllib.loads((Path(__file__).parent / "harmful.toml").read_text(encoding="utf-8"))
    return tuple(
        DefaultSet(key, tuple(word for line in one["words"] for word in line.split(", ")), one["is_on"])
        for key, one in read.items()
    )


@dataclass(frozen=True, slots=True)
class Pattern:
    """A rule, ready to be held against texts: its pieces between stars, folded as the texts are."""

    pieces: tuple[str, ...]

    @classmethod
    def of(cls, words: str) -> "Pattern":
        """Return the pattern of these words. Raises ShopError if they name nothing, or are too long."""
        if len(words) > LONGEST_WORDS:
            raise ShopError("rule_long", limit=LONGEST_WORDS)
        cut = _SEVERAL_STARS.sub("*", words.strip()).split("*")
        folded = [_piece(part, is_first=not at, is_last=at == len(cut) - 1) for at, part in enumerate(cut)]
        pieces = tuple(piece for piece in folded if piece.strip())
        if not pieces:
            raise ShopError("rule_empty")
        return cls(pieces)

    @property
    def rarest(self) -> str:
        """The piece by which a text is looked for first."""
        return max(self.pieces, key=len)

    def fits(self, line: str) -> bool:
        """Return True if a text has all pieces in their order. It never goes back for another try."""
        at = 0
        for piece in self.pieces:
            found = line.find(piece, at)
            if found < 0:
                return False
            # Two words may share the blank between them.
            at = found + len(piece) - piece.endswith(" ")
        return True


def _piece(part: str, *, is_first: bool, is_last: bool) -> str:
    words = " ".join(words_of(part))
    begins = " " if is_first or part[:1].isspace() else ""
    ends = " " if is_last or part[-1:].isspace() else ""
    return begins + words + ends


class FoldedTexts:
    """All texts as one long one: a rule is looked for in it many times faster than in each by itself."""

    def __init__(self, texts: Iterable[str]) -> None:
        lines = [f" {' '.join(words_of(text))} " for text in texts]
        self._all = "\n".join(lines)
        self._begins = list(accumulate(chain((0,), (len(line) + 1 for line in lines))))

    def fitting(self, pattern: Pattern) -> list[int]:
        """Return the numbers of the texts that fit, ascending."""
        found, rarest = [], pattern.rarest
        at = self._all.find(rarest)
        while at >= 0:
            number = bisect_right(self._begins, at) - 1
            end = self._begins[number + 1]
            if len(pattern.pieces) == 1 or pattern.fits(self._all[self._begins[number] : end - 1]):
                found.append(number)
            at = self._all.find(rarest, end)
        return found


class RuleTexts:
    """The names and categories of a catalogue, as rules look at them. Making it takes a moment."""

    def __init__(self, services: Sequence[Service]) -> None:
        self._ids = [one.id for one in services]
        self._names = FoldedTexts(one.panels_name for one in services)
        within = defaultdict[str, list[str]](list)
        for one in services:
            within[one.category].append(one.id)
        self._categories = FoldedTexts(within)
        self._within = list(within.values())
        self._known: dict[str, frozenset[str]] = {}

    def fitting(self, words: str) -> frozenset[str]:
        """Return the services whose name, or whose category's name, fits these words of a rule.

        The names are the panel's own: a new name takes nothing out of a rule's reach.
        """
        known = self._known.get(words)
        if known is None:
            pattern = Pattern.of(words)
            in_categories = (self._within[at] for at in self._categories.fitting(pattern))
            named = (self._ids[at] for at in self._names.fitting(pattern))
            known = frozenset(chain(named, *in_categories))
            if len(self._known) > MOST_RULES * 4:
                self._known.clear()
            self._known[words] = known
        return known

    def fitting_any(self, several: Iterable[str]) -> frozenset[str]:
        """Return the services that fit one of several rules."""
        return frozenset(chain.from_iterable(self.fitting(words) for words in several))
