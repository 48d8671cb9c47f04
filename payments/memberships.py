"""Memberships at work: prices go by who has paid, and Telegram is told whose subscription ends."""

import asyncio
import logging
from collections.abc import Awaitable, Sequence
from datetime import datetime
from typing import Protocol

from payments.base import MustWait, NoAnswer, Refused, TelegramStars
from shop.clock import Clock
from shop.membership.membership import TO_TELL, Members, Renewal, WantedRenewal
from shop.pricing.board import Pricing

log = logging.getLogger("kiosk.payments")

TOLD_WITHIN = 8.0
"""Seconds for one call; a person may be waiting, and it is retried."""

AFTER_REFUSAL = {Renewal.STOPPING: Renewal.ON, Renewal.ALLOWING: Renewal.STOPPED}
"""What stays as it was if Telegram refuses."""


class MembershipRows(Protocol):
    """The rows of memberships. Each call is one transaction."""

    def load_members(self, now: datetime) -> Awaitable[Members]:
        """Return who has paid for which periods that are not over at `now`."""
        ...

    def list_to_tell(self) -> Awaitable[Sequence[WantedRenewal]]:
        """Return what Telegram is to be told of subscriptions, the oldest first."""
        ...

    def told(self, number: int, before: Renewal, after: Renewal, now: datetime) -> Awaitable[None]:
        """Note that Telegram knows of membership `number`: its renewal is `after`, if it was `before`."""
        ...


class MembershipDesk:
    """Keeps the board's members right, and carries to Telegram what is wanted of subscriptions."""

    def __init__(self, rows: MembershipRows, stars: TelegramStars, board: Pricing, clock: Clock) -> None:
        self._rows = rows
        self._stars = stars
        self._board = board
        self._clock = clock
        self._one_at_a_time = asyncio.Lock()

    async def follow(self) -> None:
        """Have prices go by what is paid for now."""
        async with self._one_at_a_time:  # else rows that were read earlier could be taken later
            self._board.members = await self._rows.load_members(self._clock.now())

    async def tell_telegram(self) -> None:
        """Tell Telegram what is wanted; what it does not answer stays wanted."""
        for wanted in await self._rows.list_to_tell():
            await self._tell(wanted)

    async def _tell(self, wanted: WantedRenewal) -> None:
        after, is_canceled = TO_TELL[wanted.renewal], wanted.renewal is Renewal.STOPPING
        try:
            async with asyncio.timeout(TOLD_WITHIN):
                await self._stars.set_renewal(wanted.person_id, wanted.charge_id, is_canceled=is_canceled)
        except MustWait:
            return
        except (NoAnswer, TimeoutError) as error:
            log.warning("Telegram did not answer about a subscription (%s); it will be asked again.", error)
            return
        except Refused as refused:
            log.error("Telegram refused to change subscription %s: %s", wanted.charge_id, refused)
            after = AFTER_REFUSAL[wanted.renewal]
        await self._rows.told(wanted.id, wanted.renewal, after, self._clock.now())
