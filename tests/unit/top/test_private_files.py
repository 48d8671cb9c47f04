"""Files that other accounts may read are named, and new ones are made private."""

import os
import stat
from pathlib import Path

import pytest

from private_files import keep_new_files_private, readable_by_others


@pytest.mark.parametrize(
    ("mode", "is_open"), [(0o600, False), (0o400, False), (0o640, True), (0o604, True), (0o620, True)]
)
def test_a_file_that_others_may_read_or_write_is_named(tmp_path: Path, mode: int, is_open: bool) -> None:
    file = tmp_path / ".env"
    file.write_text("BOT_TOKEN=x")
    file.chmod(mode)
    sentences = readable_by_others(file)
    assert len(sentences) == is_open
    assert all(f"chmod 600 {file}" in one for one in sentences)


def test_what_is_not_there_or_no_file_is_not_named(tmp_path: Path) -> None:
    assert readable_by_others(tmp_path / "none", tmp_path, Path()) == []


def test_new_files_are_private(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        keep_new_files_private()
        (tmp_path / "copy.db").write_bytes(b"")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600
