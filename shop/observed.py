"""What the kiosk observes of its own work, as plain numbers, from which a monitor is served.

An observation costs about a microsecond and belongs to the event loop's thread. Words are few and fixed:
never a number of an order or a person.
"""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

BOUNDS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
"""Seconds up to which durations are counted together."""

Took = Callable[..., None]
"""Called with the seconds that something took, and its words."""


class Tally:
    """How often something happened, by its words."""

    def __init__(self) -> None:
        self.by_words: dict[tuple[str, ...], int] = {}

    def add(self, *words: str, times: int = 1) -> None:
        """Count it."""
        self.by_words[words] = self.by_words.get(words, 0) + times


@dataclass(slots=True)
class Spread:
    """Durations of one kind: how many up to each of BOUNDS, the last being longer ones, and their sum."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))
    seconds: float = 0.0


class Times:
    """How long something took, by its words."""

    def __init__(self) -> None:
        self.by_words: dict[tuple[str, ...], Spread] = {}

    def took(self, seconds: float, *words: str) -> None:
        """Note one duration."""
        spread = self.by_words.get(words)
        if spread is None:
            spread = self.by_words[words] = Spread()
        spread.counts[bisect_left(BOUNDS, seconds)] += 1
        spread.seconds += seconds


class Observed:
    """All that is observed; each is noted at one place, which its line names."""

    def __init__(self) -> None:
        self.turns = Times()  # messaging.turns: outcome
        self.telegram_calls = Times()  # messaging.rate_limit: method, outcome
        self.telegram_retries = Tally()  # messaging.rate_limit
        self.panel_calls = Times()  # panel.account: supplier, action, outcome
        self.units = Times()  # storage.core.database: kind
        self.placed = Tally()  # jobs.panel_queue: supplier


@dataclass(frozen=True, slots=True)
class AtPanel:
    """The balance of a panel account as last read, in micro-units, and how old it is."""

    balance_micro: int
    currency: str
    age_seconds: float


@dataclass(frozen=True, slots=True)
class Counted:
    """What the rows say now. Counts stop at `MOST_COUNTED`; ages are in seconds, 0 where nothing waits."""

    updates_waiting: int = 0
    updates_oldest_seconds: float = 0.0
    outbox_waiting: int = 0
    outbox_oldest_seconds: float = 0.0
    orders: Mapping[str, int] = field(default_factory=dict)
    alerts: Mapping[str, int] = field(default_factory=dict)
    panels: Mapping[str, AtPanel] = field(default_factory=dict)
    credited: Mapping[str, int] = field(default_factory=dict)


MOST_COUNTED = 10_000
"""Where a count stops: it means this many or more, so that no scrape reads a whole table."""


def took_nothing(_seconds: float, *_words: str) -> None:
    """Note nothing: nobody watches."""


def up_to(spread: Spread) -> Sequence[tuple[float, int]]:
    """Return for each bound how many durations were at most that long; infinity counts all."""
    total, found = 0, []
    for bound, count in zip((*BOUNDS, float("inf")), spread.counts, strict=True):
        total += count
        found.append((bound, total))
    return found
