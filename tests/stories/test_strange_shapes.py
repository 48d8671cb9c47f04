"""Every strange shape in which panels write true answers: the kiosk reads it, or sells what it can read."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from playground.panel.faults import FAULTS
from playground.panel.strange import STRANGE
from tests.in_process import Harness

LINK = "https://www.instagram.com/p/strange/"


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    harness = Harness(database_file, dialect="mainstream")
    yield harness
    await harness.audited()
    await harness.closes()


def always(shop: Harness, *names: str) -> None:
    for name in names:
        assert name in FAULTS
        shop.panel.arm(name, times=10_000)


def of(action: str) -> list[str]:
    return [name for name, (asked, _) in STRANGE.items() if asked == action]


@pytest.mark.parametrize("id_shape", of("add"))
@pytest.mark.parametrize("status", [one for one in of("status") if one != "status_remains_grow"])
async def test_an_order_is_placed_once_and_followed_to_its_end(
    shop: Harness, id_shape: str, status: str
) -> None:
    always(shop, id_shape, status, "balance_grouped", "catalogue_odd")
    await shop.opens()
    for link in (LINK, LINK + "2/"):
        await shop.ann.says(f"/order 1 {link} 100")
        await shop.ann.taps("Confirm")
    await shop.delivers()
    for number, link in enumerate((LINK, LINK + "2/"), start=1):
        assert len(shop.panel.orders_for(link)) == 1
        await shop.ann.says(f"/status {number}")
        await shop.ann.sees(f"Order {number} · Completed")


async def test_categories_without_a_name_or_of_strokes_alone_can_be_told_by_people(shop: Harness) -> None:
    catalogue = shop.panel.catalogue
    for one in catalogue:
        if one.category == "Instagram Likes":
            catalogue.change(one.id, category="")
        if one.category == "Instagram Mentions":
            catalogue.change(one.id, category="━━━━━━━━━━")
    catalogue.change(1, name="\u202e\u200f")
    await shop.opens()
    await shop.ann.says("/order")
    await shop.ann.taps("Instagram")
    assert "[ Everything else ]" in shop.ann.screen
    assert "[ #4 ]" in shop.ann.screen
    await shop.ann.taps("Everything else")
    await shop.ann.sees("Everything else · 6 services")
    await shop.ann.says(f"/order 1 {LINK} 100")
    await shop.ann.sees("Service: #1")
    await shop.olga.says("/services")
    await shop.olga.taps("Sections")
    await shop.olga.taps("Instagram")
    await shop.olga.taps("Everything else")
    await shop.olga.sees("Everything else", "Services: 6")
    await shop.olga.taps("Rename")
    await shop.olga.says("Likes of all kinds")
    await shop.ann.says("/order")
    await shop.ann.taps("Instagram")
    await shop.ann.taps("Likes of all kinds")
    await shop.ann.sees("Likes of all kinds · 6 services")


async def test_remains_that_grow_are_not_believed(shop: Harness) -> None:
    always(shop, "status_remains_grow")
    await shop.opens()
    await shop.ann.says(f"/order 1 {LINK} 100")
    await shop.ann.taps("Confirm")
    [order] = shop.panel.orders
    shop.panel.set_state(order, "Partial", 90)
    await shop.passes(120)
    await shop.ann.sees("Order 1 · Partly delivered")
    shop.ann.finds_no("Back in your wallet")


@pytest.mark.parametrize("shape", of("refill"))
async def test_a_refill_is_asked_for_once(shop: Harness, shape: str) -> None:
    always(shop, shape)
    await shop.opens()
    await shop.ann.says(f"/order 1 {LINK} 100")
    await shop.ann.taps("Confirm")
    await shop.delivers()
    await shop.ann.taps("Refill")
    await shop.ann.sees("Refill: requested")
    await shop.passes(120)
    await shop.ann.sees("Refill: done")


@pytest.mark.parametrize("shape", of("cancel"))
async def test_an_order_is_stopped(shop: Harness, shape: str) -> None:
    always(shop, shape)
    await shop.opens()
    await shop.ann.says(f"/order 1 {LINK} 100")
    await shop.ann.taps("Confirm")
    await shop.ann.taps("Cancel order")
    await shop.ann.taps("Stop it")
    await shop.ann.sees("Stopping: requested")
    await shop.delivers()
    await shop.ann.sees("Stopping: done")
