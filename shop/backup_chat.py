"""Whether a backup may be sent to the operators' chat, and when one that could not be sent is tried again."""

from datetime import timedelta
from enum import StrEnum

MOST_BYTES = 50_000_000
"""Telegram takes files of bots up to 50 MB (core.telegram.org/bots/api#sending-files)."""

PAUSES = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
"""Between two tries; the last repeats. A file whose answer was lost may come twice."""


class Unsent(StrEnum):
    """Why a backup was not sent."""

    UNSEALED = "unsealed"
    LARGE = "large"
    REFUSED = "refused"
    """There is no group, or Telegram did not take the file."""


def why_unsent(*, is_sealed: bool, size: int, has_group: bool) -> Unsent | None:
    """Return why a backup of `size` bytes must not be sent; None if it may.

    >>> why_unsent(is_sealed=False, size=1, has_group=True).value
    'unsealed'
    """
    if not is_sealed:
        return Unsent.UNSEALED
    if size > MOST_BYTES:
        return Unsent.LARGE
    return None if has_group else Unsent.REFUSED


def pause_after(failures: int) -> timedelta:
    """Return how long to wait after so many tries that failed, at least one."""
    return PAUSES[min(failures, len(PAUSES)) - 1]
