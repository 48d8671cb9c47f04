"""Each ignore of a checker has its reason beside it."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
IGNORE = re.compile(
    r"# ?(?:noqa|type: ?ignore|nosec|pragma)\b"  # the checker
    r"(?:: ?[A-Z]+\d+(?:, ?[A-Z]+\d+)*|\[[\w, -]+\]| B\d+)?"  # those of its rules that are meant
)
REASON = re.compile(r"[a-z]{3}")


def test_each_ignore_has_its_reason() -> None:
    files = subprocess.check_output(["git", "ls-files", "*.py"], cwd=ROOT, text=True).split()
    ignores = [
        (f"{file}:{number}", IGNORE.sub("", line[line.index("  #") :]))
        for file in files
        for number, line in enumerate((ROOT / file).read_text(encoding="utf-8").splitlines(), start=1)
        if "  #" in line and IGNORE.search(line) and not line.lstrip().startswith(("r", '"', "#"))
    ]
    assert len(ignores) > 300
    assert [place for place, rest in ignores if not REASON.search(rest)] == []
