"""Profiles from files: Kiosk's own by name, an operator's by path. Every error names its line."""

import re
import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from payments.described.profile import Profile

SHIPPED = Path(__file__).parents[1] / "gateways"

Described = TypeVar("Described", bound=BaseModel)


class ProfileProblem(ValueError):
    """A file describes nothing that can be asked; the text is a sentence that names the file and the line."""


def names_in(folder: Path) -> list[str]:
    """Return the names of the files in this folder that describe something."""
    return sorted(file.stem for file in folder.glob("*.toml"))


def load_gateway(named: str, *, built_in: Collection[str] = ()) -> Profile:
    """Return the profile of this name or in this file. Raises ProfileProblem."""
    return load(named, SHIPPED, Profile, besides=built_in)


def load(named: str, folder: Path, kind: type[Described], *, besides: Collection[str] = ()) -> Described:
    """Return what a file describes: one of this folder by name, or any by path. Raises ProfileProblem.

    `besides` are names that are Kiosk's own, too, and have no file.
    """
    file = Path(named) if named.endswith(".toml") else folder / f"{named}.toml"
    own = names_in(folder)
    if not named.endswith(".toml") and named not in own:
        known = ", ".join(sorted({*own, *besides}))
        raise ProfileProblem(f"{named}: is no file that ends in .toml and none of Kiosk's own: {known}")
    try:
        text = file.read_text(encoding="utf-8-sig")  # some editors mark UTF-8 at its beginning
    except (OSError, UnicodeDecodeError) as problem:
        why = problem.strerror if isinstance(problem, OSError) else "it is not UTF-8"
        raise ProfileProblem(f"{named}: cannot be read ({why})") from None
    return read(text, file.name, kind)


def read(text: str, file: str, kind: type[Described]) -> Described:
    """Return what this text describes. Raises ProfileProblem; `file` is its name for people."""
    try:
        members = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise ProfileProblem(f"{file}: is not valid TOML ({problem})") from None
    except (ValueError, RecursionError):
        raise ProfileProblem(f"{file}: holds a number or tables too large to be read") from None
    try:
        return kind.model_validate(members)
    except ValidationError as problem:
        raise ProfileProblem(_sentence(problem, text, file)) from None


def _sentence(problem: ValidationError, text: str, file: str) -> str:
    """Return what is wrong first, with its place."""
    error = problem.errors()[0]
    place = [str(part) for part in error["loc"] if part != "[key]"]
    says = str(error["msg"]).removeprefix("Value error, ")
    if error["type"] == "extra_forbidden":
        says = "is no member that it can have"
    elif error["type"] == "missing":
        says = "is missing"
    elif error["type"] == "string_pattern_mismatch":
        says = "is not written as it must be; docs/gateways.md shows how"
    name = ".".join(place)
    line = line_of(text, place) if place else _line_that_says(says, text)
    return f"{file}, line {line}: {name + ': ' if name else ''}{says}"


def _line_that_says(says: str, text: str) -> int:
    """Return the first line with what an error quotes; 1 if it quotes nothing."""
    quoted = [one[0] or one[1] for one in re.findall(r"'([^']+)'|(\{\w+\})", says)]
    lines = text.splitlines()
    return next((at for words in quoted for at, line in enumerate(lines, start=1) if words in line), 1)


def line_of(text: str, place: list[str]) -> int:
    """Return the line of a member, or of the nearest table around it.

    >>> line_of('name = "a"\\n[create]\\nurl = "/"', ["create", "url"])
    3
    """
    tables: list[str] = []
    best, depth = 1, 0
    for number, line in enumerate(text.splitlines(), start=1):
        if table := re.match(r"\s*\[+([^\]]+)\]", line):
            tables = [part.strip().strip('"') for part in table[1].split(".")]
            here = tables
        elif member := re.match(r'\s*"?([A-Za-z0-9_@.-]+)"?\s*=', line):
            here = [*tables, member[1]]
        else:
            continue
        shared = _shared(here, place)
        if shared == len(here) and shared > depth:
            best, depth = number, shared
    return best


def _shared(here: list[str], place: list[str]) -> int:
    """Return how many parts both begin with."""
    count = 0
    for one, other in zip(here, place, strict=False):
        if one != other:
            break
        count += 1
    return count
