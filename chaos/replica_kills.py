"""People order from three kiosks, of which one is killed every ten seconds; the server is restarted, too."""

import asyncio
import time
from contextlib import suppress

from chaos.replica_scene import KIOSKS, Scene
from shop.replicas import LEASE
from tests.contracts.storage.postgres import PostgresServer
from tests.faults.process import KioskProcess

KILL_SECONDS, RESTART_SECONDS = 10.0, 30.0
AWAY_SECONDS = 1.0
"""How long a killed kiosk stays away until its supervisor starts it again."""

LONGEST_TAKEOVER = LEASE.total_seconds() + 5
LEADS = "SELECT holder, epoch FROM lease"


class Kills(Scene):
    """Three kiosks that are killed by turns, and started again."""

    def __init__(self, process: KioskProcess, server: PostgresServer, seed: int) -> None:
        super().__init__(process, seed, KIOSKS)
        self.server = server
        self.takeovers: list[float] = []
        self.kills = self.restarts = 0
        self._away = 0.0

    async def _happens(self, until: float) -> None:
        await asyncio.gather(self._kill_until(until), self._restart_until(until))

    async def _kill_until(self, until: float) -> None:
        while time.monotonic() + KILL_SECONDS < until:
            await asyncio.sleep(KILL_SECONDS)
            victim = self.children[self.chance.randrange(KIOSKS)]
            leader = self._leader()
            await victim.killed()
            self.kills += 1
            if leader is not None and leader[0] in victim.output:
                self.takeovers.append(await self._takeover(leader[1]))

    async def _supervise(self) -> None:
        """Start every kiosk again that has ended, however it did."""
        while True:
            await asyncio.sleep(AWAY_SECONDS)
            for place in range(KIOSKS):
                if not self.children[place].runs:
                    self.children[place] = await self._start(place)

    async def _takeover(self, epoch: int) -> float:
        """Return the seconds until somebody leads in a later epoch, without those the server was away."""
        begin, away = time.monotonic(), self._away
        while (leader := self._leader()) is None or leader[1] <= epoch:
            await asyncio.sleep(0.1)
            if time.monotonic() - begin > 4 * LONGEST_TAKEOVER:
                break
        return time.monotonic() - begin - (self._away - away)

    def _leader(self) -> tuple[str, int] | None:
        """Return who leads, in which epoch; None if nobody does or the server does not say."""
        with suppress(Exception):  # it is being restarted
            for row in self.process.rows(LEADS):
                return (row["holder"], row["epoch"]) if row["holder"] else None
        return None

    async def _restart_until(self, until: float) -> None:
        while time.monotonic() + RESTART_SECONDS < until:
            await asyncio.sleep(RESTART_SECONDS)
            begin = time.monotonic()
            await asyncio.to_thread(self.server.restart)
            self._away += time.monotonic() - begin
            self.restarts += 1
