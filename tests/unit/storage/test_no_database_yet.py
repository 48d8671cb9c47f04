"""Commands before the first start, or in a wrong folder: they say so, and leave nothing in the way."""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from app.backing_up import go_on, show
from app.converting import convert
from settings import Settings
from shop.clock import SystemClock
from storage.core.database import DatabaseTrouble
from tests.in_process import KEY, OLGA, TOKEN

CLOCK = SystemClock()
COMMANDS: dict[str, Callable[[Settings], Coroutine[None, None, list[str]]]] = {
    "restore": show,
    "restore --go-on": lambda settings: go_on(settings, CLOCK, anyway=True),
    "convert USD EUR 0.92": lambda settings: convert(settings, ["USD", "EUR", "0.92"], CLOCK),
    "convert panel moved": lambda settings: convert(settings, ["panel", "moved"], CLOCK),
}


def is_empty(folder: Path) -> bool:
    return not any(folder.iterdir())


@pytest.mark.parametrize("command", COMMANDS)
async def test_a_command_makes_no_database(command: str, tmp_path: Path) -> None:
    """An empty file would keep `restore FILE` from putting a backup back."""
    given: dict[str, Any] = {
        "bot_token": TOKEN,
        "panel_url": "https://panel.example/api/v2",
        "panel_key": KEY,
        "admin_ids": str(OLGA),
        "database_url": f"sqlite+aiosqlite:///{tmp_path / 'kiosk.db'}",
        "currency": "EUR",
    }
    with pytest.raises(DatabaseTrouble, match="There is no database yet; `run` makes it"):
        await COMMANDS[command](Settings(**given))
    assert is_empty(tmp_path)
