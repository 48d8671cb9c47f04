"""A broadcast: a message of the shop to many people, from its draft to its last figure."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil
from typing import Any

from shop import acts
from shop.audience import EVERYBODY, Audience


class BroadcastState(StrEnum):
    """A broadcast's state. `ASKED`: waits for its message; `SHOWN`: waits for the operator's consent.

    `WAITING` has its consent and waits for its moment, `PAUSED` waits for an operator to go on.
    """

    ASKED = "asked"
    SHOWN = "shown"
    WAITING = "waiting"
    SENDING = "sending"
    PAUSED = "paused"
    STOPPED = "stopped"
    DONE = "done"
    DROPPED = "dropped"


OVER = (BroadcastState.DONE, BroadcastState.STOPPED, BroadcastState.DROPPED)
"""The states in which nothing more is sent."""

BEGUN = (
    BroadcastState.WAITING,
    BroadcastState.SENDING,
    BroadcastState.PAUSED,
    BroadcastState.STOPPED,
    BroadcastState.DONE,
)
"""The states of those that somebody consented to: they stand in the history."""

DELETABLE_FOR = timedelta(hours=48)
"""How long Telegram lets a bot delete what it sent."""

MISSED_AFTER = timedelta(hours=6)
"""A broadcast whose moment the kiosk missed by more is not sent: "tonight" must not come tomorrow."""

LETTER, UNSENT = "broadcast", "unsent"
"""The kinds of outbox messages: one to a person, and the deletion of one that arrived."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of a broadcast's messages are in each state.

    `held` of the pending wait for their moment or for an operator. Of the sent, `deleted` are gone again,
    `deleting` are still to go, and `kept` could not be deleted.
    """

    pending: int = 0
    sent: int = 0
    failed: int = 0
    blocked: int = 0
    stopped: int = 0
    held: int = 0
    deleted: int = 0
    deleting: int = 0
    kept: int = 0

    @property
    def ended(self) -> int:
        """Those about which Telegram has answered."""
        return self.sent + self.failed + self.blocked

    @property
    def total(self) -> int:
        """All messages there are rows of."""
        return self.ended + self.pending + self.stopped


@dataclass(frozen=True, slots=True)
class Pace:
    """When sending began or went on last, and how many had ended by then; None while nothing goes out."""

    since: datetime | None = None
    ended: int = 0


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A message for many: a Bot API method and its parameters, without the chat.

    `starts_at` is the moment it waits for, `by_day` says that each person gets it in their daytime.
    `figures` are the final ones, None while they may change. `lacks_part`: a picture of its album was left
    out, because its caption is longer than a bot's may be. `trouble` is what keeps it from going on; of an
    album that waits for consent, Telegram's words of refusal.
    """

    id: int
    operator_id: int
    method: str
    content: dict[str, Any]
    state: BroadcastState
    total: int
    progress_message_id: int | None
    started_at: datetime | None
    finished_at: datetime | None
    audience: Audience = EVERYBODY
    starts_at: datetime | None = None
    by_day: bool = False
    paid: bool = False
    pace: Pace = field(default_factory=Pace)
    figures: Tally | None = None
    deleting_at: datetime | None = None
    trouble: str = ""
    lacks_part: bool = False

    @property
    def subject(self) -> str:
        """What the log of acts calls it."""
        return subject_of(self.id)

    @property
    def is_news(self) -> bool:
        """Return True if its operator is told how it stands, although they look at something else by now."""
        return bool(self.trouble) or (self.state in OVER and self.deleting_at is None)

    def is_deletable(self, now: datetime) -> bool:
        """Return True if what arrived can still be deleted."""
        is_over = self.state in OVER and self.finished_at is not None
        return is_over and self.deleting_at is None and now - (self.finished_at or now) < DELETABLE_FOR


def subject_of(broadcast_id: int) -> str:
    """Return what the log of acts calls this broadcast."""
    return acts.subject_of(acts.BROADCAST, broadcast_id)


def seconds_left(broadcast: Broadcast, tally: Tally, now: datetime) -> int | None:
    """Estimate the seconds left, one at least, from the pace since sending began or went on.

    None before there is a pace. What waits for somebody's morning does not count.
    """
    pace = broadcast.pace
    done, waiting = tally.ended - pace.ended, tally.pending - tally.held
    if pace.since is None or done <= 0:
        return None
    return max(1, ceil((now - pace.since).total_seconds() * waiting / done))


PAID_COST_TENTHS = 1
"""Tenths of a Star for a message of a paid broadcast."""

STARS_NEEDED = 100_000
"""Stars that a bot must have before Telegram lets it send paid broadcasts."""


def stars_for(people: int) -> int:
    """Return the most Stars that a paid broadcast to this many takes: what exceeds 30 a second is billed."""
    return -(-people * PAID_COST_TENTHS // 10)
