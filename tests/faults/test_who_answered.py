"""Something else answers instead of Telegram, or Telegram answers oddly: the kiosk goes on.

Each status comes as Telegram's envelope, a page, nothing, and JSON that is no envelope; each
to a poll, a send, an edit, an answer to a button, getMe, and the look at the webhook.
"""

import asyncio
import itertools
from collections.abc import Awaitable, Callable

import pytest

from messaging.webhook_watch import Watch
from playground.panel import Order
from playground.telegram.faults import Fault, empty, odd_json, page, refusal
from playground.telegram.refusals import Refusal
from tests.in_process import ANN, Harness

STATUSES = (200, 302, 400, 401, 403, 404, 407, 409, 421, 429, 500, 502, 503, 504, 520, 521, 522, 524, 530)
ODD: tuple[object, ...] = (
    {},
    [],
    None,
    "Bad Gateway",
    {"ok": True},
    {"ok": False},
    {"ok": False, "error_code": 403},
    {"ok": "true"},
)
links = (f"https://www.instagram.com/p/answered{number}/" for number in itertools.count())


def envelope(status: int) -> Fault:
    """Return Telegram's own refusal. Its success is no trouble."""
    return refusal(max(status, 400), "Not today")


BODIES: dict[str, Callable[[int], list[Fault]]] = {
    "envelope": lambda status: [envelope(status)],
    "page": lambda status: [page(status)],
    "empty": lambda status: [empty(status)],
    "json": lambda status: [odd_json(status, value) for value in ODD],
}


async def poll(harness: Harness, faults: list[Fault]) -> None:
    """Let polls get every answer; then a message comes, and is answered."""
    harness.telegram.plan("getUpdates", *faults)
    polling = asyncio.create_task(harness.kiosk.messaging.polling.run())
    harness.ann.person.says("/orders")
    for _ in range(2000):
        await asyncio.sleep(0 if harness.telegram.faults_left else 0.001)
        if polling.done() or not (harness.telegram.faults_left or len(harness.telegram.updates)):
            break
    assert not polling.done(), polling
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)
    assert harness.telegram.faults_left == 0
    await harness.settles()
    await harness.ann.sees("Your orders")


async def send(harness: Harness, faults: list[Fault]) -> None:
    """Let a notice get the answer; it is delivered in the end, or Telegram itself has refused it for good."""
    order = await ordered(harness)
    harness.telegram.plan("sendMessage", *faults[:6], chat_id=ANN)  # a seventh would be one too many
    await finishes(harness, order)
    assert is_final(faults[0]) or shows(harness, "Order {number} is done")
    harness.telegram.forget_plans()


async def edit(harness: Harness, faults: list[Fault]) -> None:
    """Let a card's edit get the answer; it is shown in the end, or Telegram itself has refused it."""
    order = await ordered(harness)
    harness.telegram.plan("editMessageText", *faults, chat_id=ANN)
    await finishes(harness, order)
    assert is_final(faults[0]) or shows(harness, "Order {number} · Completed")
    harness.telegram.forget_plans()


async def answer(harness: Harness, faults: list[Fault]) -> None:
    """Let the answer to a tap get it; the order is made once, and nobody is told otherwise."""
    link = next(links)
    await harness.ann.says(f"/order 1 {link} 100")
    harness.telegram.plan("answerCallbackQuery", *faults)
    await harness.ann.taps("Confirm")
    await harness.settles()
    assert len(harness.panel.orders_for(link)) == 1
    harness.ann.finds_no("Nothing was ordered")
    harness.telegram.forget_plans()


async def meeting(harness: Harness, faults: list[Fault]) -> None:
    """Let the first getMe after a start get it; only the start is delayed."""
    for fault in faults:
        harness.telegram.plan("getMe", fault)
        await harness.restarts()
    assert harness.telegram.faults_left == 0


async def look(harness: Harness, faults: list[Fault]) -> None:
    """Let the check of the webhook get it; only a log line follows."""

    async def nothing() -> None:
        """Assert that nothing waits."""

    wire, url = harness.kiosk.messaging.wire, "https://shop.example.com/hook"
    watch = Watch(wire, url=url, secret="hush-hush", clock=harness.clock, fetch=nothing)
    harness.telegram.plan("getWebhookInfo", *faults)
    for _ in faults:
        await watch.check()
    assert harness.telegram.faults_left == 0


async def ordered(harness: Harness) -> Order:
    link = next(links)
    await harness.kiosk.catalogue.sync()  # after those days the prices are too old
    await harness.ann.says(f"/order 1 {link} 100")
    await harness.ann.taps("Confirm")
    [order] = harness.panel.orders_for(link)
    return order


async def finishes(harness: Harness, order: Order) -> None:
    """Let the panel finish the order, the kiosk learn of it, and days pass for its messages."""
    harness.panel.set_state(order.id, "Completed")
    await harness.kiosk.main.work.sweep()
    for _ in range(14):
        await harness.kiosk.messaging.outbox_worker.drain()
        harness.clock.advance(90_000)


def shows(harness: Harness, words: str) -> bool:
    """Return True if Ann's chat says this about her last order."""
    wanted = words.format(number=len(harness.panel.orders))
    return any(wanted in message.text for message in harness.ann.person.chat)


def is_final(fault: Fault) -> bool:
    """Return True if Telegram itself says that the message is impossible, or the person is gone."""
    return isinstance(fault.error, Refusal) and fault.error.status in {400, 403}


CALLS: dict[str, Callable[[Harness, list[Fault]], Awaitable[None]]] = {
    "poll": poll,
    "send": send,
    "edit": edit,
    "answer": answer,
    "getMe": meeting,
    "look": look,
}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("body", BODIES)
async def test_whatever_comes_the_kiosk_goes_on(body: str, call: str, harness: Harness) -> None:
    await harness.ann.says("/start")
    for status in STATUSES:
        faults = BODIES[body](status)
        await CALLS[call](harness, faults)
        people = harness.kiosk.services.stores.people
        telegram_says_so = body == "envelope" and status == 403
        assert telegram_says_so or await people.count_reachable([ANN]), f"{status}: a page has blocked Ann"
        await harness.ann.says("/start")
    await harness.audited()
