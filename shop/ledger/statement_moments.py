"""Days and times as banks write them into statements: read in one way, or not at all."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo

_DAY = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})")
_NAMED = re.compile(r"(\d{1,2})[ ./-]?([a-z]{3,9})\.?[ ,./-]{1,2}(\d{4}|\d{2})(?![\d:])", re.IGNORECASE)
_NAMED_FIRST = re.compile(r"([a-z]{3,9})\.? (\d{1,2}),? (\d{4})(?!\d)", re.IGNORECASE)
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?")
_HALF = re.compile(r"\s?([ap])\.?\s?m\b\.?", re.IGNORECASE)
_ZONE = re.compile(r"\s?(?:Z|UTC|GMT|(?:UTC|GMT)?\s?([+−-])(\d\d?)(?::?([0-5]\d))?)", re.IGNORECASE)
_END_OF_DAY = time(23, 59, 59)


class TwoDays(ValueError):
    """A day that can be two, like 03/04."""


def is_day_first(days: Iterable[str]) -> bool | None:
    """Return how a statement writes 03/04: True if the day is first, None if its days do not tell."""
    found = [day for written in days if (day := _DAY.match(written))]
    if any(day[2] == "." for day in found):
        return True
    first, second = any(int(day[1]) > 12 for day in found), any(int(day[3]) > 12 for day in found)
    return first if first != second else None


def is_day(written: str) -> bool:
    """Return True if a text begins with a day, or with what can be two."""
    try:
        _date_in(written, day_first=True)
    except ValueError:
        return False
    return True


def moment_of(day: str, clock: str, zone: tzinfo, *, day_first: bool | None) -> datetime:
    """Return the moment in UTC; a day without a time is its last second.

    It is in `zone`, unless the clock says another, as 12:00Z does. Raises ValueError for what is no day or
    time, and TwoDays.
    """
    year, month, date = _date_in(day, day_first=day_first)
    hour, zone = _time_in(clock or day, zone)
    return datetime.combine(datetime(year, month, date, tzinfo=zone), hour, zone).astimezone(UTC)


def _date_in(written: str, *, day_first: bool | None) -> tuple[int, int, int]:
    if iso := _ISO.match(written):
        return int(iso[1]), int(iso[2]), int(iso[3])
    if found := _DAY.match(written):
        one, two, year = int(found[1]), int(found[3]), _year(found[4])
        if day_first is None and one != two and found[2] == "/" and max(one, two) <= 12:
            raise TwoDays
        return (year, one, two) if day_first is False else (year, two, one)
    if found := _NAMED.match(written):
        return _year(found[3]), _month(found[2]), int(found[1])
    if found := _NAMED_FIRST.match(written):
        return int(found[3]), _month(found[1]), int(found[2])
    raise ValueError


def _year(written: str) -> int:
    return int(written) + 2000 * (len(written) == 2)


def _month(written: str) -> int:
    """Return the number of a month in English, whole or in three letters, or "Sept". Raises ValueError."""
    word = written.lower()
    found = [n for n, name in enumerate(_MONTHS, start=1) if name.startswith(word)]
    if len(found) != 1:
        raise ValueError
    return found[0]


def _time_in(written: str, zone: tzinfo) -> tuple[time, tzinfo]:
    """Return the time in this text and the zone it is in. Raises ValueError."""
    found = _CLOCK.search(written)
    if found is None:
        return _END_OF_DAY, zone
    hour, rest = int(found[1]), written[found.end() :]
    if half := _HALF.match(rest):
        rest, is_evening = rest[half.end() :], half[1].lower() == "p"
        if hour > 12 and not is_evening:  # 14:30 AM is nothing
            raise ValueError
        hour = hour if hour > 12 else hour % 12 + 12 * is_evening
    if said := _ZONE.fullmatch(rest):
        away = timedelta(hours=int(said[2] or 0), minutes=int(said[3] or 0))
        zone = timezone(away if said[1] == "+" else -away)
    return time(hour, int(found[2]), int(found[3] or 0)), zone
