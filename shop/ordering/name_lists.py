"""Part a list of usernames or hashtags, with whatever marks its writer put around them."""

import re
from itertools import pairwise

_NUMBERED = re.compile(
    r"\s*[(\[#№]?\s*((?:\d\ufe0f?\u20e3?){1,4})\s*(?:[.):\]]+\s*|-\s+|(?<=[\s\u20e3]))(?=\S*[^\W\d])"
)
"""A line's number, and what parts it from the name: 1. ann, 2) bob, (3) eve, 4 - sam."""

_TAGS = re.compile(r"\s*#\d+\s+#")
"""As in "#2024 #love": the number is a tag as well."""

_NAMED = re.compile(r"\w|^#[^\x00-\x7f]")
"""Names and tags have a letter or a digit, but a tag may be a picture."""

_REMARK = re.compile(r"\([^()]*\)")
_BETWEEN = re.compile(r"[\s,;|،؛、]+")
"""Names and tags hold none of these."""

_NUMBER = re.compile(r"[(\[]?\d{1,4}[.):\]]+")


def names_listed(text: str) -> list[str]:
    """Return the names of a list, without its numbers, bullets and remarks in brackets.

    A name of digits stays one: only numbers that rise by one from line to line number the lines, unless
    lines would be the same without them, as 9.gag and 10.gag.
    """
    lines = _without_numbers([line for line in text.splitlines() if line.strip()])
    parts = (part for line in lines for part in _BETWEEN.split(_without_remark(line)))
    return [part for part in parts if _NAMED.search(part) and not _NUMBER.fullmatch(part)]


def _without_numbers(lines: list[str]) -> list[str]:
    marks = [_NUMBERED.match(line) for line in lines if not _TAGS.match(line)]
    numbers = [int(re.sub(r"\D", "", mark[1])) for mark in marks if mark is not None]
    if len(numbers) < len(lines) or any(after != before + 1 for before, after in pairwise(numbers)):
        return lines
    bare = [line[mark.end() :].strip() for line, mark in zip(lines, marks, strict=True) if mark is not None]
    return bare if 1 < len(lines) == len(set(bare)) else lines


def _without_remark(line: str) -> str:
    bare = _REMARK.sub(" ", line)
    return bare if bare.strip() else line
