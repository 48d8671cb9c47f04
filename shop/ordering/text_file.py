"""Read the text of a file a person sent, if it is plain text."""

import codecs

from shop.errors import ShopError

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# The first bytes of word processors' files, archives and pictures.
_OTHERS = (b"{\\rtf", b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")


def plain_text(content: bytes) -> str:
    """Return the text: UTF-8, or UTF-16 with its mark, as Windows saves it. Raises ShopError otherwise."""
    encoding = "utf-16" if content.startswith(_UTF16) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise ShopError("file_not_text") from None
    if content.startswith(_OTHERS) or "\0" in text:
        raise ShopError("file_not_text")
    return text
