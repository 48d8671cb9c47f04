"""The queue of updates that wait for the bot, with the poll that asks for them."""

import asyncio
import itertools
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from playground.clock import Clock
from playground.telegram.refusals import Refusal, conflict

# Telegram's own server keeps messages for a day and queries for 150 seconds.
KEPT_SECONDS = 86_400.0
QUERY_SECONDS = 150.0
QUERIES = ("callback_query", "inline_query", "shipping_query", "pre_checkout_query")
# Sent only to bots that ask for them by name (core.telegram.org/bots/api#getupdates).
ON_REQUEST = ("chat_member", "message_reaction", "message_reaction_count")
LIMIT = 100


@dataclass(frozen=True)
class Waiting:
    """One update in the queue and when it goes stale."""

    body: dict[str, Any]
    until: float

    @property
    def number(self) -> int:
        """Its update_id."""
        return int(self.body["update_id"])


class UpdateQueue:
    """Updates in order, confirmed by offset, for one poller at a time.

    For each new update `arrived` is called and `news` is set: both are the webhook's.
    """

    def __init__(self, clock: Clock, first_id: int = 1_000) -> None:
        """Call `on_queued` with each update when it begins to wait, `on_handed` when
        it is handed over, `on_returned` when that failed.
        """
        self.on_queued: Callable[[dict[str, Any]], None] = lambda _update: None
        self.on_handed: Callable[[dict[str, Any]], None] = lambda _update: None
        self.on_returned: Callable[[dict[str, Any]], None] = lambda _update: None
        self.next_id = first_id
        self.allowed: Collection[str] = ()
        self.unknown: set[str] = set()  # kinds that this version of the server does not have
        self.arrived: Callable[[Waiting], None] | None = None
        self.news = asyncio.Event()
        self._clock = clock
        self._waiting: dict[int, Waiting] = {}
        self._poll: asyncio.Future[None] | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, kind: str, body: dict[str, Any]) -> int | None:
        """Queue an update; return its id, or None if the bot does not want this kind."""
        wanted = kind in self.allowed if self.allowed else kind not in ON_REQUEST
        if not wanted or kind in self.unknown:
            return None
        number = self.next_id
        self.next_id += 1
        kept = QUERY_SECONDS if kind in QUERIES else KEPT_SECONDS
        waiting = Waiting({"update_id": number, kind: body}, self._clock.monotonic() + kept)
        self._waiting[number] = waiting
        self.on_queued(waiting.body)
        if self.arrived is not None:
            self.arrived(waiting)
        self.news.set()
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
        return number

    async def poll(self, offset: int, limit: int, timeout: float) -> list[dict[str, Any]]:
        """Confirm updates before `offset`; return the next ones, waiting up to `timeout` real seconds.

        Raises Refusal (409) when another poll arrives meanwhile.
        """
        self.end_poll(conflict())
        self._confirm(offset)
        ready = self._next(limit)
        if not ready and timeout > 0:
            await self._wait(timeout)
            ready = self._next(limit)
        for update in ready:
            self.on_handed(update)
        return ready

    def drop_all(self) -> None:
        """Drop all waiting updates."""
        self._waiting.clear()

    def all(self) -> list[Waiting]:
        """Return all waiting updates, oldest first."""
        return list(self._waiting.values())

    def forget(self, number: int) -> None:
        """Remove an update that is delivered or given up."""
        self._waiting.pop(number, None)

    def end_poll(self, refusal: Refusal) -> None:
        """Answer the open poll, if there is one, with this refusal."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(refusal)
        self._poll = None

    def __contains__(self, number: int) -> bool:
        return number in self._waiting

    async def _wait(self, timeout: float) -> None:
        poll = asyncio.get_running_loop().create_future()
        self._poll = poll
        try:
            await asyncio.wait_for(poll, timeout)
        except TimeoutError:
            pass  # an empty answer is how a long poll ends
        finally:
            if self._poll is poll:
                self._poll = None

    def _confirm(self, offset: int) -> None:
        # An offset beyond the sequence belongs to ids from before a restart of the numbering.
        if 0 < offset <= self.next_id:
            for number in list(itertools.takewhile(lambda known: known < offset, self._waiting)):
                del self._waiting[number]
        elif offset < 0:
            for number in list(self._waiting)[:offset]:
                del self._waiting[number]

    def _next(self, limit: int) -> list[dict[str, Any]]:
        now = self._clock.monotonic()
        size = min(limit, LIMIT) if limit > 0 else LIMIT
        ready: list[dict[str, Any]] = []
        for number, update in list(itertools.islice(self._waiting.items(), size * 2)):
            if update.until <= now:
                del self._waiting[number]
            elif len(ready) < size:
                ready.append(update.body)
        return ready
