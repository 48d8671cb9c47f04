"""Read the text of a file a person sent, if it is plain text."""

import codecs
import re

from shop.errors import ShopError

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MOSTLY = 0.4
"""The share of bytes that are zero in UTF-16 without its mark: half of them in letters of English."""

# The first bytes of word processors' files, archives and pictures.
_OTHERS = (b"{\\rtf", b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")

_WESTERN, _CYRILLIC = "cp1252", "cp1251"
_CYRILLIC_WORD = re.compile(rb"[\xa8\xb8\xc0-\xff]{3}")
"""In Western languages no three letters with accents stand side by side."""


def plain_text(content: bytes) -> str:
    """Return the text: UTF-8, or UTF-16, as Windows saves it. Raises ShopError otherwise."""
    try:
        text = content.decode(_encoding_of(content))
    except UnicodeDecodeError:
        raise ShopError("file_not_text") from None
    if content.startswith(_OTHERS) or "\0" in text:
        raise ShopError("file_not_text")
    return text


def in_windows_letters(content: bytes) -> list[str]:
    """Return how a text reads in Windows' Western and Cyrillic letters, the likelier first.

    Which of them is meant, a caller has to prove. Empty for what is no text, and for UTF-8 with a letter cut
    in two: in other letters it would read, but as other words.
    """
    if content.startswith(_OTHERS) or b"\0" in content or _is_nearly_utf8(content):
        return []
    both = [_CYRILLIC, _WESTERN] if _CYRILLIC_WORD.search(content) else [_WESTERN, _CYRILLIC]
    return [text for encoding in both if (text := _decoded(content, encoding)) is not None]


def _is_nearly_utf8(content: bytes) -> bool:
    """Return True if more letters beyond ASCII are right in UTF-8 than are wrong."""
    beyond = [letter for letter in content.decode("utf-8", "replace") if letter > "\x7f"]
    return 2 * beyond.count("\ufffd") < len(beyond)


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _encoding_of(content: bytes) -> str:
    if content.startswith(_UTF16):
        return "utf-16"
    high, low = content[1::2].count(0), content[::2].count(0)
    if len(content) % 2 or max(high, low) < _MOSTLY * len(content):
        return "utf-8-sig"
    return "utf-16-le" if high > low else "utf-16-be"
