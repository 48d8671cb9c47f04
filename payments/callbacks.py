"""Call-backs of gateways: each is a hint to ask, and no more. Nothing in one is believed.

A signed hint is asked about at once. One that is not signed may come from anybody, so these are asked
about no faster than a gateway allows; whatever is left out is found by the regular looks.
"""

import hashlib
import hmac
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from payments.base import Answer, Way
from payments.registry import Ways
from shop.clock import Clock
from shop.ledger.topup import Hint, Invoice

log = logging.getLogger("kiosk.payments")

MOST_WAITING = 1000
"""Hints that wait to be asked about; more are left to the regular looks."""

UNSIGNED_EVERY = 2.0
"""Seconds between two questions for hints that nobody signed."""


class Invoices(Protocol):
    """Finds the invoice that a hint is about."""

    def find_hinted(self, way: str, hint: Hint) -> Awaitable[Invoice | None]:
        """Return the invoice of this way that the hint names; None if it names none of ours."""
        ...

    def list_followed(self, way: str, now: datetime) -> Awaitable[Sequence[Invoice]]:
        """Return the way's invoices to which something may still happen."""
        ...


Look = Callable[[Way, Invoice], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Call:
    """One call as it came: everything that a signature may be made of."""

    headers: Mapping[str, str]
    body: bytes


def path_of(name: str, token: str) -> str:
    """Return the path of a way's call-backs: the same after every start, unknown without the bot's token."""
    secret = hmac.new(token.encode(), f"kiosk payments {name}".encode(), hashlib.sha256).hexdigest()
    return f"/{name}/{secret[:32]}"


def with_named_number(invoice: Invoice, hint: Hint) -> Invoice:
    """Return the invoice with the number that a signed call names for it, if it has none yet.

    Anybody could name the number of a payment that somebody else made, so an unsigned call's is not taken.
    """
    if invoice.gateway_id or not hint.is_signed:
        return invoice
    return replace(invoice, gateway_id=hint.gateway_id)


class CallBacks:
    """Takes calls, and asks about what they hint at. `look` asks about one invoice and credits what came.

    `came` is called when there is something to ask about.
    """

    def __init__(self, ways: Ways, invoices: Invoices, look: Look, clock: Clock) -> None:
        self._ways = ways
        self._invoices = invoices
        self._look = look
        self._clock = clock
        self._waiting: dict[tuple[str, Hint], None] = {}
        self.came: Callable[[], None] = lambda: None
        self._unsigned_at = float("-inf")

    async def answer(self, name: str, call: Call) -> Answer | None:
        """Return the answer to a call for the way of this name; None if it names no payment."""
        way = self._ways.find(name)
        answer = None if way is None else await way.answer(call.headers, call.body)
        if answer is not None:
            return answer
        text = self.take(name, call)
        return None if text is None else Answer(text or "OK")

    def take(self, name: str, call: Call) -> str | None:
        """Take a call for the way of this name; return the answer's text, None if it names no payment."""
        way = self._ways.find(name)
        hint = None if way is None else way.read_hint(call.headers, call.body)
        if way is None or hint is None:
            return None
        if not hint.is_signed:
            log.info("A call-back for %s is not signed; it is asked about all the same.", way.called)
        if len(self._waiting) < MOST_WAITING:
            self._waiting[name, hint] = None
            self.came()
        return hint.answer

    async def ask_next(self) -> bool:
        """Ask about one hint, signed ones first; return False if there is none.

        A hint whose question fails is not kept: the regular looks find what it is about.
        """
        if not self._waiting:
            return False
        name, hint = next((one for one in self._waiting if one[1].is_signed), next(iter(self._waiting)))
        del self._waiting[name, hint]
        way = self._ways.find(name)
        invoice = None if way is None else await self._invoice_of(way, hint)
        if way is None or invoice is None:
            log.info("A call-back names no invoice of ours.")
            return True
        if not hint.is_signed:
            await self._pause()
        await self._look(way, invoice)
        return True

    async def _invoice_of(self, way: Way, hint: Hint) -> Invoice | None:
        """Return the invoice that a hint is about; None if it is none of ours."""
        found = await self._invoices.find_hinted(way.name, hint)
        if found is not None or not hint.reference or hint.payload:
            return None if found is None else with_named_number(found, hint)
        followed = await self._invoices.list_followed(way.name, self._clock.now())
        mine = next((one for one in followed if way.reference_of(one) == hint.reference), None)
        return None if mine is None else with_named_number(mine, hint)

    async def _pause(self) -> None:
        """Wait until another unsigned hint may be asked about."""
        now = self._clock.monotonic()
        if (left := self._unsigned_at + UNSIGNED_EVERY - now) > 0:
            await self._clock.sleep(left)
        self._unsigned_at = self._clock.monotonic()
