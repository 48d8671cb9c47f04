"""One account at one panel: its address, its key, and the manners of everything sent for it."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar
from urllib.parse import urlsplit

from panel import wire
from panel.answer import Answer
from panel.calls import Caller, Crash, Lost
from panel.lexicon import Lexicon
from panel.manners import BackOff, Breaker, Pace
from panel.params import encoded
from panel.phrases import Kind
from shop.errors import PanelError, PanelGarbled, PanelRefused, PanelUnreachable

Meaning = TypeVar("Meaning")

_LONG = 200_000  # characters; reading more than this takes long enough to let others go on meanwhile
_PANEL_IS_ILL = (Kind.AUTH.value, Kind.MAINTENANCE.value)


def no_crash(_point: str) -> None:
    """Outside the tests nothing happens between two steps."""


class Account:
    """Sends the account's calls, in good order. Nothing of it shows the key."""

    def __init__(
        self,
        *,
        url: str,
        key: str,
        caller: Caller,
        pace: Pace,
        back_off: BackOff,
        breaker: Breaker,
        lexicon: Lexicon,
    ) -> None:
        self.host = urlsplit(url).hostname or ""
        self.pace = pace
        self.back_off = back_off
        self.breaker = breaker
        self.lexicon = lexicon
        self.headers: Mapping[str, str] = {}
        self._key = key
        self._caller = caller

    def __repr__(self) -> str:
        return f"Account({self.host})"

    async def aclose(self) -> None:
        """Let go of the connections."""
        await self._caller.aclose()

    async def call(
        self,
        action: str,
        params: Mapping[str, str],
        *,
        most: int = wire.LARGEST,
        crash: Crash = no_crash,
    ) -> Answer:
        """The answer to one call, at the account's pace. Raises Lost."""
        await self.pace.wait()
        body = encoded({**params, "key": self._key, "action": action})
        answer = await self._caller.post(
            body, headers=self.headers, secrets=(self._key,), most=most, crash=crash
        )
        return replace(answer, taught=self.lexicon.refusals)

    async def ask(
        self,
        action: str,
        params: Mapping[str, str],
        read: Callable[[Answer], Meaning],
        *,
        most: int = wire.LARGEST,
    ) -> Meaning:
        """What `read` makes of the answer to a question. Raises PanelError."""
        if wait := self.back_off.left(action):
            raise PanelRefused(Kind.THROTTLED.value, "the panel asked for fewer calls", wait)
        if not self.breaker.allows_read():
            raise PanelUnreachable(f"not asked for now, because {self.breaker.why}")
        if not self.breaker.is_about_orders:
            self.breaker.started()
        try:
            meaning = await self._meaning(await self.call(action, params, most=most), read)
        except Lost as lost:
            self.breaker.read_failed(str(lost))
            raise (PanelGarbled if lost.begun else PanelUnreachable)(str(lost)) from None
        except PanelError as problem:
            self._remember(action, problem)
            raise
        self.back_off.worked(action)
        self.breaker.read_worked()
        return meaning

    async def _meaning(self, answer: Answer, read: Callable[[Answer], Meaning]) -> Meaning:
        if len(answer.text) < _LONG:
            return read(answer)
        return await asyncio.to_thread(read, answer)

    def _remember(self, action: str, problem: PanelError) -> None:
        if isinstance(problem, PanelRefused) and problem.why == Kind.THROTTLED.value:
            problem.retry_after = self.back_off.throttled(action, problem.retry_after)
        elif isinstance(problem, PanelGarbled) or getattr(problem, "why", "") in _PANEL_IS_ILL:
            self.breaker.read_failed(str(problem))
        else:
            self.breaker.read_worked()
