"""Kiosk: `bot.py run` runs the shop, `bot.py demo` tries it in a browser, `bot.py --help` lists the rest."""

import os
import sys

import lean  # noqa: F401 - before anything large is imported
import newer_sqlite  # noqa: F401 - before anything imports sqlite3

# isort: split
# PTB 22 warns when a wait is given in seconds; as a timedelta it is the same wait.
os.environ.setdefault("PTB_TIMEDELTA", "true")

from cli.main import main

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
