"""The playground's broadcast scenario at full size, with the real bot process, as the page plays it.

    python -m bench.scene [how many people]

Prints the scenario's own outcome. At Telegram's pace 5,000 people take about three minutes.
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from bench.machine import description, today
from playground.demo import bot_in, judge, living, new_room
from playground.scenes.programme import Programme


async def play(crowd: int) -> bool:
    """Play it once; whether it came out as it should."""
    room = new_room("seed")
    room.crowd = crowd
    with tempfile.TemporaryDirectory() as folder:
        async with living(room, 0) as server:
            judge(room)
            async with bot_in(room, server.url, Path(folder), "WARNING"):
                programme = Programme(room)
                programme.begin("broadcast")
                await programme.over()
    assert room.showing is not None  # noqa: S101 - begin() sets it; tells mypy
    print(f"{today()} · {description()}\n{room.showing.outcome}")
    print(f"findings of the spec oracle: {len(room.telegram.findings)}")
    return room.showing.state == "held" and not room.telegram.findings


if __name__ == "__main__":
    sys.exit(not asyncio.run(play(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000)))
