"""Find the one link in a message: among other words, in quotes, with punctuation behind it."""

import re
import unicodedata
from collections.abc import Sequence

from shop.catalogue.platforms import platform_at
from shop.errors import ShopError

# Invisible characters pasted along with a link.
UNSEEN = (
    "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063"
    "\u2064\u2066\u2067\u2068\u2069\u2800\u3164\ufe0e\ufe0f\ufeff"
)
NOT_SEEN = dict.fromkeys(map(ord, UNSEEN))
"""For `str.translate`: leaves invisible characters out."""

_SPELLED = re.compile(r"(?:https?://|www\.)[^\s<>\"«»“”„`]+", re.IGNORECASE)
BROKEN = r"(?:h?t{0,2}ps?|htt)(?::/{0,2}|//)"
"""What is left of https:// where a letter or a sign was lost."""

_BARE = re.compile(
    rf"(?<![\w@./:%-])(?:{BROKEN})?"
    r"((?:[a-z0-9_-]+\.)+[a-z]{2,63})((?:[/?#][^\s<>\"«»“”„`]*)?)(?![\w@.-])",
    re.IGNORECASE,
)
_OPENING = "<([{\"'«“„‘`*_|,;「『【（《〈"
_BEHIND = ".,;:!?|'\"»”“’`*>}…。，！？、،؛؟」』】）》〉；：।॥"
# Marks or a word with a colon right before a link: "<https://…", "Link:https://…", "[here](https://…".
_WRAPPED = re.compile(r"[^/?.#\s]+(?=https?://|www\.)", re.IGNORECASE)
_NAME = re.compile(r"(?<![\w@./:%+-])@\w[\w.-]*+(?:/\d++)?+(?![\w@/])")
"""A person's or a channel's @name, or a post of one: @name/5; no part of either."""

_PAIRS = {")": "(", "]": "["}


def links_in(text: str) -> list[str]:
    """Return the links in a text, each once, as written: with a scheme, with www., or a platform's host.

    If there is none, invisible characters have broken them perhaps: then those found without these.
    """
    if "." not in text and "://" not in text:  # as in most of what is typed
        return []
    return _written_in(text) or ([] if text.isascii() else _written_in(text.translate(NOT_SEEN)))


def _written_in(text: str) -> list[str]:
    found = [without_marks(match.group()) for match in _SPELLED.finditer(text)]
    rest = _SPELLED.sub(" ", text)
    found += [
        without_marks(match.group())
        for match in _BARE.finditer(rest)
        if platform_at(match[1].lower()) is not None
    ]
    return list(dict.fromkeys(found))


def names_in(text: str) -> list[str]:
    """Return the @names in a text, each once, as written."""
    if "@" not in text:
        return []
    return list(dict.fromkeys(found.group().rstrip(".-") for found in _NAME.finditer(text)))


def the_link_in(text: str, hidden: Sequence[str] = ()) -> str:
    """Return the one link of a message: from its text, else from the links behind its words (`hidden`).

    Without a link it is the one @name. A text without white space stays as it is. Raises ShopError:
    `link_several` if there are several, `link_not_web` if there is none.
    """
    plain = text.strip().strip(UNSEEN).strip()
    alone = bool(plain) and not any(map(str.isspace, plain))
    if alone and not hidden and not _WRAPPED.match(plain):
        return plain
    links = list(dict.fromkeys([*links_in(plain), *hidden])) or names_in(plain)
    if len(links) > 1:
        raise ShopError("link_several")
    if not links and not alone:
        raise ShopError("link_not_web")
    return links[0] if links else plain


def without_marks(link: str, *, pictures: bool = False) -> str:
    """Strip the punctuation a sentence puts around a link; brackets that belong to the link stay.

    With `pictures` emoji behind it go as well: a web site's address may end with one, a platform's never.
    """
    link = link.lstrip(_OPENING)
    while link:
        last = link[-1]
        opening = _PAIRS.get(last)
        is_mark = last in _BEHIND or (pictures and _is_picture(last))
        if not is_mark and (opening is None or link.count(last) <= link.count(opening)):
            break
        link = link[:-1]
    return link


def _is_picture(sign: str) -> bool:
    return not sign.isascii() and unicodedata.category(sign) in {"So", "Sk", "Mn", "Me", "Cf"}
