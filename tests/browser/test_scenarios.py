"""Scenarios that one click plays, and a bot that is restarted and killed while Telegram goes on."""

import re

import pytest
from playwright.async_api import expect

from playground.shop_settings import PRIVATE, SHOP
from tests.browser.conftest import Place, Visitor

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("place", [PRIVATE, SHOP], ids=["private", "shop"], indirect=True)
@pytest.mark.parametrize(
    ("title", "outcome"),
    [
        ("Three customers order at once", r"Six taps, 3 orders at the panel, one for each link\."),
        ("The panel goes down mid-order", r"went through as \d+: sent 1 time, ordered once\."),
        ("A lost answer", r"The kiosk says Being checked, sends nothing twice, and tells Olga\."),
        ("A partial delivery", r"Ann's card says Partly delivered, 100 not delivered"),
        ("A broadcast to 5,000", r"40 people in \d+ s, [\d.]+ a second, nobody twice\."),
    ],
)
async def test_a_scenario_in_one_click(visitor: Visitor, place: Place, title: str, outcome: str) -> None:
    place.demo.crowd = 40
    await visitor.page.locator("#scenarios").get_by_role("button", name=title).click()
    session = visitor.page.locator("#session")
    await expect(session).to_have_class("session held", timeout=90_000)
    await expect(visitor.page.locator("#session-line")).to_have_text(re.compile(outcome))
    await session.locator("summary").click()
    if "lost" in title:
        await visitor.takes_picture("scenario")
    assert await session.locator("li.done").count() >= 3
    await visitor.page.get_by_role("button", name="Close the scenario").click()
    await expect(session).to_be_hidden()
    assert place.demo.telegram.takes_findings() == []


async def test_a_killed_bot_finds_its_world_again(visitor: Visitor, place: Place) -> None:
    page = visitor.page
    await visitor.says("/order 1 https://www.instagram.com/p/kill/ 100")
    await visitor.sees("Check your order")
    await page.get_by_role("button", name="Kill").click()
    await expect(page.locator("#bot")).to_have_text(re.compile("ended by SIGKILL"))
    await visitor.taps("Confirm")
    await expect(page.locator("#bot")).to_have_text(re.compile("1 update waits"))
    await page.get_by_role("button", name="Start", exact=True).click()
    await visitor.sees("is done")
    await page.get_by_role("button", name="Restart").click()
    await expect(page.locator("#bot")).to_have_attribute("data-starts", "3")
    await expect(page.locator("#bot")).to_have_text("@kiosk_bot polls")
    await visitor.says("/orders")
    await visitor.sees(re.compile(r"Order \d+"))
    assert place.supervisor.state.starts == 3
    assert len(place.demo.panel.orders) == 1
