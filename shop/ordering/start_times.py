"""When an order is to start: read from typed words by the reader's clock, or chosen from what is offered.

A start is a moment of the wall clock, not a wait: whoever says 20:00 means 20:00, also where the kiosk's
clock is set meanwhile.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from shop.errors import ShopError
from shop.ordering.time_words import PARTS, WEEKDAYS, simplified, wait_in
from shop.person import Person
from shop.typed import as_typed_number
from shop.zones import clock_of

FARTHEST = timedelta(days=30)
"""No order starts later: its money is held until then."""

MISSED_AFTER = timedelta(hours=6)
"""An order that could not start within this time, as while the kiosk was off, is refunded unsent."""

LONGEST = 100
"""Characters; nobody needs more to say when."""

EVENING, MORNING = time(20), time(9)


def zone_of(person: Person) -> tzinfo:
    """Return the zone of the clock by which this person reads and types times."""
    return clock_of(person.preferences.zone)


class Start(StrEnum):
    """The starts that are offered; the value is what their buttons carry."""

    IN_AN_HOUR = "hour"
    TONIGHT = "tonight"
    TOMORROW = "tomorrow"


@dataclass(frozen=True, slots=True)
class Offered:
    """A start that is offered now, with its moment (aware, UTC)."""

    start: Start
    at: datetime


def offered_starts(now: datetime, zone: tzinfo) -> Iterator[Offered]:
    """Yield the starts worth offering `now` by the clock of `zone`."""
    today = now.astimezone(zone).date()
    yield Offered(Start.IN_AN_HOUR, now + timedelta(hours=1))
    tonight = _at(today, EVENING, zone, now)
    if tonight > now + timedelta(minutes=5):
        yield Offered(Start.TONIGHT, tonight)
    yield Offered(Start.TOMORROW, _at(today + timedelta(days=1), MORNING, zone, now))


def read_start(text: str, now: datetime, zone: tzinfo) -> datetime:
    """Return the moment (aware, UTC) that these words mean by the clock of `zone`.

    A time without a day is the next such time. Raises ShopError for what can be read in two ways or in
    none, for a moment that has passed, and for one that is too far away.
    """
    plain = _plain(text)
    if wait := wait_in(plain):
        return in_bounds(now + wait, now)
    said = _Said(plain)
    today = now.astimezone(zone).date()
    if said.day is None:
        at = _at(today, said.clock, zone, now)
        return in_bounds(at if at > now else _at(today + timedelta(days=1), said.clock, zone, now), now)
    try:
        at = _at(said.day.on(today), said.clock, zone, now)
        if at <= now and said.day.comes_again:
            next_time = _at(said.day.on(today, again=1), said.clock, zone, now)
            at = next_time if next_time <= now + FARTHEST else at
    except (ValueError, OverflowError):  # such a day does not exist
        raise ShopError("start_unclear") from None
    return in_bounds(at, now)


def _plain(text: str) -> str:
    """Return the text in lower case, without marks around it. Raises ShopError if it is too long."""
    if len(text) > LONGEST:
        raise ShopError("start_unclear")
    return as_typed_number(text).casefold().strip(" ()").rstrip(".!?")


def in_bounds(at: datetime, now: datetime) -> datetime:
    """Return the moment. Raises ShopError unless an order can start then."""
    if at <= now:
        raise ShopError("start_past")
    if at > now + FARTHEST:
        raise ShopError("start_too_far", days=FARTHEST.days)
    return at


def _at(day: date, clock: time, zone: tzinfo, now: datetime) -> datetime:
    """Return the moment of this day and time; one that a clock jumps over is as much later.

    Of two, as where a clock is set back, it is the second if only the first has passed.
    """
    first, second = (datetime.combine(day, clock.replace(fold=fold), zone).astimezone(UTC) for fold in (0, 1))
    return second if first <= now < second else first


@dataclass(frozen=True, slots=True)
class _Day:
    """A day as it was said: so many days from today, a weekday, or a date, whose year may be left out."""

    ahead: int | None = None
    weekday: int | None = None
    day: int = 0
    month: int = 0
    year: int = 0

    @property
    def comes_again(self) -> bool:
        """True if such a day comes again: a weekday, or a date without its year."""
        return self.ahead is None and not self.year

    def on(self, today: date, again: int = 0) -> date:
        """Return the date, the first from today on or of today's year, or that of the next week or year.

        Raises ValueError if there is none.
        """
        if self.weekday is not None:
            return today + timedelta(days=(self.weekday - today.weekday()) % 7 + 7 * again)
        if self.ahead is not None:
            return today + timedelta(days=self.ahead)
        return date((self.year or today.year) + again, self.month, self.day)


_TODAY = "today сегодня اليوم امروز hoy hoje bugün bugun आज"
_TOMORROW = "tomorrow завтра غدا غدًا فردا mañana manana amanhã amanha yarın yarin कल besok ertaga"
_AFTER_TOMORROW = "послезавтра lusa indinga"
_DAYS = dict.fromkeys(_TODAY.split(), 0) | dict.fromkeys(_TOMORROW.split(), 1)
_DAYS |= dict.fromkeys(_AFTER_TOMORROW.split(), 2)
_UNSAID = """
at on the of o'clock h hs hrs hours uhr в во на к часов час часа ч a las la los el de del horas hora às as em
o no na saat günü pukul jam pada hari tanggal soat da kuni को बजे ساعت الساعة يوم روز
"""
_FILLERS = frozenset(_UNSAID.split())
_TOKEN = re.compile(r"[^\s,;]+")
_CLOCK = re.compile(r"(\d{1,2})[:h](\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_FULL_DATE = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})")
_SHORT_DATE = re.compile(r"(\d{1,2})/(\d{1,2})")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})(\.?)")
_HOUR = re.compile(r"(\d{1,2})h?")
_HALF = {"am": 0, "pm": 12, "a.m.": 0, "p.m.": 12}


class _Said:
    """The time and the day in typed words. Raises ShopError if they cannot be understood for certain."""

    day: _Day | None = None
    _clock: tuple[int, int] | None = None

    def __init__(self, text: str) -> None:
        plain = simplified(text.replace("hari ini", "today"))
        plain = re.sub(r"(\d)\s*([ap])\.?m\b\.?", r"\1 \2m", plain)
        self._tokens: list[str] = [token for token in _TOKEN.findall(plain) if token not in _FILLERS]
        half, part = self._take_half()
        for token in (*self._tokens,):
            self._take_certain(token)
        for token in (*self._tokens,):
            self._take_dotted(token, half or part)
        self._take_hour(half or part)
        said = self._clock
        if self._tokens or said is None:
            raise ShopError("start_unclear")
        self.clock = _of_part(*said, part) if part else _time(*said, _HALF.get(half))
        if half and self.clock != _time(*said, _HALF[half]):
            raise ShopError("start_unclear")

    def _take_half(self) -> tuple[str, str]:
        """Take am or pm, and the part of the day; return both, empty without one."""
        halves = [token for token in self._tokens if token in _HALF]
        parts = [token for token in self._tokens if token in PARTS]
        if len(halves) > 1 or len(parts) > 1:
            raise ShopError("start_unclear")
        self._tokens = [token for token in self._tokens if token not in {*halves, *parts}]
        return "".join(halves), "".join(parts)

    def _take_certain(self, token: str) -> None:
        """Take what can only be a time, or only a day."""
        if found := _CLOCK.fullmatch(token):
            self._has_clock(token, int(found[1]), int(found[2]))
        elif token in _DAYS:
            self._has_day(token, _Day(ahead=_DAYS[token]))
        elif token in WEEKDAYS:
            self._has_day(token, _Day(weekday=WEEKDAYS[token]))
        elif found := _ISO.fullmatch(token):
            self._has_day(token, _Day(year=int(found[1]), month=int(found[2]), day=int(found[3])))
        elif found := _FULL_DATE.fullmatch(token):
            century = 2000 if len(found[4]) == 2 else 0
            year = century + int(found[4])
            self._has_day(token, _Day(day=int(found[1]), month=int(found[3]), year=year))
        elif found := _SHORT_DATE.fullmatch(token):
            self._has_day(token, _Day(day=int(found[1]), month=int(found[2])))

    def _take_dotted(self, token: str, half: str) -> None:
        """Take 28.11 or 14.30, which is a day or a time by what stands beside it, or by its size."""
        found = _DOTTED.fullmatch(token)
        if found is None:
            return
        first, second = int(found[1]), int(found[2])
        alone, can_be_a_time = len(self._tokens) == 1, len(found[2]) == 2 and not found[3]
        if (
            self._clock is None
            and can_be_a_time
            and (self.day is not None or (alone and (bool(half) or not 1 <= second <= 12)))
        ):
            self._has_clock(token, first, second)
        elif self._clock is not None or not alone:
            self._has_day(token, _Day(day=first, month=second))

    def _take_hour(self, half: str) -> None:
        """Take a bare number for an hour: beside a day, or with am or pm."""
        if self._clock is not None or len(self._tokens) != 1:
            return
        found = _HOUR.fullmatch(self._tokens[0])
        if found is not None and (self.day is not None or half):
            self._has_clock(self._tokens[0], int(found[1]), 0)

    def _has_clock(self, token: str, hour: int, minute: int) -> None:
        if self._clock is not None:
            raise ShopError("start_unclear")
        self._clock = hour, minute
        self._tokens.remove(token)

    def _has_day(self, token: str, day: _Day) -> None:
        if self.day is not None:
            raise ShopError("start_unclear")
        self.day = day
        self._tokens.remove(token)


def _of_part(hour: int, minute: int, part: str) -> time:
    """Return the time of this part of the day. Raises ShopError for an hour that is not certainly in it."""
    hours = PARTS[part]
    if hour in hours.of_twenty_four:
        return _time(hour, minute, None)
    if hour not in hours.of_twelve:
        raise ShopError("start_unclear")
    return _time(hour, minute, _HALF[hours.half])


def _time(hour: int, minute: int, half: int | None) -> time:
    """Return the time of day; `half` is 12 behind "pm", 0 behind "am". Raises ShopError if there is none."""
    if half is not None:
        if not 1 <= hour <= 12:
            raise ShopError("start_unclear")
        hour = hour % 12 + half
    try:
        return time(hour, minute)
    except ValueError:
        raise ShopError("start_unclear") from None
