"""What an alert about a gateway keeps in mind: which invoices differ, and which are settled by hand."""

from collections.abc import Collection, Mapping
from datetime import datetime

from shop.alerts import Facts

KEPT = 200
"""Invoices that an alert keeps in mind, to be compared until both sides say the same."""

BY_HAND = "by_hand"
_DIFFERING, _SETTLED = "invoices", "settled"


def differing(facts: Facts) -> tuple[int, ...]:
    """Return the numbers of the invoices that differ."""
    return tuple(map(int, str(facts.get(_DIFFERING, "")).split()))


def settled(facts: Facts) -> dict[int, datetime]:
    """Return the numbers of the invoices that somebody has settled by hand, with when."""
    pairs = (one.split("=") for one in str(facts.get(_SETTLED, "")).split())
    return {int(number): datetime.fromisoformat(at) for number, at in pairs}


def facts_of(numbers: Collection[int], by_hand: Mapping[int, datetime]) -> Facts:
    """Return the facts that say which invoices differ and which are settled.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    >>> facts_of([15, 12], {9: noon})
    {'invoices': '12 15', 'settled': '9=2026-01-01T12:00:00+00:00'}
    >>> differing(facts_of([15, 12], {})), settled(facts_of([], {9: noon})) == {9: noon}
    ((12, 15), True)
    """
    # The oldest are those that nothing but this brings back to the next comparison.
    kept = " ".join(map(str, sorted(numbers)[:KEPT]))
    pairs = sorted(by_hand.items(), key=lambda pair: pair[1])[-KEPT:]
    done = " ".join(f"{number}={at.isoformat()}" for number, at in pairs)
    return {_DIFFERING: kept, **({_SETTLED: done} if done else {})}


def settled_by_hand(facts: Facts, now: datetime) -> Facts:
    """Return the facts after somebody has settled all that differs."""
    numbers = differing(facts)
    done = {**settled(facts), **dict.fromkeys(numbers, now)}
    return {**facts, **facts_of(numbers, done), BY_HAND: 1}
