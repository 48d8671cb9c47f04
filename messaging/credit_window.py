"""The window of credits, through which every send to Telegram goes, and the queues of those who wait for one.

Telegram takes about 30 messages in any second. A send holds one of 30 credits
from its write until one second after its answer. Telegram counts it somewhere in
between, so none of its seconds can hold more than 30, whatever the network does.
Sends of lower priority are also spaced 33 ms apart, so that credits return one by
one and a person never waits for those of a whole burst.
"""

import asyncio
import heapq
import itertools
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from shop.clock import Clock
from shop.notice import Priority

Chat = int | str

CREDITS = 30
RETURN_SECONDS = 1.0
SPACING_SECONDS = 0.033
LATENESS_SECONDS = 0.005  # how late a timer may fire before the schedule shifts
RING_SECONDS = 0.004
"""Between two timers where sends follow each other more closely than that: several go out at each, which
the lateness makes up for."""

CHAT_SECONDS = 1.0  # Telegram: no more than one message a second in one chat ...
GROUP_SECONDS = 3.0  # ... and 20 a minute in a group
CHAT_BURST = 5  # "short bursts" pass

FLOOD_CHATS = 3  # this many chats told to wait within FLOOD_SECONDS: the limit is the bot's, not a chat's
FLOOD_SECONDS = 10.0
CHATS_REMEMBERED = 4096

SHARE_IN_FLIGHT = 4
"""One in this many of the sends is enough to be under way at once: answers take less than that."""

_SPREAD = (Priority.NOTICE, Priority.BROADCAST)


@dataclass(slots=True)
class _ChatBudget:
    """The messages one chat may take: `level` is when all that were sent to it are paid off."""

    level: float = 0.0
    held_until: float = 0.0

    def free_at(self, every: float) -> float:
        """Return when the next message may go: at once until a burst is used up."""
        return max(self.held_until, self.level - (CHAT_BURST - 1) * every)

    def took(self, now: float, every: float) -> None:
        """Count one more message. A person's own tapping never fills more than one burst."""
        self.level = min(max(self.level, now) + every, now + CHAT_BURST * every)


@dataclass(slots=True, eq=False)
class _Waiting:
    """A caller who waits to send; `go` is done when the turn comes."""

    priority: Priority
    chat_id: Chat
    go: asyncio.Future[None]


class _Queue:
    """The callers who wait at one priority, first come first served among those whose chats are free.

    Whoever finds the chat free is served from a plain line, whose length costs nothing. Only who does not
    waits in `_held` until the chat is free, and then in `_back` at the old place. A cancelled caller is
    dropped at the head of where it waits.
    """

    def __init__(self, free_at: Callable[[Chat], float]) -> None:
        self._free_at = free_at
        self._numbers = itertools.count()
        self._line: deque[tuple[int, _Waiting]] = deque()
        self._held: list[tuple[float, int, _Waiting]] = []
        self._back: list[tuple[int, _Waiting]] = []

    def join(self, waiting: _Waiting) -> None:
        """Join at the end."""
        self._line.append((next(self._numbers), waiting))

    @property
    def is_empty(self) -> bool:
        """True if nobody waits."""
        return not (self._line or self._held or self._back)

    def __len__(self) -> int:
        """Return how many wait; some of them may have given up."""
        return len(self._line) + len(self._held) + len(self._back)

    def first(self, now: float) -> _Waiting | None:
        """Return the first caller whose chat is free now."""
        while self._held and self._held[0][0] <= now:
            _, number, waiting = heapq.heappop(self._held)
            heapq.heappush(self._back, (number, waiting))
        while self._line or self._back:
            is_back = bool(self._back) and not (self._line and self._line[0][0] < self._back[0][0])
            number, waiting = self._back[0] if is_back else self._line[0]
            is_waiting = not waiting.go.done()
            free_at = self._free_at(waiting.chat_id) if is_waiting else 0.0
            if is_waiting and free_at <= now:
                return waiting
            if is_back:
                heapq.heappop(self._back)
            else:
                self._line.popleft()
            if is_waiting:
                heapq.heappush(self._held, (free_at, number, waiting))
        return None

    def next_free_at(self, now: float) -> float | None:
        """Return when the first waiting caller's chat will be free; None if nobody waits."""
        if self.first(now) is not None:
            return now
        while self._held and self._held[0][2].go.done():
            heapq.heappop(self._held)
        return self._held[0][0] if self._held else None


class CreditWindow:
    """Lets sends out at the rate Telegram allows.

    A person's answer takes the next free credit. Notices and then broadcasts
    follow, spaced apart, and to one chat no faster than that chat allows.
    """

    def __init__(self, clock: Clock, *, slots: int = CREDITS, spacing: float = SPACING_SECONDS) -> None:
        self._clock = clock
        self._credits = self._slots = slots
        self.in_flight = slots // SHARE_IN_FLIGHT
        self._spacing_seconds = spacing
        self._returning: deque[float] = deque()
        self._people = _Queue(lambda _chat: 0.0)  # a person's answer waits only for a credit
        self._spread = [_Queue(self._chat_free_at) for _ in _SPREAD]
        self._next_spread = 0.0
        self._paused_until = 0.0
        self._budgets: dict[Chat, _ChatBudget] = {}
        self._held: dict[Chat, float] = {}
        self._waits_asked: deque[tuple[float, Chat]] = deque()
        self._alarm: asyncio.Task[None] | None = None
        self._rings_at = self._rang_at = 0.0

    @property
    def held(self) -> int:
        """How many sends Telegram may count in this second: those let out, and those that could be."""
        return max(self._slots, self._out)

    @property
    def wanted(self) -> int:
        """How many sends there is work for in this second, at most as many as Telegram takes."""
        waiting = len(self._people) + sum(map(len, self._spread))
        return min(self._out + waiting, CREDITS)

    @property
    def _out(self) -> int:
        """How many credits are in use or have not come back."""
        self._take_back(self._clock.monotonic())
        return self._slots - self._credits

    def resize(self, slots: int) -> None:
        """Have this many credits from now on: Telegram's are shared with other kiosks.

        Credits in use stay so until they come back, and then count no more if there are too many.
        """
        if slots == self._slots:
            return
        self._credits += slots - self._slots
        self._slots, self.in_flight = slots, slots // SHARE_IN_FLIGHT
        self._spacing_seconds = SPACING_SECONDS * CREDITS / max(slots, 1)
        self._grant()

    def slot(self, priority: Priority, chat_id: Chat) -> "_Slot":
        """Wait for a turn in `priority`, then hold a credit for the length of the block and a second more."""
        return _Slot(self, priority, chat_id)

    async def take(self, priority: Priority, chat_id: Chat) -> None:
        """Return when it is this caller's turn, at once for a person where no other one waits.

        Raises TypeError for what cannot be a chat, as an update of an odd shape may name: it must take no
        credit, and stand in nobody's way.
        """
        if not isinstance(chat_id, int | str):
            raise TypeError(f"a chat is a number or a name, not a {type(chat_id).__name__}")
        now = self._clock.monotonic()
        self._take_back(now)
        if priority is Priority.PERSON and self._credits > 0 and self._people.is_empty:
            self._count(chat_id, now)
        else:
            await self._wait_for_turn(priority, chat_id)

    def give_back(self) -> None:
        """Have the credit return in a second."""
        self._returning.append(self._clock.monotonic() + RETURN_SECONDS)
        if not (self._people.is_empty and all(queue.is_empty for queue in self._spread)):
            self._grant()

    def told_to_wait(self, chat_id: Chat, seconds: float) -> None:
        """Hold back a chat's notices after a 429, and everybody's after 429s in three chats."""
        now = self._clock.monotonic()
        budget = self._budget_of(chat_id, now)
        budget.held_until = self._held[chat_id] = max(budget.held_until, now + seconds)
        self._waits_asked.append((now, chat_id))
        while self._waits_asked[0][0] < now - FLOOD_SECONDS:
            self._waits_asked.popleft()
        if len({chat for _, chat in self._waits_asked}) >= FLOOD_CHATS:
            self._paused_until = max(self._paused_until, now + seconds)
        self._grant()

    def held_chats(self) -> frozenset[Chat]:
        """Return the chats to which Telegram wants no messages now."""
        if not self._held:
            return frozenset()
        now = self._clock.monotonic()
        self._held = {chat: until for chat, until in self._held.items() if until > now}
        return frozenset(self._held)

    async def _wait_for_turn(self, priority: Priority, chat_id: Chat) -> None:
        waiting = _Waiting(priority, chat_id, asyncio.get_running_loop().create_future())
        (self._people if priority is Priority.PERSON else self._spread[_SPREAD.index(priority)]).join(waiting)
        self._grant()
        try:
            await waiting.go
        except asyncio.CancelledError:
            self._give_up(waiting)
            raise

    def _give_up(self, waiting: _Waiting) -> None:
        """Stop waiting; a credit that was just granted goes back unused."""
        if not waiting.go.cancelled():
            self._credits += 1
        self._grant()

    def _grant(self) -> None:
        """Let out everybody whose turn it is, and set the timer for the next."""
        now = self._clock.monotonic()
        self._take_back(now)
        while self._credits > 0 and (waiting := self._whose_turn(now)):
            self._let_out(waiting, now)
        self._ring_at(self._next_chance(now), now)

    def _take_back(self, now: float) -> None:
        """Take the credits that have returned by now."""
        while self._returning and self._returning[0] <= now:
            self._returning.popleft()
            self._credits += 1

    def _let_out(self, waiting: _Waiting, now: float) -> None:
        self._count(waiting.chat_id, now)
        waiting.go.set_result(None)

    def _count(self, chat_id: Chat, now: float) -> None:
        """Count a send into this chat that begins now."""
        self._credits -= 1
        self._next_spread = max(self._next_spread, now - LATENESS_SECONDS) + self._spacing_seconds
        self._budget_of(chat_id, now).took(now, _every(chat_id))

    def _whose_turn(self, now: float) -> _Waiting | None:
        person = self._people.first(now)
        if person or now < max(self._next_spread, self._paused_until):
            return person
        return next((one for queue in self._spread if (one := queue.first(now))), None)

    def _next_chance(self, now: float) -> float | None:
        """Return when time alone lets the next waiting caller out; None if it never does."""
        chances = [queue.next_free_at(now) for queue in (self._people, *self._spread)]
        waiting = [chance for chance in chances if chance is not None]
        if not waiting:
            return None
        if self._credits <= 0:
            return self._returning[0] if self._returning else None
        return max(min(waiting), self._next_spread, self._paused_until)

    def _ring_at(self, moment: float | None, now: float) -> None:
        """Set the timer, unless it rings before: then it is set anew."""
        if moment is not None and self._spacing_seconds < RING_SECONDS:
            moment = max(moment, self._rang_at + RING_SECONDS)
        if self._alarm is not None:
            if moment is not None and self._rings_at <= moment:
                return
            self._alarm.cancel()
            self._alarm = None
        if moment is None:
            return
        self._rings_at = moment
        self._alarm = asyncio.ensure_future(self._ring(moment - now))

    async def _ring(self, seconds: float) -> None:
        await self._clock.sleep(seconds)
        self._alarm, self._rang_at = None, self._rings_at
        self._grant()

    def _chat_free_at(self, chat_id: Chat) -> float:
        budget = self._budgets.get(chat_id)
        return budget.free_at(_every(chat_id)) if budget else 0.0

    def _budget_of(self, chat_id: Chat, now: float) -> _ChatBudget:
        if len(self._budgets) >= CHATS_REMEMBERED and chat_id not in self._budgets:
            self._budgets = {
                chat: budget
                for chat, budget in self._budgets.items()
                if max(budget.level, budget.held_until) > now
            }
        return self._budgets.setdefault(chat_id, _ChatBudget())


class _Slot:
    """A turn in the window, as a block."""

    __slots__ = ("_chat_id", "_priority", "_window")

    def __init__(self, window: CreditWindow, priority: Priority, chat_id: Chat) -> None:
        self._window, self._priority, self._chat_id = window, priority, chat_id

    async def __aenter__(self) -> None:
        await self._window.take(self._priority, self._chat_id)

    async def __aexit__(self, *_error: object) -> None:
        self._window.give_back()


def _every(chat_id: Chat) -> float:
    """Return the seconds between two messages that this chat allows in the long run."""
    private = isinstance(chat_id, int) and chat_id > 0
    return CHAT_SECONDS if private else GROUP_SECONDS
