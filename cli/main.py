"""Read the command line, and do its command."""

import argparse
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path

import lean
from cli.codes import EXIT_TROUBLE, CannotSay
from cli.parser import parser
from private_files import keep_new_files_private

Command = Callable[[argparse.Namespace], int]


def main(arguments: list[str]) -> int:
    """Run the command in the arguments."""
    _have_streams()
    if arguments[:1] == ["demo"]:  # the playground reads its own options
        return demo(arguments[1:])
    chosen = parser().parse_args(arguments)
    keep_new_files_private()
    _write_every_sign()
    command = _command(chosen.command)
    lean.settled()
    try:
        return command(chosen)
    except CannotSay as trouble:
        print(trouble, file=sys.stderr)
        return EXIT_TROUBLE


def _command(name: str) -> Command:
    """Return the command of this name, of those that `parser` knows; its modules are imported now."""
    if name == "run":
        from cli.running import run  # noqa: PLC0415 - each command imports what it needs

        return run
    if name in {"backup", "restore"}:
        from cli import keeping  # noqa: PLC0415 - as above

        return {"backup": keeping.backup, "restore": keeping.restore}[name]
    if name in {"convert", "import", "migrate"}:
        from cli import moving  # noqa: PLC0415 - as above

        return {"convert": moving.convert, "import": moving.bring_people, "migrate": moving.migrate}[name]
    from cli import checking  # noqa: PLC0415 - as above

    checks: dict[str, Command] = {
        "doctor": checking.doctor,
        "explain": checking.explain,
        "audit": checking.audit,
        "aside": checking.aside,
        "gateway": checking.gateway,
    }
    return checks[name]


def demo(options: list[str]) -> int:
    """Become the playground, which runs this bot against its own Telegram and panel, from whatever folder."""
    beside, known = str(Path(__file__).resolve().parents[1]), os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (beside, known)))
    os.execv(sys.executable, [sys.executable, "-m", "playground", *options])  # noqa: S606 - our own module  # nosec B606


def _have_streams() -> None:
    """Open what this process was started without, of standard input, output and error: onto nothing.

    A connection would get the number of one of them, and the event loop ends the process when it closes that.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)  # the lowest free number is this one


def _write_every_sign() -> None:
    """Have what this terminal cannot show written in ASCII: no command ends because of a sign.

    UTF-8 shows all but what a file's name may have that was written in other letters.
    """
    out = sys.stdout  # None where it was closed
    if isinstance(out, io.TextIOWrapper):
        out.reconfigure(errors="backslashreplace")
