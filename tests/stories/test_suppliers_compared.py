"""The same services at two suppliers: side by side, proposed by figures, routed by an operator's word."""

from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import pytest

from tests.in_process import Further, Harness

LINKS = count(1)
HERE, THERE = "1", "2000001"
"""The same service at PANEL_URL and at the second supplier, which takes a third less."""

TOLD = "other services cost you less or fail less"


async def delivers(harness: Harness, service: str, times: int) -> None:
    """Have Ann order so often, and all of it be delivered."""
    for _ in range(times):
        await harness.ann.says(f"/order {service} https://www.instagram.com/p/both{next(LINKS)}/ 100")
        await harness.ann.taps("Confirm")
    await harness.delivers()


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    """A shop with two suppliers that sold service 1 of its first one ten times."""
    further = {"fast": Further("mainstream", "USD")}
    harness = Harness(database_file, dialect="seed", further=further, access="shop", support_contact="@olga")
    harness.further["fast"].catalogue.change_rate(1, "0.60")
    await harness.opens()
    for player in (harness.olga, harness.ann):
        await player.says("/start")
    await harness.olga.says("/credit 101 50 gift")
    await harness.olga.taps("Confirm")
    await delivers(harness, HERE, 10)
    yield harness
    await harness.audited()
    await harness.closes()


async def compares(harness: Harness) -> None:
    """Have Olga open the card of service 1 and compare it."""
    olga = harness.olga
    await olga.says("/admin")
    await olga.taps("More")
    await olga.taps("Quality")
    await olga.taps("1 · Instagram Followers | Rea…")
    await olga.taps("Compare")


async def test_one_kind_stands_side_by_side_with_both_suppliers_names(shop: Harness) -> None:
    await delivers(shop, THERE, 10)
    await compares(shop)
    olga = shop.olga
    await olga.sees("Instagram · Followers, cheapest first", "fast · costs us $0.60 for a thousand")
    await olga.taps("Show 1 and 2000001")
    await olga.sees(
        "2000001 costs 33 % less than 1 and does not surely do worse: 0 of 10 failed, of 1 0 of 10.",
        "Supplier: fast",
        "costs us $0.90 for a thousand",
    )


async def test_nothing_changes_before_the_operator_says_so(shop: Harness) -> None:
    await compares(shop)
    olga, fast = shop.olga, shop.further["fast"]
    await olga.taps("Show 1 and 2000001")
    await olga.sees("It has too few orders to say how well it does.", "Nothing changes by itself.")
    await olga.taps("1 → 2000001: always")
    await olga.sees("Have every order of 1 delivered by 2000001?")
    await delivers(shop, HERE, 1)
    assert len(fast.orders) == 0
    await compares(shop)
    await olga.taps("Show 1 and 2000001")
    await olga.taps("1 → 2000001: always")
    await olga.taps("Yes, have it deliver")
    await delivers(shop, HERE, 2)
    assert len(fast.orders) == 2
    qualities = shop.kiosk.stores.qualities
    here, there = await qualities.find(HERE), await qualities.find(THERE)
    assert here is not None
    assert there is not None
    assert (len(here.quality.recent), len(there.quality.recent)) == (11, 2), "whoever delivered is judged"


async def test_what_has_appeared_is_told_once(shop: Harness) -> None:
    olga = shop.olga
    await shop.passes(90_000)
    assert not [one for one in olga.person.chat if TOLD in one.text], "what was there before is no news"
    shop.further["fast"].catalogue.change_rate(2, "0.30")
    await delivers(shop, "2", 1)
    for _ in range(3):
        await shop.passes(90_000)
    alerts = [
        one.text for one in olga.person.chat if TOLD in one.text or "This was about services" in one.text
    ]
    assert len(alerts) == 1
    assert "2 → " in alerts[0]


async def test_a_stop_at_one_supplier_is_none_at_the_other(shop: Harness) -> None:
    olga, panel = shop.olga, shop.further["fast"]
    for _ in range(5):
        await shop.ann.says(f"/order {THERE} https://www.instagram.com/p/stop{next(LINKS)}/ 100")
        await shop.ann.taps("Confirm")
    for number in panel.orders:
        panel.set_state(number, "Canceled")
    for _ in range(5):
        await shop.passes(600)
    await olga.says("/admin")
    await olga.taps("More")
    await olga.taps("Quality")
    await olga.taps("The rule")
    await olga.taps("30 % of 10")
    await olga.taps("Yes, set this rule")
    assert not shop.kiosk.storefront.knows(THERE)
    assert shop.kiosk.storefront.knows(HERE)
    await olga.taps("Back")
    await olga.taps("Off sale: 1")
    await olga.taps("2000001 · Instagram Followers…")
    await olga.sees("Supplier: fast", "Off sale since")
    await olga.taps("Put back on sale")
    await olga.taps("Yes, put it back")
    assert shop.kiosk.storefront.knows(THERE)
