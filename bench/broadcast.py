"""broadcast: 60,000 letters at the pace of paid broadcasts, 1,000 a second, while people tap.

The real process, its pace set to 1,000 sends a second and nothing else changed (bench/paid), on
SQLite with every commit flushed to disk; the light Telegram is a process of its own, 50 ms away. The
letters are enqueued as the operator's yes does it. The pace's limit counts the cards that taps change,
too. The processor is the kiosk's, from the moment they are enqueued to the last letter; `quick` is judged
by its time for one letter beside that of hashing, since a machine's speed is not known.
A tap's time runs until Telegram has both of its calls: the button's answer and the card's change.
"""

import asyncio
import hashlib
import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from bench.far_side import CUSTOMERS, OPERATOR, FarSide, far_side
from bench.figures import NONE, Figure, Row, at_least, at_most, percentile
from bench.peers.contestants import light_telegram
from bench.rows import open_database, stock
from playground.child import BotProcess
from storage.core.database import Database
from storage.messages.broadcasts import Broadcasts
from storage.people.tables import person

PAID = Path(__file__).with_name("paid.py")
LETTERS, QUICK_LETTERS = 60_000, 400
LATENCY = 0.050
TAPPERS, TAPS_A_SECOND = 20, 10.0
WORDS = "Something new has come in. Have a look at the shop!"
TICKS = os.sysconf("SC_CLK_TCK")


async def measure(*, quick: bool) -> Row:
    """Enqueue the letters while the kiosk runs, and look on."""
    letters = QUICK_LETTERS if quick else LETTERS
    async with far_side(TAPPERS) as side:
        await stock(side)
        async with open_database(side.database_url) as database:
            await _know(database, letters)
            before = await _compose(database)
        first = CUSTOMERS + TAPPERS - letters
        async with light_telegram(letters, "kiosk", first) as telegram:
            settings = {**side.settings(), "TELEGRAM_API_ROOT": telegram.url}
            process = await BotProcess.start(settings, side.folder, PAID)
            try:
                await telegram.ask("open", few=TAPPERS)
                looking = asyncio.create_task(
                    telegram.ask(
                        "letters",
                        count=letters + 1,  # and the operator's own
                        words=WORDS,
                        latency=LATENCY,
                        taps_per_second=TAPS_A_SECOND,
                        seconds=60 + letters / 100,
                    )
                )
                used = processor_seconds(process.pid)
                await _start(side, before)
                found = await looking
                used = processor_seconds(process.pid) - used
            finally:
                await process.stop()
    waits = found["waits"]
    return Row(
        "broadcast",
        f"{letters} letters, {len(waits)} taps",
        (
            Figure("pace", _sends(found) / found["seconds"], "/s", at_least(990)),
            Figure("of them letters", found["per_second"], "/s"),
            Figure("most in a second", found["most_in_a_second"]),
            Figure("the kiosk's processor", used / found["seconds"], "cores", at_most(0.5)),
            Figure("for one letter", 1_000_000 * used / found["letters"], "µs"),
            Figure("beside hashing 64 KiB", used / found["letters"] / _hashing()),
            Figure("lost", letters + 1 - found["people"], "", NONE),
            Figure("doubled", found["letters"] - found["people"], "", NONE),
            Figure("taps unanswered", found["unanswered"], "", NONE),
            Figure("tap p50", percentile(waits, 0.5), "s"),
            Figure("tap p99", percentile(waits, 0.99), "s", at_most(0.3)),
            Figure("Telegram's processor", 100 * found["processor"], "%"),
        ),
    )


def _sends(found: dict[str, Any]) -> int:
    """The messages from the first letter to the last: a tap's card goes through the same limit."""
    return int(found["letters"]) - 1 + int(found["cards"])


def processor_seconds(pid: int) -> float:
    """How long this process has had a processor, all its threads together."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _hashing() -> float:
    """The processor seconds that hashing 64 KiB takes here and now."""
    text, begin = bytes(65_536), time.thread_time()
    for _ in range(200):
        hashlib.sha256(text).digest()
    return (time.thread_time() - begin) / 200


async def _know(database: Database, letters: int) -> None:
    """Everybody who gets a letter; the tappers, who are known already, are the last of them."""
    now = datetime.now(UTC)
    crowd = [
        {"id": number, "name": f"Ann {number}", "language": "en", "created_at": now, "seen_at": now}
        for number in range(CUSTOMERS + TAPPERS - letters, CUSTOMERS)
    ]
    await database.write(lambda connection: connection.execute(insert(person), crowd))


async def _compose(database: Database) -> int:
    """Write the broadcast, which then waits for its yes."""
    broadcasts = Broadcasts(database)
    number = await broadcasts.ask(OPERATOR, datetime.now(UTC))
    await broadcasts.compose(number, "sendMessage", {"text": WORDS}, 1)
    return number


async def _start(side: FarSide, number: int) -> None:
    """Say yes to it, from another process than the kiosk's."""
    database = Database(side.database_url)
    await database.open()
    try:
        await Broadcasts(database).start(number, OPERATOR, None, datetime.now(UTC))
    finally:
        await database.close()
