"""The checkout: Telegram asks whether a payment may go through, and waits 10 seconds for the answer.

So this goes past everything that can make others wait: not through the inbox
or anybody's turns, not through the pace of messages, on connections of its own.
It is one read of the database and one call. A question that comes twice is
answered twice, of which Telegram takes the first; nothing is charged before
`successful_payment` has come, so a question lost in a crash costs nobody anything.
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
"""Seconds from the question's arrival; Telegram gives 10 (core.telegram.org/bots/payments)."""

AGAIN_AFTER = 0.3

AT_ONCE = 32
"""Questions under way at once: half as many as there are connections for them."""


class Check(Protocol):
    """Whether a payment may go through: None, or the key of the sentence why not."""

    async def __call__(
        self, *, payload: str, person_id: int, currency: str, amount_minor: int
    ) -> str | None: ...


class Answer(Protocol):
    """One answerPreCheckoutQuery call; `refusal` is what the person reads, None is a yes."""

    async def __call__(self, query_id: str, refusal: str | None) -> None: ...


Words = Callable[[str, str | None], str]
"""The sentence behind a key, in a language."""


class Checkout:
    """Answers pre-checkout queries as they come, a bounded number at once.

    Of those that wait the newest goes first: it has the most time left.
    """

    def __init__(self, *, check: Check, answer: Answer, words: Words, clock: Clock) -> None:
        self._check = check
        self._answer = answer
        self._words = words
        self._clock = clock
        self._under_way: set[asyncio.Task[None]] = set()
        self._waiting: list[tuple[Mapping[str, Any], float]] = []

    def take(self, update: Mapping[str, Any]) -> bool:
        """Begin to answer if this update is such a question; whether it is."""
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
        """Return when every question has its answer."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    async def stop(self, within: float) -> None:
        """Give those under way `within` seconds."""
        await finish(list(self._under_way), within)

    async def _settle_all(self) -> None:
        while self._waiting:
            await self._settle(*self._waiting.pop())

    async def _settle(self, query: Mapping[str, Any], until: float) -> None:
        """Answer one question; `until` is when nobody waits for it any more, by the monotonic clock."""
        wait: float | None = 0.0
        while wait is not None:
            if self._clock.monotonic() + wait > until:
                log.error("A payment was not answered in time; its person can try again, nothing is charged.")
                return
            if wait:
                await self._clock.sleep(wait)
            wait = await self._tried(query)

    async def _tried(self, query: Mapping[str, Any]) -> float | None:
        """One try; None when it is over, else the seconds after which another is worth it."""
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
        except Exception:  # an unreadable question, or a mistake of ours: a no in time is better than silence
            log.exception("A payment could not be checked.")
            return await self._declined(query)
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

    async def _declined(self, query: Mapping[str, Any]) -> float | None:
        try:
            await self._answer(str(query.get("id", "")), self._words("invoice_unknown", None))
        except TelegramError as error:
            log.warning("A payment could not be declined: %s", error)
        return None
