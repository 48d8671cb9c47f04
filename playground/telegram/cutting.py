"""Cutting a text that is too long for one message, as an app does.

Modelled on Telegram Desktop's `TextUtilities::CutPart`: a part is at most 4,096 UTF-16 units, and ends at
the best place in its second half: after a blank line, else a line, else a sentence, else at a space. Of
equally good places the last one counts. White space at the cut is lost. Other apps are assumed to
do the same; nobody has checked if they count units or characters.
"""

from playground.telegram.entities import utf16_length

LONGEST = 4096
_SENTENCE_ENDS = ".!?…"
_ANYWHERE, _BLANK, _SENTENCE, _LINE, _BLANK_LINE = range(5)


def parts_of(text: str) -> list[str]:
    """Return the messages an app makes of a text, in order."""
    parts, rest = [], text.strip()
    while utf16_length(rest) > LONGEST:
        at = _place_to_cut(rest)
        parts.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    return [*parts, rest] if rest else parts


def _place_to_cut(text: str) -> int:
    best, goodness, units = 0, _ANYWHERE, 0
    for at, character in enumerate(text):
        width = utf16_length(character)
        if units + width > LONGEST:
            return at if goodness == _ANYWHERE else best
        if units > LONGEST // 2 and (here := _goodness(text, at)) >= goodness:
            best, goodness = at, here
        units += width
    return len(text)


def _goodness(text: str, at: int) -> int:
    """Return how good it is to end a part before this character."""
    if text[at] in "\r\n":
        return _BLANK_LINE if text[at + 1 : at + 2] in ("\r", "\n") else _LINE
    if text[at].isspace():
        return _SENTENCE if text[at - 1] in _SENTENCE_ENDS else _BLANK
    return _ANYWHERE
