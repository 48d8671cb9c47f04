"""`python -m playground`: try the kiosk in a browser, without a token or a panel."""

import argparse
import asyncio
import os
import signal
import sys
import tempfile
import webbrowser
from collections.abc import Sequence
from pathlib import Path

from playground.bot_supervisor import BotSupervisor
from playground.child import BOT
from playground.demo import bot_in, free_port, judge, living, new_demo
from playground.demo_state import DemoState
from playground.panel.spoken import NAMES
from playground.shop_settings import SHOP


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until Ctrl-C; 0 then, 1 when no port is free."""
    options = _options(arguments)
    try:
        return asyncio.run(_run(options))
    except (OSError, OverflowError) as problem:  # OverflowError: a port beyond 65535
        _say(f"The playground cannot start: {problem}")
        return 1


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m playground", description=__doc__)
    parser.add_argument("--port", type=int, default=8090, help="where the page is served; 0 for any")
    parser.add_argument("--dialect", choices=NAMES, default="seed", help="how the panel talks")
    parser.add_argument("--webhook", action="store_true", help="the bot is called instead of polling")
    parser.add_argument(
        "--bot",
        type=_program,
        default=BOT,
        help="another bot to try: a program that is started with `run`",
    )
    parser.add_argument("--no-open", dest="open", action="store_false", help="open no browser")
    parser.add_argument(
        "--log-level",
        type=str.upper,
        choices=("DEBUG", "INFO", "WARNING", "ERROR"),
        default="WARNING",
        help="how much the bot writes",
    )
    return parser.parse_args(arguments)


def _program(named: str) -> Path:
    if not Path(named).is_file():
        message = f"there is no file {named}"
        raise argparse.ArgumentTypeError(message)
    return Path(named).resolve()  # it runs in a folder of its own


async def _run(options: argparse.Namespace) -> int:
    asked_to_stop = _stop_signal()
    demo = new_demo(options.dialect, shop=SHOP)
    port = free_port() if options.webhook else 0
    with tempfile.TemporaryDirectory(prefix="kiosk-demo-") as folder:
        async with living(demo, options.port) as server:
            judge(demo)
            async with bot_in(
                demo, server.url, Path(folder), options.log_level, options.bot, webhook_port=port
            ) as supervisor:
                _say(f"Open {server.url}/ in a browser. Ctrl-C ends it.")
                if options.open:
                    await asyncio.to_thread(_show, f"{server.url}/")
                watching = asyncio.create_task(_tell_of_ends(demo, supervisor))
                await asked_to_stop.wait()
                watching.cancel()
                _say("Stopping ...")
    return 0


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _show(url: str) -> None:
    """Open the page if there is a screen; without one, a browser would take over the terminal."""
    screen = (
        sys.platform in ("darwin", "win32") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
    if screen:
        webbrowser.open(url)


def _stop_signal() -> asyncio.Event:
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, asked.set)
    return asked


async def _tell_of_ends(demo: DemoState, supervisor: BotSupervisor) -> None:
    """Print when the bot ends; the page has buttons to start it again."""
    version, told = 0, supervisor.state
    while True:
        version = await demo.telegram.changed(version, 60)
        if supervisor.state != told:
            told = supervisor.state
            if not told.running:
                _say(f"The bot {told.words}. The page stays open and can start it again; Ctrl-C ends it all.")


if __name__ == "__main__":
    sys.exit(main())
