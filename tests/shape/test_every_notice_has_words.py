"""A notice without words would be owed for ever: each kind that is made stands in the renderer's table."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TABLE = (ROOT / "handlers" / "notices" / "renderer.py").read_text()
MAKERS = [file for room in ("shop", "storage", "handlers") for file in (ROOT / room).rglob("*.py")]


def test_every_notice_that_is_made_has_words() -> None:
    made = re.findall(r'\bNotice\(\s*"(\w+)"', "".join(file.read_text() for file in MAKERS))
    assert {"card", "finished", "sorry"} <= set(made)
    assert [kind for kind in made if f'"{kind}": ' not in TABLE] == []
