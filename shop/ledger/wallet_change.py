"""An operator gives to a wallet, or takes from it: asked first, typed again, confirmed by a second one.

    ASKED ──▶ CONFIRMED ──▶ SECOND ──▶ DONE
      └───────────┴────────────┴─────▶ DROPPED, EXPIRED

A small amount goes from ASKED to DONE by one tap. Above the first limit its asker types the amount again
(CONFIRMED waits for that), above the second another operator confirms (SECOND waits for that).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, StrEnum, auto

from shop.errors import ShopError
from shop.ledger.journals import Account, AccountKind, JournalEntry, granting, withdrawing

HOLDS = timedelta(hours=1)
"""How long somebody may take from the question to the last yes."""

ALONE_AFTER = timedelta(seconds=60)
"""Where nobody else can confirm, how long until the amount can be typed again: a hasty hand comes to rest."""

LONGEST_REASON = 200

MOST_MICRO = 10**17
"""The most that one change moves: more than anybody has, also in rials, and far less than a column holds."""


class ChangeState(StrEnum):
    """How far a change of a wallet has come."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    SECOND = "second"
    DONE = "done"
    DROPPED = "dropped"
    EXPIRED = "expired"


OPEN = frozenset({ChangeState.ASKED, ChangeState.CONFIRMED, ChangeState.SECOND})


class Came(Enum):
    """What a yes came to. `MOVED`: the wallet is not as the card showed it, so nothing was booked.

    `BEFORE`: it was decided before, `LAPSED`: too late.
    """

    DONE = auto()
    TYPE_AGAIN = auto()
    WAITS = auto()
    MOVED = auto()
    BEFORE = auto()
    LAPSED = auto()


@dataclass(frozen=True, slots=True)
class ChangeLimits:
    """Above `ask_micro` an amount is typed again, above `second_micro` a second one confirms; None: never."""

    ask_micro: int
    second_micro: int | None


@dataclass(frozen=True, slots=True)
class WantedChange:
    """What an operator wants: `micro` above zero gives, below zero takes.

    `update_id` is the update that asked: handled again, it asks for the same. `undoes` is the change that
    this one takes back.
    """

    asked_by: int
    update_id: int
    person_id: int
    micro: int
    currency: str
    reason: str
    is_typed_twice: bool = False
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class WalletChange:
    """A wanted change as it stands; `changed_at` is when it came into its state."""

    id: int
    asked_by: int
    person_id: int
    micro: int
    currency: str
    reason: str
    state: ChangeState
    is_typed_twice: bool
    undoes: int | None
    asked_at: datetime
    changed_at: datetime

    @property
    def subject(self) -> str:
        """What the log calls it."""
        return f"change:{self.id}"

    @property
    def wallet(self) -> Account:
        """The wallet that changes."""
        return Account(AccountKind.WALLET, self.person_id, self.currency)

    @property
    def is_open(self) -> bool:
        """True while it may still be booked."""
        return self.state in OPEN

    def has_lapsed(self, now: datetime) -> bool:
        """Return True if too long has passed since the question, by a clock that may be set back."""
        return abs(now - self.asked_at) >= HOLDS


@dataclass(frozen=True, slots=True)
class Step:
    """A change after somebody's yes, and what that came to."""

    change: WalletChange
    came: Came


@dataclass(frozen=True, slots=True)
class WalletNow:
    """What a card shows of a wallet. `version` counts its movements: a card of another one is not true."""

    balance_micro: int
    version: int


def after_confirm(change: WalletChange, limits: ChangeLimits) -> ChangeState:
    """Return where the asker's yes leads. What undoes another is not typed again: its amount is that one's.

    To take back what was given needs no more. To give back what was taken is a credit, and
    two may have taken it.
    """
    if change.undoes is not None:
        return after_typing(change, limits) if change.micro > 0 else ChangeState.DONE
    if abs(change.micro) > limits.ask_micro and not change.is_typed_twice:
        return ChangeState.CONFIRMED
    return after_typing(change, limits)


def after_typing(change: WalletChange, limits: ChangeLimits) -> ChangeState:
    """Return where the amount typed again leads."""
    is_large = limits.second_micro is not None and abs(change.micro) > limits.second_micro
    return ChangeState.SECOND if is_large else ChangeState.DONE


def check_second(change: WalletChange, by: int, *, is_alone: bool, now: datetime) -> None:
    """Raise ShopError unless this operator may be the one who confirms last.

    `is_alone`: nobody else who operates the shop can be reached. Then it is the asker, after a while.
    """
    if by != change.asked_by:
        return
    if not is_alone:
        raise ShopError("change_needs_second")
    left = ALONE_AFTER - (now - change.changed_at)
    if left > timedelta(0):
        raise ShopError("change_too_soon", seconds=min(-(-left // timedelta(seconds=1)), 60))


def entry_of(change: WalletChange, actor_id: int) -> JournalEntry:
    """Return the journal of this change; its key is the row's, so it is booked once, whoever taps."""
    make = granting if change.micro > 0 else withdrawing
    return make(
        f"change:{change.id}", change.wallet, abs(change.micro), actor_id=actor_id, reason=change.reason
    )
