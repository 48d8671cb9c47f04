"""The supervisor of the bot process: it starts, restarts and kills it, and tells the demo its state."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from playground.child import BotProcess


@dataclass(frozen=True)
class BotState:
    """What the page says about the bot process. `starts` counts its starts."""

    running: bool = False
    words: str = "not started"
    starts: int = 0


class BotSupervisor:
    """Runs one bot process at a time. The fake Telegram and panel outlive it."""

    def __init__(
        self, launch: Callable[[], Awaitable[BotProcess]], changed: Callable[[BotState], None]
    ) -> None:
        self.state = BotState()
        self._launch = launch
        self._changed = changed
        self._process: BotProcess | None = None
        self._watching: asyncio.Task[None] | None = None
        self._busy = asyncio.Lock()
        self._closed = False

    @property
    def pid(self) -> int | None:
        """The process id while the bot runs."""
        return self._process.pid if self._process is not None and self.state.running else None

    async def start(self) -> None:
        """Start the bot unless it runs."""
        async with self._busy:
            if not self.state.running:
                await self._start()

    async def restart(self, between: Callable[[], None] = lambda: None) -> None:
        """End the bot as a software update would, call `between`, and start it again.

        This is finished even if the caller is cancelled.
        """
        await asyncio.shield(asyncio.ensure_future(self._restart(between)))

    async def close(self) -> None:
        """End the bot for good."""
        self._closed = True
        async with self._busy:
            await self._stop("stopping")

    async def kill(self) -> None:
        """Kill the bot with SIGKILL, so that it cannot finish anything. Unless a restart is under way,
        it stays down until it is started."""
        process, watching = self._process, self._watching
        if process is not None and watching is not None:
            process.kill()
            await asyncio.shield(watching)

    async def _restart(self, between: Callable[[], None]) -> None:
        async with self._busy:
            await self._stop("stopping to start again")
            between()
            await self._start()

    async def _start(self) -> None:
        if self._closed:
            return
        self._process = await self._launch()
        self._watching = asyncio.create_task(self._watch(self._process))
        self._tell(running=True, words="running", starts=self.state.starts + 1)

    async def _stop(self, words: str) -> None:
        if self._process is None or self._watching is None or not self.state.running:
            return
        self._tell(running=True, words=words)
        await self._process.stop()
        await self._watching

    async def _watch(self, process: BotProcess) -> None:
        code = await process.ended()
        self._tell(running=False, words=_ending(code))

    def _tell(self, *, running: bool, words: str, starts: int | None = None) -> None:
        self.state = BotState(running, words, self.state.starts if starts is None else starts)
        self._changed(self.state)


def _ending(code: int) -> str:
    return f"ended with code {code}" if code >= 0 else f"ended by {signal.Signals(-code).name}"
