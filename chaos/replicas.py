"""Three kiosks on one server: killed, stopped and waked late, and the server restarted under them.

    python -m chaos.replicas [seconds] [seed]           kills and restarts
    python -m chaos.replicas stopped [tries] [seed]     leaders that are stopped and wake late

Nothing is lost, nothing comes twice, and another kiosk leads in time.
"""

import asyncio
import sys
import time
import traceback

from chaos.replica_kills import LONGEST_TAKEOVER, Kills
from chaos.replica_stops import stops
from chaos.result import Result, print_results, seed_or_new
from tests.contracts.storage.postgres import running_postgres
from tests.faults.database_templates import DatabaseTemplates, prepared
from tests.faults.fork_server import opened

KINDS = ("killed", "stopped")
SIDE_BY_SIDE = 4
"""Tries with stopped leaders that run at once: most of the time they wait for a lease to end."""


def run(n: int = 600, seed: int | None = None, kind: str = "killed") -> Result:
    """Kill kiosks for `n` seconds, or stop `n` leaders; without a `seed` it takes a new one."""
    chosen = seed_or_new(seed)
    # What is committed has to outlast a server that is restarted as after a crash.
    with (
        running_postgres(durable=True) as server,
        opened() as nursery,
        prepared(server, nursery) as templates,
    ):
        return asyncio.run((killed if kind == "killed" else stopped)(templates, n, chosen))


async def killed(templates: DatabaseTemplates, seconds: int, seed: int) -> Result:
    """Kill a kiosk every ten seconds, and restart the server every thirty, while people order."""
    started, wrong, short = time.perf_counter(), [], []
    async with templates.process("postgresql", REPLICAS="yes") as process:
        kills = Kills(process, templates.server, seed)
        try:
            await kills.play(seconds)
        except Exception:  # noqa: BLE001 - whatever it is, it went wrong
            wrong.append(traceback.format_exc(limit=-3))
        wrong += kills.wrong
    slow = [one for one in kills.takeovers if one > LONGEST_TAKEOVER]
    if slow:
        short.append(f"takeovers after {', '.join(f'{one:.1f}' for one in slow)} s")
    counts = {
        "kills": kills.kills,
        "restarts": kills.restarts,
        "updates": kills.updates,
        "orders": kills.orders,
        "takeovers": len(kills.takeovers),
        "slowest takeover": f"{max(kills.takeovers, default=0):.1f} s",
        "most sends in a second": kills.most_sends,
    }
    return Result(
        "kiosks killed", seconds, tuple(wrong), time.perf_counter() - started, seed, counts, tuple(short)
    )


async def stopped(templates: DatabaseTemplates, n: int, seed: int) -> Result:
    """Stop `n` leaders, some side by side, each at a point or moment of its own."""
    started, wrong = time.perf_counter(), list[str]()
    shares = [n // SIDE_BY_SIDE + (place < n % SIDE_BY_SIDE) for place in range(SIDE_BY_SIDE)]

    async def group(place: int, tries: int) -> dict[str, int]:
        async with templates.process("postgresql", REPLICAS="yes") as process:
            return await stops(process, tries, seed + place, wrong)

    told = await asyncio.gather(*(group(place, tries) for place, tries in enumerate(shares) if tries))
    counts = {name: sum(one[name] for one in told) for name in told[0]}
    return Result("leaders stopped", n, tuple(wrong), time.perf_counter() - started, seed, counts)


def main() -> int:
    """Print the table's row; 1 if anything was found."""
    words = sys.argv[1:]
    kind = words.pop(0) if words[:1] == ["stopped"] else "killed"
    given = [int(word) for word in words[:2]] or [600 if kind == "killed" else 200]
    return print_results(run(*given, kind=kind))


if __name__ == "__main__":
    sys.exit(main())
