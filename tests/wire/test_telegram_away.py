"""Telegram is not there for a while: at the start, and later; the kiosk waits and nothing is lost."""

import pytest

from playground.telegram.faults import garbage, server_error, too_many
from tests.faults.square import Square, links

pytestmark = pytest.mark.slow


async def test_trouble_at_the_start_only_delays_it(square: Square) -> None:
    square.telegram.plan("getMe", too_many(1), garbage(b"<html>"))
    square.telegram.plan("setMyCommands", server_error())
    square.ann.says("/help")
    child = await square.launches()
    await square.sees(square.ann, "What I can do")
    await square.until(lambda: square.telegram.faults_left == 0, "the menu's turn")
    assert await child.terminated() == 0
    assert child.output.count("Telegram asks for no calls") == 1
    assert child.output.count("Telegram does not answer") == 1
    assert "Traceback" not in child.output


async def test_telegram_gone_in_mid_run(square: Square) -> None:
    ann, bob, link = square.ann, square.bob, next(links)
    child = await square.starts()
    await square.orders(ann, link)
    await square.sees(ann, "Order 1")
    await square.telegram_goes()
    ann.says("/help")
    bob.says(f"/order 2 {next(links)} 100")
    await square.until(lambda: child.output.count("Polling again") >= 2, "polls that fail")
    done = "SELECT id FROM orders WHERE state = 'completed'"
    await square.until(lambda: square.rows(done), "the end of the order")
    await square.telegram_is_back()
    await square.sees(ann, "What I can do", "is done", "Order 1 · Completed")
    await square.sees(bob, "Check your order")
    assert sum("is done" in message.text for message in ann.chat) == 1
    assert "Traceback" not in child.output
    await square.falls_quiet()
    assert not square.rows("SELECT seq FROM inbox WHERE state = 'aside'")
