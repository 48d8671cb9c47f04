"""limiter: what one send through the rate limiter costs, with ten and with 10,000 callers waiting.

In process, on a clock that jumps to the end of each wait. Whoever has sent is followed by another caller,
to a chat of its own, so that as many wait all the time. Times are processor time, and the ratio of the
two is judged: a machine's speed is not in it.
"""

import asyncio
import itertools
import time
from statistics import median

from bench.figures import NONE, Figure, Row, at_most
from messaging.credit_window import CreditWindow
from playground.clock import HandClock
from shop.notice import Priority

FEW, MANY = 10, 10_000
SENDS, QUICK_SENDS = 10_000, 2_000
TRIES = 3


async def measure(*, quick: bool) -> Row:
    """Send with few, then with many, in turn; the median of three tries counts."""
    sends = QUICK_SENDS if quick else SENDS
    tries = [(await _seconds(FEW, sends), await _seconds(MANY, sends)) for _ in range(TRIES)]
    few, many = (1_000_000 * median(one) / sends for one in zip(*tries, strict=True))
    return Row(
        "limiter",
        f"{TRIES} times {sends} sends",
        (
            Figure(f"a send with {FEW} waiting", few, "µs"),
            Figure(f"with {MANY:,} waiting", many, "µs"),
            Figure("ratio", median(many / few for few, many in tries), "", at_most(2)),
            Figure("too many in a second", await _too_many(), "", NONE),
        ),
    )


async def _seconds(waiting: int, sends: int) -> float:
    """Return the processor seconds of so many sends while `waiting` callers wait."""
    clock, chats, sent = HandClock(), itertools.count(1), [0]
    window, over = CreditWindow(clock), asyncio.Event()

    async def caller() -> None:
        while True:
            async with window.slot(Priority.BROADCAST, next(chats)):
                sent[0] += 1
                if sent[0] == sends:
                    over.set()

    callers = [asyncio.create_task(caller()) for _ in range(waiting)]
    for _ in range(2):  # all of them wait before the time is taken
        await asyncio.sleep(0)
    sent[0], begin = 0, time.thread_time()
    await over.wait()
    seconds = time.thread_time() - begin
    for one in callers:
        one.cancel()
    await asyncio.gather(*callers, return_exceptions=True)
    return seconds


async def _too_many() -> float:
    """Return by how many the fullest second of 300 sends exceeds what Telegram takes."""
    clock = HandClock()
    window, moments = CreditWindow(clock), list[float]()

    async def caller(chat: int) -> None:
        async with window.slot(Priority.BROADCAST, chat):
            moments.append(clock.monotonic())

    await asyncio.gather(*(caller(chat) for chat in range(1, 301)))
    fullest = max(sum(begin <= one < begin + 1 for one in moments) for begin in moments)
    return max(0, fullest - 30)
