"""Finding somebody by what the staff types: a name in any script, an @name, a number, an order's number."""

import unicodedata

from shop.typed import seen

MOST_WORDS, LONGEST_WORD = 6, 64
"""How many words of a search count, and how many characters of each."""


def folded_text(text: str) -> str:
    """Return the text as it is compared: without case, and with one letter for its many looks."""
    return unicodedata.normalize("NFKC", seen(unicodedata.normalize("NFKC", text)).casefold())


def search_key(name: str, username: str | None) -> str:
    """Return what a person is found by: their name, and on a line of its own their @name."""
    return "\n".join(folded_text(part) for part in (name, f"@{username}" if username else "") if part)


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a search, each to be a part of a person's key."""
    return tuple(word[:LONGEST_WORD] for word in folded_text(text).split()[:MOST_WORDS])
