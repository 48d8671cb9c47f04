"""The charts of a period, each with its caption: the words and the same figures as text."""

from handlers.operator.stats.chart_parts import Period, Told
from handlers.operator.stats.money_charts import held_money, takings
from handlers.operator.stats.order_charts import failures, orders, suppliers
from handlers.operator.stats.people_charts import cohorts, people
from handlers.operator.stats.service_charts import margins, top_services


def charts_of(period: Period) -> list[Told]:
    """Return the charts in the order of the album."""
    return [
        orders(period),
        takings(period),
        margins(period),
        top_services(period),
        people(period),
        cohorts(period),
        failures(period),
        held_money(period),
        suppliers(period),
    ]
