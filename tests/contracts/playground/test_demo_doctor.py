"""The demo's own settings: `doctor` finds nothing wrong with them."""

import shutil
from pathlib import Path

import pytest

from cli.doctor import examine
from playground.demo import free_port, living, new_demo, settings
from playground.shop_settings import PRIVATE, SHOP, ShopSettings
from settings import Settings


@pytest.mark.parametrize("shop", [PRIVATE, SHOP, ShopSettings("shop", 0, stars=False)])
async def test_doctor_finds_nothing_wrong(
    shop: ShopSettings, empty_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(empty_database, tmp_path / "kiosk.db")
    demo = new_demo("seed", shop=shop)
    demo.payments_port = free_port()
    lines: list[str] = []
    async with living(demo, 0) as server:
        for name, value in settings(demo, server.url, tmp_path, "WARNING").items():
            monkeypatch.setenv(name, value)
        assert await examine(Settings(_env_file=None), lines.append), lines  # type: ignore[call-arg]  # of the library
    notes = [line for line in lines if not line.startswith("ok ")]
    assert all(line.startswith("note  settings: OPERATORS_CHAT and SUPPORT_CONTACT") for line in notes), notes
