"""What a person has set about messages that come by themselves, and the clock they live by."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from shop.zones import clock_of


class Loudness(StrEnum):
    """Which notices a person wants: `ALL`, only those of an order's `END`, or all of them `SILENT`."""

    ALL = "all"
    END = "end"
    SILENT = "silent"


class Wish(StrEnum):
    """What a person may be asked to type on the screens of their settings."""

    QUIET = "quiet"
    ZONE = "zone"


ASKED_FOR = timedelta(hours=1)
"""How long such a question waits for words: a later message is about something else."""

DAYTIME = range(9, 21)
"""The hours in which messages may come that nobody waits for."""


@dataclass(frozen=True, slots=True)
class QuietHours:
    """A part of every day, in minutes since midnight by the person's clock; `until` may be the next day."""

    begin: int
    until: int

    def cover(self, minute: int) -> bool:
        """Return True if this minute of the day is among them; the last one is not."""
        if self.begin < self.until:
            return self.begin <= minute < self.until
        return minute >= self.begin or minute < self.until


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, and when (UTC); `answered_by` is the update that answered it."""

    wish: Wish
    asked_at: datetime
    answered_by: int | None = None

    def waits_for(self, update_id: int, now: datetime) -> bool:
        """Return True if it waits for words, or was answered by this update, which is handled again."""
        if self.answered_by is not None:
            return self.answered_by == update_id
        return now - self.asked_at <= ASKED_FOR


@dataclass(frozen=True, slots=True)
class Preferences:
    """A person's own settings. `news`: they want news of their services; `shop_news`: those of the shop.

    `zone` is as `shop.zones` writes it, None (UTC) if they never set one.
    """

    notices: Loudness = Loudness.ALL
    quiet: QuietHours | None = None
    zone: str | None = None
    question: Question | None = None
    news: bool = False
    shop_news: bool = True

    def is_quiet(self, now: datetime) -> bool:
        """Return True if `now` is within their quiet hours, by their own clock."""
        if self.quiet is None:
            return False
        there = now.astimezone(clock_of(self.zone))
        return self.quiet.cover(there.hour * 60 + there.minute)

    def is_daytime(self, now: datetime) -> bool:
        """Return True if `now` is in their day, outside their quiet hours.

        Whoever has quiet hours all day long hears at any other hour.
        """
        if self.is_quiet(now):
            return False
        quiet, hour = self.quiet, now.astimezone(clock_of(self.zone)).hour
        sleeps_by_day = quiet is not None and all(quiet.cover(one * 60) for one in DAYTIME)
        return hour in DAYTIME or sleeps_by_day


NOTHING_SET = Preferences()
