"""What people type, as it was meant: digits of every script, without the marks that nobody sees."""

from shop.ordering.link_text import UNSEEN

_NOT_SEEN = dict.fromkeys(map(ord, UNSEEN))


def seen(text: str) -> str:
    """The text without unseen marks, and without white space around it."""
    return text.translate(_NOT_SEEN).strip()


def in_ascii_digits(text: str) -> str:
    """The same with every decimal digit as 0 to 9; "²" and "①" are none."""
    return "".join(str(int(letter)) if letter.isdecimal() else letter for letter in text)


def as_number(text: str) -> str:
    """Both: a number as it can be compared and looked up."""
    return in_ascii_digits(seen(text))
