"""start: the time from the process's start to its first poll, and its memory then.

Once on no database at all, with every table to make; the others on a database
with a catalogue. The panel answers at once. Memory is the resident set as Linux
tells it, a second after the first poll; `with 10,000 services` is it with
that many on show.
"""

import asyncio
from pathlib import Path
from statistics import median

from bench.far_side import FarSide, far_side
from bench.figures import Figure, Row
from bench.goods import services
from bench.rows import put_on_sale, stock
from playground.child import BotProcess

STARTS, QUICK_STARTS = 5, 1
SETTLED_SECONDS = 1.0
MANY_SERVICES = 10_000


async def measure(*, quick: bool) -> Row:
    """Start it again and again."""
    starts = QUICK_STARTS if quick else STARTS
    async with far_side(1) as side:
        first, _ = await _start(side)
        await stock(side)
        times, sizes = zip(*[await _start(side) for _ in range(starts)], strict=True)
        await put_on_sale(side, services(MANY_SERVICES))
        _, large = await _start(side)
    return Row(
        "start",
        f"{starts} starts",
        (
            Figure("first poll after", median(times), "s"),
            Figure("slowest", max(times), "s"),
            Figure("on no database", first, "s"),
            Figure("resident", median(sizes), "MiB"),
            Figure(f"with {MANY_SERVICES:,} services", large, "MiB"),
        ),
    )


async def _start(side: FarSide) -> tuple[float, float]:
    """Return the seconds until the first poll, and the memory in MiB."""
    begin = side.now
    async with side.kiosk() as process:
        seconds = side.first_call["getUpdates"] - begin
        await asyncio.sleep(SETTLED_SECONDS)
        return seconds, resident(process)


def resident(process: BotProcess) -> float:
    """Return the memory in MiB that the process has now."""
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    [kilobytes] = [line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:")]
    return int(kilobytes) / 1024
