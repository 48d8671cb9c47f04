"""An update nobody can handle is set aside after three tries; the rest go on, and no poll is hot."""

import pytest

from playground.telegram.faults import garbage, refusal
from tests.faults.square import Square

pytestmark = pytest.mark.slow

UNREADABLE = {"message_id": 7, "from": {"id": 101, "is_bot": False, "first_name": "Ann"}, "chat": 5}
"""A message of Ann's without a date and with a chat that is none."""


async def test_poison_is_set_aside_and_the_rest_go_on(square: Square) -> None:
    ann, bob = square.ann, square.bob
    ann.says("/start")  # so that she is known and can be told
    bob.says("/help")
    poison = square.telegram.updates.add("message", UNREADABLE)
    nobodys = square.telegram.updates.add("message", {"chat": {"id": "none"}})
    ann.says("/help")
    await square.starts()
    await square.sees(bob, "What I can do")
    await square.sees(ann, "What I can do", "went wrong on my side")
    await square.until(lambda: len(square.telegram.updates) == 0, "an offset beyond the poison")
    await square.falls_quiet()

    aside = square.rows("SELECT update_id, error FROM inbox WHERE state = 'aside'")
    assert sorted(row["update_id"] for row in aside) == [poison, nobodys]
    assert all(row["error"] for row in aside)
    # One poll brought all five, the next confirmed them and is still open.
    assert square.polls <= 3
    logged = square.children[-1].output
    assert logged.count(f"Update {poison} failed") == 2
    assert logged.count("is set aside after 3 tries") == 2
    assert len(logged) < 30_000
    found = square.telegram.takes_findings()  # the poison itself, and nothing else
    assert all(line.startswith("update message") for line in found), found


async def test_what_telegram_refuses_is_set_aside_and_a_torn_poll_is_asked_again(square: Square) -> None:
    ann, bob = square.ann, square.bob
    square.telegram.plan("getUpdates", garbage(), garbage(b"[1, 2"))
    square.telegram.plan("sendMessage", *[refusal(400, "Bad Request: not today")] * 3, chat_id=ann.id)
    ann.says("/help")
    ann.says("/orders")
    bob.says("/help")
    await square.starts()
    await square.sees(bob, "What I can do")
    await square.sees(ann, "Your orders", "went wrong on my side")
    assert square.telegram.faults_left == 0
    await square.falls_quiet()
    assert len(square.rows("SELECT seq FROM inbox WHERE state = 'aside'")) == 1
    assert square.polls <= 5
