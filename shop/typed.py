"""Normalize typed text: digits of every script, no invisible characters."""

from shop.ordering.link_text import UNSEEN

_NOT_SEEN = dict.fromkeys(map(ord, UNSEEN))


def seen(text: str) -> str:
    """Return the text without invisible characters and surrounding white space."""
    return text.translate(_NOT_SEEN).strip()


def in_ascii_digits(text: str) -> str:
    """Return the text with every decimal digit as 0 to 9; "²" and "①" are not decimal."""
    return "".join(str(int(letter)) if letter.isdecimal() else letter for letter in text)


def as_number(text: str) -> str:
    """Return the text, `seen` and in ASCII digits, to compare or look up as a number."""
    return in_ascii_digits(seen(text))
