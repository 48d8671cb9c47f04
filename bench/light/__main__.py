"""`python -m bench.light PEOPLE FIRST_ID`: serve on loopback, and print the address.

Telegram stands under /bot<token>/<method>. Whoever measures asks under /bench/<what> with a JSON
object: `open`, `run` and `letters`, see bench.light.load. It stays on the machine's last processor, and ends
with its input.
"""

import asyncio
import itertools
import json
import os
import sys
import threading
from contextlib import suppress
from importlib import import_module
from typing import Any

from bench.light.http import Answer, Connection
from bench.light.load import Late, Load
from bench.light.people import NoSuchButton, people
from bench.light.telegram import LightTelegram


class Service:
    """Both of its sides: the bot's, and that of who measures. An error of its own ends the process."""

    def __init__(self, count: int, first_id: int, group: asyncio.TaskGroup) -> None:
        messages = itertools.count(1)
        self._telegram = LightTelegram(people(count, first_id, messages), messages)
        self._load = Load(self._telegram)
        self._group = group

    def asked(self, path: bytes, body: bytes, answer: Answer) -> None:
        """A request of either."""
        _, side, name = path.split(b"/", 2)
        if side == b"bench":
            self._group.create_task(self._measure(name.decode(), json.loads(body), answer))
        else:
            self._telegram.asked(name.lower(), body, answer)

    async def _measure(self, what: str, told: dict[str, Any], answer: Answer) -> None:
        try:
            found = await getattr(self._load, what)(**told)
        except (Late, NoSuchButton) as trouble:
            found = {"trouble": str(trouble)}
        answer(json.dumps(found).encode())


async def serve(count: int, first_id: int) -> None:
    """Serve until the process is ended."""
    async with asyncio.TaskGroup() as group:
        service = Service(count, first_id, group)
        server = await asyncio.get_running_loop().create_server(
            lambda: Connection(service.asked), "127.0.0.1", 0, backlog=1024
        )
        print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
        await server.serve_forever()


def _end_with_the_other_side() -> None:
    """Who measures holds our input open; a server that nobody asks any more would stay for ever."""
    sys.stdin.read()
    os._exit(0)


def main(count: int, first_id: int) -> None:
    """On a processor of its own, with uvloop where it is installed."""
    threading.Thread(target=_end_with_the_other_side, daemon=True).start()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    factory = None
    with suppress(ImportError):
        factory = import_module("uvloop").new_event_loop
    with asyncio.Runner(loop_factory=factory) as runner, suppress(KeyboardInterrupt):
        runner.run(serve(count, first_id))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
