"""Backups in the operators' chat: sealed or not at all, once, and good to put back."""

import tracemalloc
from datetime import timedelta
from pathlib import Path

import pytest

from app.backing_up import backup, restore
from playground.telegram.faults import too_many
from shop.alerts import AlertKind
from shop.backup_chat import MOST_BYTES
from storage.backup.folder import backups_in
from tests.in_process import OLGA, Harness

GROUP = -1_009_000_000_001
KEY = "a passphrase of the tests"


async def opened(database: Path, folder: Path, *, chat: str = "yes", key: str = KEY) -> Harness:
    place = {"backup_folder": str(folder), "operators_chat": str(GROUP)}
    shop = Harness(database, dialect="seed", further=None, **place, backup_chat=chat, backup_key=key)
    shop.telegram.add_group(GROUP, "Operators", [shop.olga.person])
    await shop.opens()
    return shop


def files_in(shop: Harness) -> list[tuple[str, bytes]]:
    """Return the name and the bytes of each file in the group."""
    sent = [one.document for one in shop.telegram.chats[GROUP].messages.values()]
    return [(one.upload.name, one.upload.content) for one in sent if one is not None]


async def looks(shop: Harness) -> None:
    await shop.kiosk.backup_chat.look()
    await shop.settles()


def said_in(shop: Harness) -> str:
    return "\n".join(one.text for one in shop.telegram.chats[GROUP].messages.values())


async def test_a_sealed_backup_is_sent_once_and_can_be_put_back(database_file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    shop = await opened(database_file, folder)
    await backup(shop.kiosk.settings, folder, shop.clock)
    shop.telegram.plan("sendDocument", too_many(120))
    await looks(shop)
    unsent = await shop.kiosk.stores.alerts.list_of({AlertKind.BACKUP_UNSENT})
    assert [one.facts["why"] for one in unsent] == ["refused"]
    await looks(shop)
    assert files_in(shop) == []
    await shop.passes(121)
    await looks(shop)
    await looks(shop)
    [(name, content)] = files_in(shop)
    [kept] = backups_in(folder)
    assert (name, content) == (f"{shop.kiosk.application.bot.username}-{kept.name}", kept.read_bytes())
    assert not await shop.kiosk.stores.alerts.list_of({AlertKind.BACKUP_UNSENT})

    settings = shop.kiosk.settings
    await shop.closes()
    for left in database_file.parent.glob(f"{database_file.name}*"):
        left.unlink()
    downloaded = tmp_path / name
    downloaded.write_bytes(content)
    await restore(settings, downloaded, shop.clock, operators={OLGA}, is_meant=True)
    await shop.comes_back()
    assert shop.kiosk.stillness.is_on
    await shop.closes()


async def test_a_clock_that_was_ahead_does_not_stop_the_copies(database_file: Path, tmp_path: Path) -> None:
    folder, a_month = tmp_path / "kept", timedelta(days=30)
    shop = await opened(database_file, folder)
    shop.clock.set_ahead(a_month)
    await shop.settles()
    await backup(shop.kiosk.settings, folder, shop.clock)
    await looks(shop)
    shop.clock.set_ahead(-a_month)
    await shop.settles()
    await backup(shop.kiosk.settings, folder, shop.clock)
    await looks(shop)
    await looks(shop)
    ahead, made = backups_in(folder)
    bot = shop.kiosk.application.bot.username
    assert [name for name, _ in files_in(shop)] == [f"{bot}-{ahead.name}", f"{bot}-{made.name}"]
    await shop.closes()


@pytest.mark.parametrize("way", ["unsealed", "large", "unwanted"])
async def test_a_backup_stays_at_home_unless_it_may_go(way: str, database_file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    key, chat = "" if way == "unsealed" else KEY, "" if way == "unwanted" else "yes"
    shop = await opened(database_file, folder, chat=chat, key=key)
    await backup(shop.kiosk.settings, folder, shop.clock)
    if way == "large":
        with backups_in(folder)[0].open("ab") as file:
            file.truncate(MOST_BYTES + 1)
    tracemalloc.start()
    await looks(shop)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < MOST_BYTES // 2, "it is looked at each minute, and read only where it is sent"
    assert not [call for call in shop.telegram.calls if call.method == "sendDocument"]
    words = {"unsealed": "not sealed", "large": "at most 50 MB", "unwanted": ""}[way]
    assert words in said_in(shop)
    assert ("💾" in said_in(shop)) is (way != "unwanted")
    await shop.closes()
