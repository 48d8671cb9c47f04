"""The Dockerfile's steps in an empty folder, for machines on which no engine can build the image.

`/` is moved to the folder. Files come from git and pass `.dockerignore`, as in a fresh clone. What `pip`
would install is linked from the packages of the tests: exactly the pinned ones, in the pinned versions.
"""

import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path, PurePosixPath

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]


@dataclass
class Image:
    """What the steps made, and what the image's words say to run."""

    root: Path
    workdir: Path
    environment: dict[str, str] = field(default_factory=dict)
    command: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)

    def moved(self, text: str) -> str:
        """Return text with the image's folders at their places here."""
        return re.sub(r"(?<![\w.:/])/(app|venv|sbom|data|tmp)\b", rf"{self.root}/\1", text).replace(
            "////data", f"///{self.root}/data"
        )

    def files(self) -> dict[str, int]:
        """Return every file of the image with the moment of its last change; not those in /data and /tmp."""
        written = (self.root / "data", self.root / "tmp")
        return {
            str(path.relative_to(self.root)): path.lstat().st_mtime_ns
            for path in self.root.rglob("*")
            if not any(path.is_relative_to(folder) for folder in written)
        }


def steps(dockerfile: str) -> list[tuple[str, str]]:
    """Return each instruction with its arguments."""
    lines = [line for line in dockerfile.splitlines() if line and not line.startswith("#")]
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in lines)]


def sources() -> set[str]:
    """Return what the Dockerfile copies from this repository."""
    copied = [rest.split()[:-1] for word, rest in steps((ROOT / "Dockerfile").read_text()) if word == "COPY"]
    return {one.rstrip("/") for several in copied if not several[0].startswith("--from") for one in several}


def let_in() -> set[str]:
    """Return what `.dockerignore` lets in: all else is kept out."""
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    assert lines[0] == "*"
    return {line[1:] for line in lines if line.startswith("!")}


def build(root: Path) -> Image:
    """Do every step of the Dockerfile in this empty folder."""
    image = Image(root, root, {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"})
    (root / "tmp").mkdir()
    for word, rest in steps((ROOT / "Dockerfile").read_text()):
        match word:
            case "WORKDIR":
                image.workdir = Path(image.moved(rest))
                image.workdir.mkdir(exist_ok=True)
            case "COPY" if not rest.startswith("--from"):
                *names, target = rest.split()
                for name in names:
                    _copy(name.rstrip("/"), image.workdir / target)
            case "RUN":
                _run(image, rest)
            case "ENV":
                name, _, value = image.moved(rest).partition("=")
                image.environment[name] = value
            case "HEALTHCHECK":
                image.health = _words(image.moved(rest.partition(" CMD ")[2]))
            case "CMD":
                image.command = _words(image.moved(rest))
    return image


def _words(listed: str) -> list[str]:
    return [part.strip('",') for part in shlex.split(listed.strip("[]").replace(",", " "))]


def _run(image: Image, line: str) -> None:
    if installed := re.fullmatch(r"/(\w+)/bin/pip install .* -r (\S+)", line):
        _link(image.root / installed[1], image.workdir / installed[2])
        return
    line = image.moved(line).replace("python3 -m venv", f"{sys.executable} -m venv --without-pip")
    if os.geteuid():
        line = re.sub(r"-[og] \d+ ", "", line)  # only root may give files away
    environment = image.environment | {"PYTHONWARNINGS": "ignore"}
    subprocess.run(  # noqa: S602 - the shell lines of our own Dockerfile
        line, shell=True, check=True, cwd=image.workdir, env=environment, timeout=300, capture_output=True
    )


def _copy(name: str, target: Path) -> None:
    """Copy a file, or what git has of a folder or would take, if `.dockerignore` lets it in."""
    assert name in let_in(), f"{name} is kept out by .dockerignore"
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", name]
    listed = subprocess.run(listing, cwd=ROOT, check=True, capture_output=True, text=True)
    found = [PurePosixPath(path) for path in listed.stdout.split("\0") if path]
    assert found, f"git has no {name}"
    for path in found:
        place = target / (path.relative_to(name) if (ROOT / name).is_dir() else path.name)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes((ROOT / path).read_bytes())


def _link(environment: Path, lock: Path) -> None:
    """Put links to the packages that this lock pins for this machine into a virtual environment."""
    [packages] = environment.glob("lib/python*/site-packages")
    for pinned in re.findall(r"^([a-z0-9][^\\\n]*?) \\$", lock.read_text(), re.MULTILINE):
        wanted = Requirement(pinned)
        if wanted.marker is not None and not wanted.marker.evaluate():
            continue
        found = metadata.distribution(wanted.name)
        assert found.version in wanted.specifier, f"{wanted} is not what is installed: {found.version}"
        for name in {PurePosixPath(file).parts[0] for file in found.files or ()} - {"..", "__pycache__"}:
            place = packages / name
            if not place.exists():
                place.symlink_to(Path(str(found.locate_file(name))))
