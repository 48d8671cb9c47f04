"""Notices in a storm of 429: none is lost, none comes twice, and no chat reads them out of order.

    python -m chaos.notice_storm [how many notices] [seed]

In this process, on a clock moved by hand: twenty notices for each chat, new messages and edits of one message
by turns, all owed at once. Telegram answers three calls in ten with 429 and up to five minutes to wait, and
allows 30 sends in any second. The outbox, its worker, the rate limits and the wire are the kiosk's; only the
words are this proof's: each notice says its number.
"""

import asyncio
import logging
import os
import random
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

from chaos.result import Result, numbers_given, print_results, seed_or_new
from tests.in_memory import in_memory

if TYPE_CHECKING:
    from messaging.outbox import OutboxWorker
    from messaging.rate_limit import PacedLimiter
    from playground.telegram import FakeTelegram
    from shop.notice import Priority
    from storage.messages.outbox import Ids, OutboxMessage
    from tests.in_process import Harness

EACH = 20
"""Notices for each chat."""

EDITED = 0.4
"""The share of notices that edit a message instead of sending one."""

REFUSED, WAITS = 0.3, (1, 2, 3, 5, 8, 15, 30, 40, 60, 120, 300)
"""The share of calls answered with 429, and the seconds to wait that it may name."""

PER_SECOND = 30
MOST_TWICE = 0.001
FIRST = 50_001
GIVES_UP_AFTER = 7 * 86_400
"""Seconds by the clock, in which all must have arrived."""


Owed = dict[int, list[int | None]]
"""By chat its notices, by number: None for a new message, else the message that it edits."""


@dataclass
class Seen:
    """What Telegram took: the numbers of each chat's notices, in the order in which they came."""

    took: dict[int, list[int]] = field(default_factory=dict)
    calls: int = 0
    refused: int = 0
    edited_again: int = 0
    wrong: list[str] = field(default_factory=list)


def run(n: int = 10_000, seed: int | None = None) -> Result:
    """Deliver `n` notices; without a `seed` take a new one."""
    os.environ.setdefault("PTB_TIMEDELTA", "true")  # before PTB is imported; see bot.py
    chosen, quiet_before = seed_or_new(seed), logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        return asyncio.run(delivered(n, chosen))
    finally:
        logging.disable(quiet_before)


async def delivered(n: int, seed: int) -> Result:
    """Deliver `n` notices in the running loop."""
    from storage.upgrade import upgrade  # noqa: PLC0415 - as in tests/conftest: after the environment is set
    from tests.in_process import Harness  # noqa: PLC0415 - PTB reads its environment when imported

    started, dice, seen = time.perf_counter(), random.Random(seed), Seen()
    with tempfile.TemporaryDirectory(prefix="kiosk-storm-", dir=in_memory()) as folder:
        database = Path(folder) / "kiosk.db"
        await upgrade(f"sqlite+aiosqlite:///{database}")
        harness = Harness(database)
        await harness.opens()
        owed = _people(harness.telegram, n, dice)
        harness.telegram.calls.clear()
        harness.telegram.pace.overall = PER_SECOND
        began = harness.clock.monotonic()
        await _deliver(harness, owed, seen, dice)
        took = harness.clock.monotonic() - began
        too_fast = harness.telegram.pace.refused
        await harness.closes()
    return _result(owed, seen, seed, took=took, too_fast=too_fast, seconds=time.perf_counter() - started)


def _people(telegram: "FakeTelegram", n: int, dice: random.Random) -> Owed:
    """Add people who have a message that can be edited, and choose their notices."""
    from playground.telegram.messages import Content  # noqa: PLC0415 - as above

    owed: Owed = {}
    for place, first in enumerate(range(0, n, EACH)):
        home = telegram.add_person(FIRST + place, f"Person {place}", started=True).home
        card = telegram.world.post(home, telegram.world.bot, Content("a card")).id
        owed[home.id] = [card if dice.random() < EDITED else None for _ in range(min(EACH, n - first))]
    return owed


async def _deliver(harness: "Harness", owed: Owed, seen: Seen, dice: random.Random) -> None:
    """Owe everybody everything at once, and work until nothing is left or time is up."""
    from shop.notice import Notice  # noqa: PLC0415 - as above

    outbox, clock = harness.kiosk.stores.outbox, harness.clock
    in_turn = sorted((number, chat) for chat, notices in owed.items() for number in range(len(notices)))
    told = [Notice("news", chat, f"{chat}:{number}", {"n": number}) for number, chat in in_turn]
    await outbox.enqueue(told, clock.now())
    worker = _worker(harness, owed, seen, dice)
    until = clock.monotonic() + GIVES_UP_AFTER
    while clock.monotonic() < until:
        await worker.drain()
        _note_calls(harness.telegram, seen)
        if sum(map(len, seen.took.values())) >= len(told):
            break
        clock.advance(1)
    seen.wrong += [f"{harness.telegram.faults_left} refusals met no call"] * bool(
        harness.telegram.faults_left
    )


def _worker(harness: "Harness", owed: Owed, seen: Seen, dice: random.Random) -> "OutboxWorker":
    """Return a worker over the kiosk's own wire, whose calls the storm may meet."""
    from messaging.outbox import Message, OutboxWorker  # noqa: PLC0415 - as above
    from messaging.wire import Telegram  # noqa: PLC0415 - as above
    from playground.in_process import InProcessRequest  # noqa: PLC0415 - as above
    from playground.telegram.faults import too_many  # noqa: PLC0415 - as above

    kiosk, telegram = harness.kiosk, harness.telegram
    limiter = cast("PacedLimiter", kiosk.application.bot.rate_limiter)
    wire = Telegram(kiosk.application.bot, InProcessRequest(telegram))

    async def render(outgoing: "OutboxMessage") -> Message:
        number = int(str(outgoing.payload["n"]))
        words: dict[str, object] = {"chat_id": outgoing.chat_id, "text": str(number)}
        card = owed[outgoing.chat_id][number]
        if card is None:
            return Message("sendMessage", words)
        return Message("editMessageText", {**words, "message_id": card})

    async def send(message: Message, priority: "Priority", chat_id: int) -> "Ids":
        if dice.random() < REFUSED:
            telegram.plan(message.method, too_many(dice.choice(WAITS)), chat_id=chat_id)
        return await wire.send(message, priority, chat_id)

    async def unreachable(person_id: int) -> None:
        seen.wrong.append(f"{person_id} counts as unreachable")

    return OutboxWorker(
        outbox=kiosk.stores.outbox,
        render=render,
        send=send,
        unreachable=unreachable,
        clock=harness.clock,
        held=limiter.held_chats,
    )


def _note_calls(telegram: "FakeTelegram", seen: Seen) -> None:
    """Read what Telegram was asked since the last time, and what it took."""
    for call in telegram.calls_of("sendMessage", "editMessageText"):
        seen.calls += 1
        seen.refused += call.status == 429
        seen.edited_again += "not modified" in call.description
        if call.status == 200:
            seen.took.setdefault(int(call.params["chat_id"]), []).append(int(call.params["text"]))
    telegram.calls.clear()


def _result(owed: Owed, seen: Seen, seed: int, *, took: float, too_fast: int, seconds: float) -> Result:
    n, twice, wrong = sum(map(len, owed.values())), 0, list(seen.wrong)
    for chat, notices in owed.items():
        came = seen.took.get(chat, [])
        first = list(dict.fromkeys(came))
        twice += len(came) - len(first)
        again = {number for number in came if came.count(number) > 1 and notices[number] is not None}
        wrong += [f"{chat}: {len(notices) - len(first)} are lost"] * (len(first) != len(notices))
        wrong += [f"{chat}: out of order: {came}"] * (first != sorted(first))
        wrong += [f"{chat}: edits came twice: {again}"] * bool(again)
    wrong += [f"{seen.edited_again} edits changed nothing"] * bool(seen.edited_again)
    short = [f"{twice} came twice"] * (twice > MOST_TWICE * n)
    short += [f"{too_fast} calls were more than {PER_SECOND} in a second"] * bool(too_fast)
    counts: dict[str, int | str] = {
        "edits": sum(1 for notices in owed.values() for card in notices if card is not None),
        "chats": len(owed),
        "refused": f"{seen.refused} of {seen.calls} calls",
        "twice": twice,
        "took": f"{took / 60:.0f} min by the clock",
    }
    return Result("notices in storms", n, tuple(wrong), seconds, seed, counts, tuple(short))


def main() -> int:
    """Print the table's row; 1 if anything fell short."""
    return print_results(run(*numbers_given()))


if __name__ == "__main__":
    sys.exit(main())
