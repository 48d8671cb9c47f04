"""Check .env as people write it: each problem becomes a line, never a traceback."""

import io
import os
import re
from pathlib import Path

from dotenv import dotenv_values
from dotenv.parser import parse_stream

PATH = Path(".env")

_SAVE = "save it as UTF-8 (editors offer that under Save as; in PowerShell: Set-Content -Encoding utf8)"
_NULS_OF_UTF_16 = 0.2
"""In UTF-16 every other byte of plain letters is NUL; in UTF-8 none is."""


_QUOTES = {'"': '"', "'": "'", "“": "”", "”": "”", "„": "“", "«": "»", "‘": "’", "’": "’", "`": "`"}
_UNSEEN = "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060"
_COMMENT = re.compile(r"\s#.*$", re.DOTALL)


def problems_of_file(path: Path = PATH) -> list[str]:
    """Return a sentence for each problem that keeps this file from being read; none if it does not exist."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return []
    except IsADirectoryError:
        return [f"{path}: is a folder; it must be a text file."]
    except OSError as error:
        return [f"{path}: cannot be read ({error.strerror}); check its owner and permissions."]
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or raw.count(0) > len(raw) * _NULS_OF_UTF_16:
        return [f"{path}: is written in UTF-16; {_SAVE}."]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return [f"{path}: line {line} is not written in UTF-8; {_SAVE}."]
    if "\0" in text:
        return [f"{path}: holds NUL characters; write it again, and {_SAVE}."]
    return [
        f"{path}: line {entry.original.line} cannot be read; write NAME=value, with both quotes or none."
        for entry in parse_stream(io.StringIO(text))
        if entry.error or (entry.key is not None and entry.value is None)
    ]


def plain(text: str, *, has_comments: bool = True) -> str:
    """Strip what people and tools put around a setting: blanks, line ends, quotes, a comment after it.

    Docker passes an env file's quotes and comments on unchanged.
    """
    text = text.strip().strip(_UNSEEN).strip()
    if has_comments and text[:1] not in _QUOTES:
        text = _COMMENT.sub("", " " + text).strip() if "#" in text else text
    if len(text) >= 2 and _QUOTES.get(text[0]) == text[-1]:
        text = text[1:-1].strip().strip(_UNSEEN).strip()
    return text


def value_of(setting: str) -> str:
    """Return a setting that has no field of its own, from the environment or .env; empty without one."""
    found = os.environ.get(setting) or (dotenv_values(PATH).get(setting) if PATH.is_file() else None)
    text = found or ""
    begins_so = text.startswith("#") and len(text.split()) == 1  # a key may; a comment has blanks
    return plain(text, has_comments=not begins_so)


def key_in(setting: str, of: str, whose: str) -> str:
    """Return the key in this setting, for the file `of`; `whose` it is completes the sentence.

    Raises ValueError with a sentence that names the setting and never the key.
    """
    key = value_of(setting)
    if not key:
        raise ValueError(f"{of}: {setting} is missing; put {whose} into .env or the environment")
    return check_key(key, f"{setting} ")


def check_key(key: str, named: str = "") -> str:
    """Return a key that a header can carry. Raises ValueError with a sentence that begins with `named`."""
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise ValueError(f"{named}holds blanks or characters that no key has; copy it again")
    return key
