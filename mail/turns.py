"""Turns: one person's updates in order, different people's in parallel.

Every waiting row is read once and put in its person's line. A turn that raises
is tried again; after the third time its update is set aside, and the person's
next update has its turn.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable

from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from mail.pace import retry_seconds
from mail.reached import OutcomeUnknown, never_reached
from mail.winding_down import finish
from shop import crash
from shop.clock import Clock
from storage.database import DatabaseTrouble
from storage.inbox import Inbox, Waiting

log = logging.getLogger("kiosk.turns")

TRIES = 3
PAUSES = (0.3, 1.0)
"""Seconds before the second and the third try."""

SILENCE_PAUSES = PAUSES[:1]
"""An answer whose fate is unknown is given once more: a few would be a flood of the same."""

NETWORK_TRIES = 20
LONGEST_PAUSE = 30.0
"""While Telegram is away it is not the update's fault: about eight minutes are waited for it."""

UNKNOWN_PAUSES = (1, 5, 20, 60, 180)
"""Seconds before each further try where something else answered in Telegram's place: it may be broken
for minutes, and each try may be one more copy."""

DATABASE_PAUSE = 1.0
READ_AHEAD = 20_000
"""Rows kept in memory at the most; the rest wait where they are safe. It is more than one
person's app can send, so that nobody's flood keeps others from being read."""

Handle = Callable[[Waiting], Awaitable[None]]
Apologise = Callable[[Waiting], Awaitable[None]]


class Turns:
    """Gives each waiting update its turn.

    `handle` does the turn and raises when it fails; `apologise` is called once
    for an update that is set aside.
    """

    def __init__(self, *, inbox: Inbox, handle: Handle, apologise: Apologise, clock: Clock) -> None:
        self._inbox = inbox
        self._handle = handle
        self._apologise = apologise
        self._clock = clock
        self._lines: dict[int | None, deque[Waiting]] = {}
        self._serving: dict[int | None, asyncio.Task[None]] = {}
        self._last_seq = 0
        self._more = asyncio.Event()
        self._stopping = False

    def wake(self) -> None:
        """There are new rows."""
        self._more.set()

    async def run(self) -> None:
        """Serve until `stop`; begins with what an earlier process left."""
        self._more.set()
        while not self._stopping:
            await self._more.wait()
            self._more.clear()
            try:
                await self._line_up()
            except DatabaseTrouble as error:
                log.error("%s", error)
                await self._clock.sleep(DATABASE_PAUSE)
                self._more.set()

    async def drain(self) -> None:
        """Return when nobody waits any more."""
        while True:
            await self._line_up()
            if not self._serving:
                return
            await asyncio.wait(self._serving.values(), return_when=asyncio.FIRST_COMPLETED)

    async def stop(self, within: float) -> None:
        """Begin no more turns; give those under way `within` seconds."""
        self._stopping = True
        self._more.set()
        await finish(list(self._serving.values()), within)

    async def _line_up(self) -> None:
        room = READ_AHEAD - sum(len(line) for line in self._lines.values())
        if room <= 0 or self._stopping:
            return
        for row in await self._inbox.waiting(after=self._last_seq, limit=room):
            self._last_seq = row.seq
            self._lines.setdefault(row.person_id, deque()).append(row)
            if row.person_id not in self._serving:
                self._serve(row.person_id)

    def _serve(self, person_id: int | None) -> None:
        task = asyncio.create_task(self._serve_line(person_id), name=f"turns of {person_id}")
        self._serving[person_id] = task

    async def _serve_line(self, person_id: int | None) -> None:
        line = self._lines[person_id]
        try:
            while line and not self._stopping:
                await self._turn(line[0])
                line.popleft()
        finally:
            del self._lines[person_id]
            del self._serving[person_id]
            self._more.set()  # there may be rows beyond READ_AHEAD

    async def _turn(self, row: Waiting) -> None:
        if await self._handled(row):
            crash.reach("before_turn_done")
            await self._insist(lambda: self._inbox.done(row.seq, self._clock.now()))
            crash.reach("after_turn_done")

    async def _handled(self, row: Waiting) -> bool:
        failures, away, unsure = row.failures, 0, 0
        while failures < TRIES:
            try:
                await self._handle(row)
            except DatabaseTrouble as error:  # nobody's fault; the update waits
                log.error("%s", error)
                await self._clock.sleep(DATABASE_PAUSE)
            except Exception as error:  # noqa: BLE001 - any error of a turn must not stop the next person's
                if _is_unsure(error):
                    unsure += 1
                    pauses = UNKNOWN_PAUSES if isinstance(error, OutcomeUnknown) else SILENCE_PAUSES
                    if unsure > len(pauses):
                        log.warning("Whether update %s was answered is unknown (%s).", row.update_id, error)
                        return True  # what was asked for is done, and its answer has probably arrived
                    await self._clock.sleep(pauses[unsure - 1])
                elif _is_away(error) and away < NETWORK_TRIES:
                    away += 1
                    await self._wait_for_telegram(row, away, error)
                else:
                    failures += 1
                    await self._note_failure(row, failures, error)
            else:
                return True
        return False

    async def _wait_for_telegram(self, row: Waiting, away: int, error: Exception) -> None:
        pause = retry_seconds(error) if isinstance(error, RetryAfter) else min(2 ** (away - 2), LONGEST_PAUSE)
        log.warning(
            "The answer to update %s did not get out (%s); again in %.1f s.", row.update_id, error, pause
        )
        await self._clock.sleep(pause)

    async def _insist(self, write: Callable[[], Awaitable[None]]) -> None:
        """Write until the database takes it; doing the turn again instead would answer twice."""
        while True:
            try:
                return await write()
            except DatabaseTrouble as error:
                log.error("%s", error)
                await self._clock.sleep(DATABASE_PAUSE)

    async def _note_failure(self, row: Waiting, failures: int, error: Exception) -> None:
        reason = f"{type(error).__name__}: {error}"
        if failures >= TRIES:
            log.error("Update %s is set aside after %s tries.", row.update_id, failures, exc_info=error)
            await self._insist(lambda: self._inbox.set_aside(row.seq, reason, self._clock.now()))
            await self._insist(lambda: self._apologise(row))
            return
        log.warning("Update %s failed (%s); trying again.", row.update_id, reason)
        await self._insist(lambda: self._inbox.failed_once(row.seq, reason))
        await self._clock.sleep(PAUSES[failures - 1])


def _is_away(error: Exception) -> bool:
    """Whether Telegram has done nothing, because it was not reached or asks to wait."""
    return isinstance(error, TelegramError) and never_reached(error)


def _is_unsure(error: Exception) -> bool:
    """Whether Telegram may have done it. PTB counts a BadRequest among the network's errors."""
    return isinstance(error, NetworkError) and not (isinstance(error, BadRequest) or _is_away(error))
