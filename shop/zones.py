"""A person's time zone: chosen as a city or as a distance from UTC, or read from words.

A zone is written as the tz database names it ("Europe/Berlin"), which knows summer time, or as a fixed
distance ("UTC+05:30").
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from shop.typed import as_typed_number

DAY = 24 * 60
STEP = 15
"""Minutes: every zone's distance from UTC is a multiple of it."""

FURTHEST_WEST, FURTHEST_EAST = -12 * 60, 14 * 60

OFFERED = (
    *(-600, -480, -420, -360, -300, -240, -180),
    *(0, 60, 120, 180, 210, 240, 270, 300, 330),
    *(360, 420, 480, 540, 600),
)
"""The distances from UTC in minutes that are offered to tap: where nearly everybody lives."""

OTHERS = (-570, -540, -210, -150, -120, -60, 345, 390, 525, 570, 630, 660, 720, 765, 780, 825, 840)
"""The other distances that clocks have."""

CITIES = (
    *("Pacific/Honolulu", "America/Anchorage", "America/Los_Angeles", "America/Phoenix", "America/Denver"),
    *("America/Mexico_City", "America/Chicago", "America/Bogota", "America/Lima", "America/New_York"),
    *("America/Toronto", "America/Caracas", "America/La_Paz", "America/Santiago", "America/Halifax"),
    *("America/Sao_Paulo", "America/Argentina/Buenos_Aires", "America/Montevideo", "Atlantic/Azores"),
    *("Atlantic/Cape_Verde", "Europe/London", "Europe/Lisbon", "Africa/Casablanca", "Africa/Accra"),
    *("Africa/Lagos", "Africa/Algiers", "Africa/Tunis", "Europe/Madrid", "Europe/Paris", "Europe/Berlin"),
    *("Europe/Rome", "Europe/Warsaw", "Europe/Kyiv", "Europe/Athens", "Europe/Bucharest", "Africa/Cairo"),
    *("Africa/Johannesburg", "Asia/Jerusalem", "Asia/Beirut", "Europe/Kaliningrad", "Europe/Moscow"),
    *("Europe/Minsk", "Europe/Istanbul", "Asia/Riyadh", "Asia/Baghdad", "Africa/Nairobi", "Asia/Tehran"),
    *("Asia/Dubai", "Asia/Baku", "Asia/Tbilisi", "Asia/Yerevan", "Europe/Samara", "Asia/Kabul"),
    *("Asia/Tashkent", "Asia/Almaty", "Asia/Yekaterinburg", "Asia/Karachi", "Asia/Kolkata", "Asia/Colombo"),
    *("Asia/Kathmandu", "Asia/Dhaka", "Asia/Omsk", "Asia/Bishkek", "Asia/Yangon", "Asia/Bangkok"),
    *(
        "Asia/Jakarta",
        "Asia/Ho_Chi_Minh",
        "Asia/Novosibirsk",
        "Asia/Shanghai",
        "Asia/Singapore",
        "Asia/Manila",
    ),
    *("Asia/Irkutsk", "Australia/Perth", "Asia/Tokyo", "Asia/Seoul", "Asia/Yakutsk", "Australia/Darwin"),
    *("Australia/Adelaide", "Australia/Brisbane", "Australia/Sydney", "Asia/Vladivostok", "Asia/Magadan"),
    *("Pacific/Auckland", "Pacific/Fiji", "Asia/Kamchatka"),
)
"""Cities to choose from, by their names in the tz database as Unicode's tables of languages have them."""

MOST_CITIES = 12
_REGIONS = ("Europe", "Asia", "America", "Africa", "Australia", "Pacific", "Atlantic", "Indian")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+\-]{1,31}(/[A-Za-z0-9_+\-]{1,31}){1,2}")
_FIXED = re.compile(r"(?:UTC|GMT)?\s*([+\-−–])\s*(\d{1,2})(?:[:.]?(\d{2}))?", re.IGNORECASE)
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})")


@dataclass(frozen=True, slots=True)
class Found:
    """What words about a zone mean: a `zone`, or only its distance from UTC in `minutes`."""

    zone: str | None = None
    minutes: int | None = None


@lru_cache(maxsize=1024)
def clock_of(zone: str | None) -> tzinfo:
    """Return the clock of a zone as it was stored; UTC for None, and for one that this computer lacks."""
    if zone is None:
        return UTC
    return _fixed(zone) or _city(zone) or UTC


def is_zone(zone: str) -> bool:
    """Return True if this is a zone as it is stored, and this computer knows it."""
    return (_fixed(zone) or _city(zone)) is not None


def knows_cities() -> bool:
    """Return True if this computer has the tz database; without it there are only distances from UTC."""
    return any(_city(city) is not None for city in CITIES)


def minutes_of(zone: str | None, now: datetime) -> int:
    """Return how many minutes the zone's clock is ahead of UTC at that moment."""
    ahead = now.astimezone(clock_of(zone)).utcoffset() or timedelta()
    return int(ahead.total_seconds()) // 60


def fixed_zone(minutes: int) -> str:
    """Return the zone that is always so many minutes ahead of UTC."""
    return "UTC" + _distance(minutes) if minutes else "UTC"


def ahead_of_utc(minutes: int) -> str:
    """Return the distance as people write it: UTC, UTC+3, UTC+5:30."""
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '-'}{hours}" + (f":{rest:02}" if rest else "")


def cities_at(minutes: int, now: datetime) -> tuple[str, ...]:
    """Return the cities whose clocks are now so far ahead of UTC; none where this computer knows none."""
    here = (city for city in CITIES if _city(city) is not None and minutes_of(city, now) == minutes)
    return tuple(here)[:MOST_CITIES]


def read_zone(text: str, now: datetime, cities: Mapping[str, str]) -> Found | None:
    """Return what the words mean: a city, a zone's name, a distance, or the time it is there now.

    `cities` has zones by the cities' names in the reader's language, in small letters. None: nothing known.
    """
    words = " ".join(as_typed_number(text).split())
    if (time := _TIME.fullmatch(words)) is not None:
        minutes = _distance_of_time(int(time[1]), int(time[2]), now)
        return None if minutes is None else Found(minutes=minutes)
    if (fixed := _FIXED.fullmatch(words)) is not None:
        minutes = (int(fixed[2]) * 60 + int(fixed[3] or 0)) * (1 if fixed[1] == "+" else -1)
        is_real = FURTHEST_WEST <= minutes <= FURTHEST_EAST and minutes % STEP == 0
        return Found(minutes=minutes) if is_real else None
    if words.upper() in {"UTC", "GMT"}:
        return Found(zone="UTC")
    told = cities.get(words.casefold())
    zone = told if told is not None and _city(told) is not None else _named(words)
    return None if zone is None else Found(zone=zone)


def _named(words: str) -> str | None:
    name = words.replace(" ", "_")
    if "/" in name:
        region, *rest = name.split("/")
        tried = [name, "/".join([region.title(), *(part.title() for part in rest)])]
    else:
        tried = [f"{region}/{name.title()}" for region in _REGIONS]
    return next((one for one in tried if _city(one) is not None), None)


def _distance_of_time(hour: int, minute: int, now: datetime) -> int | None:
    """Return how far ahead of UTC a clock is that shows about this time now; None for 25:00."""
    if hour > 23 or minute > 59:
        return None
    in_utc = now.astimezone(UTC)
    ahead = hour * 60 + minute - in_utc.hour * 60 - in_utc.minute
    return min((*OFFERED, *OTHERS), key=lambda one: abs((one - ahead + DAY // 2) % DAY - DAY // 2))


def _distance(minutes: int) -> str:
    hours, rest = divmod(abs(minutes), 60)
    return f"{'+' if minutes > 0 else '-'}{hours:02}:{rest:02}"


def _fixed(zone: str) -> tzinfo | None:
    if zone == "UTC":
        return UTC
    found = re.fullmatch(r"UTC([+-])(\d\d):(\d\d)", zone)
    if found is None or not (found.group(2) <= "14" and found.group(3) < "60"):
        return None
    ahead = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return timezone(ahead if found[1] == "+" else -ahead)


@lru_cache(maxsize=1024)
def _city(zone: str) -> tzinfo | None:
    """Return the zone of the tz database; None if it is none, whatever the words were."""
    if _NAME.fullmatch(zone) is None:
        return None
    try:
        return ZoneInfo(zone)
    except (LookupError, ValueError, OSError):  # OSError: "Europe" is a folder
        return None
