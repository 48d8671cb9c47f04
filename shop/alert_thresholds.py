"""From which figures on something is wrong: a silent panel, a low balance, a full disk, an old backup."""

from datetime import datetime, timedelta

from shop.desk_figures import SPENT_IN

UNDECIDED_FOR = timedelta(hours=2)
"""How long an order whose answer was lost waits for a decision before that is an alert of its own."""

DAYS_LEFT = 2
"""The balance is low if it lasts for fewer days than this, at the rate of the last SPENT_IN."""

SILENT_AFTER = timedelta(minutes=10)
"""How long a panel has given no usable answer when it counts as down, however seldom it is asked."""

LEAST_SPACE = 500 * 1024 * 1024
LEAST_SHARE = 20
AMPLE_SPACE = 20 * 1024**3
"""Bytes; a disk is full below the first, or with less than 1/LEAST_SHARE free, but not above this."""

BACKUP_WITHIN = timedelta(days=2)
"""A shop that makes backups has a newer one than this, unless the kiosk is to make them more seldom."""


def backup_within(every_hours: int) -> timedelta:
    """Return how old the last backup may be where the kiosk makes one `every_hours`; 0 is never."""
    return max(BACKUP_WITHIN, 2 * timedelta(hours=every_hours))


def is_down(
    *, is_shut: bool, silent: bool, heard_at: datetime | None, told_at: datetime | None, now: datetime
) -> bool:
    """Return True if the panel is down.

    `is_shut`: the circuit breaker stops calls. `silent`: the last question got no usable answer. `heard_at`
    is when a question last got one. `told_at` is since when it is known to be down, None if it is not: a
    restart forgets what the breaker knew, so only an answer since then shows that it is back.
    """
    if is_shut:
        return True
    if silent and heard_at is not None and now - heard_at >= SILENT_AFTER:
        return True
    return told_at is not None and (heard_at is None or heard_at <= told_at)


def is_low(balance_micro: int, spent_micro: int, largest_micro: int) -> bool:
    """Return True if the panel account needs money soon.

    `spent_micro` is what orders cost in the last SPENT_IN, `largest_micro` the cost of the dearest order
    that waits.

    >>> is_low(1_000_000, 3_500_000, 0), is_low(1_000_000, 3_499_999, 0), is_low(1_000_000, 0, 1_000_001)
    (False, False, True)
    >>> is_low(999_999, 3_500_000, 0)
    True
    """
    days = SPENT_IN // timedelta(days=1)
    return balance_micro < largest_micro or balance_micro * days < spent_micro * DAYS_LEFT


def is_full(free: int, total: int) -> bool:
    """Return True if the disk has too little room, in bytes.

    >>> gib = 1024**3
    >>> is_full(gib // 4, 4 * gib), is_full(40 * gib, 2000 * gib), is_full(gib, 30 * gib)
    (True, False, True)
    """
    return free < LEAST_SPACE or (free * LEAST_SHARE < total and free < AMPLE_SPACE)
