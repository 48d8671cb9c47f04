"""Backups that go wrong, at DEBUG: neither the passphrase nor the token shows where an operator is told."""

import asyncio
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

import logs
from app.backing_up import backup
from app.watched import Watched
from cli.doctor import examine
from health.exposition import Exposition
from playground.telegram.faults import disconnect_before, timeout_after, too_many
from settings import Settings
from shop.alerts import AlertKind
from shop.backup_chat import MOST_BYTES
from storage.backup.folder import backups_in
from storage.backup.making import make
from tests.faults.secret_paths import BACKUP_KEY, QUOTING_GATEWAY, QUOTING_REFUSAL, Paths
from tests.in_process import Harness
from tests.root_logger import root_logger_put_back

GROUP = -1_009_000_000_001
NEXT_TRY, DAY = 7 * 3600.0, 24 * 3600.0

AT_THE_CHAT = {
    "sendDocument: a refusal": QUOTING_REFUSAL,
    "sendDocument: a page": QUOTING_GATEWAY,
    "sendDocument: an answer that is lost": timeout_after(),
    "sendDocument: a connection that breaks": disconnect_before(),
    "sendDocument: too many": too_many(120),
}


async def test_backups_that_go_wrong_show_no_secret(
    database_file: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    record_property: Callable[[str, object], None],
) -> None:
    folder, paths = tmp_path / "kept", Paths()
    shop = Harness(
        database_file,
        backup_folder=str(folder),
        backup_every_hours="24",
        backup_key=BACKUP_KEY,
        backup_chat="yes",
        operators_chat=str(GROUP),
    )
    shop.telegram.add_group(GROUP, "Operators", [shop.olga.person])
    with root_logger_put_back():
        logs.set_up(level="DEBUG", style="text", secrets=shop.kiosk.settings.secrets)
        await shop.opens()
        faults = [*await chat_takes_none(shop, folder), *await none_may_go(shop, folder)]
        paths.searched("doctor", await doctors_lines(shop), faults[-2:])
        faults += await none_can_be_made(shop, folder)
        paths.searched("/metrics", await figures(shop), faults)
        await shop.closes()
    log = capsys.readouterr().err
    assert "The newest backup cannot be read" in log
    assert "No backup was made" in log
    paths.searched("a log as text", log, faults)
    paths.searched("chats", said(shop), faults)
    with closing(sqlite3.connect(database_file)) as database:
        paths.searched("the database", "\n".join(database.iterdump()), faults)
    record_property("paths", len(paths.driven))
    assert len(paths.driven) == 4 * len(faults) + 2, sorted(paths.driven)


async def looks(shop: Harness) -> list[object]:
    """Have the kiosk try again to send the newest backup; return why it was not sent, as the alert says."""
    shop.clock.advance(NEXT_TRY)
    await shop.kiosk.backup_chat.look()
    await shop.settles()
    return [one.facts["why"] for one in await shop.kiosk.stores.alerts.list_of({AlertKind.BACKUP_UNSENT})]


async def chat_takes_none(shop: Harness, folder: Path) -> list[str]:
    """Have sending fail in every way; return the faults that struck."""
    await backup(shop.kiosk.settings, folder, shop.clock)
    for fault in AT_THE_CHAT.values():
        shop.telegram.plan("sendDocument", fault)
        assert await looks(shop) == ["refused"]
        assert shop.telegram.faults_left == 0
    return [*AT_THE_CHAT]


async def none_may_go(shop: Harness, folder: Path) -> list[str]:
    """Have the newest be one that may not go; return the faults."""
    await make(shop.kiosk.settings.database_url, folder, shop.clock.now(), keep=0)
    assert await looks(shop) == ["unsealed"]
    await backup(shop.kiosk.settings, folder, shop.clock)
    with backups_in(folder)[0].open("ab") as file:
        file.truncate(MOST_BYTES + 1)
    assert await looks(shop) == ["large"]
    return ["a backup that is not sealed", "a backup that is too large", "a backup that is damaged"]


async def none_can_be_made(shop: Harness, folder: Path) -> list[str]:
    """Have the newest be unreadable, and then the folder be none; return the faults."""
    becomes_a_folder(backups_in(folder)[0])
    await looks(shop)
    becomes_a_file(folder)
    shop.clock.advance(DAY)
    await shop.kiosk.backups.look()
    return ["a backup that cannot be read", "a folder that is none"]


def becomes_a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def becomes_a_file(folder: Path) -> None:
    folder.rename(folder.with_name("moved"))
    folder.write_text("")


async def doctors_lines(shop: Harness) -> str:
    """Return what doctor says, which finds the newest backup damaged and too large."""
    given = shop.kiosk.settings.model_dump() | {"telegram_api_root": "http://127.0.0.1:1"}
    lines: list[str] = []
    await examine(Settings(_env_file=None, **given), lines.append)  # type: ignore[call-arg]  # of the library
    found = "\n".join(lines)
    assert "file is damaged" in found
    assert "backups are larger than the 50 MB" in found
    return found


async def figures(shop: Harness) -> str:
    """Return what Prometheus would read."""
    watched = Watched(shop.kiosk, asyncio.Event(), lambda: False, Exposition().write)
    text, _ = await watched.metrics()
    watched.close()
    return text.decode()


def said(shop: Harness) -> str:
    """Return every text in every chat, and all the bot has sent."""
    texts = [one.text for chat in shop.telegram.chats.values() for one in chat.messages.values()]
    calls = [json.dumps(call.params, default=str) for call in shop.telegram.calls]
    assert "💾" in "".join(texts)
    return "\n".join([*texts, *calls])
