"""What the leader of several kiosks does: wait until this kiosk leads, take over, and do all its work."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from storage.core.fence import FENCE, working_behind

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from app.place import SharedPlace

    Loop = Callable[[], Coroutine[Any, Any, None]]


class Leading:
    """Runs the leader's loops once this kiosk leads: `take_over` first, then those that `loops` returns."""

    def __init__(
        self,
        place: SharedPlace,
        take_over: Callable[[], Awaitable[None]],
        loops: Callable[[], dict[str, Loop]],
    ) -> None:
        self._place = place
        self._take_over = take_over
        self._loops = loops
        self._tasks: list[asyncio.Task[None]] = []
        self._receives_no_more = False

    async def run(self) -> None:
        """Lead when it is time, until cancelled. Raises the error that ended a loop; none ends by itself."""
        await self._place.lead_begins.wait()
        FENCE.set(self._place.lead)  # this is a task of its own
        await self._take_over()
        self._tasks = [
            asyncio.create_task(working_behind(self._place.lead, loop)(), name=name)
            for name, loop in self._loops().items()
        ]
        try:
            while True:
                at_work = [one for one in self._tasks if not (one.done() and self._was_told_to_end(one))]
                done, _ = await asyncio.wait(at_work, return_when=asyncio.FIRST_COMPLETED)
                for ended in (one for one in done if not self._was_told_to_end(one)):
                    return ended.result()
        finally:
            await self._end()

    def receive_no_more(self) -> None:
        """Take no more updates in, and go on with all else: the kiosk stops."""
        self._receives_no_more = True
        for task in filter(self._was_told_to_end, self._tasks):
            task.cancel()

    def _was_told_to_end(self, task: asyncio.Task[None]) -> bool:
        return self._receives_no_more and task.get_name() == "receiving"

    async def _end(self) -> None:
        for task in self._tasks:
            task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*self._tasks, return_exceptions=True)
