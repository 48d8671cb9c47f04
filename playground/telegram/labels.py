"""Labels as apps show them: one line, cut where the button ends."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

_FULL = 30
"""Characters on a button as wide as the message; from 30 to 40 on phones of today, so the fewest."""

_FEWEST = 3


def room(beside: int) -> int:
    """Return how many characters a button shows where a row has `beside` of them."""
    return _FULL if beside <= 1 else max(_FEWEST, _FULL // beside - 1)


def width(label: str) -> int:
    """Return how many characters a label shows: marks above, below and around others take no room."""
    return (
        len(label) if label.isascii() and label.isprintable() else sum(not _is_unseen(one) for one in label)
    )


@lru_cache(4096)  # people see the same buttons again and again
def shown(label: str, beside: int) -> str:
    """Return the label as a phone shows it on a row of `beside` buttons."""
    line, most = " ".join(label.split()), room(beside)
    if width(line) <= most:
        return line
    kept = line
    while width(kept) > most - 1:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character) in {"Mn", "Me", "Cf"}


def look_alikes(rows: Iterable[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Return the pairs of labels in one keyboard, given row by row, that look the same on a phone."""
    seen: dict[str, str] = {}
    for row in rows:
        for label in row:
            cut = shown(label, len(row))
            if cut in seen:
                yield seen[cut], label
            seen.setdefault(cut, label)
