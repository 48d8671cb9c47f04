"""Read text that is no UTF-8, where it can be one thing only.

A wrong guess must not change what the answer says: every byte of ASCII stays what it is, so the JSON does
too, and only letters of names and sentences are at stake.
"""

import re

_NAMED = frozenset(
    {"windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1254", "windows-1255"}
    | {"windows-1256", "windows-1257", "windows-1258", "cp1251", "cp1254", "koi8-r", "koi8-u", "tis-620"}
    | {"iso-8859-1", "iso-8859-2", "iso-8859-5", "iso-8859-7", "iso-8859-9", "iso-8859-15", "windows-874"}
    | {"gbk", "gb2312", "gb18030", "big5", "shift_jis", "euc-jp", "euc-kr"}
)
_ALIASES = {"windows-874": "cp874"}

_HIGH = re.compile(rb"[\x80-\xff]")
_CYRILLIC = re.compile(rb"[\x00-\x7f\xc0-\xff\xa8\xb8\xab\xbb\xb9\x96\x97\x85\xa0\x93\x94]*")
_SMALL = re.compile(rb"[\xe0-\xff\xb8]")
_WORD = re.compile(rb"[\xc0-\xff\xa8\xb8]{3}")
_MIXED = re.compile(rb"(?<!\\)[A-Za-z][\xc0-\xff]|[\xc0-\xff][A-Za-z]")
"""A word of Latin letters with accents, as of Turkish or Spanish; the n of "\\n" belongs to none."""

_CHINESE = re.compile(rb"(?:[\x00-\x7f]|[\xa1-\xa9\xb0-\xf7][\xa1-\xfe])*")
_PAIRS = re.compile(rb"[\xa1-\xf7][\xa1-\xfe]")
_COMMON = range(0xB0, 0xD8)
_NOT_KOREAN = range(0xC9, 0xD8)
"""First bytes of common Chinese characters; Korean text has the same up to C8."""


def legacy_text(body: bytes, charset: str = "") -> str | None:
    """Return the text of bytes that are no UTF-8, or None where it could be several."""
    named = charset.strip().strip("\"'").lower()
    if named in _NAMED:
        return _decoded(body, _ALIASES.get(named, named))
    if _is_cyrillic(body):
        return _decoded(body, "cp1251")
    return _decoded(body, "gbk") if _is_chinese(body) else None


def _decoded(body: bytes, encoding: str) -> str | None:
    """Return the text if it is all in this encoding, and each byte of ASCII means itself there."""
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError:
        return None
    kept = text.encode("ascii", "ignore") == _HIGH.sub(b"", body)
    return text if kept else None


def _is_cyrillic(body: bytes) -> bool:
    """Return True if this is windows-1251: words of Cyrillic letters alone, most of them small ones."""
    if not _CYRILLIC.fullmatch(body) or _MIXED.search(body) or not _WORD.search(body):
        return False
    return 2 * len(_SMALL.findall(body)) > len(_HIGH.findall(body))


def _is_chinese(body: bytes) -> bool:
    """Return True if this is GBK: pairs of bytes, most of them common characters; no Korean or Cyrillic."""
    if not _CHINESE.fullmatch(body) or _CYRILLIC.fullmatch(body):
        return False
    firsts = [pair[0] for pair in _PAIRS.findall(body)]
    common = sum(first in _COMMON for first in firsts)
    return 2 * common > len(firsts) and any(first in _NOT_KOREAN for first in firsts)
