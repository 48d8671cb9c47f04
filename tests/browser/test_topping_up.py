"""The kiosk's own invoices: a customer tops up with Stars and sees every movement of the wallet."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Place, Visitor

pytestmark = pytest.mark.slow


async def test_a_customer_tops_up_and_orders(visitor: Visitor, place: Place) -> None:
    dialog, ann = visitor.page.get_by_role("dialog"), place.demo.person(1001)
    await visitor.says("/topup")
    await visitor.taps("Telegram Stars")
    await visitor.sees("How much?")
    await visitor.taps("$10")
    await visitor.sees("Your wallet gets exactly $10.00")
    await visitor.taps("Pay")
    await dialog.get_by_role("button", name="Pay").click()
    await expect(dialog).to_contain_text("Paid. Thank you!")
    await dialog.get_by_role("button", name="Close").click()
    await visitor.sees("$10.00 came into your wallet")
    assert ann.stars == 500
    await visitor.says("/order 1 https://www.instagram.com/p/autumn/ 1000")
    await visitor.sees("Check your order")
    await visitor.taps("Confirm")
    await visitor.sees(re.compile(r"Order \d+ is done"))
    await visitor.says("/wallet")
    await visitor.sees("Balance: $9.10", re.compile(r"Order \d+"), "+$10.00 · Topped up")
    await visitor.takes_picture("wallet")
    await visitor.taps("Statement")
    await visitor.sees("statement-")
    assert place.demo.telegram.takes_findings() == []
