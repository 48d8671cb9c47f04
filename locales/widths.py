"""How much room a label takes on a button."""

import unicodedata
from functools import lru_cache

_UNSEEN = frozenset({"Mn", "Me", "Cf"})
"""Unicode's categories of characters without a width of their own."""


@lru_cache(maxsize=512)
def width_of(label: str) -> int:
    """Return how many characters a label shows: marks above, below and around others take no room."""
    if label.isascii():
        return len(label)
    return sum(unicodedata.category(character) not in _UNSEEN for character in label)


def beginning_of(label: str, width: int) -> str:
    """Return as much of the label as has this width, with the marks of its last character."""
    left = width
    for place, character in enumerate(label):
        left -= unicodedata.category(character) not in _UNSEEN
        if left < 0:
            return label[:place].rstrip()
    return label
