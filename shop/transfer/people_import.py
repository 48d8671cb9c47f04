"""An import of people from another bot: its state, what its dry run found, and what it books."""

import re
from dataclasses import dataclass, fields
from datetime import timedelta
from enum import StrEnum

from shop.acts import IMPORT, subject_of
from shop.errors import ShopError
from shop.ledger.journals import Account, AccountKind, JournalEntry, JournalKind, between, clearing
from shop.transfer.people_lines import PersonRow

LAPSES_AFTER = timedelta(days=1)
"""A dry run that nobody confirms is forgotten then, with its rows."""

USUAL_SOURCE = "import"
_SOURCE = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")


class ImportState(StrEnum):
    """A file's state. `SENT` waits to be read, `CHECKED` for a decision, `CONFIRMED` is being booked."""

    SENT = "sent"
    CHECKED = "checked"
    CONFIRMED = "confirmed"
    DONE = "done"
    DROPPED = "dropped"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Found:
    """What a dry run found, in numbers. `twins` are among the wrong; `before` were booked before.

    `sum_micro` is what would be booked: the balances of those who were not booked before.
    """

    people: int = 0
    known: int = 0
    before: int = 0
    wrong: int = 0
    twins: int = 0
    banned: int = 0
    sum_micro: int = 0

    @property
    def new(self) -> int:
        """How many people the shop does not know yet."""
        return self.people - self.known

    def and_(self, other: "Found") -> "Found":
        """Return what both come to."""
        sums = {field.name: getattr(self, field.name) + getattr(other, field.name) for field in fields(self)}
        return Found(**sums)


@dataclass(frozen=True, slots=True)
class PeopleImport:
    """An import, as its row has it."""

    id: int
    source: str
    file_id: str
    state: ImportState
    currency: str
    asked_by: int
    message_id: int
    found: Found
    confirmed_by: int | None = None
    admits: bool = False
    after: int = 0
    booked: int = 0
    booked_micro: int = 0
    tries: int = 0
    file_hash: str = ""

    @property
    def subject(self) -> str:
        """What its cards and the acts about it have in common."""
        return subject_of(IMPORT, self.id)


def source_named(text: str) -> str:
    """Return the name of where people come from, as the journals' keys have it.

    Raises ShopError unless it is small Latin letters, digits, - and _; without any it is `import`.
    """
    plain = text.strip().lower()
    if not plain:
        return USUAL_SOURCE
    if not _SOURCE.fullmatch(plain):
        raise ShopError("import_source")
    return plain


def import_key(source: str, person_id: int) -> str:
    """Return the key of the journal that brings somebody's balance: once for each source and person."""
    return f"import:{source}:{person_id}"


def bringing(source: str, row: PersonRow, currency: str, *, actor_id: int) -> JournalEntry:
    """Return the entry of a balance that comes with its person from another bot."""
    wallet = Account(AccountKind.WALLET, row.person_id, currency)
    outside = Account(clearing("import"), None, currency)
    postings = between(outside, wallet, row.balance_micro)
    return JournalEntry(import_key(source, row.person_id), JournalKind.IMPORT, postings, actor_id=actor_id)
