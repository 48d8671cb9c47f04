"""Files with lists, as people save them."""

import codecs

import pytest

from shop.errors import ShopError
from shop.ordering.text_file import plain_text

WORDS = "Nice\nПрекрасно 🦊"


@pytest.mark.parametrize(
    "content",
    [
        WORDS.encode(),
        codecs.BOM_UTF8 + WORDS.encode(),
        WORDS.encode("utf-16"),
        codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"),
    ],
)
def test_plain_text_is_read_however_it_was_saved(content: bytes) -> None:
    assert plain_text(content) == WORDS


@pytest.mark.parametrize(
    "content",
    [
        rb"{\rtf1\ansi Nice}",
        b"PK\x03\x04word/document.xml",
        b"%PDF-1.7",
        b"\xd0\xcf\x11\xe0old word",
        b"\xff\xd8\xff",
        b"\xff\xfe\x00",
        WORDS.encode("cp1251", "replace"),
        b"a\0b",
        b"a\0b\0\0\0",
        b"\0\0\0\0",
    ],
)
def test_what_is_no_plain_text_is_refused(content: bytes) -> None:
    with pytest.raises(ShopError, match="file_not_text"):
        plain_text(content)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_list_in_utf_16_needs_no_mark(encoding: str) -> None:
    text = "12 | https://example.com/дом | 1000\r\n"
    assert plain_text(text.encode(encoding)) == text
