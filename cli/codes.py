"""Exit codes, and what a command prints before it ends with one."""

import asyncio
import os
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
    """Do this command's `work`, which returns False if something is wrong; return its exit code.

    `taken` means that a kiosk is running, `wrong` are problems of the settings, and `troubles` are what else
    may be expected to go wrong besides the database: each is told in a line, without a traceback.
    """
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


class CannotSay(Exception):
    """What a command has to say cannot be written; the text says why."""


def printed(working: Coroutine[None, None, list[str]]) -> bool:
    """Print the lines that this work returns; return True."""
    for line in asyncio.run(working):
        say(line)
    return True


def say(line: str) -> None:
    """Print a line; a pipe's reader sees it at once. Where nobody reads any more, the work goes on silently.

    Raises CannotSay.
    """
    is_heard(line)


def is_heard(line: str) -> bool:
    """Print a line; return False if its reader has gone, as that of `| head` does. Raises CannotSay."""
    try:
        print(line, flush=True)
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for this line and all others
        if isinstance(error, BrokenPipeError):
            return False
        message = f"What this command says cannot be written ({error.strerror}): see where its output goes."
        raise CannotSay(message) from error
    return True
