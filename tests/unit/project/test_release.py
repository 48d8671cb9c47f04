"""A release: what it changes, and when there is none."""

import re
import subprocess
import tomllib
from datetime import date
from pathlib import Path

import pytest

from project.release import NotReleasable, release

DAY = date(2026, 12, 1)
CHANGES = """# Changelog

## Unreleased

### Added
- One.
- Two,
  in two lines.

## 0.1.0 - 2026-11-01

- First.
"""
CODE = '"""The version."""\n\nVERSION = "0.1.0"\n'
PROJECT = '[project]\nname = "kiosk"\nversion = "0.1.0"\n\n[tool.other]\nversion = "9"\n'


def git(root: Path, *words: str) -> str:
    return subprocess.run(
        ["git", *words], cwd=root, check=True, capture_output=True, text=True, timeout=30
    ).stdout.strip()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with one commit."""
    (tmp_path / "CHANGELOG.md").write_text(CHANGES)
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "version.py").write_text(CODE)
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "config", "user.name", "Olga")
    git(tmp_path, "config", "user.email", "olga@shop.example")
    git(tmp_path, "config", "core.hooksPath", "/dev/null")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "Begin")
    return tmp_path


def test_without_go_nothing_changes(root: Path) -> None:
    before = git(root, "rev-parse", "HEAD")
    assert release(root, "0.2.0", DAY, go=False)[0] == "0.1.0 → 0.2.0, 2 entries of CHANGELOG.md"
    assert (git(root, "rev-parse", "HEAD"), git(root, "status", "--porcelain"), git(root, "tag")) == (
        before,
        "",
        "",
    )


def test_a_release_is_one_commit_with_a_tag(root: Path) -> None:
    release(root, "0.2.0", DAY, go=True)
    assert git(root, "log", "-1", "--format=%s") == "Release 0.2.0"
    assert git(root, "describe", "--exact-match") == "v0.2.0"
    assert git(root, "status", "--porcelain") == ""
    assert (root / "pyproject.toml").read_text() == PROJECT.replace('"0.1.0"', '"0.2.0"')
    assert (root / "shop" / "version.py").read_text() == CODE.replace("0.1.0", "0.2.0")
    assert (root / "CHANGELOG.md").read_text() == CHANGES.replace(
        "## Unreleased\n", "## Unreleased\n\n## 0.2.0 - 2026-12-01\n"
    )
    with pytest.raises(NotReleasable, match="nothing under"):
        release(root, "0.3.0", DAY, go=True)


def test_a_release_is_undone_as_it_says(root: Path) -> None:
    before = git(root, "rev-parse", "HEAD")
    *_, done = release(root, "0.2.0", DAY, go=True)
    undo = done.partition("(undo: ")[2].partition(")")[0]
    for words in undo.split(" && "):
        git(root, *words.split()[1:])
    assert (git(root, "rev-parse", "HEAD"), git(root, "tag")) == (before, "")
    assert release(root, "0.2.0", DAY, go=False)[0].endswith("2 entries of CHANGELOG.md")


def test_each_place_that_names_our_version_is_in_the_release(root: Path) -> None:
    """Else a release fails the tests that compare them, and its backups and figures name the one before."""
    here = Path(__file__).parents[3]
    told = tomllib.loads((here / "pyproject.toml").read_text())["project"]["version"]
    named = re.compile(rf'\b(?:version|VERSION|__version__)\b.*= "{re.escape(told)}"$', re.MULTILINE)
    files = git(here, "ls-files", "*.py", "*.toml", "Dockerfile", ":!tests").split("\n")
    places = {file for file in files if named.search((here / file).read_text())}
    release(root, "0.2.0", DAY, go=True)
    assert places == set(git(root, "show", "--name-only", "--format=").split("\n")) - {"CHANGELOG.md"}


def test_when_there_is_no_release(root: Path) -> None:
    for version, why in (
        ("0.0.9", "before 0.1.0"),
        ("v1", "no version"),
        ("1.2", "no version"),
        ("", "no version"),
    ):
        with pytest.raises(NotReleasable, match=why):
            release(root, version, DAY, go=True)
    git(root, "tag", "v0.2.0")
    with pytest.raises(NotReleasable, match=r"tag v0\.2\.0"):
        release(root, "0.2.0", DAY, go=True)
    (root / "new").write_text("")
    with pytest.raises(NotReleasable, match="not committed"):
        release(root, "0.3.0", DAY, go=True)
    assert git(root, "log", "-1", "--format=%s") == "Begin"
