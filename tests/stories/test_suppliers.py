"""Two suppliers whose services have the same numbers: each order goes to its own, nothing to the other."""

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import pytest

from playground.panel import FakePanel
from tests.in_process import Further, Harness

LINK = "https://www.instagram.com/p/two/"
FAST = "2000001"
"""The shop's number of the second panel's service 1."""

Opening = Callable[..., Any]


@pytest.fixture
def opening(database_file: Path) -> Opening:
    @asynccontextmanager
    async def open_with(currency: str = "EUR", **settings: str) -> AsyncIterator[Harness]:
        settings = {"access": "shop", "support_contact": "@olga"} | settings
        further = {"fast": Further("mainstream", currency)}
        harness = Harness(database_file, dialect="seed", further=further, **settings)
        await harness.opens()
        await harness.olga.says("/start")
        if currency != "USD":
            await harness.olga.says(f"/prices rate {currency} 1.25")
        await harness.ann.says("/start")
        await harness.olga.says("/credit 101 5 gift")
        await harness.olga.taps("Confirm")
        yield harness
        await harness.audited()
        await harness.closes()

    return open_with


def numbers_asked(panel: FakePanel) -> set[str]:
    """Return the panel's orders that it was asked about, or for which something was asked."""
    found: set[str] = set()
    for call in panel.calls:
        if call.form["action"] in {"status", "refill", "cancel"}:
            found |= set((call.form.get("orders") or call.form.get("order", "")).split(","))
    return found


def panels_of(harness: Harness) -> dict[int, str]:
    with closing(sqlite3.connect(harness.database)) as database:
        return dict(database.execute("SELECT id, panel FROM orders").fetchall())


async def test_each_order_goes_to_its_own_supplier_and_nothing_to_the_other(opening: Opening) -> None:
    async with opening() as harness:
        ann = harness.ann
        await ann.says(f"/order 1 {LINK} 100")
        await ann.taps("Confirm")
        await ann.says(f"/order {FAST} {LINK} 100")
        await ann.taps("Confirm")
        assert len(harness.panel.orders_for(LINK)) == 1
        [there] = harness.further["fast"].orders_for(LINK)
        assert there.service.id == 1, "the panel is told its own number"
        panels = panels_of(harness)
        assert len(set(panels.values())) == 2
        await harness.delivers()
        assert "Completed" in ann.screen
        for panel in harness.panels:
            assert numbers_asked(panel) <= set(panel.orders), "nobody is asked about the other's"


async def test_the_second_suppliers_prices_are_in_the_shops_currency(opening: Opening) -> None:
    async with opening(currency="EUR", markup_percent="0") as harness:
        ann = harness.ann
        await ann.says(f"/order 1 {LINK} 1000")
        assert "$0.90" in ann.screen
        await ann.says(f"/order {FAST} {LINK} 1000")
        assert "$1.13" in ann.screen or "$1.125" in ann.screen, ann.screen


async def test_without_a_rate_only_its_own_services_cannot_be_ordered(opening: Opening) -> None:
    async with opening(currency="USD") as harness:
        harness.further["fast"].currency = "INR"
        for one in harness.kiosk.suppliers:
            await one.catalogue.refresh()
        await harness.settles()
        ann = harness.ann
        await ann.says(f"/order {FAST} {LINK} 100")
        await ann.sees("cannot be ordered right now")
        await ann.says(f"/order 1 {LINK} 100")
        await ann.taps("Confirm")
        assert len(harness.panel.orders_for(LINK)) == 1
        await harness.olga.says("/admin")
        await harness.olga.sees("fast", "its prices are in INR")
        await harness.olga.says("/prices rate INR 0.012")
        await ann.says(f"/order {FAST} {LINK} 100")
        await ann.sees("Confirm")


async def test_a_supplier_that_is_down_holds_only_its_own_orders(opening: Opening) -> None:
    async with opening(currency="USD") as harness:
        harness.further_wires["fast"].refusing = True
        ann = harness.ann
        await ann.says(f"/order {FAST} {LINK} 100")
        await ann.taps("Confirm")
        await ann.says(f"/order 1 {LINK} 100")
        await ann.taps("Confirm")
        assert len(harness.panel.orders_for(LINK)) == 1
        assert harness.further["fast"].orders_for(LINK) == []
        for _ in range(4):
            await harness.kiosk.suppliers[1].catalogue.read_balance()
            await harness.passes(300)
        await harness.olga.sees("fast", "The panel does not answer")
        await harness.olga.says("/panel")
        await harness.olga.taps("fast")
        await harness.olga.sees("fast")
        harness.further_wires["fast"].refusing = False
        for _ in range(3):
            await harness.passes(60)
        assert len(harness.panel.orders_for(LINK)) == 1


async def test_a_lost_answer_is_looked_for_at_its_own_supplier(opening: Opening) -> None:
    async with opening(currency="USD", panel_probe="yes") as harness:
        harness.further["fast"].arm("reset_after")
        ann = harness.ann
        await ann.says(f"/order {FAST} {LINK} 100")
        await ann.taps("Confirm")
        await ann.sees("Being checked")
        await ann.says(f"/order 1 {LINK} 100")
        await ann.taps("Confirm")
        assert len(harness.panel.orders_for(LINK)) == 1, "the other supplier goes on meanwhile"
        for _ in range(120):
            await harness.passes(10)
        assert len(harness.further["fast"].orders_for(LINK)) == 1, "it was not sent twice"
        assert len(harness.panel.orders_for(LINK)) == 1
        assert numbers_asked(harness.panel) <= set(harness.panel.orders)


async def test_numbers_stay_when_the_suppliers_come_again(opening: Opening) -> None:
    async with opening(currency="USD") as harness:
        before = harness.kiosk.storefront.service(FAST)
        assert before is not None
        await harness.restarts()
        after = harness.kiosk.storefront.service(FAST)
        assert after is not None
        assert (after.panel, after.number) == (before.panel, "1")


async def test_a_supplier_that_is_removed_leaves_its_orders_to_people(opening: Opening) -> None:
    async with opening(currency="USD") as harness:
        ann, olga = harness.ann, harness.olga
        await ann.says(f"/order {FAST} {LINK} 100")
        await ann.taps("Confirm")
        harness.further_wires["fast"].refusing = True
        await ann.says(f"/order {FAST} {LINK}later/ 100")
        await ann.taps("Confirm")
        asked = len(harness.panel.calls)
        (harness.database.parent / "panels" / "fast.toml").rename(harness.database.parent / "fast.toml")
        await harness.restarts()
        await harness.settles()
        await ann.says(f"/order {FAST} {LINK} 100")
        await ann.sees("There is no service 2000001")
        for _ in range(40):
            await harness.passes(60)
        assert "back in your wallet" in ann.screen, "what was never sent is given back"
        await olga.says("/find 1")
        await olga.sees("127.0.0.2")
        assert numbers_asked(harness.panel) <= set(harness.panel.orders)
        assert len(harness.panel.calls) > asked
        (harness.database.parent / "fast.toml").rename(harness.database.parent / "panels" / "fast.toml")
        harness.further_wires["fast"].refusing = False
        await harness.restarts()
        await harness.delivers()
        assert await harness.state_of(1) == "completed"


async def test_an_order_that_was_to_start_later_ends_with_its_supplier(opening: Opening) -> None:
    async with opening(currency="USD") as harness:
        ann = harness.ann
        await ann.says(f"/order {FAST} {LINK} 100")
        await ann.taps("Start later")
        await ann.taps("In an hour")
        await ann.taps("Confirm")
        (harness.database.parent / "panels" / "fast.toml").unlink()
        await harness.restarts()
        for _ in range(9):
            await harness.passes(3_600)
        assert await harness.state_of(1) == "voided"
        await ann.sees("back in your wallet")


async def test_the_operator_sees_whose_an_order_is(opening: Opening) -> None:
    async with opening(currency="USD") as harness:
        ann, olga = harness.ann, harness.olga
        await ann.says(f"/order {FAST} {LINK} 100")
        await ann.taps("Confirm")
        await olga.says("/find 1")
        await olga.sees("fast")
        assert "panel" not in ann.screen.lower()
        assert "fast" not in ann.screen.lower()


async def test_the_log_names_the_panel_and_what_to_look_at(
    opening: Opening, caplog: pytest.LogCaptureFixture
) -> None:
    """Of two panels one was in trouble, and the log said: The panel: auth: Invalid API key."""
    async with opening() as harness:
        harness.further["fast"].key = "another"
        await harness.passes(3600)
        there = "The panel fast: auth: Invalid API key. Check PANEL_KEY_FAST and url in fast.toml."
        assert there in caplog.messages
        harness.further["fast"].key = harness.kiosk.settings.accounts[1].key.get_secret_value()
        harness.panel.key = "another"
        await harness.passes(3600)
        assert "The panel: auth: Invalid API key. Check PANEL_KEY and PANEL_URL." in caplog.messages
        harness.panel.key = harness.kiosk.settings.key
