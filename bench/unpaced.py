"""The kiosk as a program without a limit on its sends, to measure everything but Telegram's pace.

python bench/unpaced.py run
"""

import sys
from functools import partial
from pathlib import Path

# This folder's own modules must not shadow the kiosk's rooms.
sys.path[0] = str(Path(__file__).resolve().parent.parent)

import bot  # noqa: E402 - the path comes first
from app import transports  # noqa: E402 - the same
from messaging.credit_window import CreditWindow  # noqa: E402 - the same

if __name__ == "__main__":
    unlimited = partial(CreditWindow, slots=1_000_000, spacing=0.0)
    transports.CreditWindow = unlimited  # type: ignore[attr-defined, assignment]  # its own name for it
    sys.exit(bot.main(sys.argv[1:]))
