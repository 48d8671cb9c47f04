"""SIGTERM in every state: the kiosk ends within twenty seconds, and nothing is lost or doubled.

    python -m chaos.sigterms [how many times] [seed]

The real process over sockets, by turns on the two databases. The states are those of chaos/sigterm_states.py,
one after the other; the signal comes up to a third of a second after the state is reached. The exit code must
be 0 (at a start also the system's own, before the kiosk hears signals), and no traceback may be in the log.
Then the faults are over and a new kiosk works until all is quiet: each update has had its turn, orders,
payments and messages came once, and the ledger's invariants hold.
"""

import asyncio
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

from chaos.replica_oracles import nothing_lost
from chaos.result import Result, numbers_given, print_results, seed_or_new
from chaos.rounds import played
from chaos.sigterm_scene import Scene
from chaos.sigterm_states import STATES, State
from tests.faults.process import KioskProcess

MOST_SECONDS = 20.0
UP_TO = 0.35
"""Seconds from the state to the signal, at most."""


def run(n: int = 200, seed: int | None = None) -> Result:
    """End `n` kiosks; without a `seed` it takes a new one."""
    chosen, started = seed_or_new(seed), time.perf_counter()
    took, states = list[float](), Counter[str]()

    async def play(process: KioskProcess, own: int) -> Sequence[str]:
        state = STATES[own // 2 % len(STATES)]  # the databases take turns, so that each meets every state
        states[state.__name__] += 1
        found = await _ends(Scene(process, random.Random(own)), state, took)
        return [f"{state.__name__}: {words}" for words in found]

    wrong = played(n, chosen, play)
    counts: dict[str, int | str] = {"states": len(states), "slowest end": f"{max(took, default=0):.1f} s"}
    return Result("SIGTERM", n, wrong, time.perf_counter() - started, chosen, counts)


async def _ends(scene: Scene, state: State, took: list[float]) -> list[str]:
    """Lead a kiosk into this state, end it, and return what does not hold after a restart."""
    process = scene.process
    async with scene.stack:
        came = _taken_in(process)
        await state(scene)
        await asyncio.sleep(scene.dice.uniform(0, UP_TO))
        child, began = process.children[-1], time.monotonic()
        code = await child.terminated(MOST_SECONDS)
        took.append(time.monotonic() - began)
        wrong = [f"the exit code is {code}"] if code not in scene.codes else []
        wrong += [f"it left a traceback:\n{child.output}"] if "Traceback" in child.output else []
        await asyncio.gather(*scene.beside)
        await _is_well_again(scene)
        await process.audited()
        return [*wrong, *nothing_lost(process, came), *scene.found()]


def _taken_in(process: KioskProcess) -> list[int]:
    """Return a list that gets the number of each update for the inbox: all but questions before payments."""
    came, updates = list[int](), process.telegram.updates
    traced = updates.on_queued

    def queued(update: dict[str, Any]) -> None:
        if "pre_checkout_query" not in update:
            came.append(int(update["update_id"]))
        traced(update)

    updates.on_queued = queued
    return came


async def _is_well_again(scene: Scene) -> None:
    """Let a new kiosk do all that is left, with nothing in its way."""
    process = scene.process
    process.panel.disarm()
    process.latency.round_trip = 0.0
    for mend in scene.mends:
        await mend()
    await process.starts(**scene.settings)
    paying = process.telegram.world.checkouts.values()
    await process.until(
        lambda: (
            process.asks_the_operator()
            and process.is_quiet()
            and not any(one.state == "waiting" for one in paying)
        ),
        "quiet",
    )


def main() -> int:
    """Print the table's row; 1 if anything was found."""
    return print_results(run(*numbers_given()))


if __name__ == "__main__":
    sys.exit(main())
