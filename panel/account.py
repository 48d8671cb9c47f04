"""One account at a panel: its calls at its pace, and what a failed one means for those that follow."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar
from urllib.parse import urlsplit

from panel import lenient_json
from panel.calls import Caller, Lost, MayBegin, Observe
from panel.limits import BackOff, CircuitBreaker, MinimumGap
from panel.params import encoded
from panel.profile import Lexicon
from panel.refusal_phrases import Kind
from panel.reply import Answer, Reply, fold
from shop.clock import Clock
from shop.errors import PanelError, PanelGarbled, PanelRefused, PanelUnreachable
from shop.observed import Took
from shop.ports import Still

Meaning = TypeVar("Meaning")

_LONG = 200_000
"""Characters; longer answers are read in a thread, so that other tasks can go on."""

_PANEL_IN_TROUBLE = (Kind.AUTH.value, Kind.MAINTENANCE.value)


def always() -> bool:
    """Return True: every call may begin."""
    return True


def observe_nothing(_point: str) -> None:
    """Do nothing: only tests act between two steps."""


class Account:
    """Sends the account's calls within its limits. Its repr and errors never show the key."""

    def __init__(
        self,
        *,
        url: str,
        key: str,
        caller: Caller,
        pace: MinimumGap,
        back_off: BackOff,
        breaker: CircuitBreaker,
        lexicon: Lexicon,
        clock: Clock,
        took: Took,
        may_act: MayBegin = always,
    ) -> None:
        self._clock = clock
        self._took = took
        self._may_act = may_act
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
        """Close the connections."""
        await self._caller.aclose()

    async def call(
        self,
        action: str,
        params: Mapping[str, str],
        *,
        maximum: int = lenient_json.LARGEST,
        observe: Observe = observe_nothing,
        still: Still | None = None,
    ) -> Answer:
        """Make one call at the account's pace and return the answer: an act. Raises Lost.

        `still` is asked when the call's turn has come, which may be a minute later: if not, it is not made.
        """
        await self.pace.wait()
        if still is not None and not await still():
            raise Lost("it was not wanted any more when its turn came", sent=False, begun=None)
        return await self._send(action, params, maximum, observe, self._may_act)

    async def _send(
        self,
        action: str,
        params: Mapping[str, str],
        maximum: int,
        observe: Observe = observe_nothing,
        may_begin: MayBegin = always,
    ) -> Answer:
        body = encoded({**params, "key": self._key, "action": action})
        began, outcome = self._clock.monotonic(), "lost"
        try:
            answer = await self._caller.post(
                body,
                headers=self.headers,
                secrets=(self._key,),
                maximum=maximum,
                observe=observe,
                may_begin=may_begin,
            )
            outcome = "answered"
        except Lost as lost:
            outcome = "lost" if lost.sent else "not_sent"
            raise
        finally:
            self._took(self._clock.monotonic() - began, action, outcome)
        return replace(answer, taught=self.lexicon.refusals)

    async def ask(
        self,
        action: str,
        params: Mapping[str, str],
        read: Callable[[Reply], Meaning],
        *,
        maximum: int = lenient_json.LARGEST,
    ) -> Meaning:
        """Ask a question and return its answer as read by `read`. Raises PanelError."""
        self._require_leave(action)
        await self.pace.wait()
        self._require_leave(action)  # others, in flight meanwhile, may have heard that the panel is gone
        if not self.breaker.is_about_orders:
            self.breaker.started()
        try:
            meaning = await self._meaning(await self._send(action, params, maximum), read, maximum)
        except Lost as lost:
            self.breaker.read_failed(str(lost))
            raise (PanelGarbled if lost.begun else PanelUnreachable)(str(lost)) from None
        except PanelError as problem:
            self._remember(action, problem)
            raise
        self.back_off.worked(action)
        self.breaker.read_worked()
        return meaning

    def _require_leave(self, action: str) -> None:
        """Raise PanelError where the panel is not to be asked for now."""
        if wait := self.back_off.left(action):
            raise PanelRefused(Kind.THROTTLED.value, "the panel asked for fewer calls", wait)
        if not self.breaker.allows_read():
            raise PanelUnreachable(f"not asked for now, because {self.breaker.why}")

    async def _meaning(self, answer: Answer, read: Callable[[Reply], Meaning], maximum: int) -> Meaning:
        if len(answer.text) < _LONG:
            return read(fold(answer, maximum))
        return await asyncio.to_thread(lambda: read(fold(answer, maximum)))

    def _remember(self, action: str, problem: PanelError) -> None:
        if isinstance(problem, PanelRefused) and problem.why == Kind.THROTTLED.value:
            # Refused together, several calls that were in flight are one refusal: the guess grows once.
            waits = self.back_off.left(action) if problem.retry_after is None else 0
            problem.retry_after = waits or self.back_off.throttled(action, problem.retry_after)
        elif isinstance(problem, PanelGarbled) or getattr(problem, "why", "") in _PANEL_IN_TROUBLE:
            self.breaker.read_failed(str(problem))
        else:
            self.breaker.read_worked()
