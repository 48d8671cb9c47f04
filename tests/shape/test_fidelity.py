"""The playground's tables name existing tests: at least one in each line."""

import re
from pathlib import Path

from playground.clock import HandClock
from playground.panel import FakePanel
from playground.panel.spoken import NAMES

ROOT = Path(__file__).parents[2]

NO_OPTIONS = {"key", "clock", "currency", "catalogue", "pace", "orders", "calls", "adds_received"}
"""What a fake panel is made of, and what it knows: nothing that makes it worse than an honest one."""


def lines(first_cell: str) -> list[list[str]]:
    """Return the cells of each line of the table that begins with this cell."""
    text = (ROOT / "playground" / "README.md").read_text()
    table = text.partition(f"| {first_cell} |")[2].partition("\n\n")[0]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table.splitlines()[2:]]


def names_in(folder: Path) -> set[str]:
    """Return the names of all tests there, without the `test_`."""
    return {name for file in folder.glob("*.py") for name in re.findall(r"def test_(\w+)", file.read_text())}


def test_every_option_of_the_fake_panel_has_a_line_and_tests_that_exist() -> None:
    there = names_in(ROOT / "tests" / "contracts" / "fake_panel")
    rows = lines("option | what a customer of the panel sees")
    for option, _, tests in rows:
        named = set(re.findall(r"`(\w+)`", tests))
        assert named, option
        assert named <= there, (option, named - there)
    panel = FakePanel(key="key", dialect="seed", clock=HandClock())
    options = {name for name in vars(panel) if not name.startswith("_")} - NO_OPTIONS
    named = set(re.findall(r"`([\w-]+)`", " ".join(option for option, *_ in rows)))
    assert named == options | (set(NAMES) - {"seed", "mainstream"})


def test_every_line_of_the_table_names_tests_that_exist() -> None:
    there = names_in(ROOT / "tests" / "contracts" / "playground")
    rows = lines("part of Telegram")
    assert len(rows) >= 35
    for part, modelled, tests in rows:
        named = re.findall(r"`(\w+)`", tests)
        assert named, part
        assert set(named) <= there, (part, set(named) - there)
        assert re.match(r"(yes|partly|no|per chat)\b", modelled), part
