"""When a message that nobody waits for may come to a person: in their daytime, by their own clock."""

from datetime import datetime, timedelta

from shop.preferences import Preferences, QuietHours

QUARTER = timedelta(minutes=15)
"""Moments are whole quarters of an hour, so that many people share each."""

TRIED = 4 * 24
"""Quarters of a day."""


def next_daytime(quiet: QuietHours | None, zone: str | None, now: datetime) -> datetime:
    """Return the first moment from `now` on that is in the day of whoever has this clock and these hours.

    `now` itself if it is; also for whoever has no such moment in a whole day.
    """
    own = Preferences(quiet=quiet, zone=zone)
    if own.is_daytime(now):
        return now
    first = now + QUARTER - (now - now.replace(minute=0, second=0, microsecond=0)) % QUARTER
    later = (first + n * QUARTER for n in range(TRIED))
    return next((moment for moment in later if own.is_daytime(moment)), now)
