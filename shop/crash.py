"""Named places where a test can end the process, as a power cut would.

Nothing is armed in production: `reach` is then one comparison.
"""

import os
import signal
from typing import Final

POINTS: Final = (
    "after_inbox_commit",
    "before_reserve",
    "after_reserve",
    "before_attempt",
    "after_attempt_commit",
    "after_send",
    "after_response",
    "before_outcome_commit",
    "after_outcome_commit",
    "before_credit",
    "after_credit",
    "after_return",
    "before_notice",
    "after_notice",
    "before_turn_done",
    "after_turn_done",
)
"""Between every two steps of an order's way and of a payment's, in that order."""

_armed: dict[str, int] = {}


def arm(point: str, nth: int = 1) -> None:
    """End the process when `point` is reached for the `nth` time."""
    if point not in POINTS:
        message = f"there is no crash point {point!r}; there are {', '.join(POINTS)}"
        raise ValueError(message)
    _armed[point] = nth


def reach(point: str) -> None:
    """The process stands between two steps here; it ends if a test has armed this point."""
    if point not in _armed:
        return
    _armed[point] -= 1
    if _armed[point] <= 0:
        os.kill(os.getpid(), signal.SIGKILL)
