"""What the captions of charts say beside their figures."""

from dataclasses import replace

from handlers.operator.stats.charts import Period, charts_of
from locales import Catalogues
from shop.money import MICRO
from shop.statistics.facts import WEEKS
from tests.charts.samples import busy


def test_a_week_that_is_not_over_does_not_say_that_people_stay_away() -> None:
    begun = {(week, week): 100 for week in range(WEEKS)}
    back = {(week, week + 1): 50 for week in range(WEEKS - 2)}
    facts = replace(busy(7, 900, 2 * MICRO, "USD"), cohorts=begun | back)
    english = Catalogues().of(None)
    told = charts_of(Period(facts, (), "USD", lambda _: "", english, english))
    [caption] = [one.caption for one in told if one.chart.title == "Who came back"]
    assert caption.endswith("A week later 500 of 1,000 ordered again.")
