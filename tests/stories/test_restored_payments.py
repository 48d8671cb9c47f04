"""What gateways and Telegram tell after a restore: what was paid and given back since an old backup."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.backing_up import NotYet, backup, go_on, restore, show
from playground.gateways import FakeHeleket
from tests.in_process import OLGA, Harness
from tests.stories.test_topping_up import has, pays

DAYS = timedelta(days=5).total_seconds()


@pytest.fixture
async def shop(database_file: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Harness]:
    """A shop with Stars, of which nobody was asked for any yet, and a gateway."""
    monkeypatch.setenv("GATEWAY_HELEKET_MERCHANT", FakeHeleket.merchant)
    monkeypatch.setenv("GATEWAY_HELEKET_API_KEY", FakeHeleket.key)
    shop = Harness(
        database_file, access="shop", star_value="0.013", topup_amounts="1, 5, 20", gateways="heleket"
    )
    await shop.opens()
    for player in (shop.ann, shop.olga):
        await player.says("/start")
    yield shop
    await shop.audited()
    await shop.closes()


async def asks(shop: Harness, way: str, amount: str) -> None:
    await shop.ann.says("/topup")
    await shop.ann.taps(way)
    await shop.ann.taps(amount)


async def restored(shop: Harness, file: Path) -> None:
    """Lose the database days after the backup, put that back, and start."""
    settings = shop.kiosk.settings
    await shop.closes()
    shop.clock.advance(DAYS)
    for left in shop.database.parent.glob(f"{shop.database.name}*"):
        left.unlink()
    await restore(settings, file, shop.clock, operators={OLGA}, is_meant=True)
    await shop.comes_back()


async def looks(shop: Harness) -> None:
    shop.clock.advance(60)
    await shop.kiosk.payments.close_gaps()
    await shop.settles()


async def test_an_old_backup_is_held_against_what_its_bills_brought_since(
    shop: Harness, tmp_path: Path
) -> None:
    gateway = shop.gateways["heleket"]
    await asks(shop, "Heleket", "$5")
    first = gateway.newest
    gateway.pays(first)
    await looks(shop)
    await asks(shop, "Heleket", "$20")
    told = await backup(shop.kiosk.settings, tmp_path / "kept", shop.clock)
    gateway.pays(gateway.newest)
    gateway.gives_back(first)
    await looks(shop)
    await has(shop.ann, "20.00")

    await restored(shop, Path(told[0]))
    await shop.kiosk.standstill_watch.compare()
    await has(shop.ann, "5.00")
    lines = "\n".join(await show(shop.kiosk.settings))
    assert "heleket: payments that differ: 1 of 1; 1 of 1 bills were paid since" in lines
    await go_on(shop.kiosk.settings, shop.clock, anyway=True)
    await shop.passes(4 * 3600)  # it was asked about just now
    await looks(shop)
    await has(shop.ann, "20.00")


async def test_the_first_payment_in_stars_is_found_though_it_came_after_the_backup(
    shop: Harness, tmp_path: Path
) -> None:
    told = await backup(shop.kiosk.settings, tmp_path / "kept", shop.clock)
    shop.clock.advance(60)
    shop.ann.person.tops_up(1_000)
    await asks(shop, "Telegram Stars", "$5 · 385 ⭐")
    await pays(shop.ann)
    await restored(shop, Path(told[0]))
    await shop.kiosk.standstill_watch.compare()
    assert "stars: payments in one list only: 1" in "\n".join(await show(shop.kiosk.settings))


async def test_a_comparison_that_fails_keeps_nobody_from_going_on(
    shop: Harness, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As by an answer that nobody thought of: the shop was closed, and there was no way to open it."""
    await asks(shop, "Heleket", "$5")
    told = await backup(shop.kiosk.settings, tmp_path / "kept", shop.clock)
    await restored(shop, Path(told[0]))

    async def fails(*_arguments: object) -> None:
        raise KeyError("amount")

    [heleket] = [way for way in shop.kiosk.payments.ways if way.name == "heleket"]
    monkeypatch.setattr(heleket, "look", fails)
    await shop.kiosk.standstill_watch.compare()
    lines = "\n".join(await show(shop.kiosk.settings))
    assert "heleket: not compared, comparing failed (KeyError), and the log says where" in lines
    assert "stars: payments in one list only: 0" in lines
    with pytest.raises(NotYet, match="Not compared: heleket"):
        await go_on(shop.kiosk.settings, shop.clock, anyway=False)
    assert "The kiosk goes on" in (await go_on(shop.kiosk.settings, shop.clock, anyway=True))[0]
