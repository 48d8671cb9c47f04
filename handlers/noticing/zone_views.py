"""The screens on which people say what time it is where they are."""

from datetime import UTC, datetime, timedelta

from handlers.buttons import START, Button
from handlers.navigation import back_and_home
from handlers.noticing.views import SETTINGS, ZONE, own_time
from handlers.view import View, in_rows
from locales import Translator
from shop.preferences import Preferences
from shop.zones import OFFERED, ahead_of_utc, cities_at, fixed_zone

CLOCK, TOWN = "clock", "town"
"""The actions of a distance from UTC (in minutes, the button's `of`) and of a zone (the button's `value`)."""

IN_A_ROW = 3


def zones(own: Preferences, now: datetime, t: Translator, note: str = "") -> View:
    """What time is it where they are: clocks to tap; a time or a city may be typed."""
    text = t(
        "🕰 <b>My time</b>\n"
        "What time is it where you are? Tap it, or type it, like <i>22:15</i>, or your city: <i>Berlin</i>."
    )
    clocks = [(_time(one, now, t), Button(START, str(one), CLOCK)) for one in OFFERED]
    known = "" if own.zone is None else own_time(own, now, t)
    words = "\n\n".join(part for part in (note, text, known) if part)
    return View(words, (*in_rows(clocks, IN_A_ROW), back_and_home(t, SETTINGS)))


def towns(minutes: int, now: datetime, t: Translator) -> View:
    """Which of the cities with this time is theirs: only a city knows when summer time begins."""
    offset = ahead_of_utc(minutes)
    text = t(
        "🕰 <b>{time}</b>\n"
        "Which city has the same time as you all year round? It tells me when summer time begins.",
        time=f"{_time(minutes, now, t)}{t.separator}{offset[3:] or offset}",
    )
    offered = [(t.city(city), Button(START, "", TOWN, city)) for city in cities_at(minutes, now)]
    none = (t.label("None of these: {offset}", offset=offset), _always(minutes))
    return View(text, (*in_rows(offered), (none,), back_and_home(t, ZONE)))


def not_a_place(t: Translator) -> str:
    """The note that typed words are no city and no time."""
    return t("⚠️ I do not know that city. Type the time where you are now, like 22:15.")


def needs_a_zone(t: Translator) -> str:
    """The note that quiet hours need a clock."""
    return t("Quiet hours are set. They go by your own clock, which I do not know yet.")


def _always(minutes: int) -> Button:
    return Button(START, "", TOWN, fixed_zone(minutes))


def _time(minutes: int, now: datetime, t: Translator) -> str:
    return t.hour(f"{now.astimezone(UTC) + timedelta(minutes=minutes):%H:%M}")
