"""Paying on a gateway's page: the link in the chat, the page, and the money that comes by itself."""

import re

import pytest
from playwright.async_api import Page, expect

from playground.shop_settings import SHOP
from tests.browser.conftest import Place, Visitor

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("place", [SHOP], indirect=True)]


async def opens_page(visitor: Visitor, way: str) -> Page:
    """Ask for an invoice of 10 dollars this way, and follow its link."""
    await visitor.says("/topup")
    await visitor.taps(way)
    await visitor.sees("How much?")
    await visitor.taps("$10")
    await visitor.sees("Pay on the page below until")
    async with visitor.page.context.expect_page() as opening:
        await visitor.log.get_by_role("link", name="Pay $10.00").last.click()
    return await opening.value


async def test_a_customer_pays_in_coins_and_reads_of_it_at_once(visitor: Visitor, place: Place) -> None:
    page = await opens_page(visitor, "Crypto Pay")
    await expect(page.locator(".state")).to_have_text("Nothing was paid yet.")
    await page.get_by_role("button", name="Pay 10.00 USD").click()
    await expect(page.locator(".state")).to_contain_text("10.00 of 10.00 USD came")
    await visitor.sees("$10.00 came into your wallet. Balance: $10.00")
    await visitor.sees("$10.00 is paid. Thank you!")
    await visitor.takes_picture("gateway")
    assert place.demo.telegram.takes_findings() == []


async def test_half_is_credited_as_half_when_its_time_is_over(visitor: Visitor, place: Place) -> None:
    page = await opens_page(visitor, "Heleket")
    await page.get_by_role("button", name="Pay half of it").click()
    await expect(page.locator(".state")).to_contain_text("5.00 of 10.00 USD came")
    await page.get_by_role("button", name="Let the time run out").click()
    await visitor.sees("$5.00 came into your wallet. Balance: $5.00")
    await page.get_by_role("button", name="Take all of it back").click()
    await visitor.says("/wallet")
    await visitor.sees(re.compile(r"Balance: \$(5\.00|0\.00)"))
    assert place.demo.telegram.takes_findings() == []
