"""A worker goes on after expected trouble and after a programming error."""

import asyncio

import pytest

from jobs.worker import Worker
from playground.clock import HandClock
from shop.errors import ShopError


@pytest.mark.parametrize("error", [ZeroDivisionError("a mistake"), ShopError("money_stopped"), KeyError("x")])
async def test_a_step_that_raises_does_not_end_it(error: Exception) -> None:
    told: list[str] = []
    steps = 0
    done = asyncio.Event()

    async def step() -> bool:
        nonlocal steps
        steps += 1
        if steps == 1:
            raise error
        done.set()
        return False

    async def tell(name: str) -> None:
        told.append(name)

    worker = Worker("hand over", step, clock=HandClock(), idle=0.01, tell=tell)
    running = asyncio.create_task(worker.run())
    async with asyncio.timeout(10):
        await done.wait()
    await worker.stop(within=1)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert told == ([] if isinstance(error, ShopError) else ["hand over"])


async def test_it_can_be_stopped_while_it_waits_after_a_mistake() -> None:
    async def step() -> bool:
        raise ZeroDivisionError

    worker = Worker("hand over", step, clock=HandClock(), idle=0.01)
    running = asyncio.create_task(worker.run())
    for _ in range(20):
        await asyncio.sleep(0)
    async with asyncio.timeout(5):
        await worker.stop(within=5)
        await asyncio.wait([running], timeout=5)
    assert running.done()
