"""Tables in documents that programs write: a new row replaces the one of its name."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from bench.figures import Row

END = "<!-- end -->"
DOCS = Path(__file__).resolve().parent.parent / "docs"


class Table(NamedTuple):
    """A table in `file`, after the line `begin` and before END; `head` are its first two lines."""

    file: str
    begin: str
    head: tuple[str, str]


MEASUREMENTS: Final = Table(
    "measurements.md",
    "<!-- written by python -m bench --write -->",
    ("| measured | n | figures | when |", "|---|---|---|---|"),
)


class NoPlace(Exception):
    """The document has no place for the table; the text names what is missing."""


def write(
    rows: Mapping[str, Sequence[str]],
    machine: str,
    table: Table,
    docs: Path = DOCS,
    order: Sequence[str] = (),
) -> None:
    """Put the rows, each the cells of its name, into the table, below the machine they were measured on.

    Rows whose names are in `order` stand first, as they stand there; the others keep their places.
    Raises NoPlace if the table's marks are missing.
    """
    document = docs / table.file
    before, begin, rest = document.read_text(encoding="utf-8").partition(table.begin)
    block, end, after = rest.partition(END)
    if not begin or not end:
        raise NoPlace(f"{table.file} needs the lines {table.begin} and {END} where the table shall stand.")
    known = {line.split("|")[1].strip(): line for line in block.splitlines() if line.startswith("| ")}
    known.pop(table.head[0].split("|")[1].strip(), None)
    lines = known | {name: f"| {' | '.join(cells)} |" for name, cells in rows.items()}
    ordered = {name: lines[name] for name in order if name in lines} | lines
    text = "\n".join([machine, "", *table.head, *ordered.values()])
    document.write_text(f"{before}{begin}\n{text}\n{end}{after}", encoding="utf-8")


def cells_of(rows: Sequence[Row], when: str) -> dict[str, tuple[str, ...]]:
    """Return the cells of measurements, by name."""
    return {row.name: (row.name, row.n, "<br>".join(row.texts), when) for row in rows}
