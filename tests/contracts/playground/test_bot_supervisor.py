"""The supervisor of the bot process, with programs that are not bots."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from playground.bot_supervisor import BotState, BotSupervisor
from playground.child import BotProcess

OBEDIENT = "import time; print('up', flush=True); time.sleep(60)"
STUBBORN = """
import os, signal, time
signal.signal(signal.SIGTERM, lambda *_: None)
os.kill(os.getppid(), signal.SIGUSR1)
while True:
    time.sleep(60)
"""


class Bench:
    """A supervisor of a program, and every state it reported."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.told: list[BotState] = []
        self.started: list[BotProcess] = []
        self.news = asyncio.Event()
        self.up = asyncio.Event()
        self.supervisor = BotSupervisor(self._launch, self._hears)

    def program(self, text: str) -> None:
        (self.folder / "bot.py").write_text(text)

    async def until(self, words: str) -> None:
        """Wait until the supervisor reports these words; a stubborn program is then up."""
        async with asyncio.timeout(20):
            while words not in self.supervisor.state.words:
                self.news.clear()
                await self.news.wait()

    async def is_up(self) -> None:
        """Return True once the stubborn program has installed its signal handlers."""
        async with asyncio.timeout(20):
            await self.up.wait()

    async def _launch(self) -> BotProcess:
        process = await BotProcess.start({}, self.folder, self.folder / "bot.py")
        self.started.append(process)
        return process

    def _hears(self, state: BotState) -> None:
        self.told.append(state)
        self.news.set()


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    bench = Bench(tmp_path)
    bench.program(OBEDIENT)
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, bench.up.set)
    yield bench
    asyncio.get_running_loop().remove_signal_handler(signal.SIGUSR1)
    for process in bench.started:
        process.kill()
        await process.ended()


async def test_it_starts_restarts_and_kills(bench: Bench) -> None:
    await bench.supervisor.start()
    await bench.supervisor.start()
    first = bench.supervisor.pid
    await bench.supervisor.restart()
    assert bench.supervisor.pid != first
    await bench.supervisor.kill()
    assert (bench.supervisor.pid, bench.supervisor.state.words) == (None, "ended by SIGKILL")
    await bench.supervisor.restart()
    assert bench.supervisor.state == BotState(True, "running", 3)


async def test_an_end_by_itself_is_told(bench: Bench) -> None:
    bench.program("raise SystemExit(3)")
    await bench.supervisor.start()
    await bench.until("ended with code 3")
    assert not bench.supervisor.state.running


async def test_a_restart_goes_on_when_whoever_asked_is_gone(bench: Bench) -> None:
    bench.program(STUBBORN)
    await bench.supervisor.start()
    await bench.is_up()
    asking = asyncio.create_task(bench.supervisor.restart())
    await bench.until("stopping to start again")
    asking.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await asking
    bench.started[0].kill()
    async with asyncio.timeout(20):
        while bench.supervisor.state != BotState(True, "running", 2):
            bench.news.clear()
            await bench.news.wait()


async def test_kill_ends_what_does_not_end_itself(bench: Bench) -> None:
    """While a restart waits for the old process, Kill hits that and not the new one."""
    bench.program(STUBBORN)
    await bench.supervisor.start()
    await bench.is_up()
    restarting = asyncio.create_task(bench.supervisor.restart())
    await bench.until("stopping to start again")
    await bench.supervisor.kill()
    await restarting
    assert bench.supervisor.state == BotState(True, "running", 2)


async def test_after_the_end_nothing_is_started(bench: Bench) -> None:
    await bench.supervisor.start()
    await bench.supervisor.close()
    await bench.supervisor.restart()
    assert len(bench.started) == 1
    assert not bench.supervisor.state.running
