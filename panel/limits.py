"""Limits on calls to the panel: the minimum gap, the back-off when it refuses, and the circuit breaker."""

from collections import deque
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Protocol

from shop.clock import Clock
from shop.replies import Accepted, AddOutcome, NotSent, Refusal, Rejected, Unknown

UNKNOWNS_IN_A_ROW = 3
FAILURES = 5
FAILURES_WITHIN = 60.0
COOL_DOWN = 60.0

_FIRST_BACK_OFF = 2.0
_LONGEST_BACK_OFF = 3600.0
_LONGEST_GUESS = 60.0
_EPOCH_LIKELY = 10**9  # X-RateLimit-Reset is a moment on some panels and a wait on others


class MinimumGap:
    """At least `gap` seconds between the starts of two calls of one account."""

    def __init__(self, clock: Clock, gap: float) -> None:
        self._clock = clock
        self.gap = gap
        self._next = 0.0

    async def wait(self) -> None:
        """Return when the next call may start. Callers are let go in the order they came."""
        now = self._clock.monotonic()
        start = max(now, self._next)
        self._next = start + self.gap
        if start > now:
            await self._clock.sleep(start - now)


class BackOff:
    """Remembers which actions the panel asked to wait for; panels limit each on its own."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until: dict[str, float] = {}
        self._guess: dict[str, float] = {}

    def left(self, action: str) -> float:
        """Seconds until `action` may be called again; 0 when it may now."""
        return max(0.0, self._until.get(action, 0.0) - self._clock.monotonic())

    def throttled(self, action: str, retry_after: float | None) -> float:
        """The panel refused `action` for its rate. Returns the seconds to wait, guessed where not said."""
        guess = min(self._guess.get(action, _FIRST_BACK_OFF), _LONGEST_GUESS)
        self._guess[action] = 2 * guess
        seconds = guess if retry_after is None else min(retry_after, _LONGEST_BACK_OFF)
        self._until[action] = self._clock.monotonic() + seconds
        return seconds

    def worked(self, action: str) -> None:
        """The panel answered `action`, so the next refusal's guess starts small again."""
        self._guess.pop(action, None)


class Headers(Protocol):
    """Case-insensitive headers of an answer."""

    def get(self, name: str, /) -> str | None:
        """The header's text, or None."""
        ...


def retry_after(headers: Headers, now: datetime) -> float | None:
    """The seconds that `Retry-After` or `X-RateLimit-Reset` ask to wait, or None."""
    said = _seconds(headers.get("retry-after"), now)
    if said is None:
        said = _seconds(headers.get("x-ratelimit-reset"), now)
    return None if said is None else min(max(said, 0.0), _LONGEST_BACK_OFF)


def _seconds(text: str | None, now: datetime) -> float | None:
    if text is None:
        return None
    digits = text.strip().partition(".")[0]
    if digits.isascii() and digits.isdigit() and len(digits) < 16:
        number = int(digits)
        return number - now.timestamp() if number > _EPOCH_LIKELY else float(number)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return (moment - now).total_seconds() if moment.tzinfo is not None else None


class CircuitBreaker:
    """Stops asking a panel that is not there, and orders from one whose answers get lost.

    Opens after 3 unknown orders in a row, or 5 failures of any call within 60 s.
    After the cool-down one order goes through to try. Lost orders stop only
    orders: the reads that settle them go on.
    """

    def __init__(self, clock: Clock, cool_down: float = COOL_DOWN) -> None:
        self._clock = clock
        self._cool_down = cool_down
        self._unknowns = 0
        self._failures: deque[float] = deque(maxlen=FAILURES)
        self._opened: float | None = None
        self.since: datetime | None = None
        """When it stopped letting everything through; None while it is closed."""
        self._tried: float | None = None
        self.is_about_orders = False
        """True if it opened because orders got lost, while reads still work."""
        self.why = ""
        """Why it is open, as a sentence for the operator; empty when it is closed."""

    @property
    def state(self) -> str:
        """ "closed" (calls go through), "open" or "half-open" (one goes through to try)."""
        if self._opened is None:
            return "closed"
        return "open" if self._clock.monotonic() < self._opened + self._cool_down else "half-open"

    @property
    def seconds_left(self) -> float:
        """How long nothing is let through; 0 where the next order may try."""
        if self._opened is None:
            return 0
        return max(0, self._opened + self._cool_down - self._clock.monotonic())

    def allows_add(self) -> bool:
        """Return True if an order may be sent now; not while another one is being tried."""
        if self.state != "half-open":
            return self.state == "closed"
        return self._tried is None or self._clock.monotonic() >= self._tried + self._cool_down

    def allows_read(self) -> bool:
        """Return True if a read may be sent now."""
        return self.is_about_orders or self.allows_add()

    def started(self) -> None:
        """A call goes out; in the half-open state it is the one that is let through."""
        if self.state == "half-open":
            self._tried = self._clock.monotonic()

    def saw(self, outcome: AddOutcome) -> None:
        """An order's outcome came in."""
        match outcome:
            case Unknown(reason=reason):
                self._unknowns += 1
                self._failed(reason)
                if self._unknowns >= UNKNOWNS_IN_A_ROW:
                    self._open(f"{self._unknowns} orders in a row got no clear answer: {reason}", orders=True)
            case (
                NotSent(retry_after=None, http_status=None, reason=reason)
                | Rejected(why=Refusal.BLOCKED, text=reason)
            ):
                self._failed(reason)
            case Accepted() | Rejected():
                self._close()
            case NotSent():  # throttled: the panel is there, and back-off sees to it
                self._tried = None

    def read_worked(self) -> None:
        """A read got a usable answer."""
        if not self.is_about_orders:
            self._close(forget_unknowns=False)

    def read_failed(self, reason: str) -> None:
        """A read got no usable answer."""
        self._failed(reason)

    def _failed(self, reason: str) -> None:
        now = self._clock.monotonic()
        self._failures.append(now)
        many = len(self._failures) == FAILURES and now - self._failures[0] <= FAILURES_WITHIN
        if self.state == "half-open" or (many and self._opened is None):
            self._open(f"the panel keeps failing: {reason}", orders=self.is_about_orders)

    def _open(self, why: str, *, orders: bool) -> None:
        self._opened = self._clock.monotonic()
        self.since = self.since or self._clock.now()
        self._tried = None
        self.is_about_orders = orders
        self.why = why

    def _close(self, *, forget_unknowns: bool = True) -> None:
        self._opened = self._tried = self.since = None
        self.is_about_orders = False
        self._failures.clear()
        self.why = ""
        if forget_unknowns:
            self._unknowns = 0
