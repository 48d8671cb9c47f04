"""A place that cannot be written or read: each reason has its own sentence, with what to do now."""

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from storage.backup.folder import NoFolder, working_in
from storage.core.disk_words import refusal_of, to_read, to_write
from tests.unit.storage.test_backup_files import ROOT, full_disk

WORDS = {
    errno.EROFS: "is read-only. Mount it writable",
    errno.EACCES: "cannot be written (Permission denied). Give it to the account",
    errno.EPERM: "cannot be written (Operation not permitted). Give it to the account",
    errno.ENOSPC: "is full. Make room there",
    errno.EDQUOT: "quota of this account",
    errno.EFBIG: "Raise the limit (ulimit -f)",
    errno.ENOENT: "is not there. If it stands on a disk of its own, mount that",
    errno.ENOTDIR: "Move away what stands there",
    errno.EIO: "is full or fails",
    errno.ESTALE: "is gone. Mount it again",
    errno.EXDEV: "cannot be written (Invalid cross-device link)",
}


@pytest.mark.parametrize("number", WORDS, ids=errno.errorcode.get)
def test_each_refusal_says_what_to_do(tmp_path: Path, number: int) -> None:
    with pytest.raises(NoFolder) as told, working_in(tmp_path):
        raise OSError(number, os.strerror(number))
    said = str(told.value)
    assert WORDS[number] in said
    assert str(tmp_path) in said
    assert said.endswith(
        "or name another folder in BACKUP_FOLDER. No backup was made; the earlier ones are as they were."
    )
    assert ("Make room" in said) is (number in {errno.ENOSPC, errno.EDQUOT, errno.EIO})


def test_a_link_to_a_disk_that_is_not_mounted(tmp_path: Path) -> None:
    link = tmp_path / "backups"
    link.symlink_to(tmp_path / "nowhere")
    with (
        pytest.raises(NoFolder, match=r"is not there\. If it stands on a disk of its own, mount that"),
        working_in(link),
    ):
        pass
    refusal = refusal_of(link)
    assert refusal is not None
    assert "is not there" in to_write(link, refusal)
    assert refusal_of(tmp_path) is None


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    for file, words in (
        (tmp_path / "none", "There is no file"),
        (tmp_path, "is a folder. Name a file in it"),
    ):
        with pytest.raises(OSError) as told:  # noqa: PT011 - its kind is what is told
            file.open("rb")
        assert words in to_read(file, told.value)


def test_a_copy_that_has_no_room_names_the_folder(database_file: Path, tmp_path: Path) -> None:
    """SQLite says only that a disk is full, and the database's may have all the room there is."""
    told = {"url": f"sqlite+aiosqlite:///{database_file}", "folder": str(tmp_path / "kept"), "keep": 0}
    done = subprocess.run(
        [sys.executable, "-m", "storage.backup"],
        cwd=ROOT,
        input=json.dumps(told | {"passphrase": ""}).encode(),
        capture_output=True,
        timeout=60,
        check=False,
        preexec_fn=full_disk,
    )
    trouble = json.loads(done.stdout)["trouble"]
    assert trouble.startswith(f"The disk of {tmp_path / 'kept'} is full or fails")
