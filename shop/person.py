"""A person: somebody on Telegram who talks to the bot."""

from dataclasses import dataclass
from enum import Enum, auto

from shop.preferences import NOTHING_SET, Preferences


class Role(Enum):
    """A person's rights."""

    STRANGER = auto()
    CUSTOMER = auto()
    OPERATOR = auto()


@dataclass(frozen=True, slots=True)
class Person:
    """`id` is Telegram's number for the account and, in private, for the chat.

    `language` is the one they read; `chosen_language` the one they chose, None for their app's.
    `accepted_terms` is the version of the shop's terms that they accepted last, None before the first.
    `is_erasing` says that their data is being deleted right now.
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


@dataclass(frozen=True, slots=True)
class Access:
    """Who may order: everybody if `open`, else numeric ids only; names can be taken over."""

    operators: frozenset[int]
    allowed: frozenset[int]
    open: bool = False

    def role_of(self, person_id: int) -> Role:
        """Return this person's role, decided anew at every update."""
        if person_id in self.operators:
            return Role.OPERATOR
        return Role.CUSTOMER if self.open or person_id in self.allowed else Role.STRANGER

    @property
    def everybody(self) -> frozenset[int] | None:
        """The people we may write to, among those who have written; None if that is everybody."""
        return None if self.open else self.operators | self.allowed
