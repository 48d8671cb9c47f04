"""The front door: the lock names no host, CI calls the README's commands, the Dockerfile's steps work."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.txt", "requirements-demo.txt", "requirements-dev.txt", "requirements-docs.txt")
REPLY = '{"action": "add", "http_status": 200, "body": "{\\"order\\": 5}"}\n'


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_has_hashes_and_no_host(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in text
    packages = re.findall(r"^([a-z0-9-]+(?:\[[a-z,-]+\])?)==[^ ]+", text, re.MULTILINE)
    assert len(packages) > 20
    assert text.count("--hash=sha256:") >= len(packages)
    for entry in re.split(r"\n(?=[a-z])", text.strip()):
        assert "--hash=sha256:" in entry, entry


def test_each_lock_is_part_of_the_next() -> None:
    def pins(lock: str) -> set[str]:
        return set(re.findall(r"^([a-z0-9-]+==[^ \\]+)", (ROOT / lock).read_text(), re.MULTILINE))

    assert pins("requirements.txt") < pins("requirements-demo.txt") < pins("requirements-dev.txt")


def test_ci_calls_the_readmes_own_commands() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert "make check test" in (ROOT / ".ci" / "run").read_text()
    assert (ROOT / "README.md").read_text().index("make demo") < 200


def steps(dockerfile: str) -> list[tuple[str, str]]:
    """Return each instruction with its arguments."""
    lines = [line for line in dockerfile.splitlines() if line and not line.startswith("#")]
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in lines)]


def test_the_image_is_given_all_that_it_copies() -> None:
    """`.dockerignore` excludes everything that it does not name."""
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = [
        rest.split()[:-1] for word, rest in steps((ROOT / "Dockerfile").read_text())
        if word == "COPY" and not rest.startswith("--from")
    ]  # fmt: skip
    assert {source.rstrip("/") for sources in copied for source in sources} == let_in
    known = {path.name for path in ROOT.glob("*.py")}
    assert known <= let_in, "each module at top level is part of the image"


@pytest.mark.slow
def test_the_dockerfiles_steps_work_in_a_clean_folder(tmp_path: Path) -> None:
    """Every COPY and RUN of the Dockerfile, with `/` moved to an empty folder; then its CMD."""
    for folder in ("app", "venv"):
        assert not (tmp_path / folder).exists()

    def moved(text: str) -> str:
        return re.sub(r"(?<![\w.])/(app|venv|data)\b", rf"{tmp_path}/\1", text)

    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    environment |= {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    environment["PIP_NO_COMPILE"] = "1"  # byte code for what is read twice here takes most of the time
    workdir, command = tmp_path, ""
    for word, rest in steps((ROOT / "Dockerfile").read_text()):
        match word:
            case "WORKDIR":
                workdir = Path(moved(rest))
                workdir.mkdir(exist_ok=True)
            case "COPY" if not rest.startswith("--from"):
                *sources, target = rest.split()
                for source in sources:
                    _copy(ROOT / source, workdir / target)
            case "RUN":
                arguments = moved(rest).replace("python3 -m venv", f"{sys.executable} -m venv")
                subprocess.run(  # noqa: S602 - the shell lines of our own Dockerfile
                    arguments, shell=True, check=True, cwd=workdir, env=environment, timeout=300
                )
            case "ENV":
                name, _, value = moved(rest).partition("=")
                environment[name] = value
            case "CMD":
                command = moved(rest)
    command_line = [part.strip('",') for part in shlex.split(command.strip("[]").replace(",", " "))]
    started = subprocess.run(
        command_line, check=False, cwd=workdir, env=environment, capture_output=True, text=True, timeout=60
    )
    assert started.returncode == 2, started.stderr
    assert "BOT_TOKEN: is missing" in started.stderr
    explained = subprocess.run(
        [*command_line[:2], "explain", "--jsonl"], check=True, cwd=workdir, env=environment, text=True,
        input=REPLY, capture_output=True, timeout=60,
    )  # fmt: skip
    assert '"verdict": "ok"' in explained.stdout


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(source, target)
