"""Go on with the deletions of people's data that a tap has begun."""

from dataclasses import dataclass

from shop.clock import Clock
from storage.erasing.store import Erasures, UnderWay

STEPS = 50
"""Steps of one deletion in one run, so that a long one lets others have theirs."""


@dataclass
class ErasingWork:
    """Runs after the tap, and after a start: whatever ended the process, a deletion goes on."""

    erasures: Erasures
    clock: Clock

    async def go_on(self) -> None:
        """Do some more steps of every deletion under way."""
        for under_way in await self.erasures.list_under_way():
            for _ in range(STEPS):
                if await self._step(under_way):
                    break

    async def _step(self, under_way: UnderWay) -> bool:
        """Do one step; return True when the deletion is over."""
        now = self.clock.now()
        if not under_way.is_cleared and not await self.erasures.go_on(under_way.person_id, now):
            return False
        return await self.erasures.wipe_traces(under_way, now)
