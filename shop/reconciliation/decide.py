"""Decide from the panel account's evidence whether an order whose answer was lost exists.

Panels report neither link nor service of an order, so we find it by money: the
balance before and after the order, and orders that our key can query and no row of
ours has. An inexact match is left to a person.

Not seeing an order does not prove it absent: a panel may charge late, show an old
balance, or make the order minutes later. So an order is given up at the earliest five
minutes after its answer was lost, if every reading until then agrees and there is a positive
sign: this panel charges promptly, or we asked about the numbers the order would have
got.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from shop.reconciliation.readings import GRAIN, Reading, slack_of

SOON = timedelta(seconds=5)
"""The first reading: money gone by now was taken by this order, not by somebody later."""

SETTLE = timedelta(seconds=60)
"""The panel may still be processing an order after its connection broke."""

AT_LEAST = timedelta(minutes=5)
"""The minimum before giving up: scripts run on for minutes behind a gateway that timed out."""

APART = timedelta(seconds=60)
"""The time between the last two readings, which both show no movement."""

RIPE_AFTER = AT_LEAST - APART
"""The last but one may be as early as this; the last is never before AT_LEAST."""

AGAIN_AFTER = timedelta(seconds=60)
"""The wait after a check the panel did not answer."""

LOOKS_IN_VAIN = 3

HELD_FOR = timedelta(seconds=120)
"""The longest hold of an order whose cost could be confused with a case's."""

WATCHED_FOR = timedelta(hours=24)
"""How long after giving an order up by evidence we still watch for its cost leaving."""

PROBE, WIDE_PROBE = 20, 300
"""How many numbers after the last known one a check may ask about; the second with PANEL_PROBE=yes."""

NUMBERS_RUN = 4
"""Prompt charges in a row before unanswered numbers and an unchanged balance count as proof."""

KNOWN_LEAST = 3
"""Our numbered orders needed to estimate how fast the panel's numbers grow."""

SUMS_OF = 10
"""With more amounts than this, some add up to anything."""

RESENDS = 5
RESEND_EVERY = timedelta(seconds=60)
"""Used only if the panel recognizes a repeated order by its reference."""

RESENDS_FOR = timedelta(seconds=150)
"""The longest wait of other orders for one being resent; mostly the first repeat is answered."""


@dataclass(frozen=True, slots=True)
class Orphan:
    """An order the panel has under our key and no row of ours has."""

    panel_order_id: str
    charge_micro: int | None
    remains: int | None = None


@dataclass(frozen=True, slots=True)
class Other:
    """Another order of ours sent after this one. `accepted`: the panel has it; else unresolved."""

    cost_micro: int
    started_at: datetime
    accepted: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known when a case is checked.

    `readings` are those after the order, oldest first; `soon` is the one right after it,
    and among them. `refunds_micro` is what our other orders were refunded meanwhile, None
    if unknown; `may_come_back` are earlier refunds that may reach the balance only now,
    None if too many to tell. `others` were sent since. `orphans` is None if nobody asked;
    `covered`: the order's number would be among those asked about. `strangers`: other
    orders than this one may be among them. `prompt_run` counts prompt charges in a row, 0
    for a panel that charges late. `grain_micro` is the finest step its balances show.
    `is_used_again`: the balance before was read for an earlier order, seconds before.
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
    is_used_again: bool = False

    @property
    def slack_micro(self) -> int:
        """The possible error of a difference of two balances, in micro-units."""
        return slack_of(self.grain_micro, sum(1 for other in self.others if other.accepted))


@dataclass(frozen=True, slots=True)
class Adopt:
    """The panel has the order under this id."""

    panel_order_id: str


@dataclass(frozen=True, slots=True)
class Void:
    """The panel does not have the order. `text` is its own reason, if it gave one."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """Check again at this time."""

    until: datetime


@dataclass(frozen=True, slots=True)
class AskOperator:
    """The evidence is inconclusive; `why` names the sentence with the reason."""

    why: str


Decision = Adopt | Void | Wait | AskOperator


def decide(evidence: Evidence) -> Decision:
    """Return the decision that the evidence proves.

    Adopt: the order's cost is gone, since its own seconds if there was an early reading,
    and exactly one order is new to us and cost exactly that. Void: no reading shows money
    gone, the last of them after five minutes and one a minute before it, nothing new, and a
    positive sign that the order would have shown. The operator decides everything else.
    """
    obstacle = _obstacle(evidence)
    if obstacle:
        return AskOperator(obstacle)
    *earlier, latest = [_was_taken(evidence, reading) for reading in evidence.readings]
    if latest:
        return _taken(evidence)
    if latest is None or not all(taken is False for taken in earlier):
        return AskOperator("moved")
    if _unfamiliar(evidence):
        return AskOperator("orphans")
    if evidence.refunds_micro:
        return AskOperator("refunds")
    ripe_at = evidence.opened_at + RIPE_AFTER
    ripe = [reading for reading in evidence.readings if reading.asked_at >= ripe_at]
    if not ripe:
        return Wait(ripe_at)
    last_at = max(ripe[0].at + APART, evidence.opened_at + AT_LEAST)
    if evidence.readings[-1].asked_at < last_at:
        return Wait(last_at)
    if _would_show(evidence):
        return Void()
    return AskOperator("refunds" if evidence.may_come_back is None else "unproven")


def matches(orphan: Orphan, cost_micro: int, quantity: int | None) -> bool:
    """Return True if this charge and remainder can be those of the order we look for."""
    if orphan.charge_micro is None or not alike(orphan.charge_micro, cost_micro):
        return False
    return orphan.remains is None or 0 <= orphan.remains <= (quantity or orphan.remains)


def alike(charge_micro: int, cost_micro: int) -> bool:
    """Return True if a charge equals this cost; panels report charges rounded to four decimals."""
    return abs(charge_micro - cost_micro) <= max(GRAIN, min(100, cost_micro // 20))


def ids_to_probe(last_known: str | None, taken: frozenset[str], maximum: int) -> list[str]:
    """Return the `maximum` ids after the last known one that are not `taken`; none if ids are no numbers."""
    if last_known is None or not (last_known.isascii() and last_known.isdigit()):
        return []
    start = int(last_known) + 1
    ids = (str(number) for number in range(start, start + maximum + len(taken)))
    return [panel_id for panel_id in ids if panel_id not in taken][:maximum]


def covers(known: Sequence[tuple[int, datetime]], now: datetime, asked: int) -> bool:
    """Return True if `asked` numbers after our latest include an order made since, despite others'.

    `known` are our earlier orders' numbers with their times. We assume that the panel's numbers grow
    three times as fast as they ever did between two of them; if they ever fell, as after the panel was
    restored from a backup, nobody knows which number is next.
    """
    if len(known) < KNOWN_LEAST:
        return False
    by_time = sorted(known, key=lambda known_order: known_order[1])
    if by_time[-1][0] < max(known)[0]:
        return False
    pace = 0.0
    for (number, at), (next_number, next_at) in pairwise(by_time):
        seconds = max((next_at - at).total_seconds(), 60)
        pace = max(pace, (next_number - number - 1) / seconds)
    passed = (now - by_time[-1][1]).total_seconds()
    return 3 * pace * passed + 3 <= asked


def minimum_refund(evidence: Evidence) -> int | None:
    """Return the smallest cost whose refund could change the conclusion; None if none could.

    If exactly the cost is gone, or nothing is and the numbers prove why, no refund matters.
    """
    if _obstacle(evidence) or evidence.before is None:
        return None
    known = sum(other.cost_micro for other in evidence.others if other.accepted)
    gone = evidence.before.micro - evidence.readings[-1].micro - known
    if abs(gone - evidence.cost_micro) <= evidence.slack_micro:
        return None
    if abs(gone) <= evidence.slack_micro:
        return None if _numbers_tell(evidence) else evidence.cost_micro - evidence.slack_micro
    return min((micro for micro in (-gone, evidence.cost_micro - gone) if micro > 0), default=None)


def sums(amounts: Iterable[int]) -> frozenset[int] | None:
    """Return all sums of subsets of these amounts, 0 among them; None if there are too many."""
    several = list(amounts)
    if len(several) > SUMS_OF:
        return None
    found = {0}
    for amount in several:
        found |= {total + amount for total in found}
    return frozenset(found)


def _obstacle(evidence: Evidence) -> str | None:
    """Return why this account's money proves nothing about the order, or None if it can."""
    if evidence.shared:
        return "shared"
    if evidence.cost_micro <= 0:
        return "no_cost"
    if evidence.before is None or not evidence.readings:
        return "no_balance"
    if evidence.cost_micro <= 2 * evidence.slack_micro:
        return "too_small"
    if any(other.cost_micro <= 0 for other in evidence.others):
        return "moved"
    return "refunds" if evidence.refunds_micro is None else None


def _was_taken(evidence: Evidence, reading: Reading) -> bool | None:
    """Return True if the order's cost is gone at this reading; None if it is inconclusive.

    Our other orders count too: those the panel has took their full cost, and each whose answer was
    also lost may have taken its cost or not.
    """
    assert evidence.before is not None  # noqa: S101 - _obstacle() has checked it; tells mypy
    since = [other for other in evidence.others if other.started_at < reading.at]
    back = (evidence.refunds_micro or 0) if reading is evidence.readings[-1] else 0
    known = sum(other.cost_micro for other in since if other.accepted)
    gone = evidence.before.micro - reading.micro + back - known
    unclear = sums(other.cost_micro for other in since if not other.accepted)
    if unclear is None:
        return None
    here = any(abs(gone - cost - evidence.cost_micro) <= evidence.slack_micro for cost in unclear)
    not_here = any(abs(gone - cost) <= evidence.slack_micro for cost in unclear)
    return None if here == not_here else here


def _taken(evidence: Evidence) -> Decision:
    if evidence.orphans is None:
        return AskOperator("no_number")
    mine = [orphan for orphan in evidence.orphans if matches(orphan, evidence.cost_micro, evidence.quantity)]
    if len(mine) != 1 or _unfamiliar(evidence, besides=mine[0]):
        return AskOperator("no_number" if not evidence.orphans else "orphans")
    if evidence.strangers or any(
        not other.accepted and alike(other.cost_micro, evidence.cost_micro) for other in evidence.others
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
    """Return True if the panel has an order of ours besides `besides` and the other open cases."""
    lost = [other.cost_micro for other in evidence.others if not other.accepted]
    for orphan in evidence.orphans or ():
        if orphan is besides:
            continue
        twin = next((cost for cost in lost if matches(orphan, cost, None)), None)
        if twin is None or alike(twin, evidence.cost_micro):
            return True
        lost.remove(twin)
    return False


def _would_show(evidence: Evidence) -> bool:
    """Return True if there is a positive sign that we would see the order if the panel had it.

    A prompt panel's balance shows it, unless refunds or another order's cost may hide it, or money of others
    that came after a balance used again. Otherwise the order's number must have been asked about.
    """
    if _numbers_tell(evidence):
        return True
    if evidence.may_come_back is None or evidence.is_used_again:
        return False
    hiding = sums([*evidence.may_come_back, *(other.cost_micro for other in evidence.others)])
    if hiding is None or any(
        abs(total - evidence.cost_micro) <= evidence.slack_micro for total in hiding if total
    ):
        return False
    return evidence.is_prompt


def _numbers_tell(evidence: Evidence) -> bool:
    """Return True if unanswered numbers are a sign: the order's would be among them."""
    return evidence.orphans is not None and evidence.covered and evidence.prompt_run >= NUMBERS_RUN
