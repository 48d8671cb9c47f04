"""The text in a file that a person sent, where it is plain text."""

import codecs

from shop.errors import ShopError

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# What word processors, archives and pictures begin with.
_OTHERS = (b"{\\rtf", b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")


def plain_text(content: bytes) -> str:
    """The text: UTF-8, or UTF-16 with its mark, as Windows saves it. Raises ShopError for anything else."""
    encoding = "utf-16" if content.startswith(_UTF16) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise ShopError("file_not_text") from None
    if content.startswith(_OTHERS) or "\0" in text:
        raise ShopError("file_not_text")
    return text
