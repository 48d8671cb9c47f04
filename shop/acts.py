"""What staff did, for the audit log of the desk."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

WORDS = "words"


class Did(StrEnum):
    """What was done. A new act needs its words in handlers/operator/desk/act_words, no revision."""

    ROLE_GIVEN = "role_given"
    ROLE_TAKEN = "role_taken"
    LET_IN = "let_in"
    REFUSED = "refused"
    PUT_OUT = "put_out"
    BANNED = "banned"
    UNBANNED = "unbanned"


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that a member of staff did, with all it was about.

    `subject` names a row of another kind, like `receipt:12`. `amount_micro` is in micro-units of `currency`.
    `details` are numbers and words of ours for the reader, like what stood there before; what people wrote
    stands under WORDS alone, which goes when the person has their data deleted.
    """

    actor_id: int
    did: Did
    person_id: int | None = None
    order_id: int | None = None
    subject: str = ""
    amount_micro: int | None = None
    currency: str | None = None
    details: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Noted:
    """An act in the log; `at` is UTC, `actor` their name, empty if it is not known."""

    id: int
    at: datetime
    act: Act
    actor: str
