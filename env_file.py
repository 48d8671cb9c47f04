"""Check .env as people write it: each problem becomes a line, never a traceback."""

import io
import os
import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path

from dotenv.parser import Binding, parse_stream

PATH = Path(".env")

_SAVE = "save it as UTF-8 (editors offer that under Save as; in PowerShell: Set-Content -Encoding utf8)"
_NULS_OF_UTF_16 = 0.2
"""In UTF-16 every other byte of plain letters is NUL; in UTF-8 none is."""

_QUOTES = {'"': '"', "'": "'", "“": "”", "”": "”", "„": "“", "«": "»", "‘": "’", "’": "’", "`": "`"}
_UNSEEN = "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060"
_COMMENT = re.compile(r"\s#.*$", re.DOTALL)
_COMMENT_ALONE = re.compile(r"#(\s|$)")
_IN_QUOTES = re.compile(r"\s*[^=]*=[^\S\r\n]*['\"]")
_NAMED = re.compile(r"\$\{([^}:]*)(?::-([^}]*))?\}")

SECRETS = frozenset(
    {
        "BACKUP_KEY",
        "BOT_TOKEN",
        "CRYPTO_PAY_TOKEN",
        "PANEL_KEY",
        "PANEL_PROXY",
        "PAYMENT_PROVIDER_TOKEN",
        "TELEGRAM_PROXY",
        "TON_KEY",
        "TRON_KEY",
        "WEBHOOK_SECRET",
    }
)
_KEYS_OF_FILES = ("GATEWAY_", "PANEL_KEY_")

_BACKUP_KEY = "BACKUP_KEY"
_DATABASE_URL = "DATABASE_URL"
_WITH_BLANKS = frozenset({_BACKUP_KEY, _DATABASE_URL, "BACKUP_FOLDER"})
"""What may hold blanks, and must not be shortened: a # behind one may belong to it (docs/decisions/0107)."""

_DOUBTFUL = "holds a # where a comment may begin"


class Quoted(str):
    """A value that stood in quotes in the file: a # in it begins no comment."""

    __slots__ = ()


def is_secret(setting: str) -> bool:
    """Return True if this setting is a key, a token or the like: it counts exactly as it is written."""
    name = setting.upper()
    return name in SECRETS or (name.startswith(_KEYS_OF_FILES) and not name.endswith("_ROOT"))


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
    entries = list(parse_stream(io.StringIO(text)))
    known = {entry.key for entry in entries} | os.environ.keys()
    return [
        f"{path}: line {entry.original.line}{problem}"
        for entry in entries
        if (problem := _problem_of(entry, known))
    ]


def _problem_of(entry: Binding, known: Collection[str | None]) -> str:
    """Return what follows the number of a line that cannot be read, or not in one way alone; else nothing.

    `known` are the names that have a value.
    """
    if entry.error or (entry.key is not None and entry.value is None):
        return " cannot be read; write NAME=value, with both quotes or none."
    name = (entry.key or "").upper()
    if name in _WITH_BLANKS and _is_doubtful(_as_it_stands(entry), always=_is_quoted(entry)):
        so_far = "So far only what stands before it counted: write that alone, or"
        return f": {name} {_DOUBTFUL}. {so_far} choose a value without a # at its start or behind a blank."
    if name == _BACKUP_KEY and _NAMED.search(entry.value or ""):
        so_far = "So far another text was put in its place: write what that made of it, or"
        return f": {name} holds ${{…}}. {so_far} choose a passphrase without it."
    if is_secret(name) and _names_another(name, entry.value or "", known):
        return f": {name} holds ${{…}}. So far another text was put in its place: write that text itself."
    return ""


def _names_another(secret: str, text: str, known: Collection[str | None]) -> bool:
    """Return True if this is surely no secret itself: it is all a name of a value, or a proxy's password."""
    found = _NAMED.search(text) if secret.endswith("_PROXY") else _NAMED.fullmatch(text)
    return found is not None and (found[2] is not None or found[1] in known)


def _is_quoted(entry: Binding) -> bool:
    return _IN_QUOTES.match(entry.original.string) is not None


def _as_it_stands(entry: Binding) -> str:
    """Return the value without its quotes, and with what the library takes for a comment."""
    return (entry.value or "") if _is_quoted(entry) else entry.original.string.partition("=")[2].strip()


def _is_doubtful(text: str, *, always: bool) -> bool:
    """Return True if a # after a blank may be no comment; with `always` even one before a blank."""
    if text.startswith("#"):
        return len(text.split()) > 1 and (always or not _COMMENT_ALONE.match(text))
    return re.search(r"\s#" if always else r"\s#\S", text) is not None


def values_in(path: Path) -> dict[str, str]:
    """Return the settings in this file, none if there is no such file.

    `${NAME}` stands for what has that name in the environment or further up; without either it stays as it
    is, and in secrets always. The file was looked at by `problems_of_file`.
    """
    if not path.is_file():
        return {}
    found: dict[str, str] = {}
    for name, text in _entries(path.read_text(encoding="utf-8-sig")):
        found[name] = text if is_secret(name) else type(text)(_replaced(text, found))
    return found


@lru_cache(maxsize=1)
def _entries(text: str) -> tuple[tuple[str, str], ...]:
    """Return the names and values in this text. It is parsed once, however many settings are asked for."""
    found: list[tuple[str, str]] = []
    for entry in parse_stream(io.StringIO(text)):
        if entry.key is None or entry.value is None:
            continue
        if _is_quoted(entry):
            found.append((entry.key, Quoted(entry.value)))
        else:
            found.append((entry.key, "" if _COMMENT_ALONE.match(entry.value) else entry.value))
    return tuple(found)


def _replaced(text: str, above: Mapping[str, str]) -> str:
    """Return the text with each `${NAME}` replaced, see `values_in`; `above` are the settings further up."""

    def one(found: re.Match[str]) -> str:
        name, otherwise = found.groups()
        return above.get(name, os.environ.get(name, found[0] if otherwise is None else otherwise))

    return _NAMED.sub(one, text)


def remarks(path: Path = PATH) -> list[str]:
    """Return warnings about secrets that are taken as they are written, and perhaps were not meant so."""
    in_file = values_in(path)
    lines = [
        f"{name} begins with #, and is a key all the same; a line that begins with # is left out"
        for name, text in sorted({**in_file, **os.environ}.items())
        if is_secret(name) and _is_word_with_sign(text)
    ]
    lines += [
        f"{name} holds ${{…}}: a key is taken as it is written, and nothing is put in its place"
        for name, text in sorted(in_file.items())
        if is_secret(name) and name not in os.environ and _NAMED.search(text)
    ]
    return lines


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


def meant_by(setting: str, text: str) -> str:
    """Return what this text says as that setting: of a secret no part is lost.

    Raises ValueError with a sentence where it may be more, or less, than it looks like.
    """
    is_bare = text.strip()[:1] not in _QUOTES
    if setting in _WITH_BLANKS and is_bare and _is_doubtful(text.strip(), always=setting == _BACKUP_KEY):
        raise ValueError(f"{_DOUBTFUL}; write it without the comment, or choose a value without one there")
    is_whole = isinstance(text, Quoted) or _is_word_with_sign(text)
    is_whole = is_whole and (is_secret(setting) or setting == _DATABASE_URL)
    return plain(text, has_comments=not is_whole)


def _is_word_with_sign(text: str) -> bool:
    """Return True for a word that begins with #: a key may, while a comment has blanks."""
    words = text.split()
    return len(words) == 1 and len(words[0]) > 1 and words[0].startswith("#")


def value_of(setting: str) -> str:
    """Return a setting that has no field of its own, from the environment or .env; empty without one."""
    return meant_by(setting, os.environ.get(setting) or values_in(PATH).get(setting, ""))


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
