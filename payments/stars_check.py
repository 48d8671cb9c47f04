"""Compare all of Telegram's list of Stars with our rows, and the bot's balance with what both explain.

The way itself (payments/stars) reads only what is new. This reads everything, seldom, and changes nothing.
"""

import asyncio
import logging
from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from payments.base import NoAnswer, Ports
from payments.stars_sums import StarsSums
from shop.ledger.star_balance import unexplained_stars

log = logging.getLogger("kiosk.payments")

Answer = TypeVar("Answer")

PAGE = 100
PAGES = 2_000
"""Pages read at most; a list that is longer is not compared."""

YOUNG = timedelta(hours=1)
"""What happened since may be on its way to the other side."""

ASKED_WITHIN = 20.0
"""Seconds that one question may take."""

TRIES = 5
"""How often the balance is asked for, until no line came meanwhile."""


@dataclass(frozen=True, slots=True)
class StarsCompared:
    """How many `payments` do not stand in both lists alike, and the `charges` of those in Telegram's.

    `stars`: how many whole Stars the bot has that nothing explains, negative for those it lacks; None if that
    cannot be said.
    """

    payments: int = 0
    charges: tuple[str, ...] = ()
    stars: int | None = 0


async def compare(
    ports: Ports, before: datetime, *, rows_before: int, begun_at: datetime | None = None
) -> StarsCompared | None:
    """Return what differs; None if that cannot be said: the list is too long, or our clock is behind.

    `rows_before` is how many payments to this bot we have from before `before`. `begun_at` is since when the
    bot may have taken Stars, if our rows know of no invoice. Raises NoAnswer if the list was not told.
    """
    since = await ports.stars_records.begins() or begun_at
    if since is None:
        return StarsCompared()
    sums = StarsSums(since, before, ports.clock.now())
    end = await _read(ports, sums, 0)
    stars = await _unexplained(ports, sums, end)
    if sums.is_ahead or end >= PAGE * PAGES:
        return None
    missing = max(0, rows_before - sums.matched)
    return StarsCompared(len(sums.charges) + missing, sums.charges, stars)


async def _unexplained(ports: Ports, sums: StarsSums, end: int) -> int | None:
    """Return the Stars that nothing explains, at a moment at which no line came; None without an answer."""
    for _ in range(TRIES):
        try:
            balance = await _within(ports.stars.balance())
            seen, end = end, await _read(ports, sums, end)
        except NoAnswer as error:
            log.warning("The bot's balance of Stars could not be compared: %s", error)
            return None
        if end == seen:
            return unexplained_stars(
                balance,
                sums.explained_nano,
                pending_nano=sums.pending_nano,
                unsure_nano=sums.unsure_nano,
            )
    return None


async def _read(ports: Ports, sums: StarsSums, start: int) -> int:
    """Count the lines from `start` on; return where the list ends. Raises NoAnswer."""
    while start < PAGE * PAGES:
        page = await _within(ports.stars.lines(start, PAGE))
        rows = await ports.stars_records.booked({one.charge_id for one in page})
        for line in page:
            sums.add(line, rows.get(line.charge_id))
        start += len(page)
        if len(page) < PAGE:
            break
    return start


async def _within(question: Awaitable[Answer]) -> Answer:
    try:
        async with asyncio.timeout(ASKED_WITHIN):
            return await question
    except TimeoutError:
        raise NoAnswer("Telegram takes too long to answer") from None
