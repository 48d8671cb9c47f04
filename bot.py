"""Kiosk: `bot.py run` runs the shop, `bot.py demo` tries it in a browser, `bot.py --help` lists the rest."""

import os
import sys

if sys.hexversion < 0x030B0000:  # before an import that an older one cannot read
    sys.exit(
        f"Kiosk needs Python 3.11 or newer, and this is {sys.version.split()[0]}. "
        "Choose another: make PYTHON=python3.13 run"
    )

OURS = frozenset(
    (
        *("app", "charts", "cli", "env_file", "handlers", "health", "jobs", "lean", "listener", "locales"),
        *("logs", "messaging", "newer_sqlite", "panel", "payments", "private_files", "settings", "shop"),
        "storage",
    )
)
"""The parts of the kiosk itself: no Python has them installed."""

# PTB 22 warns when a wait is given in seconds; as a timedelta it is the same wait.
os.environ.setdefault("PTB_TIMEDELTA", "true")

try:
    import lean  # noqa: F401 - before anything large is imported
    import newer_sqlite  # noqa: F401 - before anything imports sqlite3

    # isort: split
    from cli.main import main
except ModuleNotFoundError as missing:
    if (missing.name or "").partition(".")[0] in OURS:
        sys.exit(
            f"This copy of Kiosk is not whole: {missing.name} is missing in {os.path.dirname(__file__)}. "
            "Take it anew; in a clone, `git status` names what is gone."
        )
    # This is not the Python of .venv.
    sys.exit(
        f"{missing.name} is not installed for {sys.executable}. Run bot.py with the Python that has "
        "Kiosk's packages: .venv/bin/python bot.py … (`make run` or `make demo` installs them there)."
    )

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
