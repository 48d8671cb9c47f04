"""Hold what a gateway says of its payments against the book. Reads both sides, and changes nothing."""

import asyncio
from collections.abc import Awaitable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Protocol

from payments.base import Finding, NoAnswer, Proof, Refused, Way, WentBack
from shop.ledger.payment import Booked
from shop.ledger.topup import paid_words

MOST = 60
"""Payments of one way that are asked about: its newest ones, and as many of which something went back."""

LOOKED_WITHIN = 20.0
"""Seconds in which a gateway may say what became of one payment."""

LOOK_BACK = timedelta(days=3)
YOUNG = timedelta(minutes=2)
"""What is younger may be on its way into the book."""

BACK_TAKES = timedelta(days=1)
"""How long a refund that a gateway took on may be under way there; then it has failed."""


NONE_BY_HAND: Mapping[int, datetime] = {}


class Book(Protocol):
    """Reads what was booked: lately, and of the invoices of the numbers `named`."""

    def list_booked(
        self, way: str, since: datetime, limit: int, named: Collection[int] = ()
    ) -> Awaitable[Sequence[Booked]]:
        """Return at most `limit` invoices of this way with what was booked since then, and those `named`."""
        ...


@dataclass(frozen=True, slots=True)
class Difference:
    """One payment that differs: its `number` at the gateway, whose it is, and as a sentence what differs.

    `invoice` is the number of its invoice here.
    """

    number: str
    person_id: int
    words: str
    invoice: int = 0

    def __str__(self) -> str:
        return f"{self.number}: {self.words}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of comparing one way. `trouble` says why it ended early.

    `waiting` are the invoices that differed before and could not be compared now: something of them is on
    its way.
    """

    way: str
    compared: int
    differences: tuple[Difference, ...] = ()
    trouble: str = ""
    waiting: tuple[int, ...] = ()


class Conclusion(Enum):
    """What a comparison says. `NOTHING`: it ended early, so what is known stays."""

    DIFFERS = auto()
    AGREES = auto()
    NOTHING = auto()


def follow_up(comparison: Comparison, *, is_known: bool) -> Conclusion:
    """Return what follows; a comparison that ended early adds nothing to a difference that `is_known`."""
    if comparison.trouble:
        return Conclusion.DIFFERS if comparison.differences and not is_known else Conclusion.NOTHING
    if comparison.waiting and not comparison.differences:
        return Conclusion.NOTHING
    return Conclusion.DIFFERS if comparison.differences else Conclusion.AGREES


async def reconcile(
    way: Way,
    book: Book,
    now: datetime,
    named: Collection[int] = (),
    by_hand: Mapping[int, datetime] = NONE_BY_HAND,
    *,
    from_before: datetime | None = None,
) -> Comparison:
    """Return how the newest payments of this way stand at its gateway, and those of the invoices `named`.

    What differed once is named until both say the same, however old it becomes. What was settled `by_hand`
    is left out, unless something of it has moved since. After a restore the newest are those `from_before`
    the backup was made.
    """
    newest_at = now if from_before is None else min(now, from_before)
    booked = await book.list_booked(way.name, newest_at - LOOK_BACK, MOST, named)
    if any(one.newest_at > now for one in booked):
        return Comparison(way.name, 0, trouble="the clock was set back behind the newest payment")
    settled = [one for one in booked if one.moved_at < now - YOUNG and way.can_look(one.invoice)]
    settled = [one for one in settled if one.number not in by_hand or one.moved_at > by_hand[one.number]]
    differences: list[Difference] = []
    for compared, one in enumerate(settled):
        try:
            async with asyncio.timeout(LOOKED_WITHIN):
                said = await way.look(one.invoice)
        except (NoAnswer, Refused, TimeoutError) as problem:
            return Comparison(way.name, compared, tuple(differences), str(problem) or "no answer in time")
        is_due = way.tells_refunds and one.back_at is not None and now - one.back_at >= BACK_TAKES
        if words := _difference(one, said, shows_refunds=is_due):
            invoice = one.invoice
            number = invoice.gateway_id or invoice.payload
            differences.append(Difference(number, invoice.person_id, words, one.number))
    waiting = sorted(set(named) - {one.number for one in settled})
    return Comparison(way.name, len(settled), tuple(differences), waiting=tuple(waiting))


def _difference(booked: Booked, said: Sequence[Finding], *, shows_refunds: bool) -> str | None:
    """Return what differs, as a sentence; None if both say the same.

    `shows_refunds`: the gateway would show by now what went back.
    """
    here = paid_words(booked.invoice.currency, booked.came_minor)
    came = [one.paid for one in said if isinstance(one, Proof)]
    back_minor = sum(one.back_minor for one in came)
    if any(isinstance(one, WentBack) for one in said):
        left_there = sum(one.amount_minor for one in came) - back_minor
        if booked.came_minor - booked.back_minor <= left_there:
            return None
        if not booked.is_back:
            return f"{here} are booked, and the gateway gave them back"
        gone = paid_words(booked.invoice.currency, booked.back_minor)
        return f"of {here}, {gone} are booked as given back, and the gateway gave back more"
    if booked.is_back and not back_minor and not shows_refunds:
        return None  # given back by us; not every gateway says so of its payment
    if not came:
        return f"{here} are booked, and the gateway knows of none"
    there = paid_words(came[0].currency, sum(one.amount_minor for one in came))
    if there != here:
        return f"{here} are booked, and the gateway says {there}"
    if back_minor == booked.back_minor:
        return None
    gone, gone_there = (paid_words(came[0].currency, minor) for minor in (booked.back_minor, back_minor))
    return f"of {here}, {gone} are booked as given back, and the gateway says {gone_there}"
