"""Load settings, or say all that is wrong with them in a line each."""

import sys
from collections.abc import Iterable
from typing import TypeVar

from pydantic import ValidationError
from pydantic_settings import BaseSettings

from env_file import PATH, problems_of_file
from settings.names import unknown_names
from settings.words import must_be

EXIT_BAD_SETTINGS = 2
T = TypeVar("T", bound=BaseSettings)


def problems_of(error: ValidationError) -> list[str]:
    """Return each problem as one line that names the setting and never its value."""
    found = [(field.upper(), text) for field, text in _problems(error)]
    lines = [f"{name}: {text}" if name else text for name, text in found]
    return list(dict.fromkeys(lines))


def problems_by_field(error: ValidationError) -> dict[str, str]:
    """Return the first problem of each setting, by its name in small letters."""
    return dict(reversed(_problems(error)))


def _problems(error: ValidationError) -> list[tuple[str, str]]:
    found = []
    for problem in error.errors(include_input=False, include_url=False):
        field = "_".join(str(part) for part in problem["loc"][:1])
        text = problem["msg"].removeprefix("Value error, ")
        if problem["type"] == "missing":
            text = "is missing; put it into .env or the environment"
        elif problem["type"] != "value_error":  # in our words, not the library's
            text = must_be(field.upper()) or "cannot be understood; .env.example shows how it is written"
        found.append((field, text))
    return found


def load(kind: type[T]) -> T:
    """Load these settings, or exit with code 2 after one line for each problem."""
    lines = problems_of_file()
    try:
        if not lines:
            return kind()
    except ValidationError as error:
        lines = problems_of(error)
        if any(one["type"] == "missing" for one in error.errors(include_input=False, include_url=False)):
            lines += unknown_names()  # perhaps it is there, under a name with a slip
    raise refusing(lines)


def refusing(lines: Iterable[str]) -> SystemExit:
    """Write a line for each problem of the settings; return what ends the process with code 2."""
    for line in lines:
        sys.stderr.write(line + "\n")
    hint = "" if PATH.exists() else " There is no .env here yet: cp .env.example .env"
    sys.stderr.write(f"The settings need a change before the kiosk can start.{hint}\n")
    return SystemExit(EXIT_BAD_SETTINGS)
