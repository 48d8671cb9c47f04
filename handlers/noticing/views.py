"""The screens of notices and quiet hours, and what /settings says of them."""

from collections.abc import Sequence
from datetime import datetime

from handlers.buttons import START, Button
from handlers.navigation import back_and_home
from handlers.service_news import views as service_news
from handlers.view import Row, View, choice
from locales import Translator
from shop.person import Person
from shop.preferences import Loudness, Preferences, QuietHours
from shop.quiet_hours import OFFERED, written
from shop.zones import ahead_of_utc, clock_of, minutes_of

SETTINGS = Button(START, "", "settings")
NOTICES, QUIET, ZONE = Button(START, "", "notices"), Button(START, "", "quiet"), Button(START, "", "zone")
LISTEN, HUSH = "listen", "hush"
"""The actions of a kind of notices, and of quiet hours; which ones is the button's `of`."""

NO_HOURS = "off"


def lines(person: Person, now: datetime, t: Translator) -> list[str]:
    """What this person has set, one line for each setting."""
    own = person.preferences
    quiet = t.hour(written(own.quiet)) if own.quiet else t("off")
    return [
        "🔔 " + t("Notices: {which}", which=_loudness(own.notices, t)),
        "🌙 " + t("Quiet hours: {hours}", hours=quiet),
        "🕰 " + own_time(own, now, t),
        service_news.line(t, wanted=own.news),
    ]


def doors(t: Translator) -> Sequence[Row]:
    """The doors from /settings to these screens."""
    return (
        (("🔔 " + t.label("Notices"), NOTICES), ("🌙 " + t.label("Quiet hours"), QUIET)),
        (("🕰 " + t.label("My time"), ZONE), service_news.door(t)),
    )


def own_time(own: Preferences, now: datetime, t: Translator) -> str:
    """Say what time it is by this person's clock, as far as they have set one."""
    there = now.astimezone(clock_of(own.zone))
    offset = ahead_of_utc(minutes_of(own.zone, now))
    clock = t.hour(f"{there:%H:%M}")
    if own.zone is None:
        return t("Your time: not set; it is {time} UTC", time=clock)
    if "/" in own.zone:
        return t(
            "Your time: {time} in {city}, {offset}",
            time=clock,
            city=t.city(own.zone),
            offset=offset,
        )
    return t("Your time: {time}, {offset}", time=clock, offset=offset)


def notices(own: Preferences, t: Translator) -> View:
    """Which notices shall come."""
    text = t(
        "🔔 <b>Notices</b>\n"
        "Which messages shall I send by myself? An order's card always shows how it stands.\n\n"
        "<b>All</b>: ends of orders, refills and money.\n"
        "<b>End only</b>: ends of orders and money.\n"
        "<b>Silent</b>: all of them, without a sound."
    )
    labels = {
        Loudness.ALL: t.label("All"),
        Loudness.END: t.label("End only"),
        Loudness.SILENT: t.label("Silent"),
    }
    choices = [choice(label, Button(START, one, LISTEN), own.notices is one) for one, label in labels.items()]
    rows = (*((choice,) for choice in choices), (_shop_news(own, t),), back_and_home(t, SETTINGS))
    return View(f"{text}\n\n{t('<b>News of the shop</b>: what the shop tells all its customers.')}", rows)


def _shop_news(own: Preferences, t: Translator) -> tuple[str, Button]:
    """The switch of the messages that the shop sends to all."""
    mark, action = ("✅ ", "shopoff") if own.shop_news else ("⬜ ", "shopon")
    return mark + t.label("News of the shop"), Button(START, "", action)


def quiet_hours(own: Preferences, now: datetime, t: Translator, note: str = "") -> View:
    """When no message shall ring; hours may be typed, too."""
    text = t(
        "🌙 <b>Quiet hours</b>\n"
        "In these hours my messages come without a sound. Only those about money ring.\n\n"
        "Tap below, or type your own: <i>22:00-08:00</i>."
    )
    hours = [choice(t.hour(written(one)), _hush(one), own.quiet == one) for one in OFFERED]
    if own.quiet is not None and own.quiet not in OFFERED:
        hours.append(choice(t.hour(written(own.quiet)), _hush(own.quiet), is_chosen=True))
    off = choice(t.label("Off"), Button(START, NO_HOURS, HUSH), own.quiet is None)
    rows: tuple[Row, ...] = (
        *((one,) for one in (*hours, off)),
        (("🕰 " + t.label("My time"), ZONE),),
        back_and_home(t, SETTINGS),
    )
    return View("\n\n".join(part for part in (note, text, "🕰 " + own_time(own, now, t)) if part), rows)


def not_hours(t: Translator) -> str:
    """The note that typed words are no quiet hours."""
    return t("⚠️ I need two different times of the day, like 22:00-08:00.")


def _hush(hours: QuietHours) -> Button:
    return Button(START, f"{hours.begin}-{hours.until}", HUSH)


def hours_of(button: Button) -> QuietHours | None:
    """Return the hours of a button, None if they are off. Raises ValueError for a button that is not ours."""
    if button.of == NO_HOURS:
        return None
    begin, _, until = button.of.partition("-")
    hours = QuietHours(int(begin), int(until))
    if hours.begin == hours.until or not (0 <= hours.begin < 1440 and 0 <= hours.until < 1440):
        message = f"no hours of a day: {button.of[:20]}"
        raise ValueError(message)
    return hours


def _loudness(notices: Loudness, t: Translator) -> str:
    match notices:
        case Loudness.ALL:
            return t("all")
        case Loudness.END:
            return t("only when an order ends")
        case Loudness.SILENT:
            return t("all, without a sound")
