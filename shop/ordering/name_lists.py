"""Part a list of usernames or hashtags, with whatever marks its writer put around them."""

import re
from itertools import pairwise

_NUMBERED = re.compile(
    r"\s*[(\[#№]?\s*((?:\d\ufe0f?\u20e3?){1,4})\s*(?:[.):\]]+\s*|-\s+|(?<=[\s\u20e3]))(?=\S*[^\W\d])"
)
"""A line's number, and what parts it from the name: 1. ann, 2) bob, (3) eve, 4 - sam."""

_REMARK = re.compile(r"\([^()]*\)")
_BETWEEN = re.compile(r"[\s,;|،؛、]+")
"""Names and tags hold none of these."""

_NUMBER = re.compile(r"[(\[]?\d{1,4}[.):\]]+")


def names_listed(text: str) -> list[str]:
    """Return the names of a list, without its numbers, bullets and remarks in brackets.

    A name of digits stays one: only numbers that rise by one from line to line number the lines.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    marks = [_NUMBERED.match(line) for line in lines]
    numbers = [int(re.sub(r"\D", "", mark[1])) for mark in marks if mark is not None]
    if len(numbers) == len(lines) > 1 and all(after == before + 1 for before, after in pairwise(numbers)):
        lines = [line[mark.end() :] for line, mark in zip(lines, marks, strict=True) if mark is not None]
    parts = (part for line in lines for part in _BETWEEN.split(_without_remark(line)))
    return [part for part in parts if re.search(r"\w", part) and not _NUMBER.fullmatch(part)]


def _without_remark(line: str) -> str:
    bare = _REMARK.sub(" ", line)
    return bare if bare.strip() else line
