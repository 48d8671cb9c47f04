"""Orders and faults at DEBUG: tokens, keys and passphrases show nowhere.

The panel and Telegram's gateway repeat the secrets they were sent.
"""

import asyncio
import json
import logging
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path

import aiohttp
import pytest

import logs
from messaging.webhook import SECRET_HEADER
from playground.panel.faults import FAULTS, Struck
from playground.panel.faults import Fault as PanelFault
from playground.panel.reply import HTML, Reply
from playground.telegram.faults import refusal
from storage.backup import archive
from tests.faults.fork_server import ForkServer
from tests.faults.process import KioskProcess, links
from tests.faults.secret_paths import (
    BACKUP_KEY,
    HUSH,
    QUOTING_GATEWAY,
    QUOTING_REFUSAL,
    SECRETS,
    Paths,
    nowhere,
)
from tests.faults.test_poison import UNREADABLE
from tests.faults.test_watched import Monitor
from tests.in_process import KEY, TOKEN
from tests.root_logger import root_logger_put_back

pytestmark = pytest.mark.slow

LEAST_PATHS = 110
"""The scorecard promises 60. A tour that loses faults or places fails."""

REFUSED_TOKEN, REFUSED_KEY = "700000001:AArefusedrefusedrefusedrefusedrefu_9", "a-key-that-is-refused"
OTHER_KEY = "another-passphrase-than-it"
DEBUG = {"LOG_LEVEL": "DEBUG", "BACKUP_KEY": BACKUP_KEY}

PAGE, ERROR = "a page with the key", "an error with the key"
QUOTING_WEBHOOK = refusal(400, f"Bad Request: bad webhook: {HUSH} is not for today")


async def _repeating_page(call: Struck) -> Reply:
    return Reply(500, f"<pre>POST: {dict(call.form)}</pre>".encode(), HTML)


async def _repeating_error(call: Struck) -> Reply:
    return Reply(200, json.dumps({"error": f"Bad link for key {call.form['key']}"}).encode())


@pytest.fixture
async def second(
    fork_server: ForkServer, stocked_database: Path, tmp_path: Path
) -> AsyncIterator[KioskProcess]:
    """Another process with all that it talks to: what takes long goes wrong at both at once."""
    folder = tmp_path / "second"
    folder.mkdir()
    process = KioskProcess(fork_server, folder)
    shutil.copy(stocked_database, process.database)
    await process.opens()
    yield process
    await process.closes()


async def test_a_tour_shows_no_secret(
    process: KioskProcess,
    second: KioskProcess,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
) -> None:
    monkeypatch.setitem(FAULTS, PAGE, PanelFault("add", _repeating_page))
    monkeypatch.setitem(FAULTS, ERROR, PanelFault("add", _repeating_error))
    paths = Paths()
    async with asyncio.TaskGroup() as both:
        both.create_task(both_repeat_secrets(process, paths))
        both.create_task(telegram_repeats_secrets(second, paths))
    await commands_go_wrong(process, paths)
    record_property("paths", len(paths.driven))
    assert len(paths.driven) >= LEAST_PATHS, sorted(paths.driven)


async def both_repeat_secrets(process: KioskProcess, paths: Paths) -> None:
    """Have the panel and Telegram repeat them to a kiosk that logs text; search all that it shows."""
    monitor = Monitor()
    process.olga.says("/start")
    child = await process.starts(**DEBUG, LOG_FORMAT="text", HEALTH_LISTEN=monitor.place)
    faults = [*await panel_repeats_the_key(process), *await telegram_repeats_the_token(process)]
    for path in ("/metrics", "/readyz", "/livez"):
        status, told = await monitor.asks(path)
        assert status == 200
        paths.searched(path, told, faults)
    said = await process.runs("backup", str(process.folder / "kept"), BACKUP_KEY=BACKUP_KEY)
    assert said.code == 0, said.err
    paths.searched("lines of `bot.py backup`", said.out + said.err, faults)
    assert await child.terminated() == 0
    assert "Traceback" in child.output
    assert "set aside" in child.output
    paths.searched("a log as text", child.output, faults)
    paths.searched("a backup that was opened", everything_backed_up(process), faults)
    _search_chats_and_rows(process, paths, faults)


async def telegram_repeats_secrets(process: KioskProcess, paths: Paths) -> None:
    """Have Telegram repeat them to a kiosk that logs JSON, and to one that is called; search both."""
    child = await process.starts(**DEBUG, LOG_FORMAT="json")
    faults = await telegram_repeats_the_token(process)
    assert await child.terminated() == 0
    assert "Traceback" in child.output
    assert all(json.loads(line) for line in child.output.splitlines())
    paths.searched("a log as JSON", child.output, faults)
    faults += await telegram_repeats_the_webhooks_secret(process, paths)
    _search_chats_and_rows(process, paths, faults)


def _search_chats_and_rows(process: KioskProcess, paths: Paths, faults: list[str]) -> None:
    paths.searched("chats", everything_said(process), faults)
    paths.searched("the database", everything_kept(process), faults)


async def panel_repeats_the_key(process: KioskProcess) -> list[str]:
    """Have the panel repeat it; return the faults that struck."""
    ann, panel = process.ann, process.panel
    panel.arm(ERROR, action="status")
    process.telegram.plan("answerCallbackQuery", QUOTING_REFUSAL)
    await process.orders(process.bob, next(links))
    await process.sees(process.bob, "is done")
    # The lost answer comes last: while it is looked into nothing else is sent.
    for fault, state in ((ERROR, "Rejected"), ("bad_link", "Rejected"), (PAGE, "Being checked")):
        panel.arm(fault, action="add")
        await process.orders(ann, next(links))
        await process.sees(ann, state)
    for fault in ("bad_key", PAGE):
        panel.arm(fault, action="balance")
        process.olga.says("/panel")
        await process.sees(process.olga, "The panel")
        process.olga.taps("Refresh")
        await process.until(lambda: panel.armed == {}, "a balance that was asked for")
    process.olga.says("/panel")
    await process.sees(process.olga, "Last error")
    assert process.telegram.faults_left == 0
    added = [f"add: {name}" for name in (ERROR, "bad_link", PAGE)]
    tap = "answerCallbackQuery: a refusal"
    return [*added, f"status: {ERROR}", "balance: bad_key", f"balance: {PAGE}", tap]


async def telegram_repeats_the_token(process: KioskProcess) -> list[str]:
    """Have Telegram and what is before it repeat it; return the faults that struck."""
    ann, telegram = process.ann, process.telegram
    telegram.updates.add("message", UNREADABLE)
    telegram.plan("sendMessage", QUOTING_GATEWAY, *[QUOTING_REFUSAL] * 3, chat_id=ann.id)
    telegram.plan("getUpdates", QUOTING_GATEWAY, QUOTING_REFUSAL)
    ann.says("/help")
    ann.says("/orders")
    await process.sees(ann, "Your orders")
    await process.until(lambda: telegram.faults_left == 0, "every fault")
    await process.falls_quiet()
    found = telegram.takes_findings()  # the unreadable update, and nothing else
    assert all(line.startswith("update message") for line in found), found
    quoting = [
        f"{name}: {what}" for name in ("sendMessage", "getUpdates") for what in ("a page", "a refusal")
    ]
    return ["an update that cannot be read", *quoting]


async def telegram_repeats_the_webhooks_secret(process: KioskProcess, paths: Paths) -> list[str]:
    """Run with a webhook and search what it says; return the faults that struck."""
    webhook = process.webhook()
    process.telegram.plan("setWebhook", QUOTING_WEBHOOK)
    child = await process.launches(**webhook, **DEBUG)
    await process.until(lambda: "Telegram refuses" in child.output, "a line about the webhook")
    process.ann.says("/help")
    await process.sees(process.ann, "What I can do")
    faults = {"a call with an empty object": b"{}", "a call that is cut off": b"["}
    async with aiohttp.ClientSession() as session:
        for fault, body in faults.items():
            headers = {SECRET_HEADER: HUSH, "Content-Type": "application/json"}
            async with session.post(webhook["WEBHOOK_URL"], data=body, headers=headers) as answer:
                assert answer.status == 400
                paths.searched("the webhook's answer", f"{answer.headers}{await answer.text()}", [fault])
    assert await child.terminated() == 0
    assert "without an update" in child.output
    struck = ["setWebhook: a refusal with its secret", *faults]
    paths.searched("a log as text", child.output, struck)
    return struck


async def commands_go_wrong(process: KioskProcess, paths: Paths) -> None:
    """Have commands meet what the kiosk's own secrets do not fit, and search all they print."""
    kept, file = process.folder / "kept", process.folder / "file"
    file.write_text("")
    [backup] = kept.glob("*.sealed")
    other = {"BACKUP_KEY": OTHER_KEY}
    elsewhere = other | {"DATABASE_URL": f"sqlite+aiosqlite:///{process.folder}/back.db"}
    said = await asyncio.gather(
        process.runs("run", **DEBUG | {"BOT_TOKEN": REFUSED_TOKEN}),
        process.runs("doctor", PANEL_KEY=REFUSED_KEY, BACKUP_FOLDER=str(kept), BACKUP_CHAT="yes", **other),
        process.runs("backup", str(file), BACKUP_KEY=BACKUP_KEY),
        process.runs("restore", str(backup), "--yes", **elsewhere),
    )
    for one, command, faults in zip(
        said,
        ("run", "doctor", "backup", "restore"),
        (
            {"Telegram refuses BOT_TOKEN": "a token that Telegram refuses"},
            {
                "Invalid API key": "a key that the panel refuses",
                "BACKUP_KEY is not the key": "a backup of another key",
                "FAIL  backup chat: there is no group": "backups for a chat that is not there",
            },
            {"cannot be written": "a folder that is none"},
            {"BACKUP_KEY is not the key": "a backup of another key"},
        ),
        strict=True,
    ):
        written = one.out + one.err
        assert one.code == 1, written
        for words in faults:
            assert words in written, written
        place = f"lines of `bot.py {command}`"
        paths.searched(place, written, faults.values(), REFUSED_TOKEN, REFUSED_KEY, OTHER_KEY)


def everything_said(process: KioskProcess) -> str:
    """Return every text in every chat, every toast, and all the bot has sent, except the webhook's secret."""
    chats = [
        text
        for chat in process.telegram.chats.values()
        for message in chat.messages.values()
        for text in (message.text, *message.labels)
    ]
    toasts = [toast.text for person in process.telegram.people.values() for toast in person.toasts]
    sent = [call.params for call in process.telegram.calls if call.method != "setWebhook"]
    calls = [json.dumps(params, default=str) for params in sent]
    assert len(chats) > 20
    return "\n".join([*chats, *toasts, *calls])


def everything_kept(process: KioskProcess) -> str:
    """Return the whole database as text, and the bytes of its files."""
    with closing(sqlite3.connect(process.database)) as database:
        dump = "\n".join(database.iterdump())
    raw = "".join(path.read_bytes().decode("latin-1") for path in process.folder.glob("kiosk.db*"))
    assert "aside" in dump
    return dump + raw


def everything_backed_up(process: KioskProcess) -> str:
    """Return what the newest backup has in it, opened, and its sealed bytes."""
    [sealed] = (process.folder / "kept").glob("*.sealed")
    opened = process.folder / "opened"
    opened.mkdir()
    archive.unpack(sealed, BACKUP_KEY, opened)
    parts = [sealed, *opened.iterdir()]
    assert len(parts) > 1
    return "".join(part.read_bytes().decode("latin-1") for part in parts)


@pytest.mark.parametrize("style", ["text", "json"])
def test_without_the_redactor_the_tour_would_fail(style: str, capsys: pytest.CaptureFixture[str]) -> None:
    def written(secrets: tuple[str, ...]) -> str:
        with root_logger_put_back():
            logs.set_up(level="DEBUG", style=style, secrets=secrets)  # type: ignore[arg-type]  # one of the two
            logging.getLogger("kiosk.test").error("sent key=%s, sealed with %s", KEY, BACKUP_KEY)
        return capsys.readouterr().err

    nowhere(written((TOKEN, KEY, BACKUP_KEY)), *SECRETS)
    for forgotten, known in ((KEY, BACKUP_KEY), (BACKUP_KEY, KEY)):
        with pytest.raises(AssertionError, match=forgotten):
            Paths().searched("a log", written((known,)), ["none"])
