"""Commands before the first start, or in a wrong folder: they say so, and leave nothing in the way."""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine

from app.backing_up import go_on, show
from app.converting import WrongWords, convert
from settings import Settings
from shop.clock import SystemClock
from storage.core.database import DatabaseTrouble
from storage.upgrade import to_revision
from tests.in_process import KEY, OLGA, TOKEN

CLOCK = SystemClock()
COMMANDS: dict[str, Callable[[Settings], Coroutine[None, None, list[str]]]] = {
    "restore": show,
    "restore --go-on": lambda settings: go_on(settings, CLOCK, anyway=True),
    "convert USD EUR 0.92": lambda settings: convert(settings, ["USD", "EUR", "0.92"], CLOCK),
    "convert panel moved": lambda settings: convert(settings, ["panel", "moved"], CLOCK),
}


def settings_of(folder: Path) -> dict[str, Any]:
    return {
        "bot_token": TOKEN,
        "panel_url": "https://panel.example/api/v2",
        "panel_key": KEY,
        "admin_ids": str(OLGA),
        "database_url": f"sqlite+aiosqlite:///{folder / 'kiosk.db'}",
        "currency": "EUR",
    }


def is_empty(folder: Path) -> bool:
    return not any(folder.iterdir())


def is_locked(folder: Path) -> bool:
    return (folder / "kiosk.db.lock").exists()


@pytest.mark.parametrize("command", COMMANDS)
async def test_a_command_makes_no_database(command: str, tmp_path: Path) -> None:
    """An empty file would keep `restore FILE` from putting a backup back."""
    given = settings_of(tmp_path)
    with pytest.raises(DatabaseTrouble, match="There is no database yet; `run` makes it"):
        await COMMANDS[command](Settings(**given))
    assert is_empty(tmp_path)


@pytest.mark.parametrize(
    "words",
    ["", "panel", "panel gone", "USD EUR", "USD EUR 0.92 now", "USD USD 1", "USD EUR none", "USD RUB 90"],
)
async def test_wrong_words_change_no_table(words: str, tmp_path: Path) -> None:
    """The tables were upgraded first, so the release before could not be started again."""
    file = tmp_path / "kiosk.db"
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        to_revision(connection, "0070")
    engine.dispose()
    given = settings_of(tmp_path) | {"access": "shop"}
    before = file.read_bytes()
    with pytest.raises(WrongWords):
        await convert(Settings(**given), words.split(), CLOCK)
    assert file.read_bytes() == before
    assert not is_locked(tmp_path)
