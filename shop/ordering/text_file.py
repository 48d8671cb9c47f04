"""Read the text of a file a person sent, if it is plain text."""

import codecs

from shop.errors import ShopError

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MOSTLY = 0.4
"""The share of bytes that are zero in UTF-16 without its mark: half of them in letters of English."""

# The first bytes of word processors' files, archives and pictures.
_OTHERS = (b"{\\rtf", b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")


def plain_text(content: bytes) -> str:
    """Return the text: UTF-8, or UTF-16, as Windows saves it. Raises ShopError otherwise."""
    try:
        text = content.decode(_encoding_of(content))
    except UnicodeDecodeError:
        raise ShopError("file_not_text") from None
    if content.startswith(_OTHERS) or "\0" in text:
        raise ShopError("file_not_text")
    return text


def _encoding_of(content: bytes) -> str:
    if content.startswith(_UTF16):
        return "utf-16"
    high, low = content[1::2].count(0), content[::2].count(0)
    if len(content) % 2 or max(high, low) < _MOSTLY * len(content):
        return "utf-8-sig"
    return "utf-16-le" if high > low else "utf-16-be"
