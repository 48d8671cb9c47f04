"""The page itself: light and dark, on a phone, by keyboard, in two tabs, with its three tools."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.browser.conftest import PHONE, Place, Visitor

pytestmark = pytest.mark.slow
ORDER = "/order 1 https://www.instagram.com/p/page/ 100"


async def test_dark_and_light(visitor: Visitor) -> None:
    page = visitor.page
    await visitor.says(ORDER)
    await visitor.sees("Check your order")
    colours = {}
    for look in ("light", "dark"):
        await page.locator("#theme").select_option(look)
        bubble = visitor.log.locator(".theirs .bubble").last
        colours[look] = await bubble.evaluate("e => getComputedStyle(e).backgroundColor")
    assert colours == {"light": "rgb(255, 255, 255)", "dark": "rgb(24, 37, 51)"}
    await visitor.takes_picture("dark")
    await page.reload()
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    await page.locator("#theme").select_option("")
    await expect(page.locator("html")).to_have_attribute("data-theme", "light")
    await page.emulate_media(color_scheme="dark")
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")


async def test_an_empty_chat_says_what_the_bot_can_do_and_starts_with_a_tap(visitor: Visitor) -> None:
    empty = visitor.log.locator(".empty")
    await expect(empty).to_contain_text("What can this bot do?")
    await expect(empty).to_contain_text("watch it being delivered here")
    await empty.get_by_role("button", name="Start").click()
    await visitor.sees("Ann, what shall it be?")
    await expect(empty).to_have_count(0)


async def test_the_own_channel_is_chosen_from_the_apps_list(visitor: Visitor) -> None:
    keys = visitor.page.locator("#keyboard")
    await visitor.says("/order 118")
    await visitor.taps("Choose my channel")
    await keys.get_by_role("button", name="My channel").click()
    await expect(keys.get_by_role("button")).to_have_text(["Cats of the World", "My diary", "Close"])
    await keys.get_by_role("button", name="Close").click()
    await keys.get_by_role("button", name="My channel").click()
    await keys.get_by_role("button", name="Cats of the World").click()
    await visitor.sees("How many?")
    await visitor.sees("t.me/cats_of_the_world")
    await expect(keys).to_be_hidden()


async def test_a_phones_width(visitor: Visitor) -> None:
    page = visitor.page
    await page.set_viewport_size(PHONE)
    await visitor.says("/order 1 https://www.instagram.com/page/ 100")
    await visitor.sees("Check your order")
    await visitor.takes_picture("phone")
    parts = page.get_by_label("Parts of the playground")
    for part, shown in (("People", "#add-person"), ("Tools", "#trace"), ("Chat", "#composer")):
        await parts.get_by_role("button", name=part).click()
        await expect(page.locator(shown)).to_be_visible()
        await nothing_is_cut_off(visitor, part)
    for tool in ("Panel", "Clock"):
        await parts.get_by_role("button", name="Tools").click()
        await visitor.opens_tool(tool)
        await nothing_is_cut_off(visitor, tool)


async def nothing_is_cut_off(visitor: Visitor, where: str) -> None:
    """Assert that nothing is wider than its place, even if the place can be scrolled."""
    wider = await visitor.page.evaluate(
        "[document.documentElement, ...document.querySelectorAll('main > section, .tool, .log')]"
        ".filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.id || e.className)"
    )
    assert wider == [], where


async def test_what_cannot_be_done_is_said_wherever_one_is(visitor: Visitor) -> None:
    page = visitor.page
    await page.set_viewport_size(PHONE)
    await page.get_by_label("Parts of the playground").get_by_role("button", name="Tools").click()
    await visitor.opens_tool("Panel")
    await expect(page.locator("#balance")).to_have_value("10000.00")
    await page.locator("#balance").fill("abc")
    await page.locator("#balance").press("Enter")
    await expect(page.locator("#toasts")).to_contain_text("balance must be an amount like 12.50")
    await expect(page.locator("#toasts p")).to_be_in_viewport()
    await expect(page.locator("#balance")).to_have_value("10000.00")


async def test_the_page_can_be_used_by_keyboard_alone(visitor: Visitor) -> None:
    page = visitor.page
    await visitor.says("/start")
    await visitor.sees("Ann, what shall it be?")
    await expect(page.locator("#menu")).to_be_enabled()  # the bot may answer before it has told its commands
    await page.locator("#menu").press("Enter")
    await expect(page.locator("#commands button").first).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Escape")
    await expect(page.locator("#commands")).to_be_hidden()
    await expect(page.locator("#menu")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("ArrowDown")  # /menu comes first, then /order
    await page.keyboard.press("Enter")
    await visitor.sees("What is it for?")
    await visitor.log.get_by_role("button", name="Instagram").focus()
    await page.keyboard.press("Enter")
    await visitor.sees("Which kind?")
    await page.locator("#tab-trace").focus()
    await page.keyboard.press("ArrowRight")
    await expect(page.locator("#panel-tool")).to_be_visible()
    await page.keyboard.press("End")
    await expect(page.locator("#settings-tool")).to_be_visible()


async def test_two_tabs_show_the_same_world(visitor: Visitor) -> None:
    other = await visitor.page.context.new_page()
    await other.goto(f"{visitor.root}/#1001")
    await expect(other.locator("#bot")).to_have_class("bot running")
    await visitor.says("/help")
    await expect(other.locator("#log")).to_contain_text("What I can do")
    await other.locator("#tab-panel").click()
    await other.locator("#door").click()
    await visitor.opens_tool("Panel")
    await expect(visitor.page.locator("#door-words")).to_contain_text("every connection is refused")


async def test_the_trace_shows_what_followed_and_findings_in_red(visitor: Visitor, place: Place) -> None:
    page, telegram = visitor.page, place.demo.telegram
    await visitor.says(ORDER)
    await visitor.sees("Check your order")
    entry = page.locator("#trace details", has_text="/order 1")
    await expect(entry).to_contain_text("sendMessage")
    await expect(page.locator("#oracle")).to_contain_text(
        re.compile(r"aiogram 3\.\d+\.\d+, Bot API 10\.\d+; python-telegram-bot 22\.\d+, Bot API 10\.\d+")
    )
    await entry.locator("summary").click()
    await expect(entry.locator("pre").first).to_contain_text('"update_id"')
    start = page.locator("#trace details", has_text="On its own").last
    await expect(start.locator(".calls")).to_contain_text(re.compile(r"setMyCommands ×\d+"))
    await telegram.call_as(telegram.token, "sendMessage", {"chat_id": 1001, "text": "hm", "colour": "red"})
    found = page.locator("#trace details.found")
    await expect(found).to_contain_text("request sendMessage colour: there is no such parameter")
    await expect(found.locator(".finding")).to_have_css("color", "rgb(192, 52, 43)")
    await expect(page.locator("#findings-count")).to_have_text("1")
    await visitor.takes_picture("trace")
    telegram.takes_findings()


async def test_an_order_and_the_panels_next_fault_can_be_set_by_hand(visitor: Visitor, place: Place) -> None:
    page, panel = visitor.page, place.demo.panel
    panel.pace.delivering = 600
    await visitor.says(ORDER)
    await visitor.taps("Confirm")
    await visitor.sees(re.compile(r"Order \d+ · In progress"))
    await visitor.opens_tool("Panel")
    await page.get_by_role("group", name=re.compile("order 2")).get_by_role("button", name="partial").click()
    await visitor.sees(re.compile(r"Order \d+ · Partly delivered"))
    await page.locator("#fault").select_option("time out after accepting")
    await page.get_by_role("button", name="Arm", exact=True).click()
    await expect(page.locator("#armed")).to_have_text("Waiting for its call: time out after accepting")
    await page.get_by_role("button", name="Disarm").click()
    await expect(page.locator("#armed")).to_have_text("No fault is armed.")
    await page.locator("#balance").fill("12,50")
    await page.locator("#balance").press("Enter")
    await expect(page.locator("#balance")).to_have_value("12.50")
    await page.locator("#shelf summary").click()
    await expect(page.locator("#service [name=rate]")).to_have_value("0.90")
    await page.locator("#service [name=rate]").fill("7.25")
    await page.get_by_role("button", name="Change").click()
    await expect(page.locator("#service-id option").first).to_have_text(re.compile(r"· 7\.25$"))
    assert (float(panel.balance), next(iter(panel.catalogue)).rate) == (12.5, "7.25")
    await visitor.takes_picture("panel")


async def test_moments_are_shown_by_the_visitors_clock(place: Place, browser: Browser) -> None:
    telegram = place.demo.telegram
    async with await browser.new_context(locale="en-GB", timezone_id="Asia/Tokyo") as context:
        visitor = Visitor(await context.new_page(), place.root, Path())
        await visitor.comes()
        await visitor.says(ORDER)
        await visitor.sees("Check your order")
        noon = '<tg-time unix="1647518400" format="dt">17 Mar 12:00 UTC</tg-time>'
        said = {"chat_id": 1001, "text": f"Open at {noon}.", "parse_mode": "HTML"}
        await telegram.call_as(telegram.token, "sendMessage", said)
        await visitor.sees("Open at 17 Mar 2022, 21:00.")


async def test_the_clock_can_be_sped_up_and_set_ahead(visitor: Visitor, place: Place) -> None:
    page, panel = visitor.page, place.demo.panel
    panel.pace.delivering = 3_000
    await visitor.says(ORDER)
    await visitor.taps("Confirm")
    await visitor.sees(re.compile(r"Order \d+ · In progress"))
    await visitor.opens_tool("Clock")
    await page.get_by_role("button", name="×30").click()
    await expect(page.get_by_role("button", name="×30")).to_have_attribute("aria-pressed", "true")
    assert place.demo.speed == 30
    await page.get_by_role("button", name="1 hour").click()
    await visitor.sees(re.compile(r"Order \d+ is done"))
