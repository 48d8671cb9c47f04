"""A webhook and its deliveries; `playground.webhook_delivery` carries them over the wire.

After the Bot API server's own source (tdlib/telegram-bot-api, WebhookActor.cpp):
one queue for each chat and kind, in which each update waits for the one before it;
a failed one is sent again at once, then after a wait that doubles.
"""

import heapq
import itertools
from collections import deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from playground.clock import Clock
from playground.telegram.updates import UpdateQueue, Waiting

LONGEST_WAIT = 60.0
LONGEST_RETRY_AFTER = 3600
GONE_SECONDS = 23 * 3600.0
"""Seconds for which a webhook may answer 410 (Gone) before it is removed."""


@dataclass(frozen=True)
class Target:
    """The bot's wishes in setWebhook."""

    url: str
    secret: str = ""
    max_connections: int = 40


@dataclass(frozen=True)
class Answer:
    """The answer of the bot's server to one delivery; status 0 and a reason if there was none."""

    status: int
    reason: str = ""
    retry_after: int = 0
    body: bytes = b""

    @property
    def took_it(self) -> bool:
        return 200 <= self.status <= 299

    @property
    def complaint(self) -> str:
        """The error text in getWebhookInfo."""
        if not self.status:
            return self.reason
        return f"Wrong response from the webhook: {self.status} {self.reason}".rstrip()


@dataclass
class _Line:
    """Updates of one chat and one kind; `failures` and `wait` are those of the first."""

    updates: deque[Waiting] = field(default_factory=deque)
    failures: int = 0
    wait: float = 0.0

    def next(self) -> None:
        self.updates.popleft()
        self.failures, self.wait = 0, 0.0


class Webhook:
    """Deliveries to one target. `removed` is called when the target has answered 410 for too long."""

    def __init__(
        self,
        target: Target,
        updates: UpdateQueue,
        clock: Clock,
        *,
        first_wait: float,
        removed: Callable[[], None],
    ) -> None:
        self.target = target
        self.last_error = ""
        self.last_error_date = 0
        self._updates = updates
        self._clock = clock
        self._first_wait = first_wait
        self._removed = removed
        self._gone_since: float | None = None
        self._lines: dict[Hashable, _Line] = {}
        self._due: list[tuple[float, int, Hashable]] = []
        self._order = itertools.count()
        self._under_way: dict[int, Hashable] = {}
        for waiting in updates.all():
            self.line_up(waiting)

    def line_up(self, waiting: Waiting) -> None:
        """Put a new update at the end of its queue."""
        key = _line_of(waiting)
        line = self._lines.get(key)
        if line is None:
            line = self._lines[key] = _Line()
            self._wake(key, self._clock.monotonic())
        line.updates.append(waiting)

    def take(self) -> Waiting | None:
        """Return the next update to send now; None if none is due or every connection is busy."""
        now = self._clock.monotonic()
        while self._due and self._due[0][0] <= now and not self._is_busy():
            _, _, key = heapq.heappop(self._due)
            line = self._lines[key]
            while line.updates and not self._is_wanted(line.updates[0], now):
                line.next()
            if line.updates:
                first = line.updates[0]
                self._under_way[first.number] = key
                return first
            del self._lines[key]
        return None

    def due_in(self) -> float | None:
        """Return the seconds until `take` may have one; None if only an event can change that."""
        if not self._due or self._is_busy():
            return None
        return max(0.0, self._due[0][0] - self._clock.monotonic())

    def answered(self, waiting: Waiting, answer: Answer) -> None:
        """Note the outcome of a taken update."""
        key = self._under_way.pop(waiting.number)
        line = self._lines[key]
        now = self._clock.monotonic()
        if answer.took_it:
            self._gone_since = None
            self._updates.forget(waiting.number)
            line.next()
            self._wake(key, now)
            return
        self.last_error = answer.complaint
        self.last_error_date = int(self._clock.now().timestamp())
        wait = self._wait_after(line, answer)
        if now + wait >= waiting.until:  # it would be stale by then
            self._updates.forget(waiting.number)
            line.next()
            wait = 0.0
        self._wake(key, now + wait)
        self._note_gone(now, is_gone=answer.status == 410)

    def _wait_after(self, line: _Line, answer: Answer) -> float:
        line.failures += 1
        if answer.retry_after > 0:
            return float(min(answer.retry_after, LONGEST_RETRY_AFTER))
        if line.failures == 1:
            return 0.0
        line.wait = min(line.wait * 2 or self._first_wait, LONGEST_WAIT)
        return line.wait

    def _note_gone(self, now: float, *, is_gone: bool) -> None:
        if not is_gone:
            self._gone_since = None
        elif self._gone_since is None:
            self._gone_since = now
        elif now - self._gone_since > GONE_SECONDS:
            self._removed()

    def _is_wanted(self, waiting: Waiting, now: float) -> bool:
        if waiting.until <= now:
            self._updates.forget(waiting.number)
        return waiting.number in self._updates

    def _is_busy(self) -> bool:
        return len(self._under_way) >= self.target.max_connections

    def _wake(self, key: Hashable, at: float) -> None:
        heapq.heappush(self._due, (at, next(self._order), key))


def _line_of(waiting: Waiting) -> Hashable:
    """Return the queue's key: the chat of a message, the person of anything else, and the kind."""
    kind, body = next((kind, body) for kind, body in waiting.body.items() if kind != "update_id")
    who = body.get("chat") or body.get("from")
    return kind, who.get("id") if isinstance(who, dict) else None
