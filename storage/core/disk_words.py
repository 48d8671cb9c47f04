"""What an operator does when the system refuses to write, or to read, at a place."""

import errno
import os
from pathlib import Path

_WORDS = {
    errno.EROFS: (
        "The disk of {place} is read-only. Mount it writable (after an error of the disk the system makes it "
        "read-only by itself, and its log says so)"
    ),
    errno.EACCES: "{place} cannot be written (Permission denied). Give it to the account of the kiosk",
    errno.EPERM: "{place} cannot be written (Operation not permitted). Give it to the account of the kiosk",
    errno.ENOSPC: "The disk of {place} is full. Make room there",
    errno.EDQUOT: "The quota of this account on the disk of {place} is used up. Make room there, or raise it",
    errno.EFBIG: "A file in {place} may not become so large. Raise the limit (ulimit -f)",
    errno.ENOENT: "{place} is not there. If it stands on a disk of its own, mount that",
    errno.ENOTDIR: "{place} cannot be written (Not a directory). Move away what stands there",
    errno.EEXIST: "{place} cannot be written (Not a directory). Move away what stands there",
    errno.EIO: (
        "The disk of {place} is full or fails, or a quota is used up. Make room there, see the system's log"
    ),
    errno.ENOTCONN: "The disk of {place} is gone. Mount it again",
    errno.ESTALE: "The disk of {place} is gone. Mount it again",
}

OF_DISKS = frozenset(_WORDS) - {errno.ENOTCONN}
"""What disks refuse with, and no network."""


def to_write(place: Path, error: OSError) -> str:
    """Return a sentence without its full stop: what keeps us from writing there, and what to do."""
    code = error.errno or 0
    if code == errno.EEXIST and place.is_symlink():
        code = errno.ENOENT  # a link to what is not there
    if code in _WORDS:
        return _WORDS[code].format(place=place)
    return f"{place} cannot be written ({error.strerror or error}). See to that"


def to_read(file: Path, error: OSError) -> str:
    """Return a sentence: why this file cannot be read, and what to do."""
    if isinstance(error, FileNotFoundError):
        return f"There is no file {file}. Check its name; a relative one begins at {Path.cwd()}."
    if isinstance(error, IsADirectoryError):
        return f"{file} is a folder. Name a file in it."
    if isinstance(error, PermissionError):
        return f"{file} cannot be read ({error.strerror}). Give it to the account of the kiosk."
    return f"{file} cannot be read ({error.strerror or error})."


def refusal_of(folder: Path) -> OSError | None:
    """Return the error with which the system would refuse to make files here; None if it would not."""
    try:
        if os.statvfs(folder).f_flag & os.ST_RDONLY:
            return OSError(errno.EROFS, os.strerror(errno.EROFS))
        is_folder = folder.is_dir()
    except OSError as error:
        return error
    if not is_folder:
        return NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return None
