"""Hold what a gateway says of its payments against the book. Reads both sides, and changes nothing."""

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from payments.base import Finding, NoAnswer, Proof, Refused, Way, WentBack
from shop.ledger.payment import Booked
from shop.ledger.topup import paid_words

MOST = 60
"""Payments of one way that are asked about: its newest ones."""

LOOK_BACK = timedelta(days=3)
YOUNG = timedelta(minutes=2)
"""What is younger may be on its way into the book."""


class Book(Protocol):
    """Reads what was booked."""

    def list_booked(
        self, way: str, since: datetime, until: datetime, limit: int
    ) -> Awaitable[Sequence[Booked]]: ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """The comparison of one way. `differences` are sentences; `trouble` says why it ended early."""

    way: str
    compared: int
    differences: tuple[str, ...] = ()
    trouble: str = ""


async def reconcile(way: Way, book: Book, now: datetime) -> Verdict:
    """Return how the newest payments of this way stand at its gateway."""
    booked = await book.list_booked(way.name, now - LOOK_BACK, now - YOUNG, MOST)
    differences: list[str] = []
    for compared, one in enumerate(booked):
        try:
            async with asyncio.timeout(20):
                said = await way.look(one.invoice)
        except (NoAnswer, Refused, TimeoutError) as problem:
            return Verdict(way.name, compared, tuple(differences), str(problem) or "no answer in time")
        if words := _difference(one, said):
            differences.append(words)
    return Verdict(way.name, len(booked), tuple(differences))


def _difference(booked: Booked, said: Sequence[Finding]) -> str | None:
    """Return what differs, as a sentence; None if both say the same."""
    invoice = booked.invoice
    here = paid_words(invoice.currency, booked.came_minor)
    name = invoice.gateway_id or invoice.payload
    if any(isinstance(one, WentBack) for one in said):
        return None if booked.is_back else f"{name}: {here} are booked, and the gateway gave them back"
    came = [one.paid for one in said if isinstance(one, Proof)]
    if booked.is_back:
        return None  # given back by us; not every gateway says so of its payment
    if not came:
        return f"{name}: {here} are booked, and the gateway knows of none"
    there = paid_words(came[0].currency, sum(one.amount_minor for one in came))
    return None if there == here else f"{name}: {here} are booked, and the gateway says {there}"
