"""Webhooks: allowed addresses, order of deliveries, retries, and the end of a webhook."""

import asyncio
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from telegram import Bot

from playground.clock import HandClock
from playground.in_process import InProcessRequest
from playground.server import serve
from playground.telegram import FakePerson, FakeTelegram
from playground.telegram.webhook import Answer
from playground.webhook_delivery import Deliverer, Delivery, delivering
from tests.contracts.playground.conftest import TOKEN

URL = "https://kiosk.example/hook"
OK = Answer(200, "OK")
AWAY = Answer(503, "Service Unavailable")
KEYBOARD = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}


@dataclass
class Bench:
    """A bot's server in this process: notes what comes, answers with the next of `answers`, then with OK."""

    telegram: FakeTelegram
    clock: HandClock
    answers: list[Answer] = field(default_factory=list)
    came: list[Delivery] = field(default_factory=list)
    open: asyncio.Event = field(default_factory=asyncio.Event)
    at_once: int = 0
    most_at_once: int = 0

    def __post_init__(self) -> None:
        self.open.set()
        self._deliverer = Deliverer(self.telegram, self)

    async def drains(self, after: float = 0) -> None:
        """Let these seconds pass, and deliver all that is due."""
        self.clock.advance(after)
        await self._deliverer.drain()

    async def __call__(self, delivery: Delivery) -> Answer:
        self.came.append(delivery)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await self.open.wait()
        self.at_once -= 1
        return self.answers.pop(0) if self.answers else OK

    @property
    def updates(self) -> list[dict[str, Any]]:
        return [json.loads(delivery.body) for delivery in self.came]

    @property
    def said(self) -> list[str]:
        """Return the texts of messages and the data of taps, in order of arrival."""
        bodies = [next(body for name, body in one.items() if name != "update_id") for one in self.updates]
        return [body.get("text") or body.get("data") for body in bodies]


@pytest.fixture
def telegram(clock: HandClock) -> FakeTelegram:
    return FakeTelegram(token=TOKEN, clock=clock, first_update_id=100)


@pytest.fixture
def bob(telegram: FakeTelegram) -> FakePerson:
    return telegram.add_person(1002, "Bob", started=True)


@pytest.fixture
def bench(telegram: FakeTelegram, clock: HandClock) -> Bench:
    return Bench(telegram, clock)


async def sets(telegram: FakeTelegram, url: str = URL, **params: Any) -> None:
    status, body = await telegram.call("setWebhook", {"url": url, **params})
    assert (status, body) == (200, {"ok": True, "result": True})


async def refused(telegram: FakeTelegram, method: str = "setWebhook", **params: Any) -> str:
    status, body = await telegram.call(method, params)
    assert status == body["error_code"] != 200
    return str(body["description"])


async def info(telegram: FakeTelegram) -> dict[str, Any]:
    _, body = await telegram.call("getWebhookInfo", {})
    result: dict[str, Any] = body["result"]
    return result


async def shows_button(telegram: FakeTelegram, person: FakePerson) -> None:
    await telegram.call("sendMessage", {"chat_id": person.id, "text": "x", "reply_markup": KEYBOARD})


# What may be set.


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("http://kiosk.example/hook", "bad webhook: An HTTPS URL must be provided for webhook"),
        (
            "https://kiosk.example:8080/hook",
            "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        ),
        ("ftp://kiosk.example/hook", "invalid webhook URL specified"),
        ("https:///hook", "invalid webhook URL specified"),
        ("https://kiosk.example:port/", "invalid webhook URL specified"),
    ],
)
async def test_an_address_telegram_would_not_call(telegram: FakeTelegram, url: str, complaint: str) -> None:
    assert await refused(telegram, url=url) == f"Bad Request: {complaint}"
    assert (await info(telegram))["url"] == ""


@pytest.mark.parametrize(
    "url",
    [
        URL,
        "https://kiosk.example:8443/",
        "http://127.0.0.1:8080/hook",
        "http://localhost:1/",
        "http://[::1]:9/",
    ],
)
async def test_https_on_telegrams_ports_and_anything_on_loopback(telegram: FakeTelegram, url: str) -> None:
    await sets(telegram, url)
    assert (await info(telegram))["url"] == url


async def test_secrets_of_the_wrong_kind(telegram: FakeTelegram) -> None:
    unallowed = "Bad Request: secret token contains unallowed characters"
    assert await refused(telegram, url=URL, secret_token="with space") == unallowed
    assert await refused(telegram, url=URL, secret_token="schön") == unallowed
    assert await refused(telegram, url=URL, secret_token="a" * 257) == (
        "Bad Request: secret token is too long"
    )
    await sets(telegram, secret_token="Az09_-" + "a" * 250)


@pytest.mark.parametrize("name", ["certificate", "ip_address"])
async def test_what_is_not_modelled_is_refused(telegram: FakeTelegram, name: str) -> None:
    assert "does not model" in await refused(telegram, url=URL, **{name: "127.0.0.1"})
    assert telegram.unmodelled == [f"{name} of a webhook"]
    telegram.takes_findings()


async def test_what_is_set_is_told_except_the_secret(telegram: FakeTelegram, ann: FakePerson) -> None:
    ann.says("a")
    await sets(telegram, secret_token="hush", allowed_updates='["message"]', max_connections=7)
    assert await info(telegram) == {
        "url": URL,
        "has_custom_certificate": False,
        "pending_update_count": 1,
        "max_connections": 7,
        "allowed_updates": ["message"],
    }
    await sets(telegram, max_connections=1000)
    assert (await info(telegram))["max_connections"] == 100
    await sets(telegram)
    assert (await info(telegram))["max_connections"] == 40


async def test_ptbs_own_call_is_understood(telegram: FakeTelegram) -> None:
    bot = Bot(TOKEN, request=InProcessRequest(telegram))
    await bot.set_webhook(url=URL, secret_token="hush", allowed_updates=["message"], max_connections=3)
    found = await bot.get_webhook_info()
    assert (found.url, found.max_connections, found.allowed_updates) == (URL, 3, ("message",))
    await bot.delete_webhook(drop_pending_updates=False)
    assert (await bot.get_webhook_info()).url == ""


# Polling and webhook.


async def test_no_poll_beside_a_webhook(telegram: FakeTelegram, ann: FakePerson) -> None:
    poll = asyncio.create_task(telegram.call("getUpdates", {"timeout": 30}))
    await asyncio.sleep(0)
    await sets(telegram)
    status, body = await asyncio.wait_for(poll, 1)
    assert (status, body["description"]) == (409, "Conflict: terminated by setWebhook request")
    ann.says("a")
    assert await refused(telegram, "getUpdates") == (
        "Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first"
    )


@pytest.mark.parametrize(("method", "params"), [("deleteWebhook", {}), ("setWebhook", {"url": ""})])
async def test_what_was_not_delivered_is_polled_after_the_webhook_is_removed(
    telegram: FakeTelegram, ann: FakePerson, bench: Bench, method: str, params: Any
) -> None:
    await sets(telegram)
    bench.answers = [AWAY, AWAY]
    ann.says("a")
    await bench.drains()
    assert (await telegram.call(method, params))[0] == 200
    ann.says("b")
    await bench.drains()
    assert bench.said == ["a", "a"]
    _, body = await telegram.call("getUpdates", {})
    assert [update["message"]["text"] for update in body["result"]] == ["a", "b"]
    assert (await info(telegram))["url"] == ""


@pytest.mark.parametrize(("method", "named"), [("deleteWebhook", {}), ("setWebhook", {"url": URL})])
async def test_what_waits_may_be_dropped(
    telegram: FakeTelegram, ann: FakePerson, bench: Bench, method: str, named: dict[str, str]
) -> None:
    ann.says("old")
    await telegram.call(method, {**named, "drop_pending_updates": "true"})
    assert (await info(telegram))["pending_update_count"] == 0
    await sets(telegram)
    ann.says("new")
    await bench.drains()
    assert bench.said == ["new"]


# Deliveries.


async def test_one_update_a_post_with_the_secret(
    telegram: FakeTelegram, ann: FakePerson, bench: Bench
) -> None:
    ann.says("before")
    await sets(telegram, secret_token="hush")
    await bench.drains()
    ann.says("ünd danach")
    await bench.drains()
    assert bench.said == ["before", "ünd danach"]
    assert [update["update_id"] for update in bench.updates] == [100, 101]
    for delivery in bench.came:
        assert delivery.target.url == URL
        assert delivery.headers == {
            "Content-Type": "application/json",
            "X-Telegram-Bot-Api-Secret-Token": "hush",
        }
    assert (await info(telegram))["pending_update_count"] == 0
    await sets(telegram)
    ann.says("c")
    await bench.drains()
    assert "X-Telegram-Bot-Api-Secret-Token" not in bench.came[-1].headers


async def test_unwanted_kinds_are_not_sent(telegram: FakeTelegram, ann: FakePerson, bench: Bench) -> None:
    await sets(telegram, allowed_updates=["callback_query"])
    ann.says("a")
    await bench.drains()
    assert bench.came == []


async def test_people_and_kinds_in_parallel_and_each_line_in_order(
    telegram: FakeTelegram, ann: FakePerson, bob: FakePerson, bench: Bench
) -> None:
    await shows_button(telegram, ann)
    await sets(telegram)
    bench.open.clear()
    ann.says("a1")
    ann.says("a2")
    ann.taps("Go")
    bob.says("b1")
    delivering = asyncio.create_task(bench.drains())
    await settled()
    assert bench.said == ["a1", "go", "b1"]
    bench.open.set()
    await delivering
    assert bench.said == ["a1", "go", "b1", "a2"]


async def test_no_more_connections_than_asked_for(telegram: FakeTelegram, bench: Bench) -> None:
    for number in range(10):
        telegram.add_person(2000 + number, "P").says(str(number))
    await sets(telegram, max_connections=3)
    bench.open.clear()
    delivering = asyncio.create_task(bench.drains())
    await settled()
    assert bench.at_once == 3
    bench.open.set()
    await delivering
    assert (len(bench.came), bench.most_at_once) == (10, 3)


async def test_a_line_waits_for_its_first_and_the_waits_double(
    telegram: FakeTelegram,
    ann: FakePerson,
    bob: FakePerson,
    bench: Bench,
) -> None:
    telegram.world.webhook_backoff = 4
    await sets(telegram)
    bench.answers = [AWAY] * 20
    ann.says("a1")
    ann.says("a2")
    await bench.drains()
    assert bench.said == ["a1", "a1"], "the first repeat comes at once"
    for wait in (4, 8, 16, 32, 60, 60):
        before = len(bench.came)
        await bench.drains(after=wait - 0.1)
        assert len(bench.came) == before
        await bench.drains(after=0.1)
        assert len(bench.came) == before + 1
    assert set(bench.said) == {"a1"}
    bench.answers = []
    bob.says("b1")
    await bench.drains()
    assert bench.said[-1] == "b1", "another's line is free"
    await bench.drains(after=60)
    assert bench.said[-2:] == ["a1", "a2"]


@pytest.mark.parametrize(("asked", "kept"), [(7, 7), (9999, 3600)])
async def test_retry_after_is_kept_up_to_an_hour(
    telegram: FakeTelegram,
    ann: FakePerson,
    bench: Bench,
    asked: int,
    kept: int,
) -> None:
    await sets(telegram)
    bench.answers = [Answer(429, "Too Many Requests", retry_after=asked)]
    ann.says("a")
    await bench.drains()
    await bench.drains(after=kept - 0.1)
    assert len(bench.came) == 1
    await bench.drains(after=0.1)
    assert len(bench.came) == 2


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (Answer(500, "Internal Server Error"), "Wrong response from the webhook: 500 Internal Server Error"),
        (Answer(302, "Found"), "Wrong response from the webhook: 302 Found"),
        (Answer(0, "Connection refused"), "Connection refused"),
    ],
)
async def test_the_last_error_is_told_until_another_webhook(
    telegram: FakeTelegram,
    ann: FakePerson,
    bench: Bench,
    answer: Answer,
    told: str,
) -> None:
    await sets(telegram)
    bench.answers = [answer]
    ann.says("a")
    await bench.drains()
    found = await info(telegram)
    assert (found["last_error_message"], found["last_error_date"]) == (
        told,
        int(bench.clock.now().timestamp()),
    )
    await sets(telegram)
    assert "last_error_message" in await info(telegram), "it was set already"
    await sets(telegram, URL + "/other")
    assert "last_error_message" not in await info(telegram)


async def test_any_2xx_is_a_yes(telegram: FakeTelegram, ann: FakePerson, bench: Bench) -> None:
    await sets(telegram)
    bench.answers = [Answer(204, "No Content")]
    ann.says("a")
    await bench.drains()
    assert (len(bench.came), len(telegram.updates)) == (1, 0)


async def test_stale_updates_are_dropped_and_the_line_goes_on(
    telegram: FakeTelegram, ann: FakePerson, bench: Bench
) -> None:
    await shows_button(telegram, ann)
    await sets(telegram)
    bench.answers = [AWAY] * 4
    ann.taps("Go")
    ann.says("a")
    await bench.drains()
    await bench.drains(after=150)
    assert bench.said == ["go", "a", "go", "a", "a"]
    assert len(telegram.updates) == 0
    bench.answers = [AWAY] * 2
    ann.says("b")
    await bench.drains()
    bench.clock.advance(86_400)
    ann.says("c")
    await bench.drains()
    assert bench.said[-1] == "c"
    assert Counter(bench.said)["b"] == 2


async def test_what_would_be_stale_at_its_next_try_is_dropped_at_once(
    telegram: FakeTelegram, ann: FakePerson, bench: Bench
) -> None:
    await shows_button(telegram, ann)
    await sets(telegram)
    bench.answers = [Answer(503, "Service Unavailable", retry_after=150)]
    ann.taps("Go")
    await bench.drains()
    assert len(telegram.updates) == 0


async def test_23_hours_of_410_remove_the_webhook(
    telegram: FakeTelegram, ann: FakePerson, bench: Bench
) -> None:
    await sets(telegram)
    bench.answers = [Answer(410, "Gone", retry_after=3600)] * 100
    for _ in range(24):
        assert (await info(telegram))["url"] == URL
        ann.says("a")
        await bench.drains()
        await bench.drains(after=3600)
    assert (await info(telegram))["url"] == ""
    assert len(telegram.updates) > 0


async def test_another_answer_in_between_begins_the_23_hours_anew(
    telegram: FakeTelegram, ann: FakePerson, bench: Bench
) -> None:
    await sets(telegram)
    ann.says("a")
    for answer in (410, 500, 410):
        bench.answers = [Answer(answer, "", retry_after=3600)]
        await bench.drains()
        bench.clock.advance(12 * 3600)
    bench.answers = [Answer(410, "Gone", retry_after=3600)]
    ann.says("b")
    await bench.drains()
    assert (await info(telegram))["url"] == URL


@pytest.mark.parametrize(
    ("body", "noted"),
    [
        (b'{"method": "sendMessage", "chat_id": 1, "text": "x"}', True),
        (b"{}", False),
        (b"{not json", False),
        (b'"method"', False),
        (b"", False),
    ],
)
async def test_a_call_in_the_answer_is_noted_as_unmodelled(
    telegram: FakeTelegram, ann: FakePerson, bench: Bench, body: bytes, noted: bool
) -> None:
    await sets(telegram)
    bench.answers = [Answer(200, "OK", body=body)]
    ann.says("a")
    await bench.drains()
    assert bool(telegram.takes_findings()) == noted
    assert len(telegram.updates) == 0


async def test_an_answer_for_a_webhook_that_is_gone_confirms_nothing(
    telegram: FakeTelegram, ann: FakePerson, bench: Bench
) -> None:
    await sets(telegram)
    bench.open.clear()
    ann.says("a")
    delivering = asyncio.create_task(bench.drains())
    await settled()
    await telegram.call("deleteWebhook", {})
    bench.open.set()
    await delivering
    assert len(telegram.updates) == 1


# Over sockets.


@pytest.mark.parametrize("max_connections", [1, 40])
async def test_updates_are_posted_in_their_order_and_again_after_an_error(
    telegram: FakeTelegram, ann: FakePerson, max_connections: int
) -> None:
    came: list[tuple[str, Any]] = []
    statuses = [503, 200, 200]

    async def hook(request: web.Request) -> web.Response:
        came.append((request.headers["X-Telegram-Bot-Api-Secret-Token"], await request.json()))
        telegram.world.bump()
        return web.Response(status=statuses.pop(0))

    async with await serve([web.post("/hook", hook)]) as server, delivering(telegram):
        await sets(telegram, f"{server.url}/hook", secret_token="hush", max_connections=max_connections)
        ann.says("a")
        ann.says("b")
        await emptied(telegram)
    assert [secret for secret, _ in came] == ["hush"] * 3
    assert [update["message"]["text"] for _, update in came] == ["a", "a", "b"]


async def test_nobody_listens_and_other_machines_are_never_called(
    telegram: FakeTelegram, ann: FakePerson
) -> None:
    async with await serve([]) as server:
        url = server.url
    ann.says("a")
    for target, complaint in (
        (f"{url}/hook", "Connection refused"),
        (URL, "The playground connects to this machine only"),
    ):
        async with delivering(telegram):
            await sets(telegram, target)
            version = telegram.version
            while (await info(telegram)).get("last_error_message") != complaint:
                version = await asyncio.wait_for(telegram.changed(version, 10), 11)
        assert len(telegram.updates) == 1


async def settled() -> None:
    """Wait until every task waits for something else."""
    for _ in range(10):
        await asyncio.sleep(0)


async def emptied(telegram: FakeTelegram) -> None:
    """Wait until everything is delivered."""
    async with asyncio.timeout(10):
        while len(telegram.updates):
            await telegram.changed(telegram.version, 10)
