"""Three kiosks on one server: killed, stopped and waked late, upgraded, and the server restarted under them.

    python -m chaos.replicas [seconds] [seed]           kills and restarts
    python -m chaos.replicas stopped [tries] [seed]     leaders that are stopped and wake late
    python -m chaos.replicas upgraded [times] [seed]    kiosks of the next release join and take over

Nothing is lost, nothing comes twice, and another kiosk leads in time.
"""

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from chaos import next_release
from chaos.replica_kills import LONGEST_TAKEOVER, Kills
from chaos.replica_stops import Stops
from chaos.replica_upgrade import SECONDS as UPGRADE_SECONDS
from chaos.replica_upgrade import Upgrade
from chaos.result import Result, print_results, seed_or_new
from tests.contracts.storage.postgres import running_postgres
from tests.faults.database_templates import DatabaseTemplates, prepared
from tests.faults.fork_server import opened

SECONDS, TRIES, TIMES = 600, 200, 4
SIDE_BY_SIDE = 4
"""Tries with stopped leaders that run at once: most of the time they wait for a lease to end."""

MOST_SENDS = 30


def run(n: int = SECONDS, seed: int | None = None, kind: str = "killed") -> Result:
    """Kill kiosks for `n` seconds, stop `n` leaders, or upgrade `n` times; `seed` is a new one if None."""
    chosen = seed_or_new(seed)
    with (
        running_postgres(durable=True, connections=500) as server,  # a restart loses nothing committed
        opened() as nursery,
        prepared(server, nursery) as templates,
    ):
        return asyncio.run(KINDS[kind](templates, n, chosen))


async def killed(templates: DatabaseTemplates, seconds: int, seed: int) -> Result:
    """Kill a kiosk every ten seconds, and restart the server every thirty, while people order."""
    started = time.perf_counter()
    async with templates.process("postgresql", REPLICAS="yes") as process:
        kills = Kills(process, templates.server, seed)
        await kills.play(seconds)
    counts: dict[str, int | str] = {
        "by": "webhook" if kills.by_webhook else "polling",
        "kills": kills.kills,
        "restarts": kills.restarts,
        "updates": kills.updates,
        "orders": kills.orders,
        "takeovers": len(kills.takeovers),
        "slowest takeover": f"{max(kills.takeovers, default=0):.1f} s",
        "most sends in a second": kills.most_sends,
    }
    short = [f"a takeover took {one:.1f} s" for one in kills.takeovers if one > LONGEST_TAKEOVER]
    if kills.most_sends > MOST_SENDS:
        short.append(f"Telegram got {kills.most_sends} messages in one second")
    seconds_taken = time.perf_counter() - started
    return Result("kiosks killed", seconds, tuple(kills.wrong), seconds_taken, seed, counts, tuple(short))


async def stopped(templates: DatabaseTemplates, n: int, seed: int) -> Result:
    """Stop `n` leaders, some side by side, each at a point or moment of its own."""
    started = time.perf_counter()
    groups = [n // SIDE_BY_SIDE + (place < n % SIDE_BY_SIDE) for place in range(min(SIDE_BY_SIDE, n))]
    wrong: list[str] = []

    async def play(place: int, tries: int) -> dict[str, int]:
        async with templates.process("postgresql", REPLICAS="yes") as process:
            group = Stops(process, seed + place)
            counts = await group.play(tries)
            wrong.extend(group.wrong)
            return counts

    told = await asyncio.gather(*(play(place, tries) for place, tries in enumerate(groups)))
    counts = {name: sum(one[name] for one in told) for name in told[0]}
    return Result("leaders stopped", n, tuple(wrong), time.perf_counter() - started, seed, counts)


async def upgraded(templates: DatabaseTemplates, n: int, seed: int) -> Result:
    """Let kiosks of the next release take over `n` times, by turns behind a webhook and by polling."""
    started, wrong, beside = time.perf_counter(), list[str](), list[float]()
    counts = {"updates": 0, "orders": 0}
    with (
        tempfile.TemporaryDirectory(prefix="kiosk-next-") as folder,
        opened(root=next_release.made(Path(folder) / "kiosk")) as newer,
    ):
        for place in range(n):
            async with templates.process("postgresql", REPLICAS="yes") as process:
                upgrade = Upgrade(process, newer, seed + place)
                await upgrade.play(UPGRADE_SECONDS)
                wrong += upgrade.wrong
                beside.append(upgrade.beside)
                counts["updates"] += upgrade.updates
                counts["orders"] += upgrade.orders
    told: dict[str, int | str] = {**counts, "side by side at most": f"{max(beside):.0f} s"}
    return Result("rolling upgrades", n, tuple(wrong), time.perf_counter() - started, seed, told)


KINDS = {"killed": killed, "stopped": stopped, "upgraded": upgraded}
USUAL = {"killed": SECONDS, "stopped": TRIES, "upgraded": TIMES}


def main() -> int:
    """Print the table's row; 1 if anything was found."""
    words = sys.argv[1:]
    kind = words.pop(0) if words and words[0] in KINDS else "killed"
    n = int(words[0]) if words else USUAL[kind]
    return print_results(run(n, int(words[1]) if words[1:] else None, kind))


if __name__ == "__main__":
    sys.exit(main())
