"""Decide if the balance that was read last can be the balance before the next order.

A balance is evidence only if the case of a lost answer comes out as it would have with a balance read for
this very order; see docs/decisions/0026.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from shop.reconciliation.attempts import NEVER_CHARGED, Attempt
from shop.reconciliation.decide import sums
from shop.reconciliation.readings import Habits, Reading, grain_of, slack_of

FRESH_FOR = timedelta(seconds=5)
"""The age up to which a balance is used again."""

MOST_SINCE = 5
"""How many orders of ours may have gone out since the balance was read: their costs are told apart."""

ATTEMPTS_READ = 2 * (MOST_SINCE + 1)
"""How many attempts are read to find these orders: some sent nothing."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the account right before an order.

    `reading` is the last balance; `as_reckoned`: it was exactly what the one before it and our orders
    between let expect. `since` are the costs, in micro-units, of our orders that the panel may have charged
    after it; None if one of them is not known. `money_may_come`: a refund of an order of ours, or of an order
    asked to be canceled, may reach the balance meanwhile. `case_open`: what became of an order is unknown.
    `is_shared`: others move money of this account, so some of it may come or go between any two moments.
    """

    reading: Reading | None
    as_reckoned: bool
    habits: Habits
    since: tuple[int, ...] | None
    money_may_come: bool
    case_open: bool
    is_shared: bool = False


def is_fresh(reading: Reading | None, now: datetime) -> bool:
    """Return True if the balance was asked for at most FRESH_FOR ago, and not in the future."""
    return reading is not None and timedelta(0) <= now - reading.asked_at <= FRESH_FOR


def is_reusable(known: Known, cost_micro: int | None, now: datetime) -> bool:
    """Return True if an order of this cost needs no balance of its own.

    What our orders since have cost is then subtracted. So the panel must charge promptly, and neither one of
    these costs nor a sum of some may be taken for this one.
    """
    if known.reading is None or not is_fresh(known.reading, now):
        return False
    if not known.as_reckoned or not known.habits.is_prompt(now):
        return False
    if known.case_open or known.money_may_come or known.is_shared:
        return False
    if not cost_micro or known.since is None or len(known.since) > MOST_SINCE:
        return False
    slack = slack_of(grain_of(known.reading.decimals), len(known.since))
    found = sums(known.since)
    if cost_micro <= 2 * slack or found is None:
        return False
    return not any(abs(total - cost_micro) <= slack for total in found)


def charged_since(attempts: Sequence[Attempt], reading: Reading, *, has_more: bool) -> tuple[int, ...] | None:
    """Return the costs of our orders that the panel may have charged after this balance; None if not known.

    They are not if one may have been in flight while the balance was read. `attempts` are the latest, newest
    first; `has_more` says that older ones may exist that were not read.
    """
    if has_more and attempts[-1].started_at >= reading.asked_at:
        return None
    costs = []
    for attempt in attempts:
        if attempt.outcome in NEVER_CHARGED:
            continue
        if attempt.finished_at is not None and attempt.finished_at < reading.asked_at:
            continue
        if attempt.started_at < reading.at or attempt.finished_at == reading.asked_at:
            return None
        if not attempt.cost_micro or "runs" in attempt.terms.get("fields", {}):
            return None  # the panel charges posts and runs when they come
        costs.append(attempt.cost_micro)
    return tuple(costs)
