"""Figures, rounds and the table: what is judged, and how it is printed."""

from pathlib import Path

import pytest

from bench import document, table
from bench.__main__ import MODULES, main
from bench.figures import NONE, Figure, Row, at_least, at_most, percentile, together

TABLE = document.MEASUREMENTS


def row(pace: float, lost: int) -> Row:
    """Make a measurement with a time and a count."""
    figures = (
        Figure("pace", pace, "/s", at_least(27)),
        Figure("lost", lost, "", NONE),
        Figure("whole", 64.0, "s"),
    )
    return Row("notices", "1800 letters", figures)


def test_the_median_of_the_rounds_is_what_is_held_against_a_target() -> None:
    assert not together([row(26.5, 0), row(27.6, 0), row(27.7, 0)]).missed
    assert together([row(26.5, 0), row(26.6, 0), row(27.7, 0)]).missed == [
        "pace 26.6 [26.5 to 27.7] /s (≥ 27)"
    ]


def test_what_must_never_happen_is_missed_by_a_single_round() -> None:
    assert together([row(28, 0), row(28, 0), row(28, 1)]).missed == ["lost 0 [0 to 1] (≤ 0)"]


def test_the_rounds_say_together_how_many_there_were() -> None:
    rows = [Row("notices", f"1800 letters, {taps} taps", ()) for taps in (139, 142, 139)]
    assert together(rows).n == "3 × 1800 letters, 139/142 taps"


def test_one_round_shows_no_spread_and_says_that_it_was_missed() -> None:
    assert [str(figure) for figure in row(26.0, 0).figures] == [
        "pace 26 /s (≥ 27) MISSED",
        "lost 0 (≤ 0)",
        "whole 64 s",
    ]


@pytest.mark.parametrize(("share", "value"), [(0.5, 51), (0.99, 100), (1, 100), (0, 1)])
def test_percentiles_are_values_that_were_measured(share: float, value: float) -> None:
    assert percentile(list(range(100, 0, -1)), share) == value


def test_a_time_limit_is_met_from_below() -> None:
    assert [Figure("p99", value, "s", at_most(0.3)).is_missed for value in (0.299, 0.3, 0.301)] == [
        False,
        False,
        True,
    ]


def test_the_table_in_the_terminal_has_one_row_a_measurement_and_fits() -> None:
    lines = table.plain([row(27.6, 0), row(27.7, 0)]).splitlines()
    assert [line for line in lines if line.startswith("notices")] == [
        line for line in lines if "1800 letters" in line
    ]
    assert max(map(len, lines)) <= table.WIDTH


def test_trouble_stands_in_the_table_and_counts_as_missed() -> None:
    failed = Row("turns", "round 1", (), trouble="waited 60 s in vain for 20 orders at the panel")
    assert "in vain" in table.plain([failed])
    assert failed.missed == [failed.trouble]


def test_new_rows_take_the_place_of_their_old_ones(tmp_path: Path) -> None:
    page = tmp_path / "measurements.md"
    page.write_text(f"Before.\n{TABLE.begin}\n{document.END}\nAfter.\n", encoding="utf-8")
    monday = document.cells_of([row(26.0, 0), Row("start", "5 starts", ())], "monday")
    document.write(monday, "2 cores", TABLE, tmp_path)
    document.write(document.cells_of([row(27.6, 0)], "tuesday"), "4 cores", TABLE, tmp_path)
    assert page.read_text(encoding="utf-8").splitlines() == [
        "Before.",
        TABLE.begin,
        "4 cores",
        "",
        *TABLE.head,
        "| notices | 1800 letters | pace 27.6 /s (≥ 27)<br>lost 0 (≤ 0)<br>whole 64 s | tuesday |",
        "| start | 5 starts |  | monday |",
        document.END,
        "After.",
    ]


def test_a_page_without_a_place_for_the_table_is_left_alone(tmp_path: Path) -> None:
    page = tmp_path / "measurements.md"
    page.write_text("Only words.", encoding="utf-8")
    with pytest.raises(document.NoPlace, match="where the table shall stand"):
        document.write(document.cells_of([row(27.6, 0)], "monday"), "2 cores", TABLE, tmp_path)
    assert page.read_text(encoding="utf-8") == "Only words."


def test_the_real_page_has_a_place_and_names_every_measurement() -> None:
    text = (document.DOCS / TABLE.file).read_text(encoding="utf-8")
    assert text.count(TABLE.begin) == text.count(document.END) == 1
    assert [name for name in MODULES if f"`{name}`" not in text] == []


def test_an_unknown_name_is_told_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["everything"])
    assert "notices, broadcast" in capsys.readouterr().err


def test_rows_stand_in_the_order_that_was_asked_for(tmp_path: Path) -> None:
    page = tmp_path / "measurements.md"
    page.write_text(f"{TABLE.begin}\n{document.END}\n", encoding="utf-8")
    for name in ("third", "other", "first"):
        document.write({name: (name, "1")}, "2 cores", TABLE, tmp_path, order=("first", "second", "third"))
    lines = page.read_text(encoding="utf-8").splitlines()
    names = [line.split("|")[1].strip() for line in lines if line.endswith("| 1 |")]
    assert names == ["first", "third", "other"]
