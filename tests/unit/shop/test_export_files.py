"""Files of an export: what stands in them is what was put in, and each has its heading."""

import csv
import io
import random
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from shop.transfer.cells import Cell, Micro
from shop.transfer.export import XLSX_PART, FileForm
from shop.transfer.files import EXACT_IN_SHEETS, LONGEST_CELL, Parts

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
HEADS = ("order", "link", "price")


def written(form: FileForm, folder: Path, *rows: Sequence[Cell], most: int | None = None) -> Parts:
    """Write each row by itself."""
    parts = Parts(form, folder, (f"{n}.{form}" for n in range(1, 99)), HEADS, most=most)
    for row in rows:
        parts.add([row])
    parts.close()
    return parts


def sheet(path: Path) -> ET.Element:
    with zipfile.ZipFile(path) as book:
        return ET.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - ours


def cells(path: Path) -> dict[str, tuple[str, str]]:
    """Return what is in each cell of a workbook, with its kind: a number, or a text as it stands."""
    found = {}
    for cell in sheet(path).iter(f"{SHEET}c"):
        kind = {None: "number", "inlineStr": "text"}[cell.get("t")]
        found[str(cell.get("r"))] = kind, "".join(cell.itertext())
    return found


def lines(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def test_a_csv_file_is_as_spreadsheets_want_it(tmp_path: Path) -> None:
    [path] = written(FileForm.CSV, tmp_path, (1, 'é, "ü"\n≠', Micro(900_000)), (2, None, -3)).paths
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbforder,link,price\r\n")
    assert content.endswith(b"\r\n2,,-3\r\n")
    assert lines(path)[1] == ["1", 'é, "ü"\n≠', "0.90"]


def test_numbers_of_a_workbook_can_be_added_up_and_its_texts_stay_texts(tmp_path: Path) -> None:
    texts = ("007", "https://example.com/a", "=1+1", "{=1}")
    rows = [(n, text, Micro(-1_500_000)) for n, text in enumerate(texts, start=8)]
    [path] = written(FileForm.XLSX, tmp_path, *rows).paths
    found = cells(path)
    assert [found[f"{column}1"] for column in "ABC"] == [("text", head) for head in HEADS]
    assert [found[f"A{n}"] for n in range(2, 6)] == [("number", str(n)) for n in range(8, 12)]
    said = ["007", "https://example.com/a", "'=1+1", "{=1}"]
    assert [found[f"B{n}"] for n in range(2, 6)] == [("text", text) for text in said]
    assert found["C2"] == ("number", "-1.5")
    with zipfile.ZipFile(path) as book:
        assert not [name for name in book.namelist() if name.endswith(".rels") and "worksheets" in name]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (EXACT_IN_SHEETS - 1, ("number", "999999999999999")),
        (EXACT_IN_SHEETS, ("text", "1000000000000000")),
        (-EXACT_IN_SHEETS, ("text", "-1000000000000000")),
        (Micro(EXACT_IN_SHEETS + 1), ("text", "1000000000.000001")),
        (Micro(EXACT_IN_SHEETS), ("number", "1000000000")),
        (Micro(-123_456_789_012_345 * 10**4), ("number", "-1234567890123.45")),
        (Micro(1_234_567_890_123_456 * 10**3), ("text", "1234567890123.456")),
        (0, ("number", "0")),
        ("x" * LONGEST_CELL, ("text", "x" * LONGEST_CELL)),
        ("x" * LONGEST_CELL + "y", ("text", "x" * LONGEST_CELL)),
    ],
    ids=[
        *("digits", "a digit more", "a debt", "an amount", "one in rials", "15 digits", "16 digits"),
        *("nought", "a long text", "a longer text"),
    ],
)
def test_what_a_sheet_cannot_hold_as_a_number_is_exact_as_a_text(
    cell: Cell, shown: tuple[str, str], tmp_path: Path
) -> None:
    [path] = written(FileForm.XLSX, tmp_path, (None, "", cell)).paths
    assert {place: it for place, it in cells(path).items() if place.endswith("2")} == {"C2": shown}


def test_the_heading_of_a_workbook_stays_in_sight_and_stands_out(tmp_path: Path) -> None:
    [path] = written(FileForm.XLSX, tmp_path, (1, "a", None)).paths
    [pane] = sheet(path).iter(f"{SHEET}pane")
    assert (pane.get("state"), pane.get("ySplit"), pane.get("xSplit")) == ("frozen", "1", None)
    styles = {cell.get("r"): cell.get("s") for cell in sheet(path).iter(f"{SHEET}c")}
    assert {styles["A1"], styles["B1"], styles["C1"]} == {"1"}
    assert styles["A2"] is None
    with zipfile.ZipFile(path) as book:
        fonts = list(ET.fromstring(book.read("xl/styles.xml")).iter(f"{SHEET}font"))  # noqa: S314 - ours
    assert [font.find(f"{SHEET}b") is not None for font in fonts] == [False, True]


def test_a_workbook_in_the_making_is_in_the_exports_own_folder(tmp_path: Path) -> None:
    parts = Parts(FileForm.XLSX, tmp_path, iter(["1.xlsx"]), HEADS)
    parts.add([(1, "a", None)])
    assert list(tmp_path.iterdir()), "rows are kept on the disk, where the export is tidied up"
    parts.close()
    assert [path.name for path in tmp_path.iterdir()] == ["1.xlsx"]


@pytest.mark.parametrize("form", FileForm)
def test_no_row_is_lost_between_two_files_and_each_has_the_heading(form: FileForm, tmp_path: Path) -> None:
    most = {
        FileForm.CSV: len("\ufefforder,link,price\r\n".encode()) + len("1,a,\r\n2,a,\r\n"),
        FileForm.XLSX: 2,
    }
    paths = written(form, tmp_path, *((n, "a", None) for n in range(1, 6)), most=most[form]).paths
    assert [path.name for path in paths] == [f"1.{form}", f"2.{form}", f"3.{form}"]
    numbers = []
    for path in paths:
        if form is FileForm.CSV:
            head, *rows = lines(path)
            numbers.append([int(row[0]) for row in rows])
        else:
            found = cells(path)
            head = [found[f"{column}1"][1] for column in "ABC"]
            numbers.append(
                [int(text) for place, (_, text) in found.items() if place[0] == "A" and place != "A1"]
            )
        assert tuple(head) == HEADS
    assert numbers == [[1, 2], [3, 4], [5]]


def test_a_csv_file_is_measured_in_bytes_and_not_in_rows(tmp_path: Path) -> None:
    long = "x" * 400_000
    assert len(written(FileForm.CSV, tmp_path, (1, long, None), (2, long, None)).paths) == 1


@pytest.mark.parametrize("form", FileForm)
def test_without_rows_there_is_a_heading_alone_and_without_a_page_no_file(
    form: FileForm, tmp_path: Path
) -> None:
    parts = Parts(form, tmp_path, iter([f"1.{form}"]), HEADS)
    parts.close()
    assert (parts.paths, list(tmp_path.iterdir())) == ([], [])
    parts.add([])
    parts.close()
    [path] = parts.paths
    if form is FileForm.CSV:
        assert lines(path) == [list(HEADS)]
    else:
        assert list(islice(cells(path), 9)) == ["A1", "B1", "C1"]


def test_a_full_workbook_of_orders_for_long_links_can_be_sent(tmp_path: Path) -> None:
    """Apps add a trace of whoever shares a link, which cannot be packed; bots send 50 MB, and not more."""
    dice, made, count = random.Random(50), datetime(2026, 3, 1, tzinfo=UTC), 2_000
    parts = Parts(FileForm.XLSX, tmp_path, iter(["1.xlsx"]), ["column"] * 19)
    for number in range(count):
        trace = dice.randbytes(70).hex()
        price = Micro(dice.randint(100, 99_999) * 100)
        row: list[Cell] = [
            1_700_000_000 + number,
            made + timedelta(seconds=number),
            dice.randint(10**9, 10**10),
        ]
        row += ["12", "Facebook Post likes", f"https://www.facebook.com/share/p/?fbclid={trace}", 1000]
        row += ["completed", price, "USD", Micro(0), Micro(0), price, price, str(dice.randint(10**6, 10**8))]
        row += [dice.randint(0, 99_999), 0, made + timedelta(seconds=dice.randint(0, 999_999)), made]
        parts.add([row])
    parts.close()
    size = parts.paths[0].stat().st_size
    assert size // count * XLSX_PART < 40_000_000
