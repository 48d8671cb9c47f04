"""Mark sentences for translation, in rooms that say something but do not translate."""

from dataclasses import dataclass


def marked(sentence: str) -> str:
    """Mark a sentence for translation; it is translated where it is shown."""
    return sentence


class Html(str):
    """A value that is Telegram's HTML already: a sentence has it as it is."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Amount:
    """A price or a limit in micro-units of `currency` as a sentence has it: shown as its reader writes it."""

    micro: int
    currency: str
