"""An update nobody can handle is set aside after three tries; the rest go on, and no poll is hot."""

import pytest

from playground.telegram.faults import garbage, refusal
from tests.faults.process import KioskProcess

pytestmark = pytest.mark.slow

UNREADABLE = {"message_id": 7, "from": {"id": 101, "is_bot": False, "first_name": "Ann"}, "chat": 5}
"""A message of Ann's without a date and with an invalid chat."""


async def test_poison_is_set_aside_and_the_rest_go_on(process: KioskProcess) -> None:
    ann, bob = process.ann, process.bob
    ann.says("/start")  # so that she is known and can get a message
    bob.says("/help")
    poison = process.telegram.updates.add("message", UNREADABLE)
    nobodys = process.telegram.updates.add("message", {"chat": {"id": "none"}})
    ann.says("/help")
    await process.starts()
    await process.sees(bob, "What I can do")
    await process.sees(ann, "What I can do", "went wrong on my side")
    await process.until(lambda: len(process.telegram.updates) == 0, "an offset beyond the poison")
    await process.falls_quiet()

    aside = process.rows("SELECT update_id, error FROM inbox WHERE state = 'aside'")
    assert sorted(row["update_id"] for row in aside) == [poison, nobodys]
    assert all(row["error"] for row in aside)
    # One poll brought all five, the next confirmed them and is still open.
    assert process.polls <= 3
    logged = process.children[-1].output
    assert logged.count(f"Update {poison} failed") == 2
    assert logged.count("is set aside after 3 tries") == 2
    assert len(logged) < 30_000
    found = process.telegram.takes_findings()  # the poison itself, and nothing else
    assert all(line.startswith("update message") for line in found), found


async def test_what_telegram_refuses_is_set_aside_and_a_torn_poll_is_asked_again(
    process: KioskProcess,
) -> None:
    ann, bob = process.ann, process.bob
    process.telegram.plan("getUpdates", garbage(), garbage(b"[1, 2"))
    process.telegram.plan("sendMessage", *[refusal(400, "Bad Request: not today")] * 3, chat_id=ann.id)
    ann.says("/help")
    ann.says("/orders")
    bob.says("/help")
    await process.starts()
    await process.sees(bob, "What I can do")
    await process.sees(ann, "Your orders", "went wrong on my side")
    assert process.telegram.faults_left == 0
    await process.falls_quiet()
    assert len(process.rows("SELECT seq FROM inbox WHERE state = 'aside'")) == 1
    assert process.polls <= 5
