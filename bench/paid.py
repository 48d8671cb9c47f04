"""The kiosk as a program at the pace of paid broadcasts, 1,000 sends a second.

python bench/paid.py run

A credit returns a second after its answer, so the round trip comes on top: the spacing sets the pace.
"""

import sys
from functools import partial
from pathlib import Path

# This folder's own modules must not shadow the kiosk's rooms.
sys.path[0] = str(Path(__file__).resolve().parent.parent)

import bot  # noqa: E402 - the path comes first
from app import transports  # noqa: E402 - the same
from messaging.credit_window import CreditWindow  # noqa: E402 - the same

PER_SECOND = 1000
FARTHEST_SECONDS = 0.2

if __name__ == "__main__":
    paid = partial(CreditWindow, slots=round(PER_SECOND * (1 + FARTHEST_SECONDS)), spacing=1 / PER_SECOND)
    transports.CreditWindow = paid  # type: ignore[attr-defined, assignment]  # its own name for it
    sys.exit(bot.main(sys.argv[1:]))
