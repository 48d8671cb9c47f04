"""The webhook at Telegram: set, kept, and each complaint reported once."""

import logging

import pytest
from telegram.error import InvalidToken, TelegramError
from telegram.ext import ExtBot

from messaging.inbox import WANTED
from messaging.receiving import CannotBeCalled
from messaging.transport import Judged
from messaging.webhook_watch import Watch
from messaging.wire import Telegram
from playground.clock import HandClock
from playground.in_process import InProcessRequest
from playground.telegram import FakeTelegram, faults
from playground.telegram.webhook import Answer, Target
from playground.webhook_delivery import Deliverer, Delivery

TOKEN = "7000000001:" + "a" * 35
URL = "https://shop.example.com/hook"
OURS = Target(URL, "hush", 40)


class Shop:
    """A watch over the fake Telegram, with a bot's server that answers with `status`."""

    def __init__(self) -> None:
        self.clock = HandClock()
        self.telegram = FakeTelegram(token=TOKEN, clock=self.clock)
        self.ann = self.telegram.add_person(101, "Ann", started=True)
        request = Judged(InProcessRequest(self.telegram))
        wire = Telegram(ExtBot(TOKEN, request=request), request)
        self.fetched_while: list[Target | None] = []
        self.told: list[tuple[str, str]] = []
        self.watch = Watch(wire, url=URL, secret="hush", clock=self.clock, fetch=self._fetch, tell=self._tell)
        self.status = 200
        self._deliverer = Deliverer(self.telegram, self._answer)

    async def _answer(self, _delivery: Delivery) -> Answer:
        return Answer(self.status, "as planned")

    async def _fetch(self) -> None:
        self.fetched_while.append(self.target)

    async def _tell(self, alert: str, key: str, word: str) -> None:
        assert word.startswith(key)
        self.told.append((alert, key))

    @property
    def target(self) -> Target | None:
        webhook = self.telegram.world.webhook
        return webhook.target if webhook else None

    async def delivers(self, *, status: int) -> None:
        self.status = status
        self.ann.says("hello")
        await self._deliverer.drain()


@pytest.fixture
def shop() -> Shop:
    return Shop()


async def test_it_is_set_with_all_that_is_wanted_and_nothing_is_dropped(shop: Shop) -> None:
    shop.ann.says("before")
    await shop.watch.begin()
    assert shop.target == OURS
    assert shop.telegram.updates.allowed == WANTED
    assert len(shop.telegram.updates) == 1


async def test_what_waits_is_fetched_while_nobody_is_called(shop: Shop) -> None:
    await shop.watch.begin()
    await shop.watch.begin()
    assert shop.fetched_while == [None, None]


async def test_a_token_that_is_refused_is_no_passing_trouble(shop: Shop) -> None:
    await shop.watch.begin()
    shop.telegram.plan("getWebhookInfo", *[faults.refusal(401, "Unauthorized")] * 2)
    await shop.watch.check()  # Telegram, asked again by getMe, knows the token
    shop.telegram.plan("getMe", faults.refusal(401, "Unauthorized"))
    with pytest.raises(InvalidToken):
        await shop.watch.check()


async def test_a_new_start_ends_telegrams_long_waits(shop: Shop) -> None:
    await shop.watch.begin()
    await shop.delivers(status=503)
    for _ in range(8):
        shop.clock.advance(60)
        await shop.delivers(status=503)
    await shop.watch.begin()
    await shop.delivers(status=200)
    assert len(shop.telegram.updates) == 0


async def test_it_waits_as_long_as_telegram_asks_and_looks_again_then(shop: Shop) -> None:
    """The task runs every minute; the wait is an hour, and the webhook is somebody else's meanwhile."""
    await shop.watch.begin()
    await shop.telegram.call("setWebhook", {"url": "https://elsewhere.example.com/"})
    shop.telegram.plan("getWebhookInfo", faults.too_many(3600))
    looks = len(shop.telegram.calls_of("getWebhookInfo"))
    for minute in range(61):
        await shop.watch.check()
        assert shop.target != OURS, minute
        shop.clock.advance(59)
    assert len(shop.telegram.calls_of("getWebhookInfo")) == looks + 1
    shop.clock.advance(2)
    await shop.watch.check()
    assert shop.target == OURS
    assert shop.told == [("telegram_waits", "getWebhookInfo")]


async def test_asked_to_wait_while_it_is_set_again_it_tries_in_time(shop: Shop) -> None:
    await shop.watch.begin()
    await shop.telegram.call("setWebhook", {"url": "https://elsewhere.example.com/"})
    shop.telegram.plan("setWebhook", faults.too_many(90))
    await shop.watch.check()
    shop.clock.advance(60)
    await shop.watch.check()
    assert shop.target != OURS
    shop.clock.advance(60)
    await shop.watch.check()
    assert shop.target == OURS


@pytest.mark.parametrize("theirs", ["", "https://elsewhere.example.com/hidden-path"])
async def test_it_is_set_again_when_somebody_has_taken_it(
    shop: Shop, theirs: str, caplog: pytest.LogCaptureFixture
) -> None:
    await shop.watch.begin()
    await shop.telegram.call("setWebhook", {"url": theirs})
    await shop.watch.check()
    assert shop.target == OURS
    assert f"Telegram calls {'elsewhere.example.com' if theirs else 'nobody'} instead" in caplog.text
    assert "hidden-path" not in caplog.text
    caplog.clear()
    await shop.watch.check()
    assert caplog.text == ""


async def test_each_complaint_is_told_once(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    await shop.watch.begin()
    await shop.delivers(status=502)
    await shop.watch.check()
    await shop.watch.check()
    complaint = "could not deliver an update: Wrong response from the webhook: 502 as planned."
    assert caplog.text.count(complaint) == 1
    shop.clock.advance(60)
    await shop.delivers(status=200)
    await shop.watch.check()
    assert caplog.text.count(complaint) == 1
    await shop.delivers(status=502)
    await shop.watch.check()
    assert caplog.text.count(complaint) == 2


async def test_it_knows_what_keeps_updates_from_coming(shop: Shop) -> None:
    await shop.watch.begin()
    await shop.watch.check()
    assert shop.watch.trouble == ""
    await shop.delivers(status=502)
    await shop.watch.check()
    assert shop.watch.trouble == "Telegram could not deliver an update."
    shop.telegram.plan("getWebhookInfo", faults.refusal(400, "Bad Request: secret words"))
    await shop.watch.check()
    assert shop.watch.trouble == "Telegram does not say how the webhook stands."
    await shop.watch.check()
    assert shop.watch.trouble == ""


async def test_complaints_from_before_the_start_are_no_news(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    await shop.watch.begin()
    await shop.delivers(status=502)
    error = shop.telegram.world.webhook
    assert error is not None
    shop.clock.advance(60)
    await shop.watch.begin()
    assert shop.telegram.world.webhook is not None
    shop.telegram.world.webhook.last_error = error.last_error
    shop.telegram.world.webhook.last_error_date = error.last_error_date
    await shop.watch.check()
    assert caplog.text == ""


@pytest.mark.parametrize("method", ["getWebhookInfo", "setWebhook"])
async def test_a_look_that_fails_is_a_line(shop: Shop, method: str, caplog: pytest.LogCaptureFixture) -> None:
    await shop.watch.begin()
    await shop.telegram.call("deleteWebhook", {})
    shop.telegram.plan(method, faults.server_error())
    with caplog.at_level(logging.WARNING):
        await shop.watch.check()
    assert "Telegram does not say how the webhook stands" in caplog.text
    await shop.watch.check()
    assert shop.target == OURS


async def test_telegram_away_at_the_start_is_the_callers_matter(shop: Shop) -> None:
    shop.telegram.plan("setWebhook", faults.server_error())
    with pytest.raises(TelegramError):
        await shop.watch.begin()


async def test_a_server_without_webhooks_is_named(shop: Shop) -> None:
    shop.telegram.plan("setWebhook", faults.refusal(404, "Not Found"))
    with pytest.raises(CannotBeCalled, match="Leave WEBHOOK_URL empty"):
        await shop.watch.begin()
