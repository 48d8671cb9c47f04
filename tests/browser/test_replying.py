"""Reply: a message answers another one, as the shop answers its customers' tickets."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import PHONE, Place, Visitor

pytestmark = pytest.mark.slow


async def test_the_shop_answers_a_ticket_by_replying_to_it(visitor: Visitor) -> None:
    await visitor.becomes("Olga")
    await visitor.says("/start")  # the shop writes only to those who have opened the chat
    await visitor.sees("what shall it be?")
    await visitor.becomes("Ann")
    await visitor.says("/support")
    await visitor.taps("Write to the shop")
    await visitor.sees("To the shop")
    await visitor.says("Where is my order?")
    await visitor.becomes("Olga")
    asked = visitor.log.locator(
        ".message", has=visitor.page.locator(".bubble", has_text="Where is my order?")
    )
    await asked.last.hover()
    await asked.last.get_by_role("button", name="Answer this message").click()
    answering = visitor.page.locator("#answering")
    await expect(answering).to_contain_text("Where is my order?")
    await visitor.takes_picture("replying")
    await visitor.says("It starts within the hour.")
    await expect(answering).to_be_hidden()
    mine = visitor.log.locator(".mine .bubble", has_text="It starts within the hour.")
    await expect(mine.locator(".answers")).to_contain_text("Where is my order?")
    await visitor.becomes("Ann")
    await visitor.sees("It starts within the hour.")


async def test_the_keyboard_chooses_what_is_answered(visitor: Visitor) -> None:
    page, answering = visitor.page, visitor.page.locator("#answering")
    await visitor.says("/start")
    await visitor.sees("Ann, what shall it be?")
    await page.locator("#text").press("Control+ArrowUp")
    await expect(answering).to_contain_text("Ann, what shall it be?")
    await page.locator("#text").press("Control+ArrowUp")
    await page.locator("#text").press("Control+ArrowUp")
    await expect(answering).to_contain_text("/start")
    await page.locator("#text").press("Control+ArrowDown")
    await expect(answering).to_contain_text("Ann, what shall it be?")
    await page.locator("#text").press("Control+ArrowDown")
    await expect(answering).to_be_hidden()
    await page.locator("#text").press("Control+ArrowUp")
    await answering.get_by_role("button").click()
    await expect(answering).to_be_hidden()


async def test_what_is_answered_makes_no_bubble_wider_than_a_phone(visitor: Visitor, place: Place) -> None:
    await visitor.page.set_viewport_size(PHONE)
    await visitor.says("/start " + "and many more words " * 20)
    await visitor.sees("Ann, what shall it be?")
    keys = {"inline_keyboard": [[{"text": str(number), "callback_data": "x"} for number in range(4)]]}
    answer = {
        "chat_id": 1001,
        "text": "That is a long story. " * 9,
        "reply_parameters": {"message_id": 1},
        "reply_markup": keys,
    }
    await place.demo.telegram.call("sendMessage", answer)
    quote = visitor.log.locator(".theirs .bubble .answers")
    await expect(quote).to_contain_text("and many more words")
    assert await visitor.log.evaluate("log => log.scrollWidth <= log.clientWidth")


async def test_nothing_is_answered_on_another_phone(visitor: Visitor) -> None:
    await visitor.says("/start")
    await visitor.sees("Ann, what shall it be?")
    await visitor.page.locator("#text").press("Control+ArrowUp")
    await visitor.becomes("Bob")
    await expect(visitor.page.locator("#answering")).to_be_hidden()
