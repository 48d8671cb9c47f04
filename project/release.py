"""A release: `python -m project.release 1.2.3` says what it would do, and with --go does it.

It moves what stands under *Unreleased* in CHANGELOG.md under the version and the date, writes the version
into pyproject.toml and shop/version.py, commits and tags. It never pushes.
"""

import argparse
import re
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
SECONDS = 60
"""The longest time for one call of git; its hooks may take a while."""
_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
_UNRELEASED = re.compile(r"^## Unreleased[ \t]*\n(.*?)(?=^## |\Z)", re.DOTALL | re.MULTILINE)
_PROJECTS = re.compile(r'(^\[project\]\n(?:(?!\[).*\n)*?version = ")([^"]+)(")', re.MULTILINE)
_CODES = re.compile(r'(^VERSION = ")([^"]+)("$)', re.MULTILINE)


class NotReleasable(Exception):
    """Why there can be no release; the text is for whoever wants one."""


def release(root: Path, version: str, today: date, *, go: bool) -> list[str]:
    """Release the version in the repository at `root`; return what was done, or without `go` would be.

    Nothing is written unless everything is in order. Raises NotReleasable.
    """
    changes, project, code = (root / name for name in ("CHANGELOG.md", "pyproject.toml", "shop/version.py"))
    _check_repository(root, version)
    new_project, old = with_version(project.read_text(), version)
    new_code, named = _CODES.subn(rf"\g<1>{version}\g<3>", code.read_text())
    if not named:
        raise NotReleasable('shop/version.py has no line VERSION = "…".')
    new_changes, entries = released(changes.read_text(), version, today)
    lines = [
        f"{old} → {version}, {entries} entries of CHANGELOG.md",
        f"commit: Release {version}",
        f"tag: v{version}",
    ]
    if not go:
        return [*lines, "Nothing was changed. Say go=yes (--go) to do it."]
    project.write_text(new_project)
    code.write_text(new_code)
    changes.write_text(new_changes)
    _git(root, "add", "CHANGELOG.md", "pyproject.toml", "shop/version.py")
    _git(root, "commit", "--quiet", "--message", f"Release {version}")
    _git(root, "tag", "--annotate", f"v{version}", "--message", f"Kiosk {version}")
    undo = f"undo: git tag -d v{version} && git reset --keep HEAD~1"
    return [*lines, f"Done. Look at it, then push it: git push --follow-tags ({undo})."]


def released(changes: str, version: str, today: date) -> tuple[str, int]:
    """Return the changelog with this version, and how many entries it has. Raises NotReleasable."""
    found = _UNRELEASED.search(changes)
    entries = re.findall(r"^[-*] \S", found[1], re.MULTILINE) if found else []
    if found is None or not entries:
        raise NotReleasable("CHANGELOG.md has nothing under ## Unreleased. Write there what changed.")
    if re.search(rf"^## \[?{re.escape(version)}\b", changes, re.MULTILINE):
        raise NotReleasable(f"CHANGELOG.md has a section {version} already. Choose a later version.")
    section = f"## Unreleased\n\n## {version} - {today.isoformat()}\n\n{found[1].strip()}\n\n"
    return (changes[: found.start()] + section + changes[found.end() :]).rstrip() + "\n", len(entries)


def with_version(project: str, version: str) -> tuple[str, str]:
    """Return pyproject.toml with this version, and the one before. Raises NotReleasable."""
    found = _PROJECTS.search(project)
    if found is None:
        raise NotReleasable("pyproject.toml has no version under [project].")
    old = found[2]
    if _numbers(version) < _numbers(old):
        raise NotReleasable(f"{version} is before {old}, which pyproject.toml has. Choose a later version.")
    return project[: found.start(2)] + version + project[found.end(2) :], old


def _numbers(version: str) -> tuple[int, ...]:
    """Return the version's three numbers. Raises NotReleasable."""
    found = _VERSION.fullmatch(version)
    if found is None:
        raise NotReleasable(f"{version or 'Nothing'} is no version. Say one like this: version=1.2.3")
    return tuple(map(int, found.groups()))


def _check_repository(root: Path, version: str) -> None:
    _numbers(version)
    if _git(root, "status", "--porcelain"):
        raise NotReleasable("There are changes that are not committed. Commit them, or put them aside.")
    if _git(root, "tag", "--list", f"v{version}"):
        raise NotReleasable(f"The tag v{version} is there already. Choose a later version.")


def _git(root: Path, *words: str) -> str:
    """Return what git prints. Raises NotReleasable if it refuses."""
    done = subprocess.run(
        ["git", *words], cwd=root, check=False, capture_output=True, text=True, timeout=SECONDS
    )
    if done.returncode:
        raise NotReleasable(f"git {words[0]} failed: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout.strip()


def main(arguments: Sequence[str]) -> int:
    """Run the command; return 1 if there can be no release."""
    parser = argparse.ArgumentParser(prog="project.release", description="Release a version of Kiosk")
    parser.add_argument("version", help="like 1.2.3")
    parser.add_argument("--go", action="store_true", help="do it; without it, only say what would be done")
    chosen = parser.parse_args(arguments)
    try:
        lines = release(ROOT, chosen.version, datetime.now(UTC).date(), go=chosen.go)
    except NotReleasable as why:
        sys.stderr.write(f"{why}\n")
        return 1
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
