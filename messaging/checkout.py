"""The checkout: Telegram asks if a payment may go through, and waits 10 seconds for the answer.

So the answer skips everything that may wait: the inbox, turns and rate limits.
It takes one read of the database and one call, on connections of its own. A
query that comes twice is answered twice, and Telegram takes the first answer.
Nothing is charged before `successful_payment`, so a query lost in a crash costs
nobody anything.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from telegram.error import BadRequest, RetryAfter, TelegramError

from messaging.rate_limit import retry_seconds
from messaging.shutdown import finish
from shop.clock import Clock
from storage.core.database import DatabaseTrouble

log = logging.getLogger("kiosk.checkout")

ANSWER_WITHIN = 8.0
"""Seconds from the query's arrival; Telegram allows 10 (core.telegram.org/bots/payments)."""

AGAIN_AFTER = 0.3

AT_ONCE = 32
"""Queries under way at once: half the number of connections for them."""


class Check(Protocol):
    """Check a payment: return None if it may go through, or the key of the sentence why not."""

    async def __call__(
        self, *, payload: str, person_id: int, currency: str, amount_minor: int
    ) -> str | None: ...


class Answer(Protocol):
    """Make one answerPreCheckoutQuery call; the person reads `refusal`, None means yes."""

    async def __call__(self, query_id: str, refusal: str | None) -> None: ...


Words = Callable[[str, str | None], str]
"""Return the sentence of a key, in a language."""


class Checkout:
    """Answers pre-checkout queries as they arrive, a bounded number at once.

    The newest waiting query goes first: it has the most time left.
    """

    def __init__(self, *, check: Check, answer: Answer, words: Words, clock: Clock) -> None:
        self._check = check
        self._answer = answer
        self._words = words
        self._clock = clock
        self._under_way: set[asyncio.Task[None]] = set()
        self._waiting: list[tuple[Mapping[str, Any], float]] = []

    def take(self, update: Mapping[str, Any]) -> bool:
        """Start answering if this update is a pre-checkout query; return True if so."""
        query = update.get("pre_checkout_query")
        if not isinstance(query, Mapping):
            return False
        self._waiting.append((query, self._clock.monotonic() + ANSWER_WITHIN))
        if len(self._under_way) < AT_ONCE:
            task = asyncio.create_task(self._settle_all(), name="checkout")
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        return True

    async def drain(self) -> None:
        """Return when every query has its answer."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    async def stop(self, within: float) -> None:
        """Give running answers `within` seconds."""
        await finish(list(self._under_way), within)

    async def _settle_all(self) -> None:
        while self._waiting:
            await self._settle(*self._waiting.pop())

    async def _settle(self, query: Mapping[str, Any], until: float) -> None:
        """Answer one query; `until` is the monotonic time after which nobody waits for the answer."""
        wait: float | None = 0.0
        while wait is not None:
            if self._clock.monotonic() + wait > until:
                log.error(
                    "A payment was not answered in time; the customer can try again, nothing is charged."
                )
                return
            if wait:
                await self._clock.sleep(wait)
            wait = await self._try(query)

    async def _try(self, query: Mapping[str, Any]) -> float | None:
        """Try once; return None when done, else the seconds to wait before the next try."""
        try:
            refusal = await self._refusal(query)
            await self._answer(str(query.get("id", "")), refusal)
        except RetryAfter as error:
            return max(AGAIN_AFTER, retry_seconds(error))
        except BadRequest as error:  # too late, or answered by an earlier try
            log.warning("Telegram no longer waits for an answer about a payment: %s", error)
        except (TelegramError, DatabaseTrouble) as error:
            log.warning("A payment is not answered yet: %s", error)
            return AGAIN_AFTER
        except Exception:  # an unreadable query, or a bug of ours: a no in time is better than silence
            log.exception("A payment could not be checked.")
            return await self._decline(query)
        return None

    async def _refusal(self, query: Mapping[str, Any]) -> str | None:
        payer = query["from"]
        key = await self._check(
            payload=str(query["invoice_payload"]),
            person_id=int(payer["id"]),
            currency=str(query["currency"]),
            amount_minor=int(query["total_amount"]),
        )
        return None if key is None else self._words(key, payer.get("language_code"))

    async def _decline(self, query: Mapping[str, Any]) -> float | None:
        try:
            await self._answer(str(query.get("id", "")), self._words("invoice_unknown", None))
        except TelegramError as error:
            log.warning("A payment could not be declined: %s", error)
        return None
