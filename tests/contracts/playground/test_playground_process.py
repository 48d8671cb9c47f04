"""The bot as a child process, and the whole command from its first line to a clean exit."""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from playground.child import BOT, BotProcess
from playground.people import ANN

TELLS = """
import os
with open("told", "w") as file:
    file.write("|".join([os.environ.get("BOT_TOKEN", ""), os.environ.get("STRAY", ""), os.getcwd()]))
"""


async def test_the_bot_gets_its_settings_and_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STRAY", "of a real kiosk")
    script = tmp_path / "bot.py"
    script.write_text(TELLS)
    folder = tmp_path / "empty"
    folder.mkdir()
    bot = await BotProcess.start({"BOT_TOKEN": "token"}, folder, script)
    assert await bot.ended() == 0
    assert (folder / "told").read_text() == f"token||{folder}"


async def test_a_running_bot_is_told_to_end_and_is_gone(tmp_path: Path) -> None:
    script = tmp_path / "bot.py"
    script.write_text("import time; time.sleep(60)")
    bot = await BotProcess.start({}, tmp_path, script)
    assert await bot.stop() == -signal.SIGTERM
    with pytest.raises(ProcessLookupError):
        os.kill(bot.pid, 0)


async def test_a_bot_that_ends_by_itself_tells_its_code(tmp_path: Path) -> None:
    script = tmp_path / "bot.py"
    script.write_text("raise SystemExit(3)")
    bot = await BotProcess.start({}, tmp_path, script)
    assert await bot.ended() == 3
    assert await bot.stop() == 3


@pytest.mark.slow
async def test_the_command_plays_a_chat_and_ends_cleanly() -> None:
    command = (sys.executable, "-m", "playground", "--port", "0", "--no-open", "--webhook")
    playground = await asyncio.create_subprocess_exec(*command, cwd=BOT.parent, stdout=PIPE)
    try:
        async with asyncio.timeout(60):
            assert playground.stdout is not None
            line = (await playground.stdout.readline()).decode()
            assert line.startswith("Open http://127.0.0.1:")
            answer, way = await _first_answer(line.split()[1].rstrip("/"))
    finally:
        playground.send_signal(signal.SIGTERM)
        async with asyncio.timeout(30):
            rest, _ = await playground.communicate()
    assert "Ann" in answer
    assert way == "is called by webhook"
    assert (playground.returncode, rest.decode()) == (0, "Stopping ...\n")


async def _first_answer(root: str) -> tuple[str, str]:
    """Return the bot's answer to Ann's /start, and how it got the update."""
    async with aiohttp.ClientSession() as session:
        body = {"person": ANN.id, "text": "/start"}
        async with session.post(f"{root}/play/says", json=body) as answer:
            assert await answer.json() == {}
        since = 0
        while True:
            news = await _news(session, root, since)
            since = news["version"]
            for message in news["chat"]["messages"]:
                if not message["mine"]:
                    return str(message["text"]), str(news["bot"]["way"])


async def _news(session: aiohttp.ClientSession, root: str, since: int) -> Any:
    query = {"person": str(ANN.id), "since": str(since)}
    async with session.get(f"{root}/play/news", params=query) as answer:
        return json.loads(await answer.text())
