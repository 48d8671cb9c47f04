"""The shop's twelve main screens, in each language: a purchase from the first tap to the wallet.

`make pictures` lays them on one sheet for each language.
"""

import base64
import re

import pytest
from playwright.async_api import Browser, expect

from locales import Catalogues, Translator
from locales.translator import OWN_NAMES
from playground.shop_settings import SHOP
from tests.browser.conftest import PHONE, PICTURE_BYTES, Place, Visitor

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("place", [SHOP], indirect=True)]

LINK = "https://www.instagram.com/p/autumn/"
SHEET = """<body style="margin:0;padding:8px;width:980px;background:#8a9a8f;display:grid;gap:8px;
grid-template-columns:repeat(4,1fr)">{}</body>"""
INTO_VIEW = """(log, said) => [...log.querySelectorAll(".bubble")]
    .filter((bubble) => bubble.textContent.includes(said)).at(-1)
    ?.closest(".message").scrollIntoView({block: "nearest"})"""
"""With its keyboard, and in one go: a bubble that changes meanwhile is another element."""
HAS_LETTERS = """(letter) => {
    const drawn = (text) => {
        const canvas = Object.assign(document.createElement("canvas"), {width: 40, height: 40});
        const pen = canvas.getContext("2d");
        pen.font = "24px sans-serif";
        pen.fillText(text, 4, 30);
        return canvas.toDataURL();
    };
    return drawn(letter) !== drawn("\\u{effff}");
}"""
"""False if a letter is drawn as one that no font has: an empty box."""
IMAGE = '<img style="width:100%" src="data:image/jpeg;base64,{}">'


class Album:
    """Pictures of the chat, one for each screen."""

    def __init__(self, visitor: Visitor, t: Translator) -> None:
        self.visitor, self.t = visitor, t
        self.pictures: list[bytes] = []

    async def shows(self, words: str) -> None:
        """Wait for these words of the shop in this language, and take a picture of the chat."""
        said = re.sub("<[^>]+>", "", self.t.label(words)).partition("\n")[0]
        await expect(self.visitor.log.get_by_text(said).last).to_be_visible()
        await self.visitor.log.evaluate(INTO_VIEW, said)
        chat = self.visitor.page.locator("section.chat")
        taken = await chat.screenshot(type="jpeg", quality=80, animations="disabled", caret="hide")
        self.pictures.append(taken)

    async def sheet(self, browser: Browser) -> bytes:
        """Return all of them as one picture."""
        page = await browser.new_page(viewport={"width": 1000, "height": 800})
        images = (IMAGE.format(base64.b64encode(one).decode()) for one in self.pictures)
        await page.set_content(SHEET.format("".join(images)))
        return await page.screenshot(type="jpeg", quality=50, full_page=True)


@pytest.mark.parametrize("language", ["en", "ru", "ar", "fa", "hi"])
async def test_a_purchase_in_twelve_screens(
    visitor: Visitor, place: Place, browser: Browser, language: str, request: pytest.FixtureRequest
) -> None:
    dialog = visitor.page.get_by_role("dialog")
    if request.config.getoption("--pictures"):
        can_show = await visitor.page.evaluate(HAS_LETTERS, OWN_NAMES[language][0])
        assert can_show, "a font is missing that has these letters; Debian has fonts-lohit-deva for Hindi"
    await visitor.page.set_viewport_size(PHONE)
    place.demo.person(1001).language = language
    place.demo.panel.pace.delivering = 60
    album = Album(visitor, Catalogues().of(language))
    await visitor.says("/start")
    await album.shows("Search")
    await visitor.taps("🛒")
    await album.shows("<b>What is it for?</b>\nTap below, or type what you look for: <i>instagram likes</i>.")
    await visitor.taps("Instagram")
    await visitor.taps("Likes")
    await album.shows("· Instant")
    await visitor.taps("· Instant")
    await album.shows("Order")
    await visitor.taps("🛒")
    await album.shows("<b>Send the link of the post.</b>")
    await visitor.says(LINK)
    await album.shows("<b>How many?</b>")
    await visitor.says("1000")
    await album.shows("<b>Check your order</b>")
    await visitor.taps("⭐")
    await expect(visitor.log.locator(".bill")).to_be_visible()
    await album.shows("Your order")
    await visitor.taps("⭐")
    await dialog.locator("#pay").click()
    await dialog.locator("#invoice-close").click()
    await visitor.sees("▰")
    place.demo.panel.advance(30)
    await album.shows("▰▰▰")
    place.demo.panel.advance(60)
    await album.shows(album.t.percentage(1_000_000))
    await visitor.says("/orders")
    await album.shows("<b>Your orders</b>")
    await visitor.says("/wallet")
    await album.shows("<b>Your wallet</b>")
    assert len(album.pictures) == 12
    sheet = await album.sheet(browser)
    assert len(sheet) < PICTURE_BYTES
    (visitor.pictures / f"screens-{language}.jpg").write_bytes(sheet)
    assert place.demo.telegram.takes_findings() == []
