"""The operator's desk on a phone, in light and dark; `make pictures` lays its screens on one sheet each."""

import pytest
from playwright.async_api import Browser

from locales import Catalogues
from playground.shop_settings import SHOP
from tests.browser.conftest import PHONE, PICTURE_BYTES, Place, Visitor
from tests.browser.test_main_screens import Album

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("place", [SHOP], indirect=True)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_morning_at_the_desk(visitor: Visitor, place: Place, browser: Browser, scheme: str) -> None:
    await visitor.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    await visitor.says("/support")
    await visitor.taps("✍️")
    await visitor.says("When will my order come?")
    await visitor.sees("The shop has your message")
    album = Album(visitor, Catalogues().of("en"))
    await visitor.becomes("Olga")
    await visitor.page.set_viewport_size(PHONE)
    await visitor.says("/admin")
    await album.shows("🗝 <b>The desk</b>")
    await visitor.taps("🔔")
    await album.shows("🔔 <b>Waiting for you</b>, the oldest first")
    await visitor.taps("🗝")
    await visitor.taps("👥")
    await album.shows("👥 <b>People</b>")
    await visitor.taps("Ann")
    await album.shows("Here since")
    await visitor.taps("🗝")
    await visitor.taps("⋯")
    await album.shows("🗝 <b>More of the desk</b>")
    await visitor.taps("⬅️")
    await visitor.taps("📣")
    await visitor.says("This week all likes are ten percent off.")
    await visitor.sees("This is how it will look")
    await album.shows("This is how it will look")
    await visitor.says("/stats")
    await album.shows("📈")
    await visitor.says("/texts")
    await album.shows("📝")
    assert len(album.pictures) == 8
    sheet = await album.sheet(browser)
    assert len(sheet) < PICTURE_BYTES
    if scheme == "light":
        (visitor.pictures / "desk.jpg").write_bytes(sheet)
    assert place.demo.telegram.takes_findings() == []
