"""`python -m playground`: try the kiosk in a browser, without a token or a panel."""

import argparse
import asyncio
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from playground.child import BotProcess
from playground.demo import bot_in, living, new_room
from playground.room import Room


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until Ctrl-C; 0 then, 1 when no port is free."""
    options = _options(arguments)
    try:
        return asyncio.run(_run(options))
    except OSError as problem:
        _say(f"The playground cannot start: {problem}")
        return 1


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m playground", description=__doc__)
    parser.add_argument("--port", type=int, default=8090, help="where the page is served; 0 for any")
    parser.add_argument(
        "--dialect", choices=("seed", "mainstream"), default="seed", help="how the panel talks"
    )
    parser.add_argument("--log-level", default="WARNING", help="how much the bot writes (DEBUG to ERROR)")
    return parser.parse_args(arguments)


async def _run(options: argparse.Namespace) -> int:
    asked_to_stop = _stop_signal()
    room = new_room(options.dialect)
    with tempfile.TemporaryDirectory(prefix="kiosk-demo-") as folder:
        async with (
            living(room, options.port) as server,
            bot_in(room, server.url, Path(folder), options.log_level) as bot,
        ):
            _say(f"Open {server.url}/ in a browser. Ctrl-C ends it.")
            watching = asyncio.create_task(_tell_of_end(room, bot))
            await asked_to_stop.wait()
            watching.cancel()
            _say("Stopping ...")
    return 0


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _stop_signal() -> asyncio.Event:
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, asked.set)
    return asked


async def _tell_of_end(room: Room, bot: BotProcess) -> None:
    """Say plainly, here and on the page, when the bot ends by itself."""
    code = await bot.ended()
    words = f"ended with code {code}" if code >= 0 else f"was ended by {signal.Signals(-code).name}"
    room.say_of_bot(words, running=False)
    _say(f"The bot {words}; its own words stand above. The page stays open; Ctrl-C ends it.")


if __name__ == "__main__":
    sys.exit(main())
