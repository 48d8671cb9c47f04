"""The load: everybody has an order's card before them, then updates wait or come, and times are taken."""

import asyncio
import os
import random
import time
from collections.abc import Iterator, Sequence
from itertools import cycle
from typing import Any

from bench.light.letters import Letterbox
from bench.light.people import BACK, COMMAND, FORTH, OPEN, Deed, Person
from bench.light.telegram import LightTelegram

LOOK_SECONDS = 0.01
OPENING_SECONDS = 90.0
DRAINING_SECONDS = 90.0


class Late(Exception):
    """The bot did not show in time what everything else needs; the text says what."""


class Load:
    """What the crowd does with the bot, phase by phase."""

    def __init__(self, telegram: LightTelegram) -> None:
        self._telegram = telegram
        self._crowd = list(telegram.crowd.values())
        self._in_turn: Iterator[Person] = cycle(self._crowd)

    async def open(self, *, few: int | None = None) -> dict[str, Any]:
        """Have everybody see each screen once, and learn the buttons' data from the bot; those screens.

        Or the last `few` people: then they alone are the crowd. Raises Late, and NoSuchButton.
        """
        shown = {}
        self._crowd = self._crowd[-few:] if few else self._crowd
        self._in_turn = cycle(self._crowd)
        await self._all([one.says(OPEN) for one in self._crowd], "the bot, or its answers to /order")
        for person in self._crowd:
            person.card = person.shown
            person.learns("forth", FORTH)
        shown["order"] = _screen(self._crowd[0])
        await self._all([one.taps_on("forth") for one in self._crowd], "the cards' change")
        for person in self._crowd:
            person.learns("back", BACK)
        shown["forth"] = _screen(self._crowd[0])
        await self._all([one.taps_on("back") for one in self._crowd], "the cards' change back")
        await self._all([one.says(COMMAND) for one in self._crowd], "the answers to /start")
        shown["start"] = _screen(self._crowd[0])
        return {"screens": shown}

    async def run(self, *, count: int, per_second: float, latency: float, seconds: float) -> dict[str, Any]:
        """Have `count` updates waiting at once, or coming at random moments, and look on for so long.

        Afterwards the bot may end what it was given, with a Telegram that answers at once.
        """
        telegram, strays = self._telegram, self._telegram.strays
        deeds = [next(self._in_turn).goes_on() for _ in range(count)]
        telegram.latency = latency
        begin, before = time.monotonic(), os.times()
        if per_second:
            await self._come(deeds, per_second)
        else:
            telegram.happens(deeds)
        await _answered(deeds, within=seconds)
        over, after = time.monotonic(), os.times()
        ends = [deed.done for deed in deeds if deed.done is not None]
        waits = [(deed.done or over) - deed.born for deed in deeds]
        last = max(ends, default=over) if len(ends) == count else over
        await self._drain(deeds)
        return {
            "updates": len(ends),
            "per_second": len(ends) / (last - begin),
            "waits": waits,
            "late": count - len(ends),
            "unanswered": sum(deed.awaits > 0 for deed in deeds),
            "strays": telegram.strays - strays,
            "processor": (after.user + after.system - before.user - before.system) / (over - begin),
        }

    async def ready(self) -> dict[str, Any]:
        """Return when the bot has polled for the first time. Raises Late."""
        await self._until("first_poll", "the bot's first poll")
        return {}

    async def _until(self, moment: str, what: str) -> None:
        end = time.monotonic() + OPENING_SECONDS
        while not getattr(self._telegram, moment):
            if time.monotonic() >= end:
                message = f"waited {OPENING_SECONDS:.0f} s in vain for {what}"
                raise Late(message)
            await asyncio.sleep(LOOK_SECONDS)

    async def visit(self, *, few: int, seconds: float) -> dict[str, Any]:
        """Have the last `few` people come with one command each while the bot works off what it has.

        They come at even intervals in so many seconds from its first poll.
        """
        telegram, deeds = self._telegram, []
        await self._until("first_poll", "the bot's first poll")
        await self._until("first_screen", "its first answer")
        for person in self._crowd[-few:]:
            await asyncio.sleep(seconds / few)
            deeds.append(person.says(COMMAND))
            telegram.happens(deeds[-1:])
        over, answers = time.monotonic(), telegram.strays
        await _answered(deeds, within=DRAINING_SECONDS)
        return {
            "first": telegram.first_screen - telegram.first_poll,
            "per_second": answers / (over - telegram.first_screen),
            "waits": [deed.done - deed.born for deed in deeds if deed.done is not None],
        }

    async def letters(
        self, *, count: int, words: str, latency: float, taps_per_second: float, seconds: float
    ) -> dict[str, Any]:
        """Take `count` letters with these words, for so many seconds at most, while the crowd taps."""
        telegram, box, deeds = self._telegram, Letterbox(words), list[Deed]()
        telegram.latency, telegram.letterbox = latency, box
        dice, end = random.Random(1), time.monotonic() + seconds
        before, begin = os.times(), time.monotonic()
        ways = cycle(["forth"] * len(self._crowd) + ["back"] * len(self._crowd))
        while len(box.copies) < count and time.monotonic() < end:
            await asyncio.sleep(dice.expovariate(taps_per_second))
            if box.copies:
                deeds.append(next(self._in_turn).taps_on(next(ways)))
                telegram.happens(deeds[-1:])
        after, over = os.times(), time.monotonic()
        await _answered(deeds, within=DRAINING_SECONDS)
        found = box.found()
        return {
            **found,
            "cards": sum(deed.done is not None and deed.done <= found["last"] for deed in deeds),
            "waits": [deed.done - deed.born for deed in deeds if deed.done is not None],
            "unanswered": sum(deed.awaits > 0 for deed in deeds),
            "processor": (after.user + after.system - before.user - before.system) / (over - begin),
        }

    async def _come(self, deeds: Sequence[Deed], per_second: float) -> None:
        """Let them happen at random moments, whatever the bot does."""
        dice, due = random.Random(1), time.monotonic()
        for deed in deeds:
            due += dice.expovariate(per_second)
            wait = due - time.monotonic()
            if wait > 0:
                await asyncio.sleep(wait)
            self._telegram.happens([deed])

    async def _drain(self, deeds: list[Deed]) -> None:
        """Have the bot end what it was given; what it was not given never happened."""
        await asyncio.sleep(self._telegram.latency)  # the last answers are on their way
        self._telegram.latency = 0.0
        forgotten = self._telegram.forget_waiting()
        deeds[:] = [deed for deed in deeds if not (deed.awaits and deed.update in forgotten)]
        for person in self._crowd:
            for owed in (person.sends, person.edits):
                kept = [deed for deed in owed if deed.update not in forgotten]
                person.steps -= len(owed) - len(kept)
                owed.clear()
                owed.extend(kept)
        await _answered(deeds, within=DRAINING_SECONDS)

    async def _all(self, deeds: Sequence[Deed], what: str) -> None:
        self._telegram.happens(deeds)
        if not await _answered(deeds, within=OPENING_SECONDS):
            message = f"waited {OPENING_SECONDS:.0f} s in vain for {what}"
            raise Late(message)


async def _answered(deeds: Sequence[Deed], *, within: float) -> bool:
    """Return when all are answered, or after so many seconds; whether all are."""
    end = time.monotonic() + within
    while waiting := any(deed.awaits for deed in reversed(deeds)):
        if time.monotonic() >= end:
            break
        await asyncio.sleep(LOOK_SECONDS)
    return not waiting


def _screen(person: Person) -> dict[str, Any]:
    """What the bot asked for when it showed the last screen, without whom it showed it."""
    assert person.last is not None  # noqa: S101 - after an answer only
    return {name: person.last.params[name] for name in ("text", "parse_mode", "reply_markup")}
