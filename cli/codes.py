"""Exit codes, and what a command prints before it ends with one."""

import asyncio
import sys
from collections.abc import Callable, Coroutine

from settings import EXIT_BAD_SETTINGS
from storage.core.database import DatabaseTrouble
from storage.core.lock import AlreadyRunning

EXIT_TROUBLE = 1
EXIT_LOST = 69  # sysexits.h: what it needs is unavailable, its lock; the supervisor may try again
EXIT_TAKEN = 75  # sysexits.h: a temporary failure; the supervisor may try again


def exit_code(
    work: Callable[[], bool],
    *troubles: type[Exception],
    taken: type[Exception] = AlreadyRunning,
    wrong: tuple[type[Exception], ...] = (),
) -> int:
    """Do this command's work, and return its exit code: what is expected to go wrong is told in a line."""
    expected: tuple[type[Exception], ...] = (DatabaseTrouble, *troubles)
    try:
        return 0 if work() else EXIT_TROUBLE
    except taken as trouble:
        code, said = EXIT_TAKEN, str(trouble)
    except wrong as trouble:
        code, said = EXIT_BAD_SETTINGS, str(trouble)
    except expected as trouble:
        code, said = EXIT_TROUBLE, str(trouble)
    print(said, file=sys.stderr)
    return code


def printed(working: Coroutine[None, None, list[str]]) -> bool:
    """Print the lines that this work returns."""
    for line in asyncio.run(working):
        print(line)
    return True


def say_at_once(line: str) -> None:
    """Print a line of work that takes long; a pipe's reader sees it at once."""
    print(line, flush=True)
