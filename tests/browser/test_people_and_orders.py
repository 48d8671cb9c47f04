"""What customers and operators do on the page: order, broadcast, ask inline."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Place, Visitor

pytestmark = pytest.mark.slow


async def test_a_customer_orders_and_sees_it_finish(visitor: Visitor, place: Place) -> None:
    await visitor.says("/order")
    await visitor.sees("What is it for?")
    await visitor.taps("Instagram")
    await visitor.taps("Likes")
    await visitor.taps("$0.13 · Instant")
    await visitor.taps("🛒 Order")
    await visitor.sees("Send the link")
    await visitor.says("https://www.instagram.com/p/summer/")
    await visitor.sees("How many?")
    await visitor.says("500")
    await visitor.sees("Check your order")
    place.demo.panel.pace.delivering = 60
    await visitor.taps("Confirm")
    await visitor.sees(re.compile(r"Order \d+ · In progress"))
    place.demo.panel.advance(30)
    await visitor.sees("▰▰▰")
    await visitor.takes_picture("chat")
    place.demo.panel.advance(60)
    await visitor.sees(re.compile(r"Order \d+ is done"), re.compile(r"Order \d+ · Completed"))
    [order] = place.demo.panel.orders.values()
    assert (order.link, order.quantity) == ("https://www.instagram.com/p/summer/", 500)
    assert place.demo.telegram.takes_findings() == []


async def test_an_operator_broadcasts(visitor: Visitor, place: Place) -> None:
    await visitor.says("/start")
    await visitor.sees("Ann, what shall it be?")
    await visitor.becomes("Olga")
    await visitor.says("/broadcast")
    await visitor.sees("Send me the message for everybody")
    await visitor.says("Ten percent off this week!")
    await visitor.sees("This is how it will look")
    await visitor.taps("Confirm")
    await visitor.sees("2 of 2 sent")
    await visitor.becomes("Ann")
    await visitor.sees("Ten percent off this week!")
    assert sum("Ten percent" in message.text for message in place.demo.person(1001).chat) == 1


async def test_an_inline_query_is_answered_and_a_result_chosen(visitor: Visitor, place: Place) -> None:
    page = visitor.page
    await visitor.says("/order 1 https://www.instagram.com/p/inline/ 100")
    await visitor.taps("Confirm")
    await visitor.sees("is done")
    await page.locator(".inline summary").click()
    await page.locator("#inline").get_by_role("button", name="Ask").click()
    await expect(page.locator("#results")).to_contain_text(re.compile(r"Order \d+ · Completed"))
    await page.get_by_role("button", name=re.compile(r"Send Order \d+ · Completed")).click()
    await expect(page.locator("#elsewhere .bubble")).to_contain_text("via @kiosk_bot")
    assert [message.via_bot for message in place.demo.person(1001).elsewhere.live()] == [True]
    await visitor.becomes("Bob")
    await page.locator("#inline").get_by_role("button", name="Ask").click()
    await expect(page.locator("#results")).not_to_contain_text(re.compile(r"Order \d"))
