"""The playground's broadcast scenario at full size, with the real bot process.

    python -m bench.broadcast_scenario [how many people]

Prints the scenario's own outcome. At Telegram's pace 5,000 people take about three minutes.
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from bench.machine import description, today
from playground.demo import bot_in, judge, living, new_demo
from playground.scenarios.registry import ScenarioRegistry


async def play(crowd: int) -> bool:
    """Play the scenario once; return True if all its promises held."""
    demo = new_demo("seed")
    demo.crowd = crowd
    with tempfile.TemporaryDirectory() as folder:
        async with living(demo, 0) as server:
            judge(demo)
            async with bot_in(demo, server.url, Path(folder), "WARNING"):
                registry = ScenarioRegistry(demo)
                registry.begin("broadcast")
                await registry.over()
    assert demo.session is not None  # noqa: S101 - begin() sets it; tells mypy
    print(f"{today()} · {description()}\n{demo.session.outcome}")
    print(f"findings of the spec oracle: {len(demo.telegram.findings)}")
    return demo.session.state == "held" and not demo.telegram.findings


if __name__ == "__main__":
    sys.exit(not asyncio.run(play(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000)))
