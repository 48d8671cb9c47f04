"""A person: somebody on Telegram who talks to the bot, and what they may do."""

from collections.abc import Awaitable, Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, StrEnum, auto

from shop.hourly import Hourly
from shop.preferences import NOTHING_SET, Preferences
from shop.typed import seen


class Role(Enum):
    """A person's rights. Each of the last three may do what the one before it may.

    `SUPPORT` answers people and sees orders, `OPERATOR` moves money and sets prices, `OWNER` gives roles and
    changes settings.
    """

    BANNED = auto()
    STRANGER = auto()
    CUSTOMER = auto()
    SUPPORT = auto()
    OPERATOR = auto()
    OWNER = auto()


OPERATING = frozenset({Role.OPERATOR, Role.OWNER})
STAFF = OPERATING | {Role.SUPPORT}
MAY_ORDER = STAFF | {Role.CUSTOMER}


class GivenRole(StrEnum):
    """A role that an owner gives in the chat; owners are named by the settings."""

    OPERATOR = "operator"
    SUPPORT = "support"


class Standing(StrEnum):
    """What became of a person at the door. `ASKING`: wants to come into a private shop."""

    ASKING = "asking"
    LET_IN = "let_in"
    REFUSED = "refused"
    BANNED = "banned"


IDS_BELOW = 2**52
"""Telegram's ids of people and chats have at most 52 significant bits (core.telegram.org/bots/api#user)."""

SEEN_ANEW = timedelta(hours=1)
"""Whoever is seen again within this time is not written down anew."""


@dataclass(frozen=True, slots=True)
class Person:
    """`id` is Telegram's number for the account and, in private, for the chat.

    `language` is the one they read; `chosen_language` the one they chose, None for their app's.
    `accepted_terms` is the version of the shop's terms that they accepted last, None before the first.
    `is_erasing` says that their data is being deleted right now. `seen_at` is when they were last seen
    active, to an hour; two readings that differ in it alone are of the same person.
    """

    id: int
    name: str
    language: str
    username: str | None = None
    reachable: bool = True
    chosen_language: str | None = None
    preferences: Preferences = NOTHING_SET
    accepted_terms: str | None = None
    is_erasing: bool = False
    seen_at: datetime | None = field(default=None, compare=False)

    def was_seen(self, now: datetime) -> bool:
        """Return True if it is written down that they were active lately; a clock may have been set back."""
        return self.seen_at is not None and timedelta(0) <= now - self.seen_at < SEEN_ANEW


_FILLERS = "\u115f\u1160\uffa0 "
"""Blanks of Hangul, beside the invisible characters that are known everywhere."""


def called(name: str, username: str | None, number: int) -> str:
    """Return what to call somebody: their name, or if nobody can see it their username or number."""
    return name if seen(name).strip(_FILLERS) else username or str(number)


@dataclass(frozen=True, slots=True)
class Roster:
    """What was decided in the chat about who may do what: numeric ids, for names can be taken over."""

    operators: frozenset[int] = frozenset()
    support: frozenset[int] = frozenset()
    let_in: frozenset[int] = frozenset()
    banned: frozenset[int] = frozenset()


NOBODY_YET = Roster()


@dataclass(slots=True)
class Access:
    """Who may do what, now. `owners` and `allowed` are the settings' and stay; the roster changes.

    Everybody may order if `open`, else who is allowed or was let in. A ban outweighs all but an owner.
    `told` remembers who was turned away within the hour.
    """

    owners: frozenset[int]
    allowed: frozenset[int] = frozenset()
    open: bool = False
    roster: Roster = field(default=NOBODY_YET)
    told: Hourly = field(default_factory=Hourly)
    _reads: int = field(default=0, init=False, repr=False)
    _newest_read: int = field(default=0, init=False, repr=False)

    async def follow(self, read: Callable[[], Awaitable[Roster]]) -> None:
        """Take over the roster that `read` returns, unless a reading that began later has ended before."""
        self._reads += 1
        number = self._reads
        roster = await read()
        if number > self._newest_read:
            self.roster, self._newest_read = roster, number

    def role_of(self, person_id: int) -> Role:
        """Return this person's role, decided anew at every update."""
        roster = self.roster
        if person_id in self.owners:
            return Role.OWNER
        if person_id in roster.banned:
            return Role.BANNED
        if person_id in roster.operators:
            return Role.OPERATOR
        if person_id in roster.support:
            return Role.SUPPORT
        is_known = self.open or person_id in self.allowed or person_id in roster.let_in
        return Role.CUSTOMER if is_known else Role.STRANGER

    @property
    def operators(self) -> frozenset[int]:
        """Whoever runs the shop: they are told what happens in it."""
        return self.owners | (self.roster.operators - self.roster.banned)

    @property
    def staff(self) -> frozenset[int]:
        """Operators and those who only answer people."""
        return self.operators | (self.roster.support - self.roster.banned)

    @property
    def everybody(self) -> frozenset[int] | None:
        """The people we may write to, among those who have written and are not banned; None if all."""
        return None if self.open else self.staff | ((self.allowed | self.roster.let_in) - self.roster.banned)


class Now(Collection[int]):
    """Ids as they are at the moment somebody looks: roles are given and taken while the kiosk runs."""

    def __init__(self, ids: Callable[[], frozenset[int]]) -> None:
        self._ids = ids

    def __contains__(self, person_id: object) -> bool:
        return person_id in self._ids()

    def __iter__(self) -> Iterator[int]:
        return iter(self._ids())

    def __len__(self) -> int:
        return len(self._ids())
