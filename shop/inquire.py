"""Inquiring: what became of an order whose answer was lost, from what the panel shows of the account.

Panels tell neither link nor service of an order, so it is found by money: the
balance before the order and after, and orders that answer to our key and are
in no row of ours. What does not fit exactly is for a person to decide. An
order is taken for ours, or given up, only where nothing else can have happened
on an account that only we use.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from shop.readings import GRAIN, Reading

SOON = timedelta(seconds=5)
"""The first look: money that has gone by now was taken by the order itself, not by somebody later."""

SETTLE = timedelta(seconds=60)
"""The panel may still be at work on an order whose connection is gone."""

APART = timedelta(seconds=60)
"""Between two looks that both show that nothing has moved."""

AGAIN_AFTER = timedelta(seconds=60)
"""After a look at which the panel did not answer."""

LOOKS_IN_VAIN = 3
IDS_A_PROBE, PROBES = 100, 3

RESENDS = 5
RESEND_EVERY = timedelta(seconds=60)
"""Where the panel knows a repeated order by its reference."""


@dataclass(frozen=True, slots=True)
class Orphan:
    """An order that the panel has for our key and that is in no row of ours."""

    panel_order_id: str
    charge_micro: int | None
    remains: int | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known when an inquiry looks.

    `readings` are those after the order, oldest first; `soon` is the one right
    behind it. `refunds_micro` is what our other orders got back meanwhile, None
    where that cannot be told. `orphans` is None where nobody asked. `strangers`:
    orders that are not this one may be among them. `grain_micro` is the finest
    step that the account's balances were seen in.
    """

    cost_micro: int
    quantity: int | None
    before: Reading | None
    readings: tuple[Reading, ...] = ()
    soon: Reading | None = None
    refunds_micro: int | None = 0
    orphans: tuple[Orphan, ...] | None = None
    shared: bool = False
    strangers: bool = False
    grain_micro: int = 1


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


def decide(it: Evidence) -> Decision:
    """What the evidence of a whole look proves.

    Adopt: the order's cost is gone, since its own seconds where that was looked
    at, and the one order that is new to us cost exactly that. Void: two looks
    far enough apart, nothing gone, nothing new. Everything else is the operator's.
    """
    hindered = _hindered(it)
    if hindered:
        return AskOperator(hindered)
    now = it.readings[-1]
    gone = _gone(it, now)
    if _same(gone, it.cost_micro):
        return _taken(it)
    if not _same(gone, 0):
        return AskOperator("moved")
    if it.orphans:
        return AskOperator("orphans")
    if it.refunds_micro:
        return AskOperator("refunds")
    first = next(one for one in it.readings if _same(_gone(it, one), 0))
    return Void() if now.asked_at >= first.at + APART else Wait(first.at + APART)


def matches(orphan: Orphan, cost_micro: int, quantity: int | None) -> bool:
    """Whether an order with this charge, and so much left to do, can be the one that is looked for."""
    if orphan.charge_micro is None or not _same(orphan.charge_micro, cost_micro):
        return False
    return orphan.remains is None or 0 <= orphan.remains <= (quantity or orphan.remains)


def ids_to_probe(last_known: str | None, taken: frozenset[str], probe: int) -> list[str]:
    """The ids of probe number 0, 1, 2 after the last one that we know; none where ids are no numbers."""
    if last_known is None or not (last_known.isascii() and last_known.isdigit()):
        return []
    start = int(last_known) + 1 + probe * IDS_A_PROBE
    ids = (str(number) for number in range(start, start + IDS_A_PROBE))
    return [one for one in ids if one not in taken]


def grain_of(balances: Sequence[int]) -> int:
    """The finest step, a power of ten in micro-units, that these balances were told in.

    A panel that rounds what it shows would hide a small order. One balance
    alone tells nothing of that, for a whole amount may be whole by chance.
    """
    different = set(balances)
    grain = 1
    if len(different) > 1:
        while grain < 1_000_000 and not any(one % (grain * 10) for one in different):
            grain *= 10
    return grain


def _hindered(it: Evidence) -> str | None:
    """Why the money of this account proves nothing about this order, if that is so."""
    if it.shared:
        return "shared"
    if it.cost_micro <= 0:
        return "no_cost"
    if it.before is None or not it.readings:
        return "no_balance"
    if it.cost_micro <= 2 * GRAIN or it.cost_micro < it.grain_micro:
        return "too_small"
    return "refunds" if it.refunds_micro is None else None


def _taken(it: Evidence) -> Decision:
    if it.orphans is None:
        return AskOperator("no_number")
    if len(it.orphans) != 1 or not matches(it.orphans[0], it.cost_micro, it.quantity):
        return AskOperator("no_number" if not it.orphans else "orphans")
    if it.strangers:
        return AskOperator("strangers")
    if it.soon is not None and not _same(_gone(it, it.soon), it.cost_micro) and not it.refunds_micro:
        return AskOperator("late")
    return Adopt(it.orphans[0].panel_order_id)


def _gone(it: Evidence, reading: Reading) -> int:
    assert it.before is not None  # noqa: S101 - _hindered() has seen to it; tells mypy
    return it.before.micro - reading.micro + (it.refunds_micro or 0)


def _same(one: int, other: int) -> bool:
    return abs(one - other) <= GRAIN
