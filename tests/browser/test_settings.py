"""The demo is a shop: its settings, a purchase from an empty wallet, and beginning anew."""

import asyncio
import re

import pytest
from playwright.async_api import expect

from playground.shop_settings import SHOP
from tests.browser.conftest import Place, Visitor

pytestmark = pytest.mark.slow

LINK = "https://www.instagram.com/p/autumn/"


async def has_started(place: Place, starts: int) -> None:
    """Wait until the kiosk has been started so often, and polls."""
    telegram = place.demo.telegram
    async with asyncio.timeout(20):
        while place.demo.bot.starts < starts or not place.demo.bot.running:
            await telegram.changed(telegram.version, 1)


@pytest.mark.parametrize("place", [SHOP], indirect=True)
async def test_a_stranger_buys_with_an_empty_wallet(visitor: Visitor, place: Place) -> None:
    dialog = visitor.page.get_by_role("dialog")
    await visitor.becomes("Sam")
    await visitor.says(f"/order 1 {LINK} 1000")
    await visitor.sees("Check your order", "Price: $1.22")
    await visitor.taps("Stars and order")
    await visitor.sees("the order goes out by itself")
    await visitor.taps("Pay 61 ⭐")
    await dialog.get_by_role("button", name="Pay").click()
    await dialog.get_by_role("button", name="Close").click()
    await visitor.sees(re.compile(r"Order \d+ is done"))
    assert len(place.demo.panel.orders_for(LINK)) == 1
    assert place.demo.telegram.takes_findings() == []


async def test_settings_restart_the_kiosk_with_another_price(visitor: Visitor, place: Place) -> None:
    page = visitor.page
    await visitor.opens_tool("Settings")
    await expect(page.locator("#access")).to_have_value("private")
    await page.locator("#access").select_option("shop")
    await page.locator("#markup").fill("100")
    await page.locator("#dialect").select_option("mainstream")
    await page.get_by_role("button", name="Save and restart").click()
    await has_started(place, 2)
    await visitor.says(f"/order 1 {LINK} 1000")
    await visitor.sees("Check your order", "Price: $1.80", "You need $1.80 more")
    assert place.demo.panel.dialect == "mainstream"


async def test_reset_begins_anew(visitor: Visitor, place: Place) -> None:
    page = visitor.page
    await visitor.says(f"/order 1 {LINK} 100")
    await visitor.taps("Confirm")
    await visitor.sees(re.compile(r"Order \d+ is done"))
    await visitor.opens_tool("Settings")
    await page.get_by_role("button", name="Reset everything").click()
    await expect(visitor.log.locator(".bubble")).to_have_count(0)
    await has_started(place, 2)
    assert place.demo.panel.orders == {}
    await visitor.says(f"/order 1 {LINK} 100")
    await visitor.taps("Confirm")
    await visitor.sees(re.compile(r"Order \d+ is done"))
    assert place.demo.telegram.takes_findings() == []
