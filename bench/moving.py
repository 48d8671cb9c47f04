"""`python -m bench.moving [n]`: move a book of n orders from a SQLite file to a PostgreSQL server; check it.

What `bot.py migrate` does, in this process, with a server on the same machine whose commits reach the disk.
Each line of it is printed with its second; the last ones are the time of all, and the memory of this process.
"""

import asyncio
import resource
import sys
import time

from app.moving import migrate
from bench import machine
from bench.books import BUFFERS, NOW, SQLITE, book
from playground.clock import HandClock
from tests.contracts.storage.postgres import running_postgres

ORDERS = 1_000_000


async def main(orders: int) -> None:
    """Measure one move."""
    print(f"{machine.description()} · {machine.today()} · {orders:,} orders\n")
    clock = HandClock()
    clock.advance((NOW - clock.now()).total_seconds())
    async with book(SQLITE, orders) as url:
        with running_postgres(buffers=BUFFERS, durable=True) as server:
            server.create("moved")
            begun = time.perf_counter()

            def say(line: str) -> None:
                print(f"{time.perf_counter() - begun:7.1f} s  {line}", flush=True)

            is_there = await migrate(url, server.url("moved"), clock, say)
            took, used = time.perf_counter() - begun, time.process_time()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    verdict = "moved and checked" if is_there else "NOT MOVED"
    processor = f"{used:.0f} s of processor in this process"
    print(f"\n{orders:,} orders {verdict} in {took:.0f} s ({processor}), peak {memory} MB")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else ORDERS))
