"""Kiosks of the next release join three older ones, one by one, while people order; the older ones end.

One of the older ones is told to end, as a supervisor does that replaces it. The others go on beside the newer
ones, and must end by themselves a minute later. One that is started again meanwhile must not come back.
"""

import asyncio
import time

from chaos.next_release import NEXT
from chaos.replica_scene import KIOSKS, Scene
from shop.replicas import LEASE, SIDE_BY_SIDE
from tests.faults.child import Child
from tests.faults.fork_server import ForkServer
from tests.faults.process import KioskProcess

OLD_SECONDS, BETWEEN_SECONDS, NEW_SECONDS = 10.0, 8.0, 15.0
"""How long the older ones are alone, between two newer ones, and how long the newer ones are alone."""

SECONDS = OLD_SECONDS + SIDE_BY_SIDE.total_seconds() + NEW_SECONDS
ENDED_BY_NEWER = 69


class Upgrade(Scene):
    """One rolling upgrade; `beside` is how many seconds the last older kiosk ran beside newer ones."""

    def __init__(self, process: KioskProcess, newer: ForkServer, seed: int) -> None:
        super().__init__(process, seed, 2 * KIOSKS)
        self.beside = 0.0
        self.ended: list[int] = []
        self._newer = newer

    async def _happens(self, until: float) -> None:  # noqa: ARG002 - it ends by itself
        older = list(self.children)
        await asyncio.sleep(OLD_SECONDS)
        replaced = older.pop(self.chance.randrange(KIOSKS))
        begun = time.monotonic()
        for place in range(KIOSKS, 2 * KIOSKS):
            child = await self.process.launches_by(self._newer, **self._webhook(place))
            self.children.append(await self._opens(child))
            await asyncio.sleep(BETWEEN_SECONDS)
        code = await replaced.terminated()
        self.wrong += [f"an older one that was told to end ended with {code}"] * (code != 0)
        await self._is_refused()
        for child in older:
            self.ended.append(await child.ended(within=SIDE_BY_SIDE.total_seconds() + LEASE.total_seconds()))
        self.beside = time.monotonic() - begun
        self.wrong += [f"older ones ended with {self.ended}"] * (set(self.ended) != {ENDED_BY_NEWER})
        newer = self.children[KIOSKS:]
        self.wrong += [f"a newer one has ended:\n{one.output[-2000:]}" for one in newer if not one.runs]

    async def _is_refused(self) -> None:
        """Start an older kiosk: it must end at once, and say of which revision the tables are."""
        late: Child = await self.process.launches(**self._webhook(0))
        code = await late.ended(within=LEASE.total_seconds() + 20)
        if code == 0 or f"revision {NEXT}" not in late.output:
            self.wrong.append(f"an older kiosk that came late ended with {code}:\n{late.output[-2000:]}")
