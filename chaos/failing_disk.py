"""A disk that fails when a proof says so, for kiosks of its fork server; see failing_disk.c.

Nothing of the system is changed and nobody needs to be root: a small library between the processes and the
C library fails their calls. It is compiled when it is needed, so a C compiler must be there.
"""

import errno
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SOURCE = Path(__file__).with_suffix(".c")
SECONDS = 60


class NoCompiler(Exception):
    """There is nothing to compile the library with."""


@dataclass(frozen=True, slots=True)
class DiskFault:
    """How a disk fails: with which error, and which calls."""

    name: str
    error: int
    what: str


DISK_FAULTS: Final = (
    DiskFault("full", errno.ENOSPC, "write"),
    DiskFault("read-only", errno.EROFS, "change"),
    DiskFault("error at commit", errno.EIO, "sync"),
)


@dataclass(frozen=True, slots=True)
class FailingDisk:
    """The compiled library; with `preload` a process has it, with `setting` it fails when it is told to.

    Each process has its own `control` file, in a folder that does not fail.
    """

    library: Path

    @property
    def preload(self) -> Mapping[str, str]:
        """The environment in which a process starts with the library."""
        return {"LD_PRELOAD": str(self.library)}

    def control(self, name: str) -> Path:
        """Return the file that tells the process of this name how to fail."""
        return self.library.with_name(f"{name}.fails")

    def setting(self, name: str) -> Mapping[str, str]:
        """Return the environment that has a process look there."""
        return {"FAILING_DISK": str(self.control(name))}

    def begins(self, name: str, fault: DiskFault, folder: Path) -> None:
        """Have everything below this folder fail so for the process of this name."""
        half = self.control(f"{name}.half")
        half.write_text(f"{fault.error} {fault.what} {folder}/", encoding="utf-8")
        half.rename(self.control(name))  # it is read while it is written

    def ends(self, name: str) -> None:
        """Have the disk work again."""
        self.control(name).unlink(missing_ok=True)


@contextmanager
def failing_disk() -> Iterator[FailingDisk]:
    """Compile the library. Raises NoCompiler."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        raise NoCompiler("There is no C compiler; on Debian: apt install gcc libc6-dev")
    with tempfile.TemporaryDirectory(prefix="kiosk-failing-disk-") as folder:
        library = Path(folder) / "failing_disk.so"
        command = [compiler, "-shared", "-fPIC", "-O2", "-o", str(library), str(SOURCE), "-ldl"]
        subprocess.run(command, check=True, timeout=SECONDS)
        yield FailingDisk(library)
