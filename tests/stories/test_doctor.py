"""The operator asks `doctor` why nothing happens, while every part of the kiosk works."""

from pathlib import Path

from app.backing_up import backup
from cli.doctor import examine
from settings import Settings
from tests.in_process import Further, Harness
from tests.stories.test_restored import lose_the_disk


async def said_of_the_shop(shop: Harness) -> list[str]:
    """Return what doctor says of the shop itself, where nothing is reached from here."""
    given = shop.kiosk.settings.model_dump() | {"telegram_api_root": "http://127.0.0.1:1"}
    lines: list[str] = []
    await examine(Settings(_env_file=None, **given), lines.append)  # type: ignore[call-arg]  # of the library
    return [line for line in lines if "shop:" in line.split()[1]]


async def test_doctor_names_what_stops_the_shop(database_file: Path) -> None:
    shop = Harness(
        database_file, further={"fast": Further("mainstream", "EUR")}, access="shop", support_contact="@olga"
    )
    await shop.opens()
    await shop.olga.says("/start")
    await shop.olga.says("/prices rate EUR 1.25")
    await shop.kiosk.suppliers[1].catalogue.refresh()
    await shop.passes(60)
    assert await said_of_the_shop(shop) == ["ok    shop: open, nothing stops it"]

    await shop.olga.says("/maintenance")
    await shop.olga.taps("Close …")
    await shop.olga.taps("✅ Close")
    shop.further["fast"].key = "another key"
    await shop.kiosk.suppliers[1].catalogue.refresh()
    await shop.settles()
    now = f"{shop.clock.now():%Y-%m-%d %H:%M} UTC"
    assert await said_of_the_shop(shop) == [
        f"note  shop: closed for maintenance since {now}; /maintenance opens it",
        f"note  shop: an alert is open since {now}: Key refused at fast. /admin says what to do",
    ]

    await shop.kiosk.stores.ledger.stop("wallets hold too much.", shop.clock.now())
    first, *_ = await said_of_the_shop(shop)
    assert first.startswith("FAIL  shop: no money moves until the ledger adds up: wallets hold too much. ")
    await shop.closes()


async def test_doctor_says_that_a_restored_shop_stands_still(database_file: Path, tmp_path: Path) -> None:
    shop = Harness(database_file)
    await shop.opens()
    await shop.olga.says("/start")
    [file, *_] = await backup(shop.kiosk.settings, tmp_path / "kept", shop.clock)
    await lose_the_disk(shop, Path(file))
    await shop.comes_back()
    [said] = await said_of_the_shop(shop)
    assert said.startswith("FAIL  shop: it stands still since it was restored from a backup of ")
    assert "`bot.py restore --go-on`" in said
    await shop.closes()
