"""What is written down of the tests' seconds."""

from pathlib import Path

from tests.sampling import note_seconds


def test_the_files_that_were_played_are_weighed_anew_and_others_keep_what_is_known(tmp_path: Path) -> None:
    measured = tmp_path / "seconds.txt"
    measured.write_text("1.00 tests/a.py::test_gone\n2.00 tests/a.py::test_slow\n3.00 tests/b.py::test_b\n")
    note_seconds({"tests/a.py::test_slow": [0.5, 1.5], "tests/a.py::test_quick": [0.01]}, measured)
    assert measured.read_text() == "1.00 tests/a.py::test_slow\n3.00 tests/b.py::test_b\n"


def test_files_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    measured = tmp_path / "seconds.txt"
    measured.write_text("3.00 tests/b.py::test_other\n")
    note_seconds({"tests/c.py::test_last": [0.2], "tests/a.py::test_first": [0.3]}, measured)
    assert [line.split()[1] for line in measured.read_text().splitlines()] == [
        "tests/a.py::test_first",
        "tests/b.py::test_other",
        "tests/c.py::test_last",
    ]
