"""Fuzzed updates of Telegram: none stops the others, none is tried more than three times, none loops.

    python -m chaos.updates [how many] [seed]

The updates of tests/corpus/updates.jsonl are changed in some places and arrive by polling, in this process,
at a shop with its own clock. Among each few of them Bob, who is no part of this, asks for help, and must get
it. At the end every row is done or set aside after three tries at most, every update was handed over once,
and the ledger's invariants hold. The same seed makes the same updates.
"""

import asyncio
import json
import logging
import os
import random
import shutil
import sys
import tempfile
import time
import warnings
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, select

from chaos.hostile_json import mutated
from chaos.result import Result, numbers_given, print_results, seed_or_new
from storage.messages.tables import inbox
from tests.in_memory import in_memory

if TYPE_CHECKING:
    from tests.in_process import Harness

CORPUS = Path(__file__).parent.parent / "tests" / "corpus" / "updates.jsonl"
BATCH = 10
"""Fuzzed updates between two good ones."""

BETWEEN = 15.0
"""Seconds between two batches by the kiosk's clock: answers to one chat are paced, which takes time."""

PER_KIOSK = 2_000
MOST_TRIES = 3
SETTLES_WITHIN = 20.0
"""Seconds for a batch, on a busy machine: a loop that does not end is hot."""

GIVES_UP_AFTER = 10
"""So many batches that went wrong in one kiosk: it works no more, and each further one takes its time."""

SHOP = {"access": "shop", "star_value": "0.02", "manual_topup": "Into the tin.", "invite_reward": "0.50"}


@dataclass
class _Seen:
    wrong: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


def corpus() -> list[dict[str, Any]]:
    """Return the saved updates: each a table with its `kind` and its `body`."""
    return [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]


def run(n: int = 50_000, seed: int | None = None) -> Result:
    """Send `n` fuzzed updates; without a `seed` it takes a new one."""
    chosen, seen = seed_or_new(seed), _Seen()
    dice, known = random.Random(chosen), corpus()
    updates = [_fuzzed(dice, known) for _ in range(n)]
    started = time.perf_counter()
    send(updates, seen)
    return Result(
        "fuzzed updates", n, tuple(seen.wrong), time.perf_counter() - started, chosen, dict(seen.counts)
    )


def replay(updates: list[tuple[str, Any]]) -> list[str]:
    """Send these updates, each a kind and a body; return what went wrong."""
    seen = _Seen()
    send(updates, seen)
    return seen.wrong


def _fuzzed(dice: random.Random, known: list[dict[str, Any]]) -> tuple[str, Any]:
    chosen = dice.choice(known)
    kind = chosen["kind"] if dice.random() < 0.95 else dice.choice(known)["kind"]
    return kind, mutated(dice, chosen["body"], [one["body"] for one in known])


def send(updates: list[tuple[str, Any]], seen: _Seen) -> None:
    """Send the updates to kiosks one after another, and note in `seen` what came of them."""
    os.environ.setdefault("PTB_TIMEDELTA", "true")  # before PTB is imported; see bot.py
    quiet_before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)  # each update that is set aside is a traceback
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # PTB warns of odd fields
            asyncio.run(_send(updates, seen))
    finally:
        logging.disable(quiet_before)


async def _send(updates: list[tuple[str, Any]], seen: _Seen) -> None:
    from storage.upgrade import upgrade  # noqa: PLC0415 - PTB is imported with the harness, see `send`
    from tests.in_process import Harness  # noqa: PLC0415 - PTB reads its environment when imported

    with tempfile.TemporaryDirectory(prefix="kiosk-updates-", dir=in_memory()) as folder:
        empty = Path(folder) / "empty.db"
        await upgrade(f"sqlite+aiosqlite:///{empty}")
        for start in range(0, len(updates), PER_KIOSK):
            database = Path(shutil.copy(empty, Path(folder) / f"kiosk{start}.db"))
            harness = Harness(database, **SHOP)  # type: ignore[arg-type]  # none of them sets the dialect
            await harness.opens()
            for one in (harness.ann, harness.bob, harness.olga, harness.sam):
                await one.says("/start")
            await _one_kiosk(harness, updates[start : start + PER_KIOSK], seen)
            await harness.closes()
            database.unlink()  # noqa: ASYNC240 - nothing else runs now


async def _one_kiosk(harness: "Harness", updates: list[tuple[str, Any]], seen: _Seen) -> None:
    handed: Counter[int] = Counter()
    most = len(seen.wrong) + GIVES_UP_AFTER
    harness.telegram.updates.on_queued = lambda _update: None  # the trace reads what a real one would say
    harness.telegram.updates.on_handed = lambda update: handed.update([update["update_id"]])
    for start in range(0, len(updates), BATCH):
        if len(seen.wrong) >= most:
            seen.wrong.append(f"given up at update {start} of {len(updates)}")
            break
        batch = updates[start : start + BATCH]
        harness.clock.advance(BETWEEN)
        for n, (kind, body) in enumerate(batch):
            if n == len(batch) // 2:
                harness.bob.person.says("/help")
            harness.telegram.updates.add(kind, body)
        try:
            async with asyncio.timeout(SETTLES_WITHIN):
                await harness.settles()
            await harness.bob.sees("What I can do")
            seen.counts["good"] += 1
        except Exception as error:  # noqa: BLE001 - this looks for any exception at all
            seen.wrong.append(f"{error!r:.300} after {json.dumps(batch)[:3_000]}")
    harness.telegram.takes_findings()  # a fuzzed number of a message comes back as it was
    await _judge(harness, handed, seen)


async def _judge(harness: "Harness", handed: Counter[int], seen: _Seen) -> None:
    """Hold the rows against the promises."""

    def unit(connection: Connection) -> list[tuple[str, int, int]]:
        asked = select(inbox.c.state, inbox.c.failures, func.count()).group_by(
            inbox.c.state, inbox.c.failures
        )
        return [(state, failures, count) for state, failures, count in connection.execute(asked)]

    for state, failures, count in await harness.kiosk.stores.database.read(unit):
        seen.counts[state] += count
        if state == "waiting" or failures > MOST_TRIES:
            seen.wrong.append(f"{count} rows are {state} after {failures} tries")
    again = [number for number, times in handed.items() if times > 1]
    if again:
        seen.wrong.append(f"{len(again)} updates were handed over more than once, like {again[0]}")
    try:
        await harness.audited()
    except AssertionError as broken:
        seen.wrong.append(f"the ledger: {broken}")


def main() -> int:
    """Print the table's row; 1 if anything was found."""
    return print_results(run(*numbers_given()))


if __name__ == "__main__":
    sys.exit(main())
