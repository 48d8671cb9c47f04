"""Turns: handle one person's updates in order, different people's in parallel, up to a bound.

Whose turn it is stands in the rows and is looked up there, a few ahead of their
time; lines wait as rows. A turn that has to wait
(for Telegram, for the database, before it is tried again) gives its place to
others meanwhile. A turn that raises is tried again; after the third time its
update is set aside, and the person's next update has its turn.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from messaging.delivery import OutcomeUnknown, certainly_not_sent
from messaging.rate_limit import is_of_an_answer, retry_seconds
from messaging.shutdown import finish
from shop.about import about
from shop.clock import Clock
from shop.observed import Took, took_nothing
from storage.core.database import DatabaseTrouble, TooSlow
from storage.messages.inbox import LOWEST, Inbox, Waiting

log = logging.getLogger("kiosk.turns")

AT_WORK = 192
"""Turns under way at once. Most wait for Telegram: 50 ms away, 64 could not answer 1,300 in a second."""

READ_AHEAD = 64
"""Rows read beyond those whose turns begin at once, so that a backlog is not asked for turn by turn."""

HELD_AT_MOST = 2_000
"""When this many people wait for a retry, Telegram is away, and trying other updates is in vain."""

TRIES = 3
PAUSES = (0.3, 1.0)
"""Seconds before the second and the third try."""

NETWORK_TRIES = 20
LONGEST_PAUSE = 30.0
"""While Telegram is away, which is not the update's fault, retries go on for about eight minutes."""

SILENCE_PAUSES = PAUSES[:1]
"""Resend an answer of unknown fate only once: more would flood the chat with copies."""

UNKNOWN_PAUSES = (1.0, 5.0, 20.0, 60.0, 180.0)
"""Seconds before each retry after something else answered in Telegram's place: it may stay broken for
minutes, and each try may be one more copy."""

LONGEST_HOLD = 60.0
"""If a chat must wait longer than this, the turn ends, and the answer goes out through the outbox."""

DATABASE_PAUSE = 1.0
SHORTEST_SLEEP = 0.001
ODD_PAUSE = 60.0
"""The pause after a bug of ours that kept the update even from being set aside."""

READ_SECONDS = 20.0
"""How often the rows are read when nothing wakes the loop."""

UNNOTICED_SECONDS = 10.0
"""A row found by that read after waiting this long should have been found before."""

Handle = Callable[[Waiting], Awaitable[None]]
Tell = Callable[[Waiting], Awaitable[None]]
Line = int | None
"""A person's id; None is the line of updates without a sender."""


@dataclass(slots=True)
class _Tries:
    """How often in one row's turn Telegram was away, or left unsaid if it took the answer."""

    away: int = 0
    unsure: int = 0


class Turns:
    """Gives each waiting update its turn.

    `handle` does the turn and raises if it fails; `apologise` is called once for
    an update that is set aside, `reassure` if an answer may not have arrived,
    `report_unnoticed` for a row that waited unnoticed. `took` is told how long each try took,
    with its outcome.
    """

    def __init__(
        self,
        *,
        inbox: Inbox,
        handle: Handle,
        apologise: Tell,
        reassure: Tell,
        report_unnoticed: Tell,
        clock: Clock,
        read_every: float = READ_SECONDS,
        took: Took = took_nothing,
        at_work: int = AT_WORK,
        is_shared: bool = False,
    ) -> None:
        """`is_shared`: other kiosks take rows in and give turns, too, and wake nobody here for theirs."""
        self._most_at_work = at_work
        self._is_shared = is_shared
        self._inbox = inbox
        self._handle = handle
        self._apologise = apologise
        self._reassure = reassure
        self._report_unnoticed = report_unnoticed
        self._clock = clock
        self._took = took
        self._read_every = read_every
        self._at_work: dict[Line, asyncio.Task[None]] = {}
        self._held: dict[Line, float] = {}
        self._ahead: deque[Waiting] = deque()
        self._served_up_to = LOWEST
        self._tries: dict[int, _Tries] = {}
        self._more = asyncio.Event()
        self._stopping = asyncio.Event()

    def wake(self) -> None:
        """Read the rows soon: there are new ones."""
        self._more.set()

    async def run(self) -> None:
        """Serve until `stop`, beginning with the rows an earlier process left."""
        expected = True
        while not self._stopping.is_set():
            self._more.clear()
            try:
                begun = await self._begin_turns()
                if not expected:
                    await self._report(begun)
            except DatabaseTrouble as error:
                log.error("%s Trying again.", error)
                await self._clock.sleep(DATABASE_PAUSE)
                expected = True
                continue
            expected = await self._news_or_time() or self._is_shared

    async def drain(self) -> None:
        """Return when no update waits any more."""
        while True:
            self._more.clear()
            await self._begin_turns()
            if self._at_work:
                await asyncio.wait(self._at_work.values(), return_when=asyncio.FIRST_COMPLETED)
            elif self._held:
                left = min(self._held.values()) - self._clock.monotonic()
                await self._clock.sleep(max(left, SHORTEST_SLEEP))  # a sum of floats may end just before it
            elif not self._more.is_set():  # no turn ended while the rows were asked for others' only
                return

    async def stop(self, within: float) -> None:
        """Begin no more turns; give running ones `within` seconds."""
        self._stopping.set()
        self._more.set()
        await finish(list(self._at_work.values()), within)

    async def _news_or_time(self) -> bool:
        """Wait until there may be work; return False if only the interval between two reads has passed."""
        left = [until - self._clock.monotonic() for until in self._held.values()]
        waits = min([*left, self._read_every])
        try:
            async with asyncio.timeout(max(waits, 0)):
                await self._more.wait()
        except TimeoutError:
            return bool(left)
        return True

    async def _begin_turns(self) -> list[Waiting]:
        """Begin turns while there are free places; return their rows."""
        now = self._clock.monotonic()
        self._held = {line: until for line, until in self._held.items() if until > now}
        room = self._most_at_work - len(self._at_work)
        if room <= 0 or self._stopping.is_set() or len(self._held) >= HELD_AT_MOST:
            return []
        begun: list[Waiting] = []
        rows = await self._next_rows(room)
        if self._stopping.is_set():  # meanwhile
            return begun
        for row in rows:
            if row.person_id not in self._at_work:
                with about(update_id=row.update_id, person_id=row.person_id):
                    task = asyncio.create_task(self._turn(row), name=f"turn of {row.person_id}")
                self._at_work[row.person_id] = task
                begun.append(row)
        return begun

    async def _next_rows(self, room: int) -> list[Waiting]:
        """Return at most `room` rows whose turn it is: those read ahead, else as many as the database has.

        A row read ahead stays its person's oldest until its own turn, which begins nowhere but here.
        """
        if not self._ahead:
            busy = {*self._at_work, *self._held}
            rows = await self._inbox.list_next(limit=room + READ_AHEAD, busy=busy, after=self._served_up_to)
            self._served_up_to = _where_to_go_on(rows, self._served_up_to)
            if self._is_shared and rows:
                self._more.set()  # it takes a few at a time, and leaves the others to whoever is free
            self._ahead.extend(rows)
        return [self._ahead.popleft() for _ in range(min(room, len(self._ahead)))]

    async def _report(self, rows: list[Waiting]) -> None:
        """Report rows for which nobody woke the loop: that is a bug of ours."""
        for row in rows:
            waited = (self._clock.now() - row.received_at).total_seconds()
            if waited > UNNOTICED_SECONDS and not row.is_put_back:
                log.error("Update %s waited %.0f s unnoticed.", row.update_id, waited)
                await self._report_unnoticed(row)

    async def _turn(self, row: Waiting) -> None:
        pause, outcome, began = None, "broken", self._clock.monotonic()
        try:
            pause = await self._try(row)
            outcome = "done" if pause is None else "again"
        except Exception:  # the row waits as before, and no other turn is affected
            log.exception("The turn of update %s broke; it is tried again.", row.update_id)
            pause = ODD_PAUSE
        finally:
            self._took(self._clock.monotonic() - began, outcome)
            if pause is not None:
                self._held[row.person_id] = self._clock.monotonic() + pause
            else:
                self._tries.pop(row.seq, None)
            del self._at_work[row.person_id]
            self._more.set()

    async def _try(self, row: Waiting) -> float | None:
        """Try the turn once; return None when it is over, else the seconds until the next try."""
        try:
            await self._handle(row)
        except TooSlow as error:  # others wait meanwhile: this update may be what is slow
            return await self._failed(row, error)
        except DatabaseTrouble as error:  # nobody's fault; the update waits
            log.error("%s Trying again.", error)
            return DATABASE_PAUSE
        except Exception as error:  # noqa: BLE001 - any error of a turn must not stop the next person's
            return await self._after(error, row)
        await self._done(row)
        return None

    async def _after(self, error: Exception, row: Waiting) -> float | None:
        """Decide what an error means for this turn; return as `_try`."""
        tries = self._tries.setdefault(row.seq, _Tries())
        if is_of_an_answer(error) and (_is_long_hold(error) or _is_unsure(error)):
            tries.unsure += 1
            pauses = UNKNOWN_PAUSES if isinstance(error, OutcomeUnknown) else SILENCE_PAUSES
            if _is_unsure(error) and tries.unsure <= len(pauses):
                return pauses[tries.unsure - 1]
            await self._answer_later(row, error)
            return None
        if (_is_away(error) or _is_unsure(error)) and tries.away < NETWORK_TRIES:
            tries.away += 1
            return _pause(row, tries.away, error)
        return await self._failed(row, error)

    async def _answer_later(self, row: Waiting, error: Exception) -> None:
        """End the turn and answer through the outbox: handlers answer last, so the work is done."""
        log.warning("The answer to update %s may not have arrived (%s).", row.update_id, error)
        await self._write_until_done(lambda: self._reassure(row))
        await self._done(row)

    async def _done(self, row: Waiting) -> None:
        await self._write_until_done(lambda: self._inbox.done(row.seq, self._clock.now()))

    async def _failed(self, row: Waiting, error: Exception) -> float | None:
        failures, reason = row.failures + 1, f"{type(error).__name__}: {error}"
        if failures >= TRIES:
            log.error("Update %s is set aside after %s tries.", row.update_id, failures, exc_info=error)
            await self._write_until_done(lambda: self._inbox.set_aside(row.seq, reason, self._clock.now()))
            await self._write_until_done(lambda: self._apologise(row))
            return None
        log.warning("Update %s failed (%s); trying again.", row.update_id, reason)
        await self._write_until_done(lambda: self._inbox.failed_once(row.seq, reason))
        return PAUSES[failures - 1]

    async def _write_until_done(self, write: Callable[[], Awaitable[None]]) -> None:
        """Retry the write until the database takes it; repeating the turn would answer twice."""
        while True:
            try:
                return await write()
            except DatabaseTrouble as error:
                log.error("%s Trying again.", error)
                await self._clock.sleep(DATABASE_PAUSE)


def _where_to_go_on(rows: list[Waiting], after: int) -> int:
    """Return the last person of these in the round that began behind `after`; see Inbox.list_next."""
    persons = [row.person_id for row in rows if row.person_id is not None]
    again = [person for person in persons if person <= after]
    return max(again or persons, default=LOWEST)


def _pause(row: Waiting, away: int, error: Exception) -> float:
    pause = retry_seconds(error) if isinstance(error, RetryAfter) else min(2 ** (away - 2), LONGEST_PAUSE)
    log.warning("The answer to update %s did not get out (%s); again in %.1f s.", row.update_id, error, pause)
    return pause


def _is_long_hold(error: Exception) -> bool:
    return isinstance(error, RetryAfter) and retry_seconds(error) > LONGEST_HOLD


def _is_away(error: Exception) -> bool:
    """Return True if Telegram has done nothing, because it was not reached or asks to wait."""
    return isinstance(error, TelegramError) and certainly_not_sent(error)


def _is_unsure(error: Exception) -> bool:
    """Return True if Telegram may have done it. PTB counts BadRequest as a network error."""
    return isinstance(error, NetworkError) and not (isinstance(error, BadRequest) or _is_away(error))
