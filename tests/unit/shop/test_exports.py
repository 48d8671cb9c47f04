"""Days of an export by the owner's clock, names of its parts, and cells that stay what they are."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from shop.transfer.cells import Cell, Micro, cell_text, plain_cell, safe_cell
from shop.transfer.export import Export, ExportKind, FileForm, Span, bounds, file_names
from shop.transfer.files import Parts

NOW = datetime(2026, 3, 1, 22, 30, tzinfo=UTC)  # in Berlin it is 23:30, in Tokyo the next day
BERLIN, TOKYO = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Tokyo")


def test_days_are_of_the_owners_clock() -> None:
    assert bounds(Span.TODAY, NOW, BERLIN)[0] == datetime(2026, 3, 1, tzinfo=BERLIN)
    assert bounds(Span.TODAY, NOW, TOKYO)[0] == datetime(2026, 3, 2, tzinfo=TOKYO)
    assert bounds(Span.WEEK, NOW, UTC) == (datetime(2026, 2, 23, tzinfo=UTC), None)
    assert bounds(Span.MONTH_OF_DAYS, NOW, UTC) == (datetime(2026, 1, 31, tzinfo=UTC), None)
    assert bounds(Span.QUARTER, NOW, UTC) == (datetime(2025, 12, 2, tzinfo=UTC), None)
    assert bounds(Span.THIS_MONTH, NOW, UTC) == (datetime(2026, 3, 1, tzinfo=UTC), None)
    last = datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)
    assert bounds(Span.LAST_MONTH, NOW, UTC) == last
    assert bounds(Span.ALL, NOW, UTC) == (None, None)
    january = datetime(2026, 1, 31, 12, tzinfo=UTC)
    december = datetime(2025, 12, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
    assert bounds(Span.LAST_MONTH, january, UTC) == december


def test_a_day_begins_at_midnight_of_the_owners_clock_to_the_microsecond() -> None:
    noon = datetime(2026, 3, 1, 12, 34, 56, 789, tzinfo=BERLIN)
    assert bounds(Span.TODAY, noon, BERLIN)[0] == datetime(2026, 3, 1, tzinfo=BERLIN)


def test_no_text_becomes_a_formula_and_all_can_be_read_again() -> None:
    wide = ("＝1+1", " ＋1", "－1", "＠a")
    for text in ("=1+1", "+1", "-1", "@a", "\tx", "\rx", "\0x", "\nx", "  =x", " \t", "==", "\t ", *wide):
        assert safe_cell(text) == f"'{text}"
        assert plain_cell(safe_cell(text)) == text


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("a;=1+1;", "a;'=1+1;"),
        ("https://x.y/; @SUM(A1)", "https://x.y/; '@SUM(A1)"),
        ("a\n=1\r\n+2\t-3", "a\n'=1\r\n'+2\t'-3"),
        ("=1;=2;＝3", "'=1;'=2;'＝3"),
        (";=1", ";'=1"),
        ("Ann ;-)", "Ann ;-)"),
        ("a;b=1;", "a;b=1;"),
    ],
)
def test_no_part_of_a_text_becomes_a_formula_where_semicolons_part_cells(text: str, cell: str) -> None:
    assert safe_cell(text) == cell
    assert plain_cell(cell) == text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (5, "5"),
        (-5, "-5"),
        (Micro(-900_000), "-0.90"),
        (Micro(1_215_000), "1.2150"),  # "1.215" can be two amounts, so no import of ours takes it
        (Micro(-12_345_000), "-12.3450"),
        (Micro(215_000), "0.215"),
        (Micro(1_215_001), "1.215001"),
        (NOW, "2026-03-01 22:30:00"),
        (NOW.astimezone(TOKYO), "2026-03-01 22:30:00"),
        ("a", "a"),
        ("-5", "'-5"),
    ],
)
def test_numbers_stay_numbers(cell: Cell, text: str) -> None:
    assert cell_text(cell) == text


@pytest.mark.parametrize("form", FileForm)
def test_a_full_file_is_followed_by_another(form: FileForm, tmp_path: Path) -> None:
    wanted = Export(1, ExportKind.ORDERS, form, Span.ALL, None, None, 1, 1)
    parts = Parts(form, tmp_path, file_names(wanted, NOW), ("a", "b"), most=3)
    for n in range(3):
        parts.add([(n, "=x"), (Micro(10**16), None), (1, 2), (3, "y" * 40_000)])
    parts.close()
    names = [path.name for path in parts.paths]
    day = "orders-all-2026-03-01"
    assert names == [f"{day}.{form}", f"{day}-part-2.{form}", f"{day}-part-3.{form}"]
    assert all(path.stat().st_size for path in parts.paths)


@pytest.mark.parametrize("text", ["X=1", "X", "a=b", "1", "", " ", "'", "''=1"])
def test_a_text_that_no_spreadsheet_takes_for_a_formula_stays_as_it_is(text: str) -> None:
    assert safe_cell(text) == plain_cell(text) == text
