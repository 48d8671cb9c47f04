"""What a merchant protocol is made of: a call that was read, and the one who reads, judges and answers it.

A protocol is pure. It reads a call to an `Ask`, judges that by what is known (see shop.ledger.merchant), and
makes the answer from the transaction as it stands afterwards, so that a repeated call gets the same answer.
"""

from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, auto
from typing import Protocol

from payments.base import Answer
from shop.ledger.merchant import Judge, MerchantCall, MerchantFacts, MerchantTransaction, Settled, Verdict

EPOCH = datetime.fromtimestamp(0, UTC)


class Act(Enum):
    """What a gateway asks for."""

    CHECK = auto()
    CREATE = auto()
    PERFORM = auto()
    CANCEL = auto()
    LOOK = auto()
    LIST = auto()


@dataclass(frozen=True, slots=True)
class Ask:
    """An authenticated call. `their_id` is the gateway's id of a transaction, `number` ours of an invoice.

    `at` is when the transaction was made by the gateway's clock; a list is of what was made until `until`.
    `our_id` is the number that we gave the transaction, if the gateway has to name it. `echo` goes back.
    """

    act: Act
    their_id: str = ""
    number: str = ""
    amount_minor: int = 0
    at: datetime = EPOCH
    until: datetime = EPOCH
    reason: int | None = None
    our_id: int | None = None
    echo: int | str | None = None


class Merchant(Protocol):
    """One gateway's protocol, with the keys of one account."""

    name: str
    label: str
    called: str

    def link(self, number: str, amount_minor: int, back: str) -> str:
        """Return the address where this invoice is paid; payers go to `back` afterwards."""
        ...

    def read(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Ask | Answer:
        """Return what an authenticated call asks for, or the answer to any other."""
        ...

    def judge(self, ask: Ask, facts: MerchantFacts, now: datetime) -> Verdict:
        """Return what is to be done, and the error to answer."""
        ...

    def answer_to(self, ask: Ask, settled: Settled) -> Answer:
        """Return the answer to a call that was judged."""
        ...

    def answer_list(self, ask: Ask, transactions: Sequence[MerchantTransaction]) -> Answer:
        """Return the answer to a call for a list."""
        ...

    def answer_refused(self, ask: Ask) -> Answer:
        """Return the answer if the money cannot move: a wallet has it no more, or is full."""
        ...

    def answer_unknown(self, ask: Ask) -> Answer:
        """Return the answer if nobody knows whether it was done, so that the gateway calls again."""
        ...


class MerchantRows(Protocol):
    """The rows of transactions. Its methods raise NoAnswer if the database has trouble."""

    def settle(self, call: MerchantCall, judge: Judge, now: datetime) -> Awaitable[Settled]:
        """Judge a call and do what the verdict says, in one transaction. Raises ShopError if it cannot."""
        ...

    def list_asked(
        self, way: str, since: datetime, until: datetime
    ) -> Awaitable[Sequence[MerchantTransaction]]:
        """Return the transactions that a gateway made in this time by its clock, oldest first."""
        ...
