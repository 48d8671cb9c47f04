"""The table in docs/measurements.md: a new measurement replaces its old row."""

from collections.abc import Sequence
from pathlib import Path

from bench.figures import Row

BEGIN, END = "<!-- written by python -m bench --write -->", "<!-- end -->"
DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "measurements.md"
HEAD = ("| measured | n | figures | when |", "|---|---|---|---|")


class NoPlace(Exception):
    """The document has no place for the table; the text names what is missing."""


def write(rows: Sequence[Row], machine: str, when: str, document: Path = DOCUMENT) -> None:
    """Put the rows into the document's table, below the machine they were measured on.

    Raises NoPlace if the table's marks are missing.
    """
    before, begin, rest = document.read_text(encoding="utf-8").partition(BEGIN)
    block, end, after = rest.partition(END)
    if not begin or not end:
        raise NoPlace(f"{document.name} needs the lines {BEGIN} and {END} where the table shall stand.")
    known = {line.split("|")[1].strip(): line for line in block.splitlines() if line.startswith("| ")}
    known.pop("measured", None)
    lines = known | {row.name: _line(row, when) for row in rows}
    table = "\n".join([machine, "", *HEAD, *lines.values()])
    document.write_text(f"{before}{begin}\n{table}\n{end}{after}", encoding="utf-8")


def _line(row: Row, when: str) -> str:
    return f"| {row.name} | {row.n} | {'<br>'.join(row.texts)} | {when} |"
