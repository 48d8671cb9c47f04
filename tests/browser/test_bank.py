"""Paying by bank transfer: the bank's page, and what the kiosk makes of what the bank tells it."""

import re

import pytest
from playwright.async_api import Page, expect

from playground.shop_settings import SHOP
from tests.browser.conftest import Place, Visitor

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("place", [SHOP], indirect=True)]


async def opens_bank(visitor: Visitor) -> tuple[Page, str, str]:
    """Begin a transfer of 10 dollars; return the bank's page, the exact amount and the reference."""
    await visitor.says("/topup")
    await visitor.taps("Bank transfer")
    await visitor.sees("How much?")
    await visitor.taps("$10")
    await visitor.sees("Transfer exactly")
    told = await visitor.log.inner_text()
    found = re.findall(r"Transfer exactly \D*([\d.]+)\D*, with the reference (\w{6}) ", told)
    async with visitor.page.context.expect_page() as opening:
        await visitor.log.locator("a[href$='/bank']").last.click()
    return await opening.value, *found[-1]


async def transfers(page: Page, amount: str, message: str) -> None:
    """Send this much with this message."""
    await page.get_by_label("Amount in USD").fill(amount)
    await page.get_by_label("Message").fill(message)
    await page.get_by_role("button", name="Transfer").click()
    await expect(page.locator(".state")).to_have_text("Sent, and the shop was told.")


async def test_a_transfer_with_its_reference_comes_by_itself(visitor: Visitor, place: Place) -> None:
    page, amount, reference = await opens_bank(visitor)
    await transfers(page, amount, reference)
    await visitor.sees(f"${amount} came into your wallet. Balance: ${amount}")
    await transfers(page, "3.00", reference)
    await visitor.sees("$3.00 came into your wallet")
    assert place.demo.telegram.takes_findings() == []


async def test_a_mistyped_reference_waits_for_the_operator(visitor: Visitor, place: Place) -> None:
    page, amount, reference = await opens_bank(visitor)
    await transfers(page, amount, reference[:-2] + reference[-1] + reference[-2])
    await visitor.says("/wallet")
    await visitor.sees("Balance: $0.00")
    assert "came into your wallet" not in await visitor.log.inner_text()
    assert place.demo.telegram.takes_findings() == []
