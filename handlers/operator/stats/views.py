"""The figures of periods as text, and the ways to pictures and a file."""

from collections.abc import Sequence

from handlers.buttons import DESK, FIGURES, Button
from handlers.operator.figure_words import besides_line, sales_line, unknown_line
from handlers.operator.navigation import back_and_desk, back_to_desk
from handlers.operator.stats.axes import PERIODS
from handlers.view import Row, Target, View
from locales import Translator
from shop.desk_figures import Figures
from shop.statistics.chart import Theme
from shop.statistics.facts import DAYS

HERE = Button(DESK, "", "stats")


def figures_page(periods: Sequence[Figures], t: Translator) -> View:
    """Each period with its orders, takings, margin, new people and first orders."""
    parts = [t("📈 <b>Statistics</b>"), *(_period(one, t) for one in periods)]
    parts.append(_meaning(t))
    refresh = ("🔄 " + t.label("Refresh"), HERE)
    periods_row: list[tuple[str, Target]] = [
        (t.label(PERIODS[days]), Button(FIGURES, str(days), "days")) for days in DAYS
    ]
    return View("\n\n".join(parts), (tuple(periods_row), (refresh,), back_to_desk(t)))


def period_page(figures: Figures, t: Translator) -> View:
    """One period, with its pictures and its file."""
    text = "\n\n".join([t("📈 <b>Statistics</b>"), _period(figures, t), _meaning(t)])
    days = str(figures.days)
    pictures: Row = (
        ("🖼 " + t.label("Pictures"), Button(FIGURES, days, "pics", Theme.LIGHT)),
        ("🌙 " + t.label("Dark pictures"), Button(FIGURES, days, "pics", Theme.DARK)),
    )
    file: Row = (("📄 " + t.label("CSV file"), Button(FIGURES, days, "csv")),)
    return View(text, (pictures, file, back_and_desk(t, HERE)))


def _meaning(t: Translator) -> str:
    return t(
        "Takings are what orders were sold for, less what went back; orders that were refused or never "
        "sent do not count. Margin is takings less what the panel charged, or will charge as far as is "
        "known. Days begin at midnight by your own clock: {zone}",
        zone=t.zone,
    )


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
    sales, besides = t.separator.join(sales_line(figures, t)), besides_line(figures, t)
    lines = [title, sales, besides, t.separator.join(people), unknown_line(figures, t)]
    return "\n".join(line for line in lines if line)
