"""A digest: one message in place of many, where news of more than `FEW` orders waits for one person.

Each piece of news is in one message: those that a digest has taken are no longer sent (storage/messages).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

DIGEST = "digest"
"""The kind of notice that a digest is."""

GATHERED = frozenset({"finished", "money_back", "refill"})
"""Kinds of news of an order that a digest can take."""

FEW = 5
"""Up to this many orders have a message of news each; the news of more becomes one digest."""

MOST = 100
"""News that one digest takes: all its orders are named in one message."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece of news: its notice's kind and order, and the state it tells of (empty for money)."""

    kind: str
    order_id: int
    state: str = ""


def entry_of(kind: str, payload: Mapping[str, object]) -> Entry:
    """Return what a notice of a kind that can be gathered tells."""
    return Entry(kind, int(str(payload["order_id"])), str(payload.get("state") or ""))


def is_worth_one(entries: Iterable[Entry]) -> bool:
    """Return True if these are about more orders than get a message each."""
    return len({one.order_id for one in entries}) > FEW


def payload_of(entries: Iterable[Entry]) -> dict[str, object]:
    """Return the digest's payload; `entries_of` reads it."""
    return {"news": [[one.kind, one.order_id, one.state] for one in entries]}


def entries_of(payload: Mapping[str, object]) -> Sequence[Entry]:
    """Return what a digest tells; nothing for the payload of another notice."""
    told = payload.get("news")
    return (
        [Entry(str(kind), int(order), str(state)) for kind, order, state in told]
        if isinstance(told, list)
        else []
    )
