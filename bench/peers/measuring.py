"""peers: the kiosk beside aiogram, python-telegram-bot and grammY, with the same screens and the same load.

Each bot is a process of its own, and so is Telegram (bench.light), which stays on the machine's
last processor and counts what it used of it. The kiosk is the real one with its pace taken out,
on SQLite with every commit flushed to disk; what the others do not do stands in bench.peers.
`PTB` does one update after another, as it does unasked; `PTB 256` has concurrent_updates(True).
Half the updates are taps inside an order (the button's answer and the card's change), half are
commands (one message with buttons). First a backlog is worked off, then updates come at random
moments, 300 a second; both with a Telegram that answers at once, and with one that takes 50 ms for
every call. Polls are answered at once. A time runs from the update lying ready until
Telegram has the last call for it: whoever answers a tap before editing needs 50 ms for it.

A backlog is looked at for 15 s at the most; what was worked off by then counts. In the stream, what is
not answered 5 s after its end counts as `late`, and with its time until then. All bots take part in
every round, the kiosk first, because the others show the screens that it sent.
At last a client without a bot shows what the far side alone can do.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bench.far_side import FarSide, far_side
from bench.figures import NONE, Figure, Row, at_least, at_most, percentile
from bench.peers.contestants import (
    AIOGRAM,
    BARE,
    KIOSK,
    PTB,
    PTB_CONCURRENT,
    Contestant,
    grammy,
    light_telegram,
    running,
    write_screens,
)
from bench.rows import stock

PER_SECOND = 300
NEAR, FAR = "0 ms", "50 ms"
LATENCIES = {NEAR: 0.0, FAR: 0.050}
TIMES_AIOGRAM, TIMES_PTB, TIMES_FASTEST = 3, 4, 2
ANSWERED_SECONDS = 0.075
"""What the kiosk may take for 99 of 100 updates when Telegram takes 50 ms."""


@dataclass(frozen=True, slots=True)
class Size:
    """How many people there are, how many updates wait and come, and how long is looked on."""

    people: int
    backlog: int
    stream: int
    alone: int
    backlog_seconds: float = 15.0
    stream_seconds: float = 5.0


FULL, QUICK = Size(200, 2000, 1500, 20_000), Size(20, 80, 40, 1000, 60.0, 60.0)


@dataclass(frozen=True, slots=True)
class Found:
    """What one bot did, by how far away Telegram was."""

    backlog: dict[str, dict[str, Any]]
    stream: dict[str, dict[str, Any]]

    @property
    def phases(self) -> list[dict[str, Any]]:
        """All of it."""
        return [*self.backlog.values(), *self.stream.values()]

    def rate(self, where: str) -> float:
        """Updates worked off in a second."""
        return float(self.backlog[where]["per_second"])

    def sum(self, what: str) -> int:
        """How many there were in all."""
        return sum(phase[what] for phase in self.phases)


async def measure(*, quick: bool) -> list[Row]:
    """One round: each bot in turn, grammY where it can be had."""
    with_node = await grammy()
    others = [AIOGRAM, PTB, PTB_CONCURRENT, *([with_node] if with_node else [])]
    return await measured(QUICK if quick else FULL, others)


async def measured(size: Size, others: Sequence[Contestant]) -> list[Row]:
    """The kiosk and these others in turn: their ratios, then a row for each."""
    with tempfile.TemporaryDirectory(prefix="kiosk-bench-") as folder:
        screens = Path(folder) / "screens.json"
        async with far_side(size.people) as side:
            await stock(side)
            found = {one.name: await _of(one, size, side, screens) for one in (KIOSK, *others)}
            alone = await _alone(size, side, screens)
    return [_ratios(size, found, alone), *(_row(size, name, one) for name, one in found.items())]


async def _of(contestant: Contestant, size: Size, side: FarSide, screens: Path) -> Found:
    """One bot, from its start to its end."""
    found = Found({}, {})
    async with (
        light_telegram(size.people, contestant.name) as telegram,
        running(contestant, telegram.url, side, screens),
    ):
        opened = await telegram.ask("open")
        if contestant is KIOSK:
            write_screens(opened, screens)
        for where, latency in LATENCIES.items():
            found.backlog[where] = await telegram.ask(
                "run", count=size.backlog, per_second=0, latency=latency, seconds=size.backlog_seconds
            )
            found.stream[where] = await telegram.ask(
                "run", count=size.stream, per_second=PER_SECOND, latency=latency, seconds=size.stream_seconds
            )
    return found


async def _alone(size: Size, side: FarSide, screens: Path) -> dict[str, Any]:
    """A backlog, with nobody behind the calls who thinks."""
    async with light_telegram(size.people, BARE.name) as telegram, running(BARE, telegram.url, side, screens):
        await telegram.ask("open")
        return await telegram.ask(
            "run", count=size.alone, per_second=0, latency=0.0, seconds=size.backlog_seconds
        )


def _ratios(size: Size, found: dict[str, Found], alone: dict[str, Any]) -> Row:
    """The kiosk over each of the others, and what the far side alone can do."""
    kiosk = found[KIOSK.name]
    targets = {AIOGRAM.name: TIMES_AIOGRAM, PTB.name: TIMES_PTB, PTB_CONCURRENT.name: TIMES_PTB}
    ratios = [
        Figure(
            f"kiosk / {name}, {where}",
            kiosk.rate(where) / one.rate(where),
            target=at_least(targets[name]) if name in targets else None,
        )
        for where in LATENCIES
        for name, one in found.items()
        if one is not kiosk
    ]
    fastest = max(one.rate(where) for one in found.values() for where in LATENCIES)
    busiest = max(phase["processor"] for one in found.values() for phase in one.phases)
    return Row(
        "peers",
        f"{size.people} people, {size.backlog} updates waiting",
        (
            *ratios,
            Figure(
                "far side alone / fastest (all is void below)",
                alone["per_second"] / fastest,
                target=at_least(TIMES_FASTEST),
            ),
            Figure("far side alone", alone["per_second"], "updates/s"),
            Figure("its processor, alone", 100 * alone["processor"], "%"),
            Figure("at most with a bot", 100 * busiest, "%"),
        ),
    )


def _row(size: Size, name: str, found: Found) -> Row:
    """What one of them did."""
    is_kiosk = name == KIOSK.name
    figures = [Figure(f"worked off, {where}", found.rate(where), "updates/s") for where in LATENCIES]
    for where in LATENCIES:
        waits = found.stream[where]["waits"]
        judged = at_most(1000 * ANSWERED_SECONDS) if is_kiosk and where == FAR else None
        figures += [
            Figure(f"at {PER_SECOND}/s, {where} p50", 1000 * percentile(waits, 0.5), "ms"),
            Figure("p99", 1000 * percentile(waits, 0.99), "ms", judged),
            Figure("late", found.stream[where]["late"]),
        ]
    never = NONE if is_kiosk else None
    figures += [
        Figure("unanswered", found.sum("unanswered"), target=never),
        Figure("doubled", found.sum("strays"), target=never),
    ]
    n = f"{size.backlog} waiting, {size.stream} at {PER_SECOND}/s"
    if name == AIOGRAM.name:
        n += ", on uvloop" if find_spec("uvloop") else ", without uvloop"
    return Row(name, n, tuple(figures))
