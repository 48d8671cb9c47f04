"""The kiosk's screens, in memory."""

import json
import os
from pathlib import Path
from typing import Any

SCREENS: dict[str, dict[str, Any]] = json.loads(Path(os.environ["SCREENS"]).read_text(encoding="utf-8"))
"""By name (`order`, `forth`, `start`) a `text`, its `parse_mode` and its `reply_markup`."""

TOKEN, ROOT = os.environ["BOT_TOKEN"], os.environ["TELEGRAM_API_ROOT"]


def rows_of(name: str) -> list[list[tuple[str, str]]]:
    """The buttons' labels and data."""
    rows = SCREENS[name]["reply_markup"]["inline_keyboard"]
    return [[(one["text"], one["callback_data"]) for one in row] for row in rows]


def leads_to(data: str) -> str:
    """The screen that a tap on a button with this data leads to."""
    return "order" if data.split(":")[2] == "bk" else "forth"
