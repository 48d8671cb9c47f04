"""The webhook over sockets: everything that polling promises holds, whatever dies or fails."""

import asyncio
import re
from urllib.parse import urlsplit

import aiohttp
import pytest

from messaging.webhook_address import secret_from
from playground.telegram.faults import garbage, server_error, too_many
from tests.faults.process import KioskProcess, links
from tests.faults.test_database_trouble import locked
from tests.in_process import TOKEN

pytestmark = pytest.mark.slow

NO_TRACE = "Traceback"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


async def knocks(url: str, secret: str | None, update_id: int = 77) -> int:
    """Send an update in Ann's name as a stranger; return the status."""
    update = {"update_id": update_id, "message": {"from": {"id": 101}, "text": "/help"}}
    headers = {HEADER: secret} if secret is not None else {}
    async with aiohttp.ClientSession() as session, session.post(url, json=update, headers=headers) as answer:
        return answer.status


async def is_refused(process: KioskProcess) -> None:
    """Wait until Telegram complains about a delivery."""
    told = "Wrong response from the webhook: 503 Service Unavailable"
    await process.until(lambda: complaint(process) == told, "a 503")


def complaint(process: KioskProcess) -> str:
    webhook = process.telegram.world.webhook
    return webhook.last_error if webhook else ""


async def test_people_order_to_the_end_without_a_poll(process: KioskProcess) -> None:
    ann, bob = process.ann, process.bob
    ann.says("/start")
    webhook = process.webhook()
    child = await process.starts(**webhook)
    await process.sees(ann, "Ann, what shall it be?")
    polls_at_the_start = process.polls
    anns, bobs = next(links), next(links)
    taps = await asyncio.gather(process.orders(ann, anns), process.orders(bob, bobs))
    await process.sees(ann, "is done")
    await process.sees(bob, "is done")
    assert [len(process.panel.orders_for(link)) for link in (anns, bobs)] == [1, 1]
    mine = await ann.queries("", timeout=20)
    assert [re.sub(r"\d+", "n", result.title) for result in mine.results] == ["Order n · Completed"]
    assert all(tap.answered for tap in taps)
    await process.falls_quiet()
    assert process.polls == polls_at_the_start
    assert process.telegram.unmodelled == []
    assert complaint(process) == ""
    [call] = process.telegram.calls_of("setWebhook")
    assert call.params["secret_token"] == secret_from(TOKEN)
    assert await child.terminated() == 0
    assert NO_TRACE not in child.output
    await process.audited()


async def test_a_wrong_secret_is_a_403_and_nothing_happens(process: KioskProcess) -> None:
    webhook = process.webhook() | {"WEBHOOK_SECRET": "given_by-the-operator"}
    child = await process.starts(**webhook)
    url = webhook["WEBHOOK_URL"]
    assert [await knocks(url, secret) for secret in (None, "", "wrong", secret_from(TOKEN))] == [403] * 4
    assert process.rows("SELECT seq FROM inbox WHERE update_id = 77") == []
    assert await knocks(url, "given_by-the-operator") == 200
    assert len(process.rows("SELECT seq FROM inbox WHERE update_id = 77")) == 1
    assert "given_by-the-operator" not in child.output
    assert await child.terminated() == 0


async def test_killed_between_its_commit_and_its_answer(process: KioskProcess) -> None:
    ann, link = process.ann, next(links)
    webhook = process.webhook()
    await process.starts(**webhook)
    ann.says(f"/order 1 {link} 100")
    await process.sees(ann, "Check your order")
    await process.falls_quiet()
    await process.children[-1].killed()

    child = await process.starts(**webhook, KIOSK_CRASH_AT="after_inbox_commit")
    ann.taps("Confirm")
    assert await child.ended() == -9
    assert len(process.rows("SELECT seq FROM inbox WHERE state = 'waiting'")) == 1
    assert len(process.telegram.updates) == 1, "acknowledged by a process that died before it answered"
    await process.starts(**webhook)
    await process.sees(ann, f"Order {await process.number()}", "is done")
    await process.falls_quiet()
    assert len(process.panel.orders_for(link)) == 1
    await process.audited()


async def test_killed_while_many_call(process: KioskProcess) -> None:
    people = [process.telegram.add_person(2000 + number, f"Person {number}") for number in range(10)]
    webhook = process.webhook()
    child = await process.starts(**webhook)
    wanted = {person.id: next(links) for person in people}
    await asyncio.gather(*(process.orders(person, wanted[person.id]) for person in people))
    for person in people:
        person.says("/orders")
        person.says("/help")
    done = "SELECT seq FROM inbox WHERE state = 'done'"
    await process.until(lambda: len(process.rows(done)) > len(people) + 5, "some turns")
    await child.killed()
    for person in people:
        person.says("/help")
    await process.starts(**webhook)
    await process.until(lambda: process.asks_the_operator() and process.is_quiet(), "quiet")
    placed = [len(process.panel.orders_for(link)) for link in wanted.values()]
    # Killed between noting an attempt and sending it, an order is Unconfirmed, and rightly not sent.
    [unconfirmed] = process.rows("SELECT count(*) AS orders FROM orders WHERE state = 'unknown'")
    assert max(placed) == 1
    assert placed.count(0) <= unconfirmed["orders"] <= 1
    counted = process.rows("SELECT count(*) AS rows, count(DISTINCT update_id) AS updates FROM inbox")
    sent = process.telegram.updates.next_id - 1_000
    assert counted == [{"rows": sent, "updates": sent}]
    await process.audited()


async def test_a_full_disk_is_a_503_and_all_comes_again(process: KioskProcess) -> None:
    ann = process.ann
    child = await process.starts(**process.webhook())
    ann.says("/start")
    await process.sees(ann, "Ann, what shall it be?")
    await process.falls_quiet()
    with child.full_disk():
        ann.says("/help")
        ann.says(f"/order 1 {next(links)} 100")
        await is_refused(process)
        assert len(process.telegram.updates) == 2, "acknowledged although it is not stored"
    await process.sees(ann, "What I can do", "Check your order")
    await process.falls_quiet()
    assert NO_TRACE not in child.output


async def test_a_locked_database_is_a_503_and_all_comes_again(process: KioskProcess) -> None:
    ann, link = process.ann, next(links)
    child = await process.starts(**process.webhook())
    ann.says(f"/order 1 {link} 100")
    await process.sees(ann, "Check your order")
    await process.falls_quiet()
    with locked(process):
        ann.taps("Confirm")
        await is_refused(process)
        assert len(process.telegram.updates) == 1
    await process.sees(ann, f"Order {await process.number()}", "is done")
    assert len(process.panel.orders_for(link)) == 1
    assert NO_TRACE not in child.output


async def test_sigterm_while_the_database_is_locked(process: KioskProcess) -> None:
    webhook = process.webhook()
    child = await process.starts(**webhook)
    with locked(process):
        process.ann.says("/help")
        assert await child.terminated() == 0
    assert process.telegram.world.webhook is not None, "Telegram keeps what comes"
    process.bob.says("/help")
    await process.starts(**webhook)
    await process.sees(process.ann, "What I can do")
    await process.sees(process.bob, "What I can do")


async def test_sigterm_while_a_question_to_the_panel_hangs_refuses_what_comes_now(
    process: KioskProcess,
) -> None:
    webhook = process.webhook()
    child = await process.starts(**webhook)
    process.panel.arm("slow", action="add", seconds=3)
    await process.orders(process.ann, next(links))
    await process.until(lambda: process.panel.adds_received, "the add")
    ending = asyncio.create_task(child.terminated())
    complaints = set()
    while not ending.done():
        process.bob.says("/help")
        await process.telegram.changed(process.telegram.version, 0.1)
        complaints.add(complaint(process))
    assert await ending == 0
    assert "Wrong response from the webhook: 503 Service Unavailable" in complaints, complaints
    await process.starts(**webhook)
    await process.sees(process.bob, "What I can do")
    await process.sees(process.ann, f"Order {await process.number()}", "is done")
    await process.audited()


async def test_from_polling_to_a_webhook_and_back(process: KioskProcess) -> None:
    ann, link = process.ann, next(links)
    polling = await process.starts()
    ann.says(f"/order 1 {link} 100")
    await process.sees(ann, "Check your order")
    assert await polling.terminated() == 0
    ann.taps("Confirm")

    called = await process.starts(**process.webhook())
    await process.sees(ann, f"Order {await process.number()}", "is done")
    assert await called.terminated() == 0
    ann.says("/help")

    await process.starts()
    assert process.telegram.world.webhook is None
    await process.sees(ann, "What I can do")
    ann.says("/orders")
    await process.sees(ann, "Your orders")
    assert len(process.panel.orders_for(link)) == 1
    await process.audited()


async def test_what_waited_is_handled_as_it_was_sent(process: KioskProcess) -> None:
    """A person's taps and messages are in different queues at Telegram, and may overtake each other."""
    ann, link, webhook = process.ann, next(links), process.webhook()
    child = await process.starts(**webhook)
    ann.says(f"/order 1 {link} 100")
    await process.sees(ann, "Check your order")
    await child.killed()
    for text in ("/help", "/help", "/cancel"):
        ann.says(text)
    ann.taps("Confirm")
    await process.starts(**webhook)
    await process.falls_quiet()
    assert process.panel.orders_for(link) == []
    raws = [row["raw"] for row in process.rows("SELECT raw FROM inbox ORDER BY seq")]
    numbers = [int(re.findall(r'"update_id":(\d+)', raw)[0]) for raw in raws]
    assert numbers == sorted(numbers)
    assert len(numbers) == 5


async def test_telegram_away_at_the_start_only_delays_it(process: KioskProcess) -> None:
    process.telegram.plan("getMe", too_many(1), garbage(b"<html>"))
    process.telegram.plan("setWebhook", server_error())
    process.ann.says("/help")
    child = await process.launches(**process.webhook())
    await process.sees(process.ann, "What I can do")
    assert child.output.count("Telegram asks for no calls") == 1
    assert child.output.count("Telegram does not answer") == 2
    assert await child.terminated() == 0
    assert NO_TRACE not in child.output


async def test_a_taken_port_is_a_clear_line(process: KioskProcess) -> None:
    webhook = process.webhook()
    await process.starts(**webhook)
    other = process.folder / "other.db"
    said = await process.runs("run", **webhook, DATABASE_URL=f"sqlite+aiosqlite:///{other}")
    assert said.code == 1
    assert f"Nothing can listen on {urlsplit(webhook['WEBHOOK_URL']).netloc}" in said.err
    assert "change WEBHOOK_LISTEN" in said.err
    assert NO_TRACE not in said.err


async def test_doctor_says_how_updates_come(process: KioskProcess) -> None:
    webhook = process.webhook()
    assert "ok    telegram: @kiosk_bot, will poll\n" in (await process.runs("doctor")).out
    process.ann.says("/help")
    before = (await process.runs("doctor", **webhook)).out
    url = webhook["WEBHOOK_URL"]
    assert (
        f"will be called at {url}; Telegram calls nobody now, `run` will change that; updates waiting: 1\n"
        in (before)
    )
    child = await process.starts(**webhook)
    await process.sees(process.ann, "What I can do")
    await process.falls_quiet()
    assert f"@kiosk_bot, will be called at {url}\n" in (await process.runs("doctor", **webhook)).out
    await child.killed()
    process.ann.says("/help")
    await process.until(lambda: complaint(process), "a complaint")
    after = (await process.runs("doctor")).out
    assert "will poll; Telegram calls 127.0.0.1 now, `run` will end that; updates waiting: 1" in after
    assert "UTC: Connection refused" in after
