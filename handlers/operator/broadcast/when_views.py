"""The screen on which an operator chooses when a broadcast begins."""

from collections.abc import Sequence

from handlers.buttons import BROADCAST, Button
from handlers.operator.broadcast.views import back_to_preview
from handlers.operator.broadcast.words import time_lines
from handlers.view import Row, View
from locales import Translator
from shop.broadcast import Broadcast
from shop.ordering.start_times import Offered, Start


def when(broadcast: Broadcast, offered: Sequence[Offered], t: Translator) -> View:
    """When it begins; a time may be typed, too."""
    number = str(broadcast.id)
    told = [*time_lines(broadcast, t)] or [t("At once, when you confirm.")]
    text = "\n".join(
        (
            t("🕰 <b>When</b>"),
            *told,
            "",
            t("Tap below, or send a time by your clock: <code>14:30</code>, <code>28.11 9:00</code>."),
        )
    )
    labels = {
        Start.IN_AN_HOUR: t.label("In an hour"),
        Start.TONIGHT: t.label("Tonight, 20:00"),
        Start.TOMORROW: t.label("Tomorrow, 9:00"),
    }
    moments = [("🕰 " + labels[one.start], Button(BROADCAST, number, "at", one.start)) for one in offered]
    mark, next_value = ("✅ ", "no") if broadcast.by_day else ("⬜ ", "yes")
    rows: tuple[Row, ...] = (
        (("▶️ " + t.label("At once"), Button(BROADCAST, number, "now")),),
        *((moment,) for moment in moments),
        ((mark + t.label("In their daytime"), Button(BROADCAST, number, "day", next_value)),),
        back_to_preview(broadcast.id, t),
    )
    return View(text, rows)
