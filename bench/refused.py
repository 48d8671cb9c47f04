"""refused: how long the kiosk takes to refuse a start whose settings would leave orders and money behind.

A database of many orders, some of them under way, and the token of another bot: the process has
to end with 2 and name what would be left behind, before it calls Telegram or the panel.
"""

import asyncio
import os
import sys
from statistics import median

from bench.crowd import crowd
from bench.far_side import FarSide, far_side
from bench.figures import NONE, Figure, Row, at_most
from bench.rows import open_database
from playground.child import BOT

ORDERS, QUICK_ORDERS = 100_000, 2_000
STARTS, QUICK_STARTS = 5, 1
REFUSED = 2


async def measure(*, quick: bool) -> Row:
    """Start it again and again."""
    orders, starts = (QUICK_ORDERS, QUICK_STARTS) if quick else (ORDERS, STARTS)
    async with far_side(1) as side:
        async with open_database(side.database_url) as database:
            await crowd(database, orders)
        ended = [await _refused(side) for _ in range(starts)]
        calls = len(side.telegram.calls) + len(side.panel.calls)
    seconds = [after for after, _ in ended]
    return Row(
        "refused",
        f"{orders:,} orders, {starts} starts",
        (
            Figure("ended after", median(seconds), "s", at_most(2)),
            Figure("slowest", max(seconds), "s"),
            Figure("not refused", sum(1 for _, was in ended if not was), target=NONE),
            Figure("calls of Telegram or the panel", calls, target=NONE),
        ),
    )


async def _refused(side: FarSide) -> tuple[float, bool]:
    """Return the seconds until the process ended, and whether it said why."""
    settings = {**os.environ, **side.settings()}
    begin = side.now
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(BOT), "run"), cwd=side.folder, env=settings, stderr=asyncio.subprocess.PIPE
    )
    _, said = await process.communicate()
    return side.now - begin, process.returncode == REFUSED and b"bot.py convert" in said
