"""The fork server: it imports `bot.py` once, and forks the kiosks of a worker's tests.

Reading the code takes two seconds of a processor, and the tests start more than a hundred kiosks. What is
forked is still a process of its own, with its own settings, folder, files, signals and end, and it
runs `bot.py` from the first line; only the modules are in memory already, and what a kiosk compiles for its
start and for an order. That a kiosk also starts from nothing is shown where others start it: by the
playground, for `bot.py audit`, by the Dockerfile's steps.
"""

import asyncio
import contextlib
import ctypes
import gc
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SURROUNDINGS = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "VIRTUAL_ENV", "PYTHONPATH")
REQUEST_BYTES = 65_536
SECONDS = 30
"""Seconds; the fork server ends in far less."""


def surroundings() -> dict[str, str]:
    """Return the environment without a real kiosk's settings."""
    return {name: os.environ[name] for name in SURROUNDINGS if name in os.environ}


# The test's side.


class Process:
    """A forked kiosk, as asyncio's own Process would be."""

    def __init__(self, pid: int, told: asyncio.StreamReader, reading: asyncio.ReadTransport) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._reading = reading
        self._ending = asyncio.create_task(self._end(told))

    async def wait(self) -> int:
        """Wait for the end; return the exit code, negative for a signal."""
        return await asyncio.shield(self._ending)

    def send_signal(self, number: signal.Signals) -> None:
        """Send a signal unless the process has ended."""
        if self.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    async def _end(self, told: asyncio.StreamReader) -> int:
        try:
            self.returncode = int(await told.readline())
        finally:
            self._reading.close()
        return self.returncode


class ForkServer:
    """The test's access to forked kiosks."""

    def __init__(self, orders: socket.socket, root: Path) -> None:
        self._orders = orders
        self._root = root

    async def start(
        self, *arguments: str, settings: Mapping[str, str], folder: Path, out: int, err: int
    ) -> Process:
        """Run `bot.py` with these arguments and settings in this folder; it writes to `out` and `err`."""
        ours, theirs = os.pipe()
        request = {
            "arguments": [str(self._root / "bot.py"), *arguments],
            "environment": surroundings() | dict(settings),
            "folder": str(folder),
        }
        with ExitStack() as held:
            held.callback(os.close, theirs)
            nothing = os.open(os.devnull, os.O_RDONLY)
            held.callback(os.close, nothing)
            told, reading = await reader_of(ours)
            socket.send_fds(self._orders, [json.dumps(request).encode()], [nothing, out, err, theirs])
        return Process(int(await told.readline()), told, reading)


async def reader_of(pipe: int) -> tuple[asyncio.StreamReader, asyncio.ReadTransport]:
    """Return a reader of this end of a pipe; closing the transport closes it."""
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    file = os.fdopen(pipe, "rb", buffering=0)
    transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), file)
    return reader, transport


@contextmanager
def opened(preload: Mapping[str, str] | None = None, root: Path = ROOT) -> Iterator[ForkServer]:
    """Run a fork server until the block ends; it also ends with its parent process, however that ends.

    `preload`: more of its environment, for what every kiosk has from its first instruction on. `root` is the
    folder of its code, which may be a copy.
    """
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours, theirs:
        command = [sys.executable, "-m", "tests.faults.fork_server"]
        process = subprocess.Popen(
            command,
            cwd=root,
            env=surroundings() | dict(preload or {}),
            stdin=theirs.fileno(),
            stdout=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the tests
        )
        theirs.close()
        try:
            yield ForkServer(ours, root)
        finally:
            ours.close()
            process.wait(SECONDS)


# The fork server's side.


def main() -> None:
    """Fork a kiosk for each request; return only in a kiosk, to run it."""
    # What `bot.py` imports before it knows its command, and what a command imports first.
    import aiosqlite  # noqa: F401 - as above

    import bot  # noqa: F401 - as above
    import cli.checking
    import cli.keeping
    import cli.moving
    import cli.running  # noqa: F401 - as above

    asyncio.run(_rehearse())
    gc.collect()
    gc.freeze()
    home = os.getpid()
    with socket.socket(fileno=os.dup(sys.stdin.fileno())) as orders:
        while True:
            request, files, _, _ = socket.recv_fds(orders, REQUEST_BYTES, 4)
            if not request:
                return
            if os.fork() == 0:
                break
            for file in files:
                os.close(file)
            _bury()
    _attend(json.loads(request), files, home)


async def _rehearse() -> None:
    """Let a kiosk serve an order, so that the statements it compiles are ready in every forked kiosk."""
    from storage.upgrade import upgrade
    from tests.compiled_once import share_compiled_statements
    from tests.in_process import Harness

    share_compiled_statements()
    with tempfile.TemporaryDirectory(prefix="kiosk-rehearsal-") as folder:
        database = Path(folder) / "kiosk.db"
        await upgrade(f"sqlite+aiosqlite:///{database}")
        harness = Harness(database)
        await harness.opens()
        await harness.ann.says("/order 1 https://www.instagram.com/p/rehearsal/ 100")
        await harness.ann.taps("Confirm")
        await harness.delivers()
        await harness.closes()


def _bury() -> None:
    """Reap the attendants of ended kiosks."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _attend(request: Any, files: list[int], home: int) -> None:
    """Fork once more: the child is the kiosk, and the parent reports its pid and exit code."""
    *standard, tell = files
    _dies_with(home)
    above = os.getpid()
    kiosk = os.fork()
    if kiosk == 0:
        os.close(tell)
        _dies_with(above)
        _become(request, standard)
        return
    for file in (*standard, 0, 1, 2):
        os.close(file)
    os.write(tell, f"{kiosk}\n".encode())
    _, status = os.waitpid(kiosk, 0)
    os.write(tell, f"{os.waitstatus_to_exitcode(status)}\n".encode())
    os._exit(0)


def _dies_with(parent: int) -> None:
    """End with the parent, however that ends; Linux, prctl(PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _become(request: Any, standard: list[int]) -> None:
    """Take on a program's arguments, environment and files, and run `bot.py` from first line to last."""
    os.setsid()
    for number, file in enumerate(standard):
        os.dup2(file, number)
        os.close(file)
    # The one there was remembers whether it could seek in the file that it was made for.
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - as long as the process lasts
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    sys.argv = request["arguments"]
    runpy.run_path(sys.argv[0], run_name="__main__")


if __name__ == "__main__":
    main()
