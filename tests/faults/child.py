"""A child: one run of `bot.py` in its own process, which a test watches and kills."""

import asyncio
import os
import resource
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from tests.faults.fork_server import ForkServer, Process, reader_of

PATIENCE = 120.0
"""Seconds to wait for anything; far more than it takes, because the machine may be busy.

An order that was not sent twice waits twenty seconds by itself.
"""


class NeverCame(AssertionError):
    """An expected event did not come in time."""


@dataclass(frozen=True, slots=True)
class Said:
    """The result of a command: its exit code and its output."""

    code: int
    out: str
    err: str


async def command(
    fork_server: ForkServer, *arguments: str, settings: Mapping[str, str], folder: Path
) -> Said:
    """Run `bot.py` to its end with these arguments and settings."""
    with TemporaryFile() as out, TemporaryFile() as err:
        process = await fork_server.start(
            *arguments, settings=settings, folder=folder, out=out.fileno(), err=err.fileno()
        )
        try:
            code = await asyncio.wait_for(process.wait(), PATIENCE)
        finally:
            process.send_signal(signal.SIGKILL)
        out.seek(0)
        err.seek(0)
        return Said(code, out.read().decode(), err.read().decode())


class Child:
    """One run of `bot.py run`, or of another command; its output is read as it comes."""

    def __init__(self, process: Process, writing: asyncio.StreamReader, wrote: Callable[[], object]) -> None:
        self._process = process
        self._written = bytearray()
        self._reading = asyncio.create_task(self._read(writing, wrote))

    @classmethod
    async def start(
        cls,
        fork_server: ForkServer,
        settings: Mapping[str, str],
        folder: Path,
        wrote: Callable[[], object],
        *command: str,
    ) -> "Child":
        """Start the child in a folder without .env; `wrote` is called when it writes something."""
        ours, theirs = os.pipe()
        try:
            process = await fork_server.start(
                *(command or ("run",)), settings=settings, folder=folder, out=theirs, err=theirs
            )
        finally:
            os.close(theirs)
        writing, _ = await reader_of(ours)
        return cls(process, writing, wrote)

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def runs(self) -> bool:
        """True until it has ended."""
        return self._process.returncode is None

    @property
    def output(self) -> str:
        """All output so far."""
        return self._written.decode(errors="replace")

    async def ended(self, within: float = PATIENCE) -> int:
        """Wait for the end; return the exit code, negative for a signal. Raises NeverCame if it goes on."""
        try:
            code = await asyncio.wait_for(self._process.wait(), within)
        except TimeoutError:
            raise NeverCame(f"the kiosk still runs after {within} s:\n{self.output[-4000:]}") from None
        await self._reading
        return code

    async def killed(self) -> None:
        """`kill -9`."""
        self._process.send_signal(signal.SIGKILL)
        await self.ended()

    @property
    def is_stopped(self) -> bool:
        """True while it is stopped by a signal, as far as Linux says."""
        if not self.runs:
            return False
        return Path(f"/proc/{self.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "T"

    def stopped(self) -> None:
        """`kill -STOP`."""
        self._process.send_signal(signal.SIGSTOP)

    def goes_on(self) -> None:
        """`kill -CONT`."""
        self._process.send_signal(signal.SIGCONT)

    async def terminated(self, within: float = 20) -> int:
        """Send SIGTERM; return the exit code. Raises NeverCame if it takes longer than promised."""
        self._process.send_signal(signal.SIGTERM)
        return await self.ended(within)

    @contextmanager
    def full_disk(self) -> Iterator[None]:
        """Keep the child from writing any file until the block ends."""
        no_limit = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        resource.prlimit(self.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        try:
            yield
        finally:
            resource.prlimit(self.pid, resource.RLIMIT_FSIZE, no_limit)

    async def _read(self, writing: asyncio.StreamReader, wrote: Callable[[], object]) -> None:
        while some := await writing.read(65_536):
            self._written += some
            wrote()
