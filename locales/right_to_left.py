"""Latin words in sentences from right to left: commands, @names and the ends of files' names.

Their first sign has no direction of its own. Apps show it as part of the sentence, behind the word: cancel/
instead of /cancel.
"""

import re

LEFT_TO_RIGHT, RIGHT_TO_LEFT = "\u200e", "\u200f"
"""Unseen letters of one direction each."""

_WORD = r"(?:<code>)?[/@.][A-Za-z{]"
_INSIDE = re.compile(rf"(?<=[ («])(?={_WORD})")
_FIRST = re.compile(rf"^(?={_WORD}[^\n]*[\u0590-\u08ff])", re.MULTILINE)
"""Where a line from right to left begins with such a word, from which apps would take its direction."""


def set_out(sentence: str) -> str:
    """Return a sentence from right to left with its Latin words as they are typed.

    The marks stand outside of <code>, which people copy.
    """
    inside = _INSIDE.sub(LEFT_TO_RIGHT, sentence)
    return _FIRST.sub(RIGHT_TO_LEFT + LEFT_TO_RIGHT, inside)
