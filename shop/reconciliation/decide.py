"""Inquiring: what became of an order whose answer was lost, from what the panel shows of the account.

Panels tell neither link nor service of an order, so it is found by money: the
balance before the order and after, and orders that answer to our key and are in
no row of ours. What does not fit exactly is for a person to decide.

That something is not seen is no proof that it is not there: a panel may charge
late, show an old balance, or make the order minutes later. So an order is given
up only five minutes after its answer was lost, where every reading agrees, and
where there is a positive sign: this panel was seen to charge promptly, or the
numbers in which the order would stand were asked about.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from shop.reconciliation.readings import GRAIN, Reading, slack_of

SOON = timedelta(seconds=5)
"""The first look: money that has gone by now was taken by the order itself, not by somebody later."""

SETTLE = timedelta(seconds=60)
"""The panel may still be at work on an order whose connection is gone."""

AT_LEAST = timedelta(minutes=5)
"""Before anything is given up: scripts work on for minutes behind a gateway that has given up."""

APART = timedelta(seconds=60)
"""Between two looks that both show that nothing has moved."""

AGAIN_AFTER = timedelta(seconds=60)
"""After a look at which the panel did not answer."""

LOOKS_IN_VAIN = 3

HELD_FOR = timedelta(seconds=120)
"""An order whose cost could be taken for that of one looked into waits so long at most."""

WATCHED_FOR = timedelta(hours=24)
"""So long after an order was given up by evidence is it noticed if just its cost goes after all."""

PROBE, WIDE_PROBE = 20, 300
"""So many numbers after the last one we know may be asked about at a look; the second if told so."""

NUMBERS_RUN = 4
"""Orders in a row charged promptly, before numbers that do not answer and a still balance are proof."""

KNOWN_LEAST = 3
"""Orders of ours with numbers, to reckon how fast the panel counts on."""

SUMS_OF = 10
"""Of more amounts than that, some will add up to anything."""

RESENDS = 5
RESEND_EVERY = timedelta(seconds=60)
"""Where the panel knows a repeated order by its reference."""

RESENDS_FOR = timedelta(seconds=150)
"""So long other orders wait for one that is sent again, at most; mostly the first repeat is answered."""


@dataclass(frozen=True, slots=True)
class Orphan:
    """An order that the panel has for our key and that is in no row of ours."""

    panel_order_id: str
    charge_micro: int | None
    remains: int | None = None


@dataclass(frozen=True, slots=True)
class Other:
    """Another order of ours that went out after this one. `accepted`: the panel has it, else nobody knows."""

    cost_micro: int
    started_at: datetime
    accepted: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known at a look at a case.

    `readings` are those after the order, oldest first; `soon` is the one right
    behind it, and among them. `refunds_micro` is what our other orders got back
    meanwhile, None where that cannot be told; `may_come_back` are sums given back
    before, which may arrive in the balance only now, None where they are too many
    to tell. `others` went out since.
    `orphans` is None where nobody asked; `covered`: the order's number would be
    among those asked about. `strangers`: orders that are not this one may be
    among them. `prompt_run`: so many orders in a row were charged promptly, 0 at
    a panel that charges late. `grain_micro` is the finest step its balances show.
    """

    cost_micro: int
    quantity: int | None
    opened_at: datetime
    before: Reading | None
    readings: tuple[Reading, ...] = ()
    soon: Reading | None = None
    refunds_micro: int | None = 0
    may_come_back: tuple[int, ...] | None = ()
    others: tuple[Other, ...] = ()
    orphans: tuple[Orphan, ...] | None = None
    covered: bool = False
    shared: bool = False
    strangers: bool = False
    is_prompt: bool = False
    prompt_run: int = 0
    grain_micro: int = 1

    @property
    def slack_micro(self) -> int:
        """By how much the difference of two balances may be off."""
        return slack_of(self.grain_micro, sum(1 for one in self.others if one.accepted))


@dataclass(frozen=True, slots=True)
class Adopt:
    """The panel has it under this id."""

    panel_order_id: str


@dataclass(frozen=True, slots=True)
class Void:
    """The panel does not have it. `text` is its own reason, where it gave one."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """Look again then."""

    until: datetime


@dataclass(frozen=True, slots=True)
class AskOperator:
    """The evidence does not say; `why` names the sentence that says what is in the way."""

    why: str


Decision = Adopt | Void | Wait | AskOperator


def decide(evidence: Evidence) -> Decision:
    """What the evidence of a whole look proves.

    Adopt: the order's cost is gone, since its own seconds where that was looked
    at, and the one order that is new to us cost exactly that. Void: nothing gone
    at any look, two of them after five minutes, nothing new, and a positive sign
    that it would have shown. Everything else is the operator's.
    """
    hindered = _hindered(evidence)
    if hindered:
        return AskOperator(hindered)
    *earlier, latest = [_was_taken(evidence, one) for one in evidence.readings]
    if latest:
        return _taken(evidence)
    if latest is None or not all(one is False for one in earlier):
        return AskOperator("moved")
    if _unfamiliar(evidence):
        return AskOperator("orphans")
    if evidence.refunds_micro:
        return AskOperator("refunds")
    ripe = [one for one in evidence.readings if one.asked_at >= evidence.opened_at + AT_LEAST]
    if not ripe:
        return Wait(evidence.opened_at + AT_LEAST)
    if evidence.readings[-1].asked_at < ripe[0].at + APART:
        return Wait(ripe[0].at + APART)
    if _would_show(evidence):
        return Void()
    return AskOperator("refunds" if evidence.may_come_back is None else "unproven")


def matches(orphan: Orphan, cost_micro: int, quantity: int | None) -> bool:
    """Whether an order with this charge, and so much left to do, can be the one that is looked for."""
    if orphan.charge_micro is None or not alike(orphan.charge_micro, cost_micro):
        return False
    return orphan.remains is None or 0 <= orphan.remains <= (quantity or orphan.remains)


def alike(charge_micro: int, cost_micro: int) -> bool:
    """Whether a charge is this cost; panels tell charges rounded to four decimals."""
    return abs(charge_micro - cost_micro) <= max(GRAIN, min(100, cost_micro // 20))


def ids_to_probe(last_known: str | None, taken: frozenset[str], most: int) -> list[str]:
    """The `most` ids after the last one that we know which are not `taken`; none where ids are no numbers."""
    if last_known is None or not (last_known.isascii() and last_known.isdigit()):
        return []
    start = int(last_known) + 1
    ids = (str(number) for number in range(start, start + most + len(taken)))
    return [one for one in ids if one not in taken][:most]


def covers(known: Sequence[tuple[int, datetime]], now: datetime, asked: int) -> bool:
    """Whether `asked` numbers after our latest would hold an order made since, whatever others have taken.

    `known` are the numbers of our own orders before it with when they were made. The panel is
    taken to count on as fast as it ever did between two of them, three times over.
    """
    if len(known) < KNOWN_LEAST:
        return False
    by_time = sorted(known, key=lambda one: one[1])
    pace = 0.0
    for (number, at), (next_number, next_at) in pairwise(by_time):
        seconds = max((next_at - at).total_seconds(), 60)
        pace = max(pace, (next_number - number - 1) / seconds)
    passed = (now - by_time[-1][1]).total_seconds()
    return 3 * pace * passed + 3 <= asked


def least_refund(evidence: Evidence) -> int | None:
    """From which cost on an order's refund could make the balance say something else; None where none could.

    Where the cost is just gone, or nothing is and the numbers prove what that means, no refund matters.
    """
    if _hindered(evidence) or evidence.before is None:
        return None
    known = sum(one.cost_micro for one in evidence.others if one.accepted)
    gone = evidence.before.micro - evidence.readings[-1].micro - known
    if abs(gone - evidence.cost_micro) <= evidence.slack_micro:
        return None
    if abs(gone) <= evidence.slack_micro:
        return None if _numbers_tell(evidence) else evidence.cost_micro - evidence.slack_micro
    return min((one for one in (-gone, evidence.cost_micro - gone) if one > 0), default=None)


def sums(amounts: Iterable[int]) -> frozenset[int] | None:
    """Everything that some of these amounts add up to, nothing among it; None where they are too many."""
    several = list(amounts)
    if len(several) > SUMS_OF:
        return None
    found = {0}
    for amount in several:
        found |= {one + amount for one in found}
    return frozenset(found)


def _hindered(evidence: Evidence) -> str | None:
    """Why the money of this account proves nothing about this order, if that is so."""
    if evidence.shared:
        return "shared"
    if evidence.cost_micro <= 0:
        return "no_cost"
    if evidence.before is None or not evidence.readings:
        return "no_balance"
    if evidence.cost_micro <= 2 * evidence.slack_micro:
        return "too_small"
    if any(one.cost_micro <= 0 for one in evidence.others):
        return "moved"
    return "refunds" if evidence.refunds_micro is None else None


def _was_taken(evidence: Evidence, reading: Reading) -> bool | None:
    """Whether the order's cost is gone at this reading; None where it does not say.

    What our other orders took is reckoned in: of those that the panel has all, of those whose
    answer was lost too each may have been taken or not.
    """
    assert evidence.before is not None  # noqa: S101 - _hindered() has seen to it; tells mypy
    since = [one for one in evidence.others if one.started_at < reading.at]
    back = (evidence.refunds_micro or 0) if reading is evidence.readings[-1] else 0
    known = sum(one.cost_micro for one in since if one.accepted)
    gone = evidence.before.micro - reading.micro + back - known
    unclear = sums(one.cost_micro for one in since if not one.accepted)
    if unclear is None:
        return None
    here = any(abs(gone - one - evidence.cost_micro) <= evidence.slack_micro for one in unclear)
    not_here = any(abs(gone - one) <= evidence.slack_micro for one in unclear)
    return None if here == not_here else here


def _taken(evidence: Evidence) -> Decision:
    if evidence.orphans is None:
        return AskOperator("no_number")
    mine = [one for one in evidence.orphans if matches(one, evidence.cost_micro, evidence.quantity)]
    if len(mine) != 1 or _unfamiliar(evidence, besides=mine[0]):
        return AskOperator("no_number" if not evidence.orphans else "orphans")
    if evidence.strangers or any(
        not one.accepted and alike(one.cost_micro, evidence.cost_micro) for one in evidence.others
    ):
        return AskOperator("strangers")
    if (
        evidence.soon is not None
        and _was_taken(evidence, evidence.soon) is not True
        and not evidence.refunds_micro
    ):
        return AskOperator("late")
    return Adopt(mine[0].panel_order_id)


def _unfamiliar(evidence: Evidence, besides: Orphan | None = None) -> bool:
    """Whether the panel has orders of ours that are neither `besides` nor another one that is looked into."""
    lost = [one.cost_micro for one in evidence.others if not one.accepted]
    for orphan in evidence.orphans or ():
        if orphan is besides:
            continue
        twin = next((cost for cost in lost if matches(orphan, cost, None)), None)
        if twin is None or alike(twin, evidence.cost_micro):
            return True
        lost.remove(twin)
    return False


def _would_show(evidence: Evidence) -> bool:
    """Whether there is a positive sign that the order would be seen if the panel had it.

    A prompt panel's balance shows it, unless money that came back or another order's cost may hide
    it. With less to go by, its number would have answered too.
    """
    if _numbers_tell(evidence):
        return True
    if evidence.may_come_back is None:
        return False
    hiding = sums([*evidence.may_come_back, *(one.cost_micro for one in evidence.others)])
    if hiding is None or any(abs(one - evidence.cost_micro) <= evidence.slack_micro for one in hiding if one):
        return False
    return evidence.is_prompt


def _numbers_tell(evidence: Evidence) -> bool:
    """Whether numbers that do not answer are a sign: the order's would be among them."""
    return evidence.orphans is not None and evidence.covered and evidence.prompt_run >= NUMBERS_RUN
