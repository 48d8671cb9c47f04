"""The fidelity table is held against the tests: each line names some, and all of them exist."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def lines() -> list[list[str]]:
    """The cells of each line of the table."""
    text = (ROOT / "playground" / "README.md").read_text()
    table = text.partition("| part of Telegram |")[2].partition("\n\n")[0]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table.splitlines()[2:]]


def test_every_line_of_the_table_names_tests_that_exist() -> None:
    folder = ROOT / "tests" / "contracts" / "playground"
    there = {name for file in folder.glob("*.py") for name in re.findall(r"def test_(\w+)", file.read_text())}
    rows = lines()
    assert len(rows) >= 35
    for part, modelled, tests in rows:
        named = re.findall(r"`(\w+)`", tests)
        assert named, part
        assert set(named) <= there, (part, set(named) - there)
        assert re.match(r"(yes|partly|no|per chat)\b", modelled), part
