"""A small shop that reads transfers and decides about them, held against what really happened."""

import heapq
import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from chaos.bank_texts import BANKS, statement
from shop.ledger.matching import BY_AMOUNT, decide, is_sender_allowed, unique_amount
from shop.ledger.matching_facts import (
    Again,
    Decision,
    Doubtful,
    Expected,
    Known,
    Nobodys,
    Part,
    Reverses,
    Settled,
)
from shop.ledger.notifications import read_notification
from shop.ledger.references import ALPHABET, is_right, reference_for
from shop.ledger.statement_files import read_csv
from shop.ledger.topup import coin_micro
from shop.ledger.transfers import Transfer
from shop.money import MICRO

STARTS = datetime(2026, 3, 1, 8, tzinfo=UTC)
HOLDS = timedelta(hours=2)
SEEN_BY_A_PERSON = timedelta(hours=3)
SENDER, STATEMENT = "AD-BANKXX-S", "statement"
SENDERS = (SENDER, STATEMENT)
WORDS = ("", "", "for", "Ivan", "оплата нет", "cam on", "obrigado", "thanks!", "invoice", "top up", "от мамы")
SHOULD = frozenset({"right", "less", "more", "part", "unique", "others unique amount"})
"""Kinds of payments that are to be settled without a person."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What only the generator knows: which payment a message tells of, whose it is, what it takes back.

    `is_credit`: the money came in, in the shop's currency, so its statement has it too.
    """

    kind: str
    payment: int
    topup_id: int | None
    minor: int
    takes_back: str | None = None
    is_credit: bool = True


@dataclass(frozen=True, slots=True)
class Message:
    """What a source tells at a moment: a notification of `sender`, or a pasted statement."""

    truth: Truth
    text: str
    sender: str
    at: datetime


@dataclass
class Tally:
    """What came of all transfers."""

    wrong: list[str] = field(default_factory=list)
    made: Counter[str] = field(default_factory=Counter)
    ended: Counter[tuple[str, str]] = field(default_factory=Counter)
    twice: int = 0
    due: int = 0
    alone: int = 0
    doubtful: int = 0
    among: int = 0


class Shop:
    """One shop with its waiting top-ups, what it read, and what really happened.

    `told` is all that was ever sent to it, `ahead` what has not come yet. Amounts are in the smallest coins.
    """

    def __init__(self, dice: random.Random, tally: Tally, numbers: "count[int]") -> None:
        self.dice, self.tally, self.numbers = dice, tally, numbers
        self.currency = dice.choice(tuple(BANKS))
        self.mode = dice.choice(("references", "unique", "unique", "both"))
        self.now, self.balance = STARTS, 10**7
        self.topups: dict[int, Expected] = {}
        self.known: dict[str, Known] = {}
        self.truths: dict[str, Truth] = {}
        self.came: dict[str, datetime] = {}
        self.credited: set[int] = set()
        self.reversed: set[str] = set()
        self.told: list[Message] = []
        self.ahead: list[tuple[datetime, int, Message]] = []

    # What customers do.

    def asks(self, *, unique: bool | None = None) -> Expected:
        """Somebody asks for a top-up; many ask for the same amounts in the same minutes."""
        wanted = self.dice.choice((500, 500, 1_000, 2_000, 777, 10_000)) * MICRO // coin_micro(self.currency)
        is_unique = self.mode == "unique" or (self.mode == "both" and self.dice.random() < 0.5)
        amount = unique_amount(wanted, self._taken()) if (is_unique if unique is None else unique) else None
        topup_id = next(self.numbers)
        code = reference_for(topup_id)
        if self.topups and self.dice.random() < 0.2:
            code = _neighbour(self.dice, self.dice.choice([*self.topups.values()]).reference) or code
        if any(asked.reference == code for asked in self.topups.values()):
            code = reference_for(topup_id)
        self.topups[topup_id] = Expected(
            *(topup_id, topup_id + 1_000, wanted if amount is None else amount, self.currency, code),
            *(self.now, self.now + HOLDS, amount is not None),
        )
        return self.topups[topup_id]

    def _taken(self) -> list[int]:
        """Return the amounts of what waits, and of what was settled within a day."""
        paid = {known.topup_id: known.transfer.at for known in self.known.values() if known.topup_id}
        return [
            asked.amount_minor
            for asked in self.topups.values()
            if asked.topup_id not in paid or self.now - paid[asked.topup_id] <= BY_AMOUNT
        ]

    def pays(
        self, kind: str, asked: Expected | None, minor: int, said: str = "", **further: object
    ) -> Message:
        """A payment is made, and its bank tells of it some time later."""
        at = further.get("at") or self.now + timedelta(minutes=self.dice.choice((1, 2, 5, 30, 90, 300)))
        assert isinstance(at, datetime)  # noqa: S101 - tells mypy
        currency = str(further.get("currency") or self.currency)
        topup_id, is_credit = asked.topup_id if asked else None, currency == self.currency
        truth = Truth(kind, next(self.numbers), topup_id, minor, is_credit=is_credit)
        words = " ".join(word for word in (self._word(), said, self._word()) if word)
        return self.tells(truth, words, currency, at, str(further.get("sender") or SENDER))

    def tells(self, truth: Truth, words: str, currency: str, at: datetime, sender: str = SENDER) -> Message:
        """Have a source tell of a payment: mostly the bank's notification, at times a statement."""
        self.balance += truth.minor
        if sender == SENDER and self.dice.random() < 0.2:
            number = f"S{self.dice.randrange(10**9)}"
            text, sender = statement(truth.minor, currency, words, number=number, at=at), STATEMENT
        else:
            text = BANKS[currency](truth.minor, words, self.balance, self.dice)
        return self.comes(Message(truth, text, sender, at))

    def comes(self, message: Message) -> Message:
        """Have a message come at its moment."""
        heapq.heappush(self.ahead, (message.at, next(self.numbers), message))
        self.told.append(message)
        self.tally.made[message.truth.kind] += 1
        return message

    def written(self, code: str) -> str:
        """Return a reference as people write it: small, with blanks or hyphens."""
        mark = self.dice.choice(("", "", "", " ", "-"))
        cut = self.dice.choice((2, 3, 4))
        spelled = mark.join((code[:cut], code[cut:]))
        return self.dice.choice((spelled, spelled, spelled.lower(), " ".join(code)))

    def _word(self) -> str:
        return self.dice.choice(WORDS) if self.currency in {"VND", "EUR"} else self.dice.choice(WORDS[:4])

    def other(self, than: Expected) -> Expected:
        """Return another waiting top-up, a new one if there is none."""
        others = [asked for asked in self.topups.values() if asked.topup_id != than.topup_id]
        return self.dice.choice(others[-20:]) if others else self.asks()

    # What the shop does with what comes.

    def reads(self, until: datetime) -> None:
        """Read and decide what came, minute by minute: all of a minute is read before it is decided."""
        while self.ahead and self.ahead[0][0] <= until:
            minute = self.ahead[0][0] + timedelta(minutes=1)
            together: list[tuple[Message, Transfer]] = []
            while self.ahead and self.ahead[0][0] < minute:
                message = heapq.heappop(self.ahead)[2]
                together += [(message, transfer) for transfer in self._read(message)]
            self.now = max(self.now, minute)
            for message, transfer in together:
                self.truths.setdefault(transfer.id, message.truth)
                self.came.setdefault(transfer.id, self.now)
                self.known.setdefault(transfer.id, Known(transfer, is_decided=False))
            for message, transfer in together:
                self._decides(message, transfer)

    def _read(self, message: Message) -> Iterable[Transfer]:
        if not is_sender_allowed(message.sender, SENDERS):
            self.tally.ended[message.truth.kind, "not allowed"] += 1
            return ()
        if message.sender == STATEMENT:
            found = read_csv(message.text).transfers
        else:
            read = read_notification(message.text, self.currency, message.at, message.sender)
            found = [read] if read else []
        if not found:
            self.tally.ended[message.truth.kind, "unclear"] += 1
            self.tally.due += message.truth.kind in SHOULD
        return found

    def _decides(self, message: Message, transfer: Transfer) -> None:
        self._person_has_seen()
        decision = decide(transfer, self._waiting(), [*self.known.values()], self.now)
        self._judges(message, transfer, decision)
        if isinstance(decision, Again):
            return
        topup_id = decision.topup_id if isinstance(decision, Settled | Part) else None
        self.known[transfer.id] = Known(transfer, topup_id, not isinstance(decision, Doubtful))

    def _waiting(self) -> list[Expected]:
        return [asked for asked in self.topups.values() if asked.ends_at + timedelta(days=4) > self.now]

    def _person_has_seen(self) -> None:
        """What waited for a person long enough was settled by one: by the truth, and once."""
        for number, known in [*self.known.items()]:
            if known.is_decided or self.now - self.came[number] < SEEN_BY_A_PERSON:
                continue
            truth, owner = self.truths[number], None
            if not known.transfer.is_reversal and truth.payment not in self.credited:
                owner = truth.topup_id
                self.credited |= {truth.payment} if owner else set()
            self.known[number] = Known(known.transfer, owner)

    # What is held against the truth.

    def _judges(self, message: Message, transfer: Transfer, decision: Decision) -> None:
        truth, tally = message.truth, self.tally
        tally.ended[truth.kind, type(decision).__name__.lower()] += 1
        tally.due += truth.kind in SHOULD
        if transfer.amount_minor != truth.minor:
            tally.wrong.append(f"read {transfer.amount_minor}, not {truth.minor}: {message.text}")
        if isinstance(decision, Settled | Part):
            tally.alone += truth.kind in SHOULD
            self._judges_credit(truth, decision, message)
        elif isinstance(decision, Reverses):
            if decision.transfer_id != truth.takes_back or decision.transfer_id in self.reversed:
                tally.wrong.append(f"{decision} for {truth}")
            self.reversed.add(decision.transfer_id)
        elif isinstance(decision, Doubtful) and truth.topup_id and truth.payment not in self.credited:
            tally.doubtful += 1
            tally.among += truth.topup_id in {candidate.topup_id for candidate in decision.candidates}
        elif isinstance(decision, Nobodys) and truth.topup_id:
            tally.ended[truth.kind, "missed"] += 1

    def _judges_credit(self, truth: Truth, decision: Settled | Part, message: Message) -> None:
        if decision.topup_id != truth.topup_id:
            self.tally.wrong.append(f"credited {decision}, but it is {truth}: {message.text}")
        if truth.payment in self.credited:
            self.tally.twice += 1
            self.tally.wrong.append(f"credited twice: {decision}, {truth}: {message.text}")
        self.credited.add(truth.payment)


def _neighbour(dice: random.Random, code: str) -> str | None:
    """Return a right reference that differs in two signs, so that one slip stands between both."""
    first, second = dice.sample(range(len(code)), 2)
    for sign in dice.sample(ALPHABET, len(ALPHABET)):
        for last in ALPHABET:
            signs = [*code]
            signs[first], signs[second] = sign, last
            other = "".join(signs)
            if sign != code[first] and last != code[second] and is_right(other):
                return other
    return None
