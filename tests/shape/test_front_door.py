"""The front door: the lock names no host, CI calls the README's commands, the Dockerfile's steps work."""

import asyncio
import json
import os
import platform
import re
import signal
import stat
import subprocess
from pathlib import Path

import pytest

from tests.shape.image import ROOT, Image, build, let_in, sources

LOCKS = tuple(
    f"requirements{name}.txt" for name in ("", "-demo", "-image", "-sbom", "-dev", "-docs", "-mutation")
)
ALONE = {"HEALTH_LISTEN": ""}
"""The port that the image asks itself at may be somebody else's on this machine."""

WITHOUT_NETWORK = {
    "BOT_TOKEN": "700000001:AAtesttokentesttokentesttokentest_1",
    "ADMIN_IDS": "1",
    "PANEL_KEY": "key",
    "PANEL_URL": "http://127.0.0.1:9/api/v2",
    "TELEGRAM_API_ROOT": "http://127.0.0.1:9",
}
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

    run, everything = pins("requirements.txt"), pins("requirements-dev.txt")
    assert run < pins("requirements-demo.txt") < everything
    assert pins("requirements-image.txt") - run == {"pysqlite3==0.6.1"}
    assert pins("requirements-sbom.txt") < everything


def test_ci_calls_the_readmes_own_commands() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert "make check test" in (ROOT / ".ci" / "run").read_text()
    assert (ROOT / "README.md").read_text().index("make demo") < 200


def test_make_alone_lists_each_command() -> None:
    """The first line of the Makefile says so."""
    targets = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert targets is not None
    said = subprocess.check_output(["make", "help"], cwd=ROOT, text=True)
    listed = re.findall(r"^make ([a-z-]+)", said, re.MULTILINE)
    assert sorted(listed) == sorted(set(targets[1].split()) - {"help"})


def test_whoever_clones_gets_no_tools_leavings() -> None:
    """A profiler's samples, 4.6 MB of them, were once committed beside the sources."""
    listed = subprocess.check_output(["git", "ls-files", "-z"], cwd=ROOT, text=True).split("\0")[:-1]
    files = [ROOT / one for one in listed if (ROOT / one).is_file()]
    assert len(files) > 1_000
    kinds = {".md", ".py", ".toml", ".txt", ".yaml", ".yml"}
    named = {".dockerignore", ".env.example", ".gitignore", "Dockerfile", "LICENSE", "Makefile"}
    top = [file for file in files if file.parent == ROOT]
    assert [file.name for file in top if file.suffix not in kinds and file.name not in named] == []
    assert [file.name for file in files if file.stat().st_size > 1_000_000] == []


def test_the_image_is_given_all_that_it_copies() -> None:
    """`.dockerignore` excludes everything that it does not name."""
    assert sources() == let_in()
    known = {path.name for path in ROOT.glob("*.py")}
    assert known <= let_in(), "each module at top level is part of the image"


@pytest.mark.slow
async def test_the_dockerfiles_steps_work_in_a_clean_folder(tmp_path: Path) -> None:
    """Every COPY and RUN of the Dockerfile, with `/` moved to an empty folder; then what it can run."""
    image = build(tmp_path)
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    dot_env = image.workdir / ".env"
    dot_env.write_text("LOG_LEVEL=INFO\n")
    dot_env.chmod(0o644)
    before = image.files()
    bom = json.loads((tmp_path / "sbom" / "kiosk.cdx.json").read_text())
    assert bom["bomFormat"] == "CycloneDX"
    listed = {(part["name"].lower().replace("_", "-"), part["version"]) for part in bom["components"]}
    assert {("python-telegram-bot", "22.8"), ("pysqlite3", "0.6.1")} <= listed
    assert not {name for name, _ in listed} & {"pytest", "cyclonedx-bom"}, "only what runs"

    started = ran(image)
    assert started.returncode == 2, started.stderr
    assert "BOT_TOKEN: is missing" in started.stderr
    explained = ran(image, "explain", "--jsonl", given=REPLY)
    assert '"verdict": "ok"' in explained.stdout, explained.stderr
    doctor = ran(image, "doctor", **WITHOUT_NETWORK)
    assert "FAIL  telegram: no answer" in doctor.stdout, doctor.stdout + doctor.stderr
    assert "ok    database: not there yet" in doctor.stdout
    assert "note  settings: .env can be read by other accounts" in doctor.stdout
    if platform.machine() == "x86_64":
        assert "has a bug" not in doctor.stdout, "the image brings a SQLite of its own"

    code, logged = await stopped_while_starting(image)
    assert code == 0, logged
    assert "[warning  ] .env can be read by other accounts of this machine; run: chmod 600 .env" in logged
    assert "kiosk.db can be read" not in logged
    assert stat.S_IMODE((tmp_path / "data" / "kiosk.db").stat().st_mode) == 0o600
    assert image.files() == before, "something was written beside /data and /tmp"


def ran(
    image: Image, *arguments: str, given: str = "", **settings: str
) -> "subprocess.CompletedProcess[str]":
    """Run the image's command, with other arguments than `run` if there are any."""
    command = [*image.command[:2], *arguments] if arguments else image.command
    return subprocess.run(
        command, check=False, cwd=image.workdir, env=image.environment | ALONE | settings, text=True,
        input=given, capture_output=True, timeout=60,
    )  # fmt: skip


async def stopped_while_starting(image: Image) -> tuple[int, str]:
    """Run the image's command where no Telegram answers, and stop it; return its exit code and its log."""
    process = await asyncio.create_subprocess_exec(
        *image.command, cwd=image.workdir, env=image.environment | ALONE | WITHOUT_NETWORK,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stderr is not None
    lines = []
    async with asyncio.timeout(60):
        async for line in process.stderr:
            lines.append(line.decode())
            if "Telegram does not answer" in lines[-1]:
                process.send_signal(signal.SIGTERM)
        return await process.wait(), "".join(lines)
