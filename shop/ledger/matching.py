"""Whose a bank transfer is, by evidence: a right reference, or an amount that only one person was told.

What is not certain is left to a person of the shop, with the top-ups it may be for. Nothing a customer
sends is evidence; a transfer counts because its source is allowed, and each counts once.

A statement and a notification of it may both be read, under two ids: what looks like a transfer that was
there before is never credited without a person. So a customer who pays the same amount twice for one
top-up waits for a person, too.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from shop.ledger.matching_facts import (
    Again,
    Candidate,
    Decision,
    Doubt,
    Doubtful,
    Expected,
    Known,
    Nobodys,
    Part,
    Reverses,
    Settled,
    Sign,
    Why,
)
from shop.ledger.references import References, is_like, read_closely, read_references
from shop.ledger.topup import coins_paid
from shop.ledger.transfers import Transfer
from shop.money import rounded_up

BEFORE = timedelta(minutes=10)
"""Clocks of banks may be behind: a transfer may seem to come this long before it was asked for."""

AFTER = timedelta(days=3)
"""How long after its end a top-up's reference still counts: banks rest at weekends."""

BY_AMOUNT = timedelta(hours=24)
"""How long an amount alone tells whose it is, and how far apart two equal ones may be the same money."""

AROUND = AFTER + BY_AMOUNT
"""How far apart two decided transfers of equal money may be to matter to one another."""

MOST_ADDED = 99
"""The most smallest coins, or least amounts that people pay, that are added to make an amount unique."""

ROUND = 100
"""A multiple of this many steps is never unique: whoever leaves out the added coins pays just that."""

MOST_CANDIDATES = 3

_WEIGHT = {
    Sign.REFERENCE: 100,
    Sign.HAD_IT: 100,
    Sign.LIKE_REFERENCE: 60,
    Sign.AMOUNT: 30,
    Sign.NEAR_AMOUNT: 15,
    Sign.IN_TIME: 8,
    Sign.OTHER_CURRENCY: -20,
    Sign.OUT_OF_TIME: -4,
}
_SPEAKS = frozenset({Sign.REFERENCE, Sign.HAD_IT, Sign.LIKE_REFERENCE, Sign.AMOUNT, Sign.NEAR_AMOUNT})


def unique_amount(wanted_minor: int, taken: Collection[int], step: int = 1) -> int | None:
    """Return the amount with the fewest smallest coins added that nobody else pays; None without room.

    People pay multiples of `step` coins, so these are what is added, see `topup.coins_paid`.

    Nobody else pays what nobody is asked for and what is not round, so a round amount gets one coin at least.
    `taken` has the amounts in this currency of all waiting top-ups, and of those settled within BY_AMOUNT:
    a second notification of their transfer must not fit anybody else.
    """
    among, least = set(taken), rounded_up(wanted_minor, step)
    most = least + MOST_ADDED * step
    steps = range(least, most + 1, step)
    return next((one for one in steps if is_unlike_others(one, step) and one not in among), None)


def is_unlike_others(amount_minor: int, step: int) -> bool:
    """Return True unless an amount is round: such a one is never unique."""
    return amount_minor % (ROUND * step) != 0


def payable_amount(wanted_minor: int, taken: Collection[int], step: int = 1) -> int:
    """Return the amount to ask for: a unique one, or where there is no room the next round one.

    A round amount is never unique, so that it counts with its reference alone.
    """
    unique = unique_amount(wanted_minor, taken, step)
    return unique if unique is not None else rounded_up(wanted_minor, ROUND * step)


def is_sender_allowed(sender: str, senders: Iterable[str]) -> bool:
    """Return True if the operator takes this sender's word. Only then may a transfer be decided about.

    The case of ASCII letters does not matter; all else does, so that no look-alike passes.
    """
    return bool(sender.strip()) and _exact(sender) in {_exact(one) for one in senders}


def _exact(sender: str) -> str:
    bare = sender.strip()
    return bare.lower() if bare.isascii() else bare


def decide(
    transfer: Transfer, waiting: Sequence[Expected], settled: Sequence[Known], now: datetime
) -> Decision:
    """Say whose this transfer is. The caller has asked before that `is_sender_allowed`.

    `waiting` has the top-ups whose time is not over by AFTER, with money already or not. `settled` has what
    was read before, and all else that was read together with this one, undecided. Of them only those with
    its id, its amount, its top-up or its reversal matter.
    """
    same = [known.transfer for known in settled if known.is_decided and known.transfer.id == transfer.id]
    others = [known for known in settled if known.transfer.id != transfer.id]
    facts = _Facts(transfer, waiting, others, now, *read_closely(transfer.text))
    if same:
        return Again() if _money(transfer) in map(_money, same) else facts.doubtful(Doubt.SAME_ID)
    if transfer.is_reversal:
        return facts.reversal()
    if facts.references.right or facts.references.mistyped:
        return facts.by_reference()
    return facts.by_amount()


def meant_by(transfer: Transfer, waiting: Iterable[Expected]) -> list[int]:
    """Return the top-ups that a transfer names, or that ask for its amount: what they had before matters."""
    named = read_references(transfer.text).right
    money = (transfer.amount_minor, transfer.currency)
    meant = (one for one in waiting if one.reference in named or (one.amount_minor, one.currency) == money)
    return [one.topup_id for one in meant]


def _money(transfer: Transfer) -> tuple[int, str, bool]:
    return transfer.amount_minor, transfer.currency, transfer.is_reversal


@dataclass(frozen=True, slots=True)
class _Facts:
    """One transfer with all that is known around it."""

    transfer: Transfer
    waiting: Sequence[Expected]
    others: Sequence[Known]
    now: datetime
    references: References
    codes: Sequence[str]
    compact: str

    def by_reference(self) -> Decision:
        """Decide about a text that has a reference, or what looks like one."""
        named = [one for one in self.waiting if one.reference in self.references.right]
        doubt = self._doubt_of_reference(named) or self._doubt_of_all() or self._doubt_of_owner(named[0])
        if doubt:
            return self.doubtful(doubt)
        owner = named[0]
        if self._had_money(owner):
            return Part(owner.topup_id)
        over = self.transfer.amount_minor - owner.amount_minor
        return Settled(owner.topup_id, Why.REFERENCE if not over else Why.MORE if over > 0 else Why.LESS)

    def by_amount(self) -> Decision:
        """Decide about a text without any reference."""
        asking = [one for one in self.waiting if self._asks_for_it(one) and not self._had_money(one)]
        if not asking:
            twin = self._has_a_twin()
            found = self.doubtful(Doubt.TWIN if twin else Doubt.AMOUNT_ONLY)
            return found if found.candidates or twin else Nobodys()
        doubt = self._doubt_of_all() or self._doubt_of_amount(asking)
        return self.doubtful(doubt) if doubt else Settled(asking[0].topup_id, Why.AMOUNT)

    def reversal(self) -> Decision:
        """Decide what was taken back: a transfer the source names, of this amount, that still counts."""
        named = [known for known in self.others if known.transfer.id == self.transfer.reverses]
        fits = [known for known in named if not known.transfer.is_reversal and self._is_same_money(known)]
        if fits and not self._is_taken_back(fits[0].transfer.id, by_decided=True):
            return Reverses(fits[0].transfer.id)
        return self.doubtful(Doubt.UNKNOWN_REVERSAL)

    def _doubt_of_reference(self, named: Sequence[Expected]) -> Doubt | None:
        if len(self.references.right) > 1:
            return Doubt.SEVERAL_REFERENCES
        if self.references.mistyped:
            return Doubt.MISTYPED
        if len(named) != 1:
            return Doubt.TWO_OWNERS if named else Doubt.NOBODYS_REFERENCE
        return None

    def _doubt_of_all(self) -> Doubt | None:
        """Return what is wrong with the transfer itself."""
        if self.transfer.at > self.now + BY_AMOUNT:
            return Doubt.FUTURE
        if self._is_taken_back(self.transfer.id):
            return Doubt.REVERSED
        return None

    def _doubt_of_owner(self, owner: Expected) -> Doubt | None:
        """Return what speaks against the one top-up that is named."""
        if owner.currency != self.transfer.currency:
            return Doubt.CURRENCY
        if self._moment() < owner.asked_at - BEFORE:
            return Doubt.EARLY
        if self._moment() > owner.ends_at + AFTER:
            return Doubt.LATE
        of_it = [known for known in self.others if self._is_same_money(known) and self._is_for(known, owner)]
        return Doubt.TWIN if of_it else None

    def _doubt_of_amount(self, asking: Sequence[Expected]) -> Doubt | None:
        """Return why an equal amount alone does not tell whose it is."""
        if len(asking) > 1 or self._waits_elsewhere():
            return Doubt.SAME_AMOUNT
        expected = asking[0]
        if self._has_a_twin():
            return Doubt.TWIN
        if not expected.is_unique:
            return Doubt.AMOUNT_ONLY
        if self._moment() < expected.asked_at - BEFORE:
            return Doubt.EARLY
        if self._moment() > min(expected.asked_at + BY_AMOUNT, expected.ends_at + AFTER):
            return Doubt.LATE
        return Doubt.MISTYPED if any(map(self._is_like, self.waiting)) else None

    def doubtful(self, why: Doubt) -> Doubtful:
        """Return the doubt with the likeliest top-ups; of equal ones that asked for last."""
        found = [Candidate(expected.topup_id, self._signs(expected)) for expected in self._by_nearness()]
        speaking = [candidate for candidate in found if _SPEAKS.intersection(candidate.signs)]
        speaking.sort(key=lambda candidate: -sum(_WEIGHT[sign] for sign in candidate.signs))
        return Doubtful(tuple(speaking[:MOST_CANDIDATES]), why)

    def _by_nearness(self) -> list[Expected]:
        return sorted(self.waiting, key=lambda one: abs(one.asked_at - self.transfer.at))

    def _signs(self, expected: Expected) -> tuple[Sign, ...]:
        """Return what speaks for this top-up, and against it."""
        transfer, is_same = self.transfer, expected.currency == self.transfer.currency
        apart = abs(expected.amount_minor - transfer.amount_minor)
        added = MOST_ADDED * coins_paid(expected.currency)
        in_time = expected.asked_at - BEFORE <= self._moment() <= expected.ends_at + AFTER
        is_named = expected.reference in self.references.right
        signs = {
            Sign.REFERENCE: is_named,
            Sign.LIKE_REFERENCE: not is_named and self._is_like(expected),
            Sign.HAD_IT: transfer.is_reversal and any(map(self._is_same_money, self._had_money(expected))),
            Sign.AMOUNT: is_same and not apart,
            Sign.NEAR_AMOUNT: is_same and 0 < apart <= max(added, expected.amount_minor // 50),
            Sign.IN_TIME: in_time,
            Sign.OTHER_CURRENCY: not is_same,
            Sign.OUT_OF_TIME: not in_time,
        }
        return tuple(sign for sign, holds in signs.items() if holds)

    def _moment(self) -> datetime:
        """Return when it came; the end of a day that is not over is now."""
        return min(self.transfer.at, self.now)

    def _asks_for_it(self, expected: Expected) -> bool:
        return (expected.amount_minor, expected.currency) == (
            self.transfer.amount_minor,
            self.transfer.currency,
        )

    def _had_money(self, expected: Expected) -> list[Known]:
        return [known for known in self.others if known.topup_id == expected.topup_id]

    def _is_same_money(self, known: Known) -> bool:
        """Return True if a known transfer may be this one, read from another source."""
        other = known.transfer
        mine = (self.transfer.amount_minor, self.transfer.currency)
        return not other.is_reversal and (other.amount_minor, other.currency) == mine

    def _is_for(self, known: Known, owner: Expected) -> bool:
        if known.topup_id is not None or known.is_decided:
            return known.topup_id == owner.topup_id
        return owner.reference in read_references(known.transfer.text).right

    def _has_a_twin(self) -> bool:
        alike = filter(self._is_same_money, self.others)
        return any(abs(known.transfer.at - self.transfer.at) <= BY_AMOUNT for known in alike)

    def _waits_elsewhere(self) -> bool:
        return any(not known.is_decided and self._is_same_money(known) for known in self.others)

    def _is_taken_back(self, transfer_id: str, *, by_decided: bool = False) -> bool:
        reversals = [known for known in self.others if known.transfer.reverses == transfer_id]
        return any(known.transfer.is_reversal and (known.is_decided or not by_decided) for known in reversals)

    def _is_like(self, expected: Expected) -> bool:
        """Return True if the text has this top-up's reference with slips, or inside of a longer word."""
        if expected.reference in self.compact:
            return True
        return any(is_like(code, expected.reference) for code in self.codes)
