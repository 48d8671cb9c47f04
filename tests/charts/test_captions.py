"""What the captions of charts say beside their figures."""

import re
from dataclasses import replace
from decimal import Decimal

from handlers.operator.stats.chart_parts import Period
from handlers.operator.stats.charts import charts_of
from locales import Catalogues
from messaging.telegram_html import shown_length
from shop.currency import Steps
from shop.desk_figures import Sold
from shop.money import MICRO
from shop.statistics.facts import WEEKS, ServiceSold
from tests.charts.samples import busy, one_order


def amounts_in(caption: str) -> list[Decimal]:
    return [Decimal(one.replace("−$", "-").strip("$")) for one in re.findall(r"−?\$[0-9.]+", caption)]


def test_a_week_that_is_not_over_does_not_say_that_people_stay_away() -> None:
    begun = {(week, week): 100 for week in range(WEEKS)}
    back = {(week, week + 1): 50 for week in range(WEEKS - 2)}
    facts = replace(busy(7, 900, 2 * MICRO, "USD"), cohorts=begun | back)
    english = Catalogues().of(None)
    told = charts_of(Period(facts, (), "USD", lambda _: "", english, english))
    [caption] = [one.caption for one in told if one.chart.title == "Who came back"]
    assert caption.endswith("A week later 500 of 1,000 ordered again.")


def test_what_services_brought_adds_up_to_the_total_that_is_shown() -> None:
    """Refunds in part and costs of the panel leave amounts with more digits than prices have."""
    each, in_all = Sold("USD", 1, 1_004_000, -337_777), Sold("USD", 3, 3_012_000, -1_013_331)
    facts = replace(one_order(1), services=tuple(ServiceSold(number, each) for number in "123"))
    facts = replace(facts, sold=tuple((in_all,) if bucket else () for bucket in facts.sold))
    english = Catalogues(steps=Steps("USD", 10_000)).of(None)
    captions = {
        one.chart.title: one.caption
        for one in charts_of(Period(facts, (), "USD", lambda _: "", english, english))
    }
    shown, parts = (amounts_in(captions[title]) for title in ("Takings", "Margin by service"))
    assert shown == [sum(parts[::2]), sum(parts[1::2])]


def test_letters_that_count_twice_make_no_caption_too_long() -> None:
    """Panels like bold letters that no alphabet has; of a longer caption Telegram refuses the whole album."""
    name = "𝗜𝗻𝘀𝘁𝗮𝗴𝗿𝗮𝗺 𝗙𝗼𝗹𝗹𝗼𝘄𝗲𝗿𝘀 | 𝗥𝗲𝗳𝗶𝗹𝗹 𝟯𝟬 𝗗𝗮𝘆𝘀 | 𝗜𝗻𝘀𝘁𝗮𝗻𝘁 𝗦𝘁𝗮𝗿𝘁"
    facts = busy(90, 90_000, 15_000 * MICRO, "IDR")
    indonesian = Catalogues(steps=Steps("IDR", MICRO)).of("id")
    told = charts_of(Period(facts, (), "IDR", lambda _: name, indonesian, indonesian))
    lengths = {one.chart.title: shown_length(one.caption) for one in told}
    assert max(lengths.values()) <= 1024, lengths
