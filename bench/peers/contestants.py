"""Who is measured, how each is started, and how grammY comes here."""

import asyncio
import contextlib
import json
import os
import shutil
import sys
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from bench.far_side import CUSTOMERS, TOKEN, FarSide, TooLate
from bench.throughput import UNPACED
from playground.child import BotProcess

ROOT = Path(__file__).resolve().parent.parent.parent
MODULES = ROOT / ".bench" / "grammy"
GRAMMY = ("grammy@1.46.0", "@grammyjs/runner@2.0.3")
GRAMMY_BOT = Path(__file__).with_name("grammy_bot.mjs")
INSTALL_SECONDS = 300.0
NO_LIMIT = aiohttp.ClientTimeout(total=None)


@dataclass(frozen=True, slots=True)
class Contestant:
    """A bot under this name in the table, and the command that starts it; None is the kiosk."""

    name: str
    command: tuple[str, ...] | None = None


def _python(module: str, *words: str) -> tuple[str, ...]:
    return (sys.executable, "-m", f"bench.peers.{module}", *words)


KIOSK = Contestant("kiosk")
AIOGRAM = Contestant("aiogram", _python("aiogram_bot"))
PTB = Contestant("PTB", _python("ptb_bot"))
PTB_CONCURRENT = Contestant("PTB 256", _python("ptb_bot", "concurrent"))
BARE = Contestant("far side", _python("bare_client"))


async def grammy() -> Contestant | None:
    """grammY with its runner, installed where it is not yet. None where it cannot be; a line says why."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        print("peers: without grammY, as node or npm is not there", file=sys.stderr)
        return None
    if not (MODULES / "node_modules" / "@grammyjs" / "runner").is_dir():
        MODULES.mkdir(parents=True, exist_ok=True)
        if not await _installed(npm):
            print("peers: without grammY, as npm could not install it", file=sys.stderr)
            return None
    return Contestant("grammY", (node, str(GRAMMY_BOT)))


async def _installed(npm: str) -> bool:
    process = await asyncio.create_subprocess_exec(
        *(npm, "install", "--no-package-lock", "--no-save", *GRAMMY), cwd=MODULES, stdout=sys.stderr
    )
    try:
        return await asyncio.wait_for(process.wait(), INSTALL_SECONDS) == 0
    except TimeoutError:
        process.kill()
        await process.wait()
        return False


class LightTelegram:
    """The light Telegram in its process, asked over its own address."""

    def __init__(self, url: str, session: aiohttp.ClientSession, bot: str) -> None:
        """`bot` is the name of who speaks to it."""
        self.url = url
        self._session = session
        self._bot = bot

    async def ask(self, what: str, **told: Any) -> dict[str, Any]:
        """Have it do `what` with the bot, to its end. Raises TooLate."""
        try:
            async with self._session.post(f"{self.url}/bench/{what}", json=told) as response:
                found: dict[str, Any] = await response.json()
        except aiohttp.ClientError as error:
            raise TooLate(f"{self._bot}: the light Telegram ended during {what!r}") from error
        if "trouble" in found:
            raise TooLate(f"{self._bot}: {found['trouble']}")
        return found


@contextlib.asynccontextmanager
async def light_telegram(people: int, bot: str, first_id: int = CUSTOMERS) -> AsyncIterator[LightTelegram]:
    """A fresh one with so many people for the bot of this name; ended with the block."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.light", str(people), str(first_id)),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout is not None  # noqa: S101 - it is a pipe
    try:
        url = (await process.stdout.readline()).decode().strip()
        async with aiohttp.ClientSession(timeout=NO_LIMIT) as session:
            yield LightTelegram(url, session, bot)
    finally:
        process.terminate()
        await process.wait()


@contextlib.asynccontextmanager
async def running(contestant: Contestant, url: str, side: FarSide, screens: Path) -> AsyncIterator[None]:
    """The contestant as a process of its own, talking to the Telegram at `url`; ended with the block."""
    if contestant.command is None:
        process = await BotProcess.start({**side.settings(), "TELEGRAM_API_ROOT": url}, side.folder, UNPACED)
    else:
        process = BotProcess(
            await asyncio.create_subprocess_exec(
                *contestant.command, cwd=ROOT, env=_told(url, screens), start_new_session=True
            )
        )
    try:
        yield
    finally:
        await process.stop()


def _told(url: str, screens: Path) -> Mapping[str, str]:
    return {
        **os.environ,
        "BOT_TOKEN": TOKEN,
        "TELEGRAM_API_ROOT": url,
        "SCREENS": str(screens),
        "MODULES": str(MODULES),
    }


def write_screens(found: dict[str, Any], screens: Path) -> None:
    """Keep what the kiosk showed, for the others."""
    screens.write_text(json.dumps(found["screens"]), encoding="utf-8")
