"""A payment in Stars, with a bot that is not the kiosk: the playground takes any bot."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from playground.telegram.faults import timeout_before
from tests.browser.conftest import Place, Visitor

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parametrize("place", [Path(__file__).with_name("payment_bot.py")], indirect=True),
]


async def test_a_customer_pays_in_stars(visitor: Visitor, place: Place) -> None:
    page, ann = visitor.page, place.demo.person(1001)
    await visitor.says("/start")
    await visitor.sees("Hot and black")
    await visitor.taps("Pay")
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("You have ⭐️ 1,000")
    await visitor.takes_picture("paying")
    await dialog.get_by_role("button", name="Pay").click()
    await expect(dialog).to_contain_text("Paid. Thank you!")
    await dialog.get_by_role("button", name="Close").click()
    await visitor.sees("Your coffee is on its way")
    await expect(visitor.log.locator(".service")).to_have_text("You paid ⭐️ 50")
    await expect(visitor.log.get_by_role("button", name="Receipt")).to_be_disabled()
    assert (ann.stars, [one.state for one in ann.checkouts]) == (950, ["paid"])


async def test_a_bot_that_does_not_agree_in_time_gets_nothing(visitor: Visitor, place: Place) -> None:
    page, ann = visitor.page, place.demo.person(1001)
    place.demo.telegram.world.checkout_seconds = 0.5
    place.demo.telegram.plan("answerPreCheckoutQuery", timeout_before())
    await visitor.says("/start")
    await visitor.taps("Pay")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Pay").click()
    await expect(dialog).to_contain_text("Payment failed: The bot did not answer in time")
    await expect(dialog.get_by_role("button", name="Try again")).to_be_enabled()
    assert ann.stars == 1_000
