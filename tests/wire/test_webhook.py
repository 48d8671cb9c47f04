"""Called instead of polling, over sockets: all that polling promises holds, whatever dies or fails."""

import asyncio
import re
from urllib.parse import urlsplit

import aiohttp
import pytest

from messaging.webhook_address import secret_from
from playground.telegram.faults import garbage, server_error, too_many
from tests.faults.square import Square, links
from tests.faults.test_database_trouble import locked
from tests.street import TOKEN

pytestmark = pytest.mark.slow

NO_TRACE = "Traceback"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


async def knocks(url: str, secret: str | None, update_id: int = 77) -> int:
    """Somebody sends an update in Ann's name; the status."""
    update = {"update_id": update_id, "message": {"from": {"id": 101}, "text": "/help"}}
    headers = {HEADER: secret} if secret is not None else {}
    async with aiohttp.ClientSession() as session, session.post(url, json=update, headers=headers) as answer:
        return answer.status


async def is_refused(square: Square) -> None:
    """Telegram complains of a delivery."""
    told = "Wrong response from the webhook: 503 Service Unavailable"
    await square.until(lambda: complaint(square) == told, "a 503")


def complaint(square: Square) -> str:
    webhook = square.telegram.world.webhook
    return webhook.last_error if webhook else ""


async def test_people_order_to_the_end_without_a_poll(square: Square) -> None:
    ann, bob = square.ann, square.bob
    ann.says("/start")
    webhook = square.webhook()
    child = await square.starts(**webhook)
    await square.sees(ann, "Hello, Ann")
    polls_at_the_start = square.polls
    anns, bobs = next(links), next(links)
    taps = await asyncio.gather(square.orders(ann, anns), square.orders(bob, bobs))
    await square.sees(ann, "is done")
    await square.sees(bob, "is done")
    assert [len(square.panel.orders_for(link)) for link in (anns, bobs)] == [1, 1]
    mine = await ann.queries("", timeout=20)
    assert [re.sub(r"\d+", "n", result.title) for result in mine.results] == ["Order n · Completed"]
    assert all(tap.answered for tap in taps)
    await square.falls_quiet()
    assert square.polls == polls_at_the_start
    assert square.telegram.unmodelled == []
    assert complaint(square) == ""
    [call] = square.telegram.calls_of("setWebhook")
    assert call.params["secret_token"] == secret_from(TOKEN)
    assert await child.terminated() == 0
    assert NO_TRACE not in child.output
    await square.audited()


async def test_a_wrong_secret_is_a_403_and_nothing_happens(square: Square) -> None:
    webhook = square.webhook() | {"WEBHOOK_SECRET": "given_by-the-operator"}
    child = await square.starts(**webhook)
    url = webhook["WEBHOOK_URL"]
    assert [await knocks(url, secret) for secret in (None, "", "wrong", secret_from(TOKEN))] == [403] * 4
    assert square.rows("SELECT seq FROM inbox WHERE update_id = 77") == []
    assert await knocks(url, "given_by-the-operator") == 200
    assert len(square.rows("SELECT seq FROM inbox WHERE update_id = 77")) == 1
    assert "given_by-the-operator" not in child.output
    assert await child.terminated() == 0


async def test_killed_between_its_commit_and_its_answer(square: Square) -> None:
    ann, link = square.ann, next(links)
    webhook = square.webhook()
    await square.starts(**webhook)
    ann.says(f"/order 1 {link} 100")
    await square.sees(ann, "Check your order")
    await square.falls_quiet()
    await square.children[-1].killed()

    child = await square.starts(**webhook, KIOSK_CRASH_AT="after_inbox_commit")
    ann.taps("Confirm")
    assert await child.ended() == -9
    assert len(square.rows("SELECT seq FROM inbox WHERE state = 'waiting'")) == 1
    assert len(square.telegram.updates) == 1, "acknowledged by a process that died before it answered"
    await square.starts(**webhook)
    await square.sees(ann, "Order 1", "is done")
    await square.falls_quiet()
    assert len(square.panel.orders_for(link)) == 1
    await square.audited()


async def test_killed_while_many_call(square: Square) -> None:
    people = [square.telegram.add_person(2000 + number, f"Person {number}") for number in range(10)]
    webhook = square.webhook()
    child = await square.starts(**webhook)
    wanted = {person.id: next(links) for person in people}
    await asyncio.gather(*(square.orders(person, wanted[person.id]) for person in people))
    for person in people:
        person.says("/orders")
        person.says("/help")
    done = "SELECT seq FROM inbox WHERE state = 'done'"
    await square.until(lambda: len(square.rows(done)) > len(people) + 5, "some turns")
    await child.killed()
    for person in people:
        person.says("/help")
    await square.starts(**webhook)
    await square.until(lambda: square.asks_the_operator() and square.is_quiet(), "quiet")
    placed = [len(square.panel.orders_for(link)) for link in wanted.values()]
    # Killed between noting an attempt and sending it, an order is Unconfirmed, and rightly not sent.
    [unconfirmed] = square.rows("SELECT count(*) AS orders FROM orders WHERE state = 'unknown'")
    assert max(placed) == 1
    assert placed.count(0) <= unconfirmed["orders"] <= 1
    counted = square.rows("SELECT count(*) AS rows, count(DISTINCT update_id) AS updates FROM inbox")
    sent = square.telegram.updates.next_id - 1_000
    assert counted == [{"rows": sent, "updates": sent}]
    await square.audited()


async def test_a_full_disk_is_a_503_and_all_comes_again(square: Square) -> None:
    ann = square.ann
    child = await square.starts(**square.webhook())
    ann.says("/start")
    await square.sees(ann, "Hello, Ann")
    await square.falls_quiet()
    with child.full_disk():
        ann.says("/help")
        ann.says(f"/order 1 {next(links)} 100")
        await is_refused(square)
        assert len(square.telegram.updates) == 2, "acknowledged although it is not stored"
    await square.sees(ann, "What I can do", "Check your order")
    await square.falls_quiet()
    assert NO_TRACE not in child.output


async def test_a_locked_database_is_a_503_and_all_comes_again(square: Square) -> None:
    ann, link = square.ann, next(links)
    child = await square.starts(**square.webhook())
    ann.says(f"/order 1 {link} 100")
    await square.sees(ann, "Check your order")
    await square.falls_quiet()
    with locked(square):
        ann.taps("Confirm")
        await is_refused(square)
        assert len(square.telegram.updates) == 1
    await square.sees(ann, "Order 1", "is done")
    assert len(square.panel.orders_for(link)) == 1
    assert NO_TRACE not in child.output


async def test_sigterm_while_the_database_is_locked(square: Square) -> None:
    webhook = square.webhook()
    child = await square.starts(**webhook)
    with locked(square):
        square.ann.says("/help")
        assert await child.terminated() == 0
    assert square.telegram.world.webhook is not None, "Telegram keeps what comes"
    square.bob.says("/help")
    await square.starts(**webhook)
    await square.sees(square.ann, "What I can do")
    await square.sees(square.bob, "What I can do")


async def test_sigterm_while_a_question_to_the_panel_hangs_refuses_what_comes_now(square: Square) -> None:
    webhook = square.webhook()
    child = await square.starts(**webhook)
    square.panel.arm("slow", action="add", seconds=3)
    await square.orders(square.ann, next(links))
    await square.until(lambda: square.panel.adds_received, "the add")
    ending = asyncio.create_task(child.terminated())
    complaints = set()
    while not ending.done():
        square.bob.says("/help")
        await square.telegram.changed(square.telegram.version, 0.1)
        complaints.add(complaint(square))
    assert await ending == 0
    assert "Wrong response from the webhook: 503 Service Unavailable" in complaints, complaints
    await square.starts(**webhook)
    await square.sees(square.bob, "What I can do")
    await square.sees(square.ann, "Order 1", "is done")
    await square.audited()


async def test_from_polling_to_a_webhook_and_back(square: Square) -> None:
    ann, link = square.ann, next(links)
    polling = await square.starts()
    ann.says(f"/order 1 {link} 100")
    await square.sees(ann, "Check your order")
    assert await polling.terminated() == 0
    ann.taps("Confirm")

    called = await square.starts(**square.webhook())
    await square.sees(ann, "Order 1", "is done")
    assert await called.terminated() == 0
    ann.says("/help")

    await square.starts()
    assert square.telegram.world.webhook is None
    await square.sees(ann, "What I can do")
    ann.says("/orders")
    await square.sees(ann, "Your orders")
    assert len(square.panel.orders_for(link)) == 1
    await square.audited()


async def test_what_waited_is_handled_as_it_was_sent(square: Square) -> None:
    """A person's taps and messages are different lines at Telegram, and may overtake each other."""
    ann, link, webhook = square.ann, next(links), square.webhook()
    child = await square.starts(**webhook)
    ann.says(f"/order 1 {link} 100")
    await square.sees(ann, "Check your order")
    await child.killed()
    for text in ("/help", "/help", "/cancel"):
        ann.says(text)
    ann.taps("Confirm")
    await square.starts(**webhook)
    await square.falls_quiet()
    assert square.panel.orders_for(link) == []
    raws = [row["raw"] for row in square.rows("SELECT raw FROM inbox ORDER BY seq")]
    numbers = [int(re.findall(r'"update_id":(\d+)', raw)[0]) for raw in raws]
    assert numbers == sorted(numbers)
    assert len(numbers) == 5


async def test_telegram_away_at_the_start_only_delays_it(square: Square) -> None:
    square.telegram.plan("getMe", too_many(1), garbage(b"<html>"))
    square.telegram.plan("setWebhook", server_error())
    square.ann.says("/help")
    child = await square.launches(**square.webhook())
    await square.sees(square.ann, "What I can do")
    assert child.output.count("Telegram asks for no calls") == 1
    assert child.output.count("Telegram does not answer") == 2
    assert await child.terminated() == 0
    assert NO_TRACE not in child.output


async def test_a_taken_port_is_a_clear_line(square: Square) -> None:
    webhook = square.webhook()
    await square.starts(**webhook)
    other = square.folder / "other.db"
    said = await square.runs("run", **webhook, DATABASE_URL=f"sqlite+aiosqlite:///{other}")
    assert said.code == 1
    assert f"Nothing can listen on {urlsplit(webhook['WEBHOOK_URL']).netloc}" in said.err
    assert "change WEBHOOK_LISTEN" in said.err
    assert NO_TRACE not in said.err


async def test_doctor_says_how_updates_come(square: Square) -> None:
    webhook = square.webhook()
    assert "ok    telegram: @kiosk_bot, will poll\n" in (await square.runs("doctor")).out
    square.ann.says("/help")
    before = (await square.runs("doctor", **webhook)).out
    url = webhook["WEBHOOK_URL"]
    assert (
        f"will be called at {url}; Telegram calls nobody now, `run` changes that; updates waiting: 1\n"
        in (before)
    )
    child = await square.starts(**webhook)
    await square.sees(square.ann, "What I can do")
    await square.falls_quiet()
    assert f"@kiosk_bot, will be called at {url}\n" in (await square.runs("doctor", **webhook)).out
    await child.killed()
    square.ann.says("/help")
    await square.until(lambda: complaint(square), "a complaint")
    after = (await square.runs("doctor")).out
    assert "will poll; Telegram calls 127.0.0.1 now, `run` ends that; updates waiting: 1" in after
    assert "UTC: Connection refused" in after
