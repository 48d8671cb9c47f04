"""A child: one run of `bot.py` in a process of its own, which a test watches, kills and asks how it ended."""

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

PATIENCE = 30.0
"""Seconds to wait for anything; far more than it takes, because the machine may be busy."""


class NeverCame(AssertionError):
    """What a test waited for did not come in time."""


@dataclass(frozen=True, slots=True)
class Said:
    """How a command ended: its exit code and what it wrote."""

    code: int
    out: str
    err: str


async def command(
    fork_server: ForkServer, *arguments: str, settings: Mapping[str, str], folder: Path
) -> Said:
    """Run `bot.py` with these arguments and settings to its end."""
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
    """One run of `bot.py run`; what it writes is read as it comes."""

    def __init__(self, process: Process, writing: asyncio.StreamReader, wrote: Callable[[], object]) -> None:
        self._process = process
        self._written = bytearray()
        self._reading = asyncio.create_task(self._read(writing, wrote))

    @classmethod
    async def start(
        cls, fork_server: ForkServer, settings: Mapping[str, str], folder: Path, wrote: Callable[[], object]
    ) -> "Child":
        """Start it, in a folder where no .env lies; `wrote` is called when it has written something."""
        ours, theirs = os.pipe()
        try:
            process = await fork_server.start("run", settings=settings, folder=folder, out=theirs, err=theirs)
        finally:
            os.close(theirs)
        writing, _ = await reader_of(ours)
        return cls(process, writing, wrote)

    @property
    def pid(self) -> int:
        """Its number at the system."""
        return self._process.pid

    @property
    def output(self) -> str:
        """All it has written so far."""
        return self._written.decode(errors="replace")

    async def ended(self, within: float = PATIENCE) -> int:
        """Its exit code, negative for a signal. Raises NeverCame when it goes on."""
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

    async def terminated(self, within: float = 20) -> int:
        """SIGTERM; the exit code. Raises NeverCame when it takes longer than promised."""
        self._process.send_signal(signal.SIGTERM)
        return await self.ended(within)

    @contextmanager
    def full_disk(self) -> Iterator[None]:
        """As long as this lasts, no file of the child's can be written."""
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
