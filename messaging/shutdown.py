"""Ending tasks: first time to finish, then no more."""

import asyncio
from collections.abc import Collection


async def finish(tasks: Collection[asyncio.Task[None]], within: float) -> None:
    """Give the tasks `within` seconds, then cancel those still at work and wait for that."""
    if not tasks:
        return
    _, late = await asyncio.wait(tasks, timeout=within)
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)
