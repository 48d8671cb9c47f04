"""The figures of today, 7 days and 30 days, as text."""

from collections.abc import Sequence

from handlers.buttons import DESK, Button
from handlers.operator.figure_words import sales_line, unknown_line
from handlers.operator.navigation import back_to_desk
from handlers.view import View
from locales import Translator
from shop.desk_figures import Figures


def figures_page(periods: Sequence[Figures], t: Translator) -> View:
    """Each period with its orders, takings, margin, new people and first orders."""
    parts = [t("📈 <b>Statistics</b>"), *(_period(one, t) for one in periods)]
    parts.append(
        t(
            "Takings are what orders were sold for, less what went back; orders that were refused or never "
            "sent do not count. Margin is takings less what the panel charged, or will charge as far as is "
            "known. Days begin at midnight by your own clock: {zone}",
            zone=t.zone,
        )
    )
    refresh = ("🔄 " + t.label("Refresh"), Button(DESK, "", "stats"))
    return View("\n\n".join(parts), ((refresh,), back_to_desk(t)))


def _period(figures: Figures, t: Translator) -> str:
    title = (
        t("<b>Today</b>")
        if figures.days == 1
        else t.plural("<b>{n} day</b>", "<b>{n} days</b>", figures.days)
    )
    people = [
        t.plural("{n} new person", "{n} new people", figures.new_people),
        t.plural("{n} first order", "{n} first orders", figures.first_orders),
    ]
    lines = [title, " · ".join(sales_line(figures, t)), " · ".join(people), unknown_line(figures, t)]
    return "\n".join(line for line in lines if line)
