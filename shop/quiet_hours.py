"""Quiet hours as people type them: 22:00-08:00, 22–8, "from 10 pm to 7 am"."""

import re

from shop.preferences import QuietHours
from shop.typed import as_typed_number

OFFERED = (QuietHours(22 * 60, 8 * 60), QuietHours(23 * 60, 9 * 60))

LONGEST = 80
"""Characters of an answer; a longer one is about something else."""

_TIME = re.compile(r"(?<![\d:.])(\d{1,2})(?:[:.h](\d{2}))?\s*([ap])?\.?(?:m\b)?(?![\d:.]*\d)", re.IGNORECASE)
_EXPONENT = re.compile(r"\de\d", re.IGNORECASE)


def read_quiet_hours(text: str) -> QuietHours | None:
    """Return the hours that the text names; None unless it names two different times of the day."""
    words = as_typed_number(text)
    is_about_hours = len(words) <= LONGEST and not _EXPONENT.search(words)
    times = [_minute(*found) for found in _TIME.findall(words)] if is_about_hours else []
    match times:
        case [int(begin), int(until)] if begin != until:
            return QuietHours(begin, until)
        case _:
            return None


def _minute(hours: str, minutes: str, half: str) -> int | None:
    hour, minute = int(hours), int(minutes or 0)
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    if hour == 24 and not minute:
        hour = 0
    return hour * 60 + minute if hour < 24 and minute < 60 else None


def written(hours: QuietHours) -> str:
    """Return the hours as everybody reads them: 22:00–08:00."""
    return f"{_clock(hours.begin)}–{_clock(hours.until)}"


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
