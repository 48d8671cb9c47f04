"""The charts of people: who ordered and is new, and who came back."""

from handlers.operator.stats.axes import count_ticks, day_labels
from handlers.operator.stats.chart_parts import Period, Told, about, caption, empty_words
from locales import marked
from shop.statistics.chart import Chart, Form, Series


def people(period: Period) -> Told:
    """Return the chart of people who ordered, are new, or ordered first."""
    facts, drawn, t = period.facts, period.drawn, period.t
    title = marked("People")
    series = (
        Series(drawn.label("Ordered: {n}", n=facts.active_in_all), facts.active),
        Series(drawn.label("New: {n}", n=sum(facts.new)), facts.new),
        Series(drawn.label("First orders: {n}", n=sum(facts.first)), facts.first),
    )
    chart = Chart(
        Form.LINES,
        drawn.label(title),
        about(period),
        day_labels(facts.buckets, drawn),
        series,
        count_ticks(series, drawn),
        empty=empty_words(period, *facts.active, *facts.new),
    )
    counts = [
        t.plural("{n} person ordered", "{n} people ordered", facts.active_in_all),
        t.plural("{n} new person", "{n} new people", sum(facts.new)),
        t.plural("{n} first order", "{n} first orders", sum(facts.first)),
    ]
    return Told(chart, caption(period, title, t.separator.join(counts)))


def cohorts(period: Period) -> Told:
    """Return the chart of how many came back, by the week of their first order."""
    facts, drawn, t = period.facts, period.drawn, period.t
    weeks = len(facts.weeks.starts)
    sizes = [facts.cohorts.get((n, n), 0) for n in range(weeks)]
    title = marked("Who came back")
    rows = []
    for n, start in enumerate(facts.weeks.starts):
        shares = [
            facts.cohorts.get((n, n + later), 0) * 1000 // sizes[n] if n + later < weeks and sizes[n] else -1
            for later in range(weeks)
        ]
        rows.append(Series(f"{drawn.day(start)}{drawn.separator}{drawn.number(sizes[n])}", tuple(shares)))
    chart = Chart(
        Form.GRID,
        drawn.label(title),
        drawn.label("% who ordered again, by weeks after their first order"),
        tuple(drawn.number(later) for later in range(weeks)),
        tuple(rows),
        empty=empty_words(period, *sizes),
    )
    about = t(
        "Of the people whose first order was in a week, how many of a hundred ordered in each week after it. "
        "Beside each week: how many people these are."
    )
    # This week is not over: who has not ordered in it yet may still do so. So the week before it, which
    # this one follows, does not count; nor does this week, which nothing follows.
    over = range(weeks - 2)
    back, of = sum(facts.cohorts.get((n, n + 1), 0) for n in over), sum(sizes[n] for n in over)
    line = t("A week later {back} of {all} ordered again.", back=back, all=of) if of else ""
    head = f"<b>{t(title)}</b>{t.separator}{t.plural('{n} week', '{n} weeks', weeks)}"
    return Told(chart, "\n".join(one for one in (head, about, line) if one))
