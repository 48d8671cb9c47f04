"""Write rows into files on disk, one page after the other, in bounded memory."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from shop.transfer.cells import Cell, Micro, cell_text, csv_text
from shop.transfer.export import CSV_PART, XLSX_PART, FileForm

EXACT_IN_SHEETS = 10**15
"""A spreadsheet's numbers have 15 digits: what has more stands in its cell as text."""


class Part(Protocol):
    """A file being written."""

    path: Path

    def add(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Write these rows below the others."""
        ...

    @property
    def is_full(self) -> bool:
        """True if further rows belong into another file."""
        ...

    def close(self) -> None:
        """Complete the file; nothing can be added any more."""
        ...


class _CsvPart:
    """A CSV file in UTF-8 with its mark, as spreadsheets want it."""

    def __init__(self, path: Path, heads: Sequence[str], most: int) -> None:
        self.path = path
        self._most = most
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._file.write(csv_text([heads]))

    def add(self, rows: Sequence[Sequence[Cell]]) -> None:
        self._file.write(csv_text(rows))

    @property
    def is_full(self) -> bool:
        return self._file.tell() >= self._most

    def close(self) -> None:
        self._file.close()


def _is_exact(number: int) -> bool:
    """Return True if a spreadsheet keeps all digits; nobody writes those behind an amount's last coin."""
    if abs(number) < EXACT_IN_SHEETS:
        return True
    return isinstance(number, Micro) and len(str(abs(number)).rstrip("0")) < len(str(EXACT_IN_SHEETS))


class _XlsxPart:
    """A workbook of one sheet, written row by row."""

    def __init__(self, path: Path, heads: Sequence[str], most: int) -> None:
        from xlsxwriter import Workbook  # noqa: PLC0415 - only who exports needs it

        self.path = path
        self._most = most
        self._book: Any = Workbook(str(path), {"constant_memory": True, "tmpdir": str(path.parent)})
        self._sheet: Any = self._book.add_worksheet()
        bold = self._book.add_format({"bold": True})
        self._sheet.freeze_panes(1, 0)
        for column, head in enumerate(heads):
            self._sheet.write_string(0, column, head, bold)
        self._rows = 0

    def add(self, rows: Sequence[Sequence[Cell]]) -> None:
        for row in rows:
            self._rows += 1
            for column, cell in enumerate(row):
                self._put(column, cell)

    def _put(self, column: int, cell: Cell) -> None:
        if cell is None or cell == "":
            return
        if isinstance(cell, int) and _is_exact(cell):
            number = cell / 1_000_000 if isinstance(cell, Micro) else int(cell)
            self._sheet.write_number(self._rows, column, number)
            return
        self._sheet.write_string(self._rows, column, cell_text(cell)[:LONGEST_CELL])

    @property
    def is_full(self) -> bool:
        return self._rows >= self._most

    def close(self) -> None:
        self._book.close()


LONGEST_CELL = 32_767
"""Characters that a cell of a workbook takes."""


class Parts:
    """The files of one export in a folder; a new one begins where the last is full."""

    def __init__(
        self,
        form: FileForm,
        folder: Path,
        names: Iterator[str],
        heads: Sequence[str],
        *,
        most: int | None = None,
    ) -> None:
        self._make = _CsvPart if form is FileForm.CSV else _XlsxPart
        self._most = most or (CSV_PART if form is FileForm.CSV else XLSX_PART)
        self._folder, self._names, self._heads = folder, names, heads
        self._open: Part | None = None
        self.paths: list[Path] = []

    def add(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Write these rows. Without any, the file has its heading alone."""
        if self._open is not None and self._open.is_full:
            self.close()
        if self._open is None:
            self._open = self._make(self._folder / next(self._names), self._heads, self._most)
            self.paths.append(self._open.path)
        self._open.add(rows)

    def close(self) -> None:
        """Finish the file that is being written."""
        if self._open is not None:
            self._open.close()
            self._open = None
