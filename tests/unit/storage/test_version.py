"""The SQLite versions with the bug that two writing programs can trigger."""

import sqlite3

import pytest

from storage.core.version import sqlite_warning


@pytest.mark.parametrize(
    ("found", "warned"),
    [
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 9), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 52, 0), False),
        ((4, 0, 0), False),
    ],
)
def test_who_is_warned(found: tuple[int, int, int], warned: bool) -> None:
    warning = sqlite_warning(found)
    assert (warning is not None) is warned
    assert warning is None or f"SQLite {'.'.join(map(str, found))} has a bug" in warning


def test_the_sqlite_at_hand_is_the_one_looked_at() -> None:
    assert sqlite_warning() == sqlite_warning(sqlite3.sqlite_version_info[:3])


def test_the_warning_says_what_to_do() -> None:
    warning = sqlite_warning((3, 46, 1))
    assert warning is not None
    assert "pip install pysqlite3" in warning
    assert "let nothing else write" in warning.lower()
