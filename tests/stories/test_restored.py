"""A shop is backed up, does more business, loses its disk, and is restored: nothing is sent twice."""

import sys
from datetime import timedelta
from pathlib import Path

import pytest

from app.backing_up import NotYet, backup, go_on, restore, show
from handlers.operator.live.words import SETTING_WORDS
from jobs.backups import AGAIN_AFTER
from playground.panel.listing import Listing
from storage.backup.folder import backups_in
from storage.backup.putting_back import InTheWay
from tests.in_process import OLGA, Harness
from tests.stories.by_hand import a_shop, pays_by_hand
from tests.stories.test_shop_settings import types
from tests.stories.test_unknown_orders import LINK, orders


async def backed_up_while_an_order_waits(shop: Harness, folder: Path) -> Path:
    """Have Ann confirm an order that is placed only after the backup; return the backup."""
    await shop.ann.says(f"/order 1 {LINK}ann/ 100")
    shop.ann.person.taps("Confirm")  # the turn ends, and the order waits for the panel's queue
    await shop.kiosk.messaging.polling.poll_once(0)
    await shop.kiosk.messaging.turns.drain()
    assert await shop.state_of(2) == "reserved"
    told = await backup(shop.kiosk.settings, folder, shop.clock)
    await shop.settles()
    assert len(shop.panel.orders) == 2
    return Path(told[0])


async def lose_the_disk(shop: Harness, file: Path) -> None:
    """End the kiosk, move its database away, and put this backup back."""
    settings = shop.kiosk.settings
    await shop.closes()
    with pytest.raises(InTheWay):
        await restore(settings, file, shop.clock, operators={OLGA}, is_meant=True)
    for left in shop.database.parent.glob(f"{shop.database.name}*"):
        left.rename(shop.database.parent / f"lost-{left.name}")
    dry = await restore(settings, file, shop.clock, operators={OLGA}, is_meant=False)
    assert "Nothing was changed" in dry[-1]
    assert not shop.database.exists()
    await restore(settings, file, shop.clock, operators={OLGA}, is_meant=True)


async def test_a_restored_shop_stands_still_shows_the_gap_and_sends_nothing_twice(
    database_file: Path, tmp_path: Path
) -> None:
    shop = Harness(database_file, dialect="mainstream")
    shop.panel.listing = Listing()
    await shop.opens()
    await shop.olga.says("/start")
    await orders(shop.bob, LINK + "first/")
    file = await backed_up_while_an_order_waits(shop, tmp_path / "kept")
    await orders(shop.bob, LINK + "second/")
    assert len(shop.panel.orders) == 3
    settings = shop.kiosk.settings

    await lose_the_disk(shop, file)
    await shop.comes_back()
    await shop.settles()
    assert await shop.state_of(2) == "unknown"
    await shop.ann.says(f"/order {LINK}third/")
    await shop.ann.sees("closed")
    with pytest.raises(NotYet):
        await go_on(settings, shop.clock, anyway=True)

    await shop.kiosk.standstill_watch.compare()
    await shop.kiosk.alert_watch.look()
    await shop.settles()
    await shop.olga.sees("restored from a backup")
    lines = "\n".join(await show(settings))
    assert "orders there that are in no row of ours: 2" in lines
    assert "orders being checked: 1" in lines
    assert len(shop.panel.orders) == 3

    await goes_on_at_the_desk(shop)
    assert await go_on(settings, shop.clock, anyway=False) == ["The kiosk does not stand still."]
    await shop.settles()
    await shop.passes(60)
    await shop.passes(3600)
    assert len(shop.panel.orders) == 3
    assert await shop.state_of(1) != "unknown"
    await shop.audited()
    await orders(shop.bob, LINK + "fourth/")
    assert len(shop.panel.orders) == 4
    await shop.audited()
    await shop.closes()


async def goes_on_at_the_desk(shop: Harness) -> None:
    """Have Olga look at the gap and go on; the button of an earlier comparison does nothing."""
    olga = shop.olga
    await olga.says("/admin")
    await olga.sees("stand still: nothing goes to a panel")
    await olga.taps("Go on")
    await olga.sees("orders there that are in no row of ours: 2", "Orders being checked: 1")
    [earlier] = [str(one.data) for one in olga.person.last.buttons if "Go on" in one.label]
    await shop.passes(60)
    await shop.kiosk.standstill_watch.compare()
    for forger in (olga, shop.bob):
        forger.person.forges(earlier, forger.person.last.id)
        await shop.settles()
    state = await shop.kiosk.stores.standstills.state()
    assert state is not None
    assert state.is_on
    await olga.sees("orders there that are in no row of ours: 2")
    await olga.taps("Go on")
    await olga.sees("I do not stand still")
    for _ in range(2):
        olga.person.forges(earlier, olga.person.last.id)
        await shop.settles()
        assert "I do not stand still" in olga.screen
    await olga.says("/admin")
    assert "stand still" not in olga.person.last.text


async def test_a_panel_whose_list_fails_was_not_compared(database_file: Path, tmp_path: Path) -> None:
    shop = Harness(database_file, dialect="mainstream")
    shop.panel.listing = Listing()
    await shop.opens()
    await orders(shop.bob, LINK + "first/")
    settings = shop.kiosk.settings
    told = await backup(settings, tmp_path / "kept", shop.clock)
    await orders(shop.bob, LINK + "second/")
    await lose_the_disk(shop, Path(told[0]))
    await shop.comes_back()

    for fault in ("html_502_before", "reset_before"):  # the balance, which is asked first, is answered
        shop.panel.arm(fault, times=9, action="orders")
        await shop.kiosk.standstill_watch.compare()
        shop.panel.disarm()
        assert "in no row of ours" not in "\n".join(await show(settings))
        with pytest.raises(NotYet, match="Not compared: panel"):
            await go_on(settings, shop.clock, anyway=False)
        await shop.passes(600)

    await shop.kiosk.standstill_watch.compare()
    assert "orders there that are in no row of ours: 1" in "\n".join(await show(settings))
    assert "The kiosk goes on." in (await go_on(settings, shop.clock, anyway=False))[0]
    await shop.audited()
    await shop.closes()


async def test_going_on_at_the_terminal_gives_the_hours_that_an_owner_set_in_the_chat(
    database_file: Path, tmp_path: Path
) -> None:
    shop = Harness(database_file)
    await shop.opens()
    await types(shop, SETTING_WORDS["unknown_hours"].label, "72")
    await shop.olga.taps("Save")
    await orders(shop.bob, LINK + "first/")
    file = await backed_up_while_an_order_waits(shop, tmp_path / "kept")
    settings = shop.kiosk.settings
    await lose_the_disk(shop, file)
    await shop.comes_back()
    await shop.kiosk.standstill_watch.compare()
    await go_on(settings, shop.clock, anyway=True)
    resolutions, now = shop.kiosk.stores.resolutions, shop.clock.now()
    assert await resolutions.give_up(now + timedelta(hours=71)) == 0
    assert await resolutions.give_up(now + timedelta(hours=73)) == 1
    await shop.closes()


async def test_a_button_of_the_lost_time_decides_about_nobody_else(
    database_file: Path, tmp_path: Path
) -> None:
    shop = a_shop(database_file)
    await shop.opens()
    for player in (shop.ann, shop.bob, shop.olga):
        await player.says("/help")
    told = await backup(shop.kiosk.settings, tmp_path / "kept", shop.clock)
    await pays_by_hand(shop, by=shop.bob, picture=False)
    lost = shop.olga.person.last
    [credit_it] = [str(one.data) for one in lost.buttons if "Credit it" in one.label]
    settings = shop.kiosk.settings

    await lose_the_disk(shop, Path(told[0]))
    await shop.comes_back()
    await shop.kiosk.standstill_watch.compare()
    assert "manual: nobody can be asked what was paid since: look at" in "\n".join(await show(settings))
    await go_on(settings, shop.clock, anyway=False)
    await shop.settles()
    await pays_by_hand(shop, picture=False)
    [waiting] = await shop.kiosk.stores.topups.list_waiting(limit=5)

    shop.olga.person.forges(credit_it, lost.id)
    await shop.settles()
    for player in (shop.ann, shop.bob):
        player.finds_no("came into your wallet")
    assert await shop.kiosk.stores.topups.list_waiting(limit=5) == [waiting]
    assert "This button is old" in shop.olga.person.toasts[-1].text
    await shop.audited()
    await shop.closes()


async def test_a_kiosk_makes_its_backups_by_itself_when_they_are_due(
    database_file: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "kept"
    shop = Harness(database_file, backup_folder=str(folder), backup_every_hours="24")
    await shop.opens()
    await shop.kiosk.backups.look()
    await shop.kiosk.backups.look()
    assert len(backups_in(folder)) == 1
    assert await shop.kiosk.stores.alerts.last_backup() == shop.clock.now()
    await shop.closes()


async def test_a_kiosk_that_never_made_a_backup_it_should_make_tells_so(
    database_file: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    shop = Harness(database_file, backup_folder=str(tmp_path / "file"), backup_every_hours="24")
    await shop.opens()
    await shop.olga.says("/start")
    await shop.kiosk.backups.look()
    await shop.kiosk.alert_watch.look()
    await shop.settles()
    await shop.olga.sees("background tasks keeps failing (backups)")
    await shop.closes()


async def test_what_the_driver_reads_of_the_environment_reaches_the_process_and_no_secret_of_ours(
    database_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where PGPASSWORD opens the server for the kiosk, it opens it for the backup."""
    seen, program = tmp_path / "seen", tmp_path / "python"
    program.write_text(f'#!/bin/sh\nenv > {seen}\necho \'{{"trouble": "it is none"}}\'\n')
    program.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(program))
    given = {
        "PGPASSWORD": "pw",
        "PGPASSFILE": "/run/pass",
        "PGSSLROOTCERT": "/run/ca",
        "BOT_TOKEN": "1:canary",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    shop = Harness(database_file, backup_folder=str(tmp_path / "kept"), backup_every_hours="24")
    await shop.opens()
    await shop.kiosk.backups.look()
    await shop.closes()
    lines = seen.read_text().splitlines()
    assert [name for name, value in given.items() if f"{name}={value}" in lines] == list(given)[:3]


async def test_a_clock_that_is_set_back_does_not_delay_the_next_try(
    database_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nowhere"))  # so no process starts, and it fails
    shop = Harness(database_file, backup_folder=str(tmp_path / "kept"), backup_every_hours="24")
    await shop.opens()
    shop.clock.set_ahead(timedelta(days=2))
    await shop.settles()
    await shop.kiosk.backups.look()
    shop.clock.set_ahead(-timedelta(days=2))
    await shop.settles()
    await shop.kiosk.backups.look()
    assert caplog.text.count("No backup was made") == 1
    shop.clock.advance(AGAIN_AFTER.total_seconds())
    await shop.kiosk.backups.look()
    assert caplog.text.count("No backup was made") == 2
    await shop.closes()
