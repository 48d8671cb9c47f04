"""The scene in which `chaos.sigterms` ends a kiosk, and what must hold when another one has taken over."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Collection, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Any

from chaos.replica_oracles import came_once, credited_once
from playground.panel import Pace
from playground.panel.fake import Call
from playground.telegram import FakePerson
from playground.telegram.taps import Tap
from tests.faults.process import KioskProcess, links

Check = Callable[[], Iterator[str]]


@dataclass
class Scene:
    """One kiosk, who ordered what and paid what, and what else to check after the restart.

    `refused` is how many orders the panel turns away at first. `codes` are the exit codes allowed at the
    end, `settings` those of both kiosks. What runs `beside` ends before the restart, and what `mends` is
    done then.
    """

    process: KioskProcess
    dice: random.Random
    asked: dict[str, FakePerson] = field(default_factory=dict)
    paid: dict[FakePerson, int] = field(default_factory=dict)
    checks: list[Check] = field(default_factory=list)
    refused: int = 0
    codes: tuple[int, ...] = (0,)
    settings: dict[str, str] = field(default_factory=dict)
    beside: list[asyncio.Task[Any]] = field(default_factory=list)
    mends: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def starts(self) -> None:
        """Start the kiosk with the scene's settings."""
        await self.process.starts(**self.settings)

    async def orders(self) -> Tap:
        """Have Ann order something that stays pending."""
        self.process.panel.pace = Pace(pending=3600)
        link = next(links)
        self.asked[link] = self.process.ann
        return await self.process.orders(self.process.ann, link)

    async def until_asked(self, action: str) -> None:
        """Wait until the panel was asked this once more."""
        calls = self.process.panel.calls
        before = len(calls)
        asked = partial(_was_asked, calls, action, before)
        await self.process.until(asked, f"a question for {action}")

    def must_see(self, person: FakePerson, words: str, *, most: int = 2) -> None:
        """Check afterwards that the person has got these words, and not more often than a cut can explain."""

        def check() -> Iterator[str]:
            times = sum(one.from_bot and words in one.shown for one in person.chat)
            if not 1 <= times <= most:
                yield f"{person.name} has {words!r} {times} times:\n{person.screen()}"

        self.checks.append(check)

    def found(self) -> list[str]:
        """Return what does not hold after the restart."""
        told = [*came_once(self.process, self.asked, self.refused), *credited_once(self.process, self.paid)]
        return told + [words for check in self.checks for words in check()]


def _was_asked(calls: Collection[Call], action: str, before: int) -> bool:
    return any(call.action == action for call in islice(calls, before, None))
