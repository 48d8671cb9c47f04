"""A browser, the playground with the kiosk in it, and a visitor of its page.

The tests need a Chromium (Debian's package `chromium`); without one they are skipped, and say so.
"""

import re
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, ViewportSize, async_playwright, expect

from playground.bot_supervisor import BotSupervisor
from playground.child import BOT
from playground.demo import bot_in, judge, living, new_demo
from playground.demo_state import DemoState
from playground.panel import Pace
from playground.shop_settings import PRIVATE, ShopSettings
from tests.faults.conftest import stocked_database

__all__ = ["stocked_database"]

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking")
DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 375, "height": 720}
PICTURE_BYTES = 200_000
PATIENCE = 20_000
"""Milliseconds to wait for anything on the page; far more than it takes."""

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Report which tests are skipped if there is no browser."""
    if CHROMIUM is None:
        # Without a browser all the rest can still run; CI installs one (.ci/run).
        left_out = pytest.mark.skip(reason="no Chromium here; on Debian: apt install chromium")
        for item in items:
            if "browser" in item.path.parts:
                item.add_marker(left_out)


@dataclass
class Visitor:
    """A visitor of the page. Each act waits until it is possible."""

    page: Page
    root: str
    pictures: Path
    complaints: list[str] = field(default_factory=list)

    async def comes(self, person: int = 1001) -> None:
        """Open the page with this person's chat."""
        self.page.set_default_timeout(PATIENCE)
        self.page.on("console", lambda line: self._heard(line.type, line.text))
        self.page.on("pageerror", lambda error: self._heard("error", str(error)))
        await self.page.goto(f"{self.root}/#{person}")
        await expect(self.page.locator("#bot")).to_have_class("bot running")

    async def becomes(self, name: str) -> None:
        """Switch to another person's phone."""
        await self.page.locator("#people").get_by_role("button", name=name).click()
        await expect(self.page.locator("#chat-about")).to_contain_text(f"phone of {name},")

    async def says(self, text: str) -> None:
        """Type into the message field and press Enter."""
        await self.page.locator("#text").fill(text)
        await self.page.locator("#text").press("Enter")

    async def taps(self, label: str) -> None:
        """Press the newest inline button with these words."""
        await self.log.get_by_role("button", name=label).last.click()

    async def sees(self, *words: str | re.Pattern[str]) -> None:
        """Wait until some bubble of the chat has all of this."""
        for one in words:
            await expect(self.log.locator(".bubble", has_text=one).last).to_be_visible()

    async def opens_tool(self, name: str) -> None:
        """Open one of the tabs on the right."""
        await self.page.get_by_role("tab", name=name).click()

    async def takes_picture(self, name: str) -> None:
        """Take a screenshot for the README, small enough for it."""
        path = self.pictures / f"{name}.jpg"
        await self.page.screenshot(path=path, type="jpeg", quality=80, animations="disabled", caret="hide")
        assert path.stat().st_size < PICTURE_BYTES, path.stat().st_size

    @property
    def log(self) -> Locator:
        """The messages of the chat."""
        return self.page.locator("#log")

    def _heard(self, kind: str, words: str) -> None:
        if kind in {"error", "warning"}:
            self.complaints.append(f"{kind}: {words}")


@dataclass
class Place:
    """The playground, the bot in it, and the page's address."""

    demo: DemoState
    supervisor: BotSupervisor
    root: str


@pytest.fixture
async def place(
    request: pytest.FixtureRequest, stocked_database: Path, tmp_path: Path
) -> AsyncIterator[Place]:
    """The whole playground, with orders that take two seconds.

    The parameter is another bot's program, or how the kiosk is set up.

    An earlier run of the kiosk has read the catalogue, so that nobody waits for it.
    """
    shutil.copy(stocked_database, tmp_path / "kiosk.db")
    given = getattr(request, "param", BOT)
    shop = given if isinstance(given, ShopSettings) else PRIVATE
    demo = new_demo("seed", shop=shop)
    demo.panel.pace = Pace(pending=0.3, processing=0.3, delivering=1.4)
    async with living(demo, 0) as server:
        judge(demo)
        bot = given if isinstance(given, Path) else BOT
        async with bot_in(demo, server.url, tmp_path, "WARNING", bot) as supervisor:
            yield Place(demo, supervisor, server.url)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """This test's own headless Chromium."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture
async def visitor(place: Place, browser: Browser, pictures: Path) -> AsyncIterator[Visitor]:
    """A visitor at a desktop with Ann's chat open. An error in the browser's console fails the test."""
    async with AsyncExitStack() as stack:
        context = await stack.enter_async_context(
            await browser.new_context(viewport=DESK, locale="en-GB", timezone_id="UTC", color_scheme="light")
        )
        visitor = Visitor(await context.new_page(), place.root, pictures)
        await visitor.comes()
        yield visitor
    assert visitor.complaints == []


@pytest.fixture
def pictures(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The folder for screenshots: docs/pictures with `make pictures`, else a temporary one."""
    chosen = request.config.getoption("--pictures")
    folder = Path(chosen) if chosen else tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    return folder
