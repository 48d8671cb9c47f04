"""When an order is to start: the question, its row on the confirm card, and what the card promises."""

from datetime import datetime, tzinfo

from handlers.buttons import DRAFT, Button
from handlers.navigation import home
from handlers.view import Row, Target, View
from locales import Translator, marked
from shop.ordering.draft import Draft
from shop.ordering.start_times import FARTHEST, Offered, Start, offered_starts
from shop.ordering.terms import Terms
from shop.zones import clock_of

LABELS: dict[Start, str] = {
    Start.IN_AN_HOUR: marked("In an hour"),
    Start.TONIGHT: marked("Tonight, {time}"),
    Start.TOMORROW: marked("Tomorrow, {time}"),
}


def start_question(draft: Draft, now: datetime, own_zone: str | None, t: Translator) -> View:
    """The question for the start, by the clock of the reader's zone, with the moments that can be tapped."""
    zone = clock_of(own_zone)
    text = t(
        "🕒 <b>When shall it start?</b>\nTap one, or send a time like <code>14:30</code>, "
        "<code>28.11 14:30</code> or <code>tomorrow 9</code>, at most {days} days ahead.\n\n"
        "Times are by the clock of {zone}, where it is {time} now.",
        days=FARTHEST.days,
        zone=t.place(own_zone, now),
        time=_clock(now, zone, t),
    )
    rows: list[Row] = [(_offered(draft, one, zone, t),) for one in offered_starts(now, zone)]
    if draft.starts is not None:
        rows.append((("▶️ " + t.label("Start at once"), Button(DRAFT, draft.id, "atonce")),))
    back = ("⬅️ " + t.label("Back"), Button(DRAFT, draft.id, "back"))
    cancel = ("✖️ " + t.label("Cancel"), Button(DRAFT, draft.id, "cancel"))
    return View(text, (*rows, (back, cancel, home(t))))


def _offered(draft: Draft, offered: Offered, zone: tzinfo, t: Translator) -> tuple[str, Target]:
    """The button of a start; one with a clock time carries the moment itself, whenever it is tapped."""
    is_from_now = offered.start is Start.IN_AN_HOUR
    value = offered.start.value if is_from_now else str(int(offered.at.timestamp()))
    label = t.label(LABELS[offered.start], time=_clock(offered.at, zone, t))
    return "🕒 " + label, Button(DRAFT, draft.id, "start", value)


def _clock(moment: datetime, zone: tzinfo, t: Translator) -> str:
    return t.hour(f"{moment.astimezone(zone):%H:%M}")


def later_button(draft_id: str, terms: Terms, t: Translator) -> tuple[str, Target]:
    """The confirm card's button for another start."""
    label = t.label("Start later") if terms.starts is None else t.label("Change the start")
    return "🕒 " + label, Button(DRAFT, draft_id, "later")


def start_promise(terms: Terms, t: Translator) -> list[str]:
    """What is promised of an order that starts later; nothing of one that starts at once."""
    if terms.starts is None:
        return []
    return [
        "",
        t(
            "It goes out by itself then, at this price. Until it does you can cancel it and get all of the "
            "money back."
        ),
    ]
