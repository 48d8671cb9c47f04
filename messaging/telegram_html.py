"""Telegram's HTML as an operator types it: what is wrong with it, and how long it is for its readers.

core.telegram.org/bots/api#html-style lists the tags. Telegram refuses a whole message for one broken tag,
so a text that is sent again and again is checked once, at the start.
"""

import html
import re
from collections.abc import Iterator

from shop.plain import units

_ATTRIBUTES: dict[str, re.Pattern[str] | None] = {
    **dict.fromkeys(("b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "tg-spoiler", "pre"), None),
    "a": re.compile(r'\s+href\s*=\s*("[^"]+"|\'[^\']+\'|[^\s"\'>]+)\s*'),
    "span": re.compile(r"\s+class\s*=\s*[\"']?tg-spoiler[\"']?\s*"),
    "code": re.compile(r"(\s+class\s*=\s*[\"']?language-[^\"'\s]+[\"']?)?\s*"),
    "blockquote": re.compile(r"(\s+expandable(\s*=\s*(\"\"|''))?)?\s*"),
    "tg-time": re.compile(r"\s+unix\s*=\s*[\"']?\d+[\"']?(\s+format\s*=\s*[\"']?(r|w?[dD]?[tT]?)[\"']?)?\s*"),
    "tg-emoji": re.compile(r"\s+emoji-id\s*=\s*[\"']?\d+[\"']?\s*"),
}
"""Each tag Telegram knows, and what may stand behind its name; None for nothing."""

_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)([^<>]*)>")


class BrokenTag(ValueError):
    """A tag that Telegram would refuse; the text says which one, where, and what to do."""


def shown_length(text: str) -> int:
    """Return how many characters of this HTML count for Telegram: those shown, in UTF-16 units.

    Raises BrokenTag where Telegram would refuse the text.
    """
    return units(shown_words(text))


def shown_words(text: str) -> str:
    """Return what its readers see of this HTML, without the marks. Raises BrokenTag as `shown_length`."""
    return html.unescape("".join(_shown(text)))


def _shown(text: str) -> Iterator[str]:
    """Yield what stands between the tags, while checking them."""
    open_: list[tuple[str, int]] = []
    at = 0
    while (start := text.find("<", at)) >= 0:
        yield text[at:start]
        tag = _TAG.match(text, start)
        if tag is None:
            raise BrokenTag(
                f"has a < that begins no tag {_place(text, start)}; write &lt; for the sign itself"
            )
        _check(tag, text, open_)
        at = tag.end()
    if open_:
        name, start = open_[-1]
        raise BrokenTag(f"has a <{name}> without its </{name}> {_place(text, start)}")
    yield text[at:]


def _check(tag: re.Match[str], text: str, open_: list[tuple[str, int]]) -> None:
    """Follow one tag: `open_` holds those not closed yet, each with its place. Raises BrokenTag."""
    is_end, name, rest = bool(tag[1]), tag[2].lower(), tag[3]
    place = _place(text, tag.start())
    if name not in _ATTRIBUTES:
        known = ", ".join(sorted(_ATTRIBUTES))
        raise BrokenTag(f"has a tag that Telegram does not know, <{name[:20]}>, {place}; it knows {known}")
    if is_end:
        if not open_ or open_[-1][0] != name or rest.strip():
            ends = f"</{open_[-1][0]}> must come first" if open_ else "nothing is open there"
            raise BrokenTag(f"has a </{name}> {place}, but {ends}")
        open_.pop()
        return
    allowed = _ATTRIBUTES[name]
    if (allowed is None and rest.strip()) or (allowed is not None and not allowed.fullmatch(rest)):
        raise BrokenTag(f"has a <{name}> {place} that is not written as Telegram has it")
    open_.append((name, tag.start()))


def _place(text: str, at: int) -> str:
    """Say where `at` is, as people count."""
    line = text.count("\n", 0, at) + 1
    column = at - (text.rfind("\n", 0, at) + 1) + 1
    return f"in line {line} at character {column}"
