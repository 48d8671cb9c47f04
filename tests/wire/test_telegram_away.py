"""Telegram is away for a while, at the start and later: the kiosk waits and nothing is lost."""

import pytest

from playground.telegram.faults import garbage, server_error, too_many
from tests.faults.process import KioskProcess, links

pytestmark = pytest.mark.slow


async def test_trouble_at_the_start_only_delays_it(process: KioskProcess) -> None:
    process.telegram.plan("getMe", too_many(1), garbage(b"<html>"))
    process.telegram.plan("setMyCommands", server_error())
    process.ann.says("/help")
    child = await process.launches()
    await process.sees(process.ann, "What I can do")
    await process.until(lambda: process.telegram.faults_left == 0, "the menu's turn")
    assert await child.terminated() == 0
    assert child.output.count("Telegram asks for no calls") == 1
    assert child.output.count("Telegram does not answer") == 1
    assert "Traceback" not in child.output


async def test_telegram_gone_in_mid_run(process: KioskProcess) -> None:
    ann, bob, link = process.ann, process.bob, next(links)
    child = await process.starts()
    await process.orders(ann, link)
    await process.sees(ann, f"Order {await process.number()}")
    await process.telegram_goes()
    ann.says("/help")
    bob.says(f"/order 2 {next(links)} 100")
    await process.until(lambda: child.output.count("Polling again") >= 2, "polls that fail")
    done = "SELECT id FROM orders WHERE state = 'completed'"
    await process.until(lambda: process.rows(done), "the end of the order")
    await process.telegram_is_back()
    await process.sees(ann, "What I can do", "is done", f"Order {await process.number()} · Completed")
    await process.sees(bob, "Check your order")
    assert sum("is done" in message.text for message in ann.chat) == 1
    assert "Traceback" not in child.output
    await process.falls_quiet()
    assert not process.rows("SELECT seq FROM inbox WHERE state = 'aside'")
