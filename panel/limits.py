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
"""Seconds."""

COOL_DOWN = 60.0
"""Seconds from the opening to the trial."""

_FIRST_BACK_OFF = 2.0
_LONGEST_BACK_OFF = 3600.0
_LONGEST_GUESS = 60.0
_EPOCH_LIKELY = 10**9  # X-RateLimit-Reset is a moment on some panels and a wait on others
_MILLISECONDS_LIKELY = 10**11  # as JavaScript tells a moment; in seconds it is thousands of years away


class MinimumGap:
    """Keeps at least `gap` seconds between the starts of one account's calls."""

    def __init__(self, clock: Clock, gap: float) -> None:
        self._clock = clock
        self.gap = gap
        self._next = 0.0

    async def wait(self) -> None:
        """Wait until the next call may start. Callers proceed in the order they came."""
        now = self._clock.monotonic()
        start = max(now, self._next)
        self._next = start + self.gap
        if start > now:
            await self._clock.sleep(start - now)


class BackOff:
    """Remembers which actions the panel throttled; panels limit each action separately."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until: dict[str, float] = {}
        self._guess: dict[str, float] = {}

    def left(self, action: str) -> float:
        """Return the seconds until `action` may be called again; 0 if it may now."""
        return max(0.0, self._until.get(action, 0.0) - self._clock.monotonic())

    def throttled(self, action: str, retry_after: float | None) -> float:
        """Note that the panel throttled `action`; return the seconds to wait, guessed if not given."""
        guess = min(self._guess.get(action, _FIRST_BACK_OFF), _LONGEST_GUESS)
        self._guess[action] = 2 * guess
        seconds = guess if retry_after is None else min(retry_after, _LONGEST_BACK_OFF)
        self._until[action] = self._clock.monotonic() + seconds
        return seconds

    def worked(self, action: str) -> None:
        """Note that the panel answered `action`, so the next guess starts small again."""
        self._guess.pop(action, None)


class Headers(Protocol):
    """The case-insensitive headers of an answer."""

    def get(self, name: str, /) -> str | None:
        """Return the header's text, or None."""
        ...


def retry_after(headers: Headers, now: datetime) -> float | None:
    """Return the seconds to wait by `Retry-After` or `X-RateLimit-Reset`, or None."""
    seconds = _seconds(headers.get("retry-after"), now)
    if seconds is None:
        seconds = _seconds(headers.get("x-ratelimit-reset"), now)
    return None if seconds is None else min(max(seconds, 0.0), _LONGEST_BACK_OFF)


def _seconds(text: str | None, now: datetime) -> float | None:
    if text is None:
        return None
    digits = text.strip().partition(".")[0]
    if digits.isascii() and digits.isdigit() and len(digits) < 16:
        number = int(digits)
        number = number // 1000 if number > _MILLISECONDS_LIKELY else number
        return number - now.timestamp() if number > _EPOCH_LIKELY else float(number)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):  # a year or a zone of twenty digits overflows
        return None
    return (moment - now).total_seconds() if moment.tzinfo is not None else None


class CircuitBreaker:
    """Stops calls to a panel that is down, and orders to a panel that loses answers.

    It opens after 3 unknown orders in a row, or 5 failures of any call within 60 s. After
    the cool-down one order goes through as a trial. Lost orders stop only orders: the
    reads that reconcile them continue.
    """

    def __init__(self, clock: Clock, cool_down: float = COOL_DOWN) -> None:
        self._clock = clock
        self._cool_down = cool_down
        self._unknowns = 0
        self._failures: deque[float] = deque(maxlen=FAILURES)
        self._opened: float | None = None
        self.since: datetime | None = None
        """When it opened; None while it is closed."""
        self._tried: float | None = None
        self.is_about_orders = False
        """True if it opened because of lost orders, while reads still work."""
        self.why = ""
        """The reason for the operator why it is open; empty while it is closed."""

    @property
    def state(self) -> str:
        """One of "closed" (calls go through), "open", and "half-open" (one goes through as a trial)."""
        if self._opened is None:
            return "closed"
        return "open" if self._clock.monotonic() < self._opened + self._cool_down else "half-open"

    @property
    def seconds_left(self) -> float:
        """Seconds until the next order may try; 0 if it may now."""
        if self._opened is None:
            return 0
        return max(0, self._opened + self._cool_down - self._clock.monotonic())

    def allows_add(self) -> bool:
        """Return True if an order may be sent now, and no other is on trial."""
        if self.state != "half-open":
            return self.state == "closed"
        return self._tried is None or self._clock.monotonic() >= self._tried + self._cool_down

    def allows_read(self) -> bool:
        """Return True if a read may be sent now."""
        return self.is_about_orders or self.allows_add()

    def started(self) -> None:
        """Note the start of a call; in the half-open state this call is the trial."""
        if self.state == "half-open":
            self._tried = self._clock.monotonic()

    def saw(self, outcome: AddOutcome) -> None:
        """Note an order's outcome."""
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
            case NotSent():  # throttled: the panel is up, and the back-off handles it
                self._tried = None

    def read_worked(self) -> None:
        """Note that a read got a usable answer."""
        if not self.is_about_orders:
            self._close(forget_unknowns=False)

    def read_failed(self, reason: str) -> None:
        """Note that a read got no usable answer."""
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
