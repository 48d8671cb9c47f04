"""Labels for a page of services: the price, and then what tells each service from the others.

A phone shows one line of about 30 characters on a button. Panels' names begin alike and differ late
("Instagram Followers [ X ] | 100k/D | R30"), so the words that all names of the page share are cut.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

LIMIT = 30
"""Characters of a label that a phone shows."""

_BETWEEN = " · "
_MARKS = re.compile(r"[|\[\](){}<>«»【】『』「」~•●★☆✦➤➜→»\u2500-\u257f]+|\s[-–—:]+\s")
_FEWEST_SHOWN = 4  # characters of a name that say anything


@dataclass(frozen=True, slots=True)
class Entry:
    """A service as it is listed: its price in words (empty while there is none), its name and its id."""

    price: str
    name: str
    id: str
    sign: str = ""


def labels(page: Sequence[Entry], limit: int = LIMIT) -> list[str]:
    """Return a label for each entry, at most `limit` characters, pairwise different, the price first.

    A price is never cut; the ids have to differ.
    """
    return list(_labels(tuple(page), limit))


@lru_cache(maxsize=1024)
def _labels(page: tuple[Entry, ...], limit: int) -> tuple[str, ...]:
    """As `labels`; many people look at the same page."""
    shown = _without_common([_parts(entry.name) for entry in page])
    made = [_label(entry, parts, limit) for entry, parts in zip(page, shown, strict=True)]
    return tuple(_told_apart(page, shown, made, limit))


def _parts(name: str) -> list[list[str]]:
    """Return the words of a name, by the parts that its marks and brackets separate."""
    plain = "".join(letter for letter in name if unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co"})
    return [words for part in _MARKS.split(plain) if (words := part.split())]


def _without_common(names: Sequence[list[list[str]]]) -> list[list[list[str]]]:
    """Cut the words that all names have. A single name, and one of which nothing is left, stays whole."""
    if len(names) < 2:
        return list(names)
    common = set.intersection(*({word.casefold() for part in name for word in part} for name in names))
    cut = [_cut(name, common) for name in names]
    return [short or name for short, name in zip(cut, names, strict=True)]


def _cut(name: list[list[str]], common: set[str]) -> list[list[str]]:
    kept = ([word for word in part if word.casefold() not in common] for part in name)
    return [part for part in kept if any(letter.isalnum() for word in part for letter in word)]


def _label(entry: Entry, parts: list[list[str]], limit: int) -> str:
    head = entry.price + (f"{_BETWEEN}{entry.sign}" if entry.sign and entry.price else entry.sign)
    if len(head) > limit:  # the signs are in the text above too
        head = entry.price
    room = limit - len(head) - (len(_BETWEEN) if head else 0)
    if room < _FEWEST_SHOWN:
        return head
    airy = _BETWEEN.join(" ".join(part) for part in parts)
    dense = " ".join(" ".join(part) for part in parts)
    text = airy if len(airy) <= room else in_the_middle(dense, room)
    return _BETWEEN.join(part for part in (head, text) if part) or f"#{entry.id}"[:limit]


def in_the_middle(text: str, limit: int) -> str:
    """Return the text in at most `limit` characters; a longer one loses its middle."""
    if len(text) <= limit:
        return text
    left = (limit - 1) * 3 // 5
    right = limit - 1 - left
    return f"{text[:left].rstrip()}…{text[len(text) - right :].lstrip() if right else ''}"


def _told_apart(
    page: Sequence[Entry], shown: Sequence[list[list[str]]], made: list[str], limit: int
) -> list[str]:
    """Make equal labels differ: by what differs among them alone, else by their numbers."""
    for at_once in _alike(made):
        nearer = _without_common([shown[at] for at in at_once])
        for at, parts in zip(at_once, nearer, strict=True):
            made[at] = _label(page[at], parts, limit)
    for at_once in _alike(made):
        tags = _tags([page[at].id for at in at_once])
        for at, tag in zip(at_once, tags, strict=True):
            made[at] = _tagged(page[at], made[at], tag, limit)
    for at_once in _alike(made):  # ids alike at their ends too: the place on the page
        for at in at_once:
            made[at] = _tagged(page[at], made[at], f"({at + 1})", limit)
    return made


def _alike(made: Sequence[str]) -> list[list[int]]:
    places = defaultdict[str, list[int]](list)
    for at, label in enumerate(made):
        places[label.casefold()].append(at)
    return [at_once for at_once in places.values() if len(at_once) > 1]


def _tags(ids: Sequence[str]) -> list[str]:
    """Return a short text for each id: the id itself, or its end if it is long and the ends differ."""
    ends = [f"#{one}" if len(one) <= 8 else f"#…{one[-6:]}" for one in ids]
    return ends if max(Counter(ends).values()) == 1 else [f"#{one}" for one in ids]


def _tagged(entry: Entry, label: str, tag: str, limit: int) -> str:
    """Return the label with the tag at its end; the text between the price and the tag gives way."""
    head, text = label[: len(entry.price)], label[len(entry.price) :].removeprefix(_BETWEEN).lstrip()
    room = limit - len(head) - len(tag) - len(_BETWEEN) - 1
    if room >= _FEWEST_SHOWN and text:
        return f"{head}{_BETWEEN if head else ''}{in_the_middle(text, room)} {tag}"
    return f"{head} {tag[: max(2, limit - len(head) - 1)]}".strip()
