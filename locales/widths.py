"""How much room a label takes on a button."""

import unicodedata
from functools import lru_cache

_UNSEEN = frozenset({"Mn", "Me", "Cf"})
"""Unicode's categories of characters without a width of their own."""


@lru_cache(maxsize=4096)
def width_of(label: str) -> int:
    """Return how many characters a label shows: marks above, below and around others take no room."""
    if label.isascii():
        return len(label)
    return sum(unicodedata.category(character) not in _UNSEEN for character in label)
