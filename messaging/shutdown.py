"""End tasks: let them finish for a while, then cancel them."""

import asyncio
from collections.abc import Collection


async def finish(tasks: Collection[asyncio.Task[None]], within: float) -> None:
    """Give the tasks `within` seconds, then cancel those still running and wait until they end."""
    if not tasks:
        return
    _, late = await asyncio.wait(tasks, timeout=within)
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)
