"""ARCHITECTURE.md is a map: each module of the rooms stands in it, and what it names is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = (
    *(
        "app",
        "charts",
        "cli",
        "health",
        "jobs",
        "locales",
        "messaging",
        "panel",
        "payments",
        "settings",
        "shop",
    ),
    "storage",
)
TEXT = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")


def modules() -> list[str]:
    """Return the modules that have to be named: all but tables, which stand beside what they are of."""
    files = [*ROOT.glob("*.py"), *(file for room in ROOMS for file in (ROOT / room).rglob("*.py"))]
    named = [file for file in files if "migrations" not in file.parts and not file.stem.startswith("__")]
    return sorted(str(file.relative_to(ROOT)) for file in named if not file.stem.endswith("tables"))


def part_about(module: str) -> str:
    """Return what the map says of the room of this module; of a module at top level, all of the map."""
    room = Path(module).parts[0]
    if room not in ROOMS:
        return TEXT
    found = re.search(rf"^\*\*`{room}/`\*\*.*?(?=^\*\*`\w+/`\*\*)", TEXT, re.DOTALL | re.MULTILINE)
    assert found is not None
    return found[0]


@pytest.mark.parametrize("module", modules())
def test_each_module_stands_in_the_map_at_its_room(module: str) -> None:
    assert re.search(rf"`(?:[\w/]*/)?{Path(module).stem}(?:\.py)?`", part_about(module))
