"""Names in .env and the environment that may not do what one expects: misspelled, twice, or outweighed."""

import io
import os
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path

from dotenv.parser import parse_stream

from env_file import PATH, plain, values_in
from env_file import remarks as remarks_of_file
from settings.kiosk import Settings

OF_COMPOSE = frozenset({"POSTGRES_PASSWORD", "SITE", "TELEGRAM_API_HASH", "TELEGRAM_API_ID"})
"""What compose.yaml takes from .env for its other services."""

_OTHERS = ("COMPOSE_", "GATEWAY_", "PANEL_KEY_")
"""What begins so is Docker's own, or a key whose file names it."""

_ALIKE = 0.8
"""How much of a name must be that of a setting."""

_LEAST_LETTERS = 8
"""Of a name in the environment that may be a misspelled one; TERM and the like are other programs'."""


def remarks_of_names(path: Path = PATH) -> list[str]:
    """Return warnings about .env and the environment: of secrets, then of names; without any value.

    The file was looked at by `problems_of_file`.
    """
    lines = _lines_of_names(path)
    values = {name: text for name, (_, text) in lines.items()}
    return [
        *remarks_of_file(path),
        *(
            f"{name} stands in {path} in the lines {_joined(numbers)}: only line {numbers[-1]} counts"
            for name, (numbers, _) in lines.items()
            if len(numbers) > 1
        ),
        *_unknown(values, path),
        *_outweighed(values, path),
    ]


def unknown_names(path: Path = PATH) -> list[str]:
    """Return a line for each name that is no setting, in the file, or nearly one in the environment."""
    return _unknown({name: text for name, (_, text) in _lines_of_names(path).items()}, path)


def _lines_of_names(path: Path) -> dict[str, tuple[list[int], str]]:
    """Return in which lines of the file each name stands, and its last value."""
    if not path.is_file():
        return {}
    found: dict[str, tuple[list[int], str]] = {}
    for entry in parse_stream(io.StringIO(path.read_text(encoding="utf-8-sig"))):
        if entry.key is not None and entry.value is not None:
            name = entry.key.upper()
            before, _ = found.get(name, ([], ""))
            # What the parser calls an entry may begin with the empty lines above it.
            blank = len(entry.original.string) - len(entry.original.string.lstrip())
            above = entry.original.string[:blank].count("\n")
            found[name] = ([*before, entry.original.line + above], entry.value)
    return found


def _unknown(values: Mapping[str, str], path: Path) -> list[str]:
    """Return a line for each name in the file that is no setting, in the environment if it is nearly one."""
    used = {name for text in values.values() for name in values if f"${{{name}" in text.upper()}
    remarks = [
        f"{name} in {path} is no setting of Kiosk's, and does nothing.{_meant(name)}"
        for name in values
        if not _is_known(name) and name not in used
    ]
    remarks += [
        f"{name} in the environment is no setting of Kiosk's, and does nothing.{_meant(name)}"
        for name in sorted(os.environ)
        if len(name) >= _LEAST_LETTERS and not _is_known(name) and _nearest(name) and name not in values
    ]
    return remarks


def _outweighed(values: Mapping[str, str], path: Path) -> list[str]:
    """Return a line for each setting that the environment has otherwise than the file.

    Whoever put the file into the environment may have replaced its `${NAME}`, or left them.
    """
    replaced = {name.upper(): text for name, text in values_in(path).items()}
    return [
        f"{name} in {path} does not count: the environment has another value"
        for name, text in values.items()
        if name.lower() in Settings.model_fields
        and plain(os.environ.get(name, "")) not in {"", plain(text), plain(replaced[name])}
        and plain(text)
    ]


def _is_known(name: str) -> bool:
    is_setting = name.lower() in Settings.model_fields
    return is_setting or name in OF_COMPOSE or name.upper().startswith(_OTHERS)


def _nearest(name: str) -> str:
    known = [field.upper() for field in Settings.model_fields]
    return next(iter(get_close_matches(name.upper().removeprefix("$ENV:"), known, n=1, cutoff=_ALIKE)), "")


def _meant(name: str) -> str:
    begun = [field.upper() for field in Settings.model_fields if field.upper().startswith(f"{name}_")]
    meant = _nearest(name) or (begun[0] if len(begun) == 1 else "")
    return f" Do you mean {meant}?" if meant else ""


def _joined(numbers: Iterable[int]) -> str:
    *others, last = map(str, numbers)
    return f"{', '.join(others)} and {last}"
