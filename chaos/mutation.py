"""Change policies and readers of the panel's answers in one small way at a time: what do the tests notice?

    make mutation                      a sample of 1,500 changes, into docs/mutation.md
    python -m chaos.mutation 300 7   300 of them, chosen by the seed 7

mutmut makes the changes and runs the unit tests that reach each, in `mutants/` (pyproject.toml says where and
which). What none of them notices, mypy may: `make check` runs it. The rest has survived.
"""

import argparse
import ast
import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Final, NamedTuple

from bench import document, machine
from cli.codes import say

ROOT = Path(__file__).resolve().parent.parent
MUTANTS = ROOT / "mutants"
FEW = "shop.money.x_rounded_up*"
"""Some changes: before mutmut tries any, it makes all and runs all tests once."""

LAST_LINES = 60
"""What is told of a mutmut that failed: of a failed test, where."""

MOST_SECONDS = 2.0
"""A function's quickest tests, of so many seconds together: some are reached by hundreds."""

TABLE: Final = document.Table(
    "mutation.md",
    "<!-- written by python -m chaos.mutation -->",
    (
        "| where | changes | noticed by tests | by mypy | survived | noticed | when |",
        "|---|---|---|---|---|---|---|",
    ),
)
NOTICED = ("killed", "timeout", "segfault")
MYPY = (
    *("mypy", "--config-file=", "--strict", "--no-warn-unused-ignores", "--output=json"),
    # A copied method declares its attributes again.
    *("--disable-error-code=no-redef", "--disable-error-code=has-type"),
)
TYPED = ("shop", "panel")
GOAL = 0.85


class Tried(NamedTuple):
    """A change and what noticed it: "tests", "mypy", or nothing."""

    name: str
    by: str

    @property
    def package(self) -> str:
        """The package that was changed."""
        return ".".join(self.name.split(".x")[0].split(".")[:-1]) or self.name.partition(".")[0]


def main(arguments: Sequence[str]) -> int:
    """Try a sample and write the table; return 1 if too many changes survived."""
    parser = argparse.ArgumentParser(prog="python -m chaos.mutation")
    parser.add_argument("n", nargs="?", type=int, default=1_500)
    parser.add_argument("seed", nargs="?", type=int, default=1)
    options = parser.parse_args(arguments)
    _mutmut("run", FEW)
    _keep_the_quickest()
    names = sorted(_verdicts())
    chosen = random.Random(options.seed).sample(names, min(options.n, len(names)))
    _mutmut("run", *chosen)
    verdicts = _verdicts()
    typed = _seen_by_mypy()
    tried = [Tried(name, _noticed_by(verdicts[name], name in typed)) for name in chosen]
    for one in sorted(one.name for one in tried if not one.by):
        say(one)
    when = f"{machine.today()}, seed {options.seed}, of {len(names):,}"
    rows = {where: _cells(where, some, when) for where, some in _by_package(tried).items()}
    document.write(rows, machine.description(), TABLE, document.DOCS, sorted(rows))
    share = sum(bool(one.by) for one in tried) / len(tried)
    say(f"{share:.1%} of {len(tried):,} were noticed")
    return int(share < GOAL)


def _mutmut(*words: str) -> str:
    """Run mutmut; return what it prints. A change that survives is no error of its own.

    Where it cannot work, as when a test fails in its copy of the code, what it said last is told instead.
    """
    command = [str(Path(sys.executable).with_name("mutmut")), *words]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if ran.returncode:
        sys.exit("\n".join((ran.stdout + ran.stderr).splitlines()[-LAST_LINES:]))
    return ran.stdout


def _keep_the_quickest() -> None:
    """Leave each function its quickest tests, of MOST_SECONDS together, in what mutmut has noted."""
    file = MUTANTS / "mutmut-stats.json"
    noted = json.loads(file.read_text(encoding="utf-8"))
    seconds, tests = noted["duration_by_test"], noted["tests_by_mangled_function_name"]
    for function, reaching in tests.items():
        tests[function] = quickest({one: seconds.get(one, 0.0) for one in reaching})
    file.write_text(json.dumps(noted), encoding="utf-8")


def quickest(seconds: Mapping[str, float], most: float = MOST_SECONDS) -> list[str]:
    """Return the quickest of these tests, as many as take `most` seconds together, and one at least."""
    ordered = sorted(seconds, key=lambda one: (seconds[one], one))
    together = accumulate(seconds[one] for one in ordered)
    return [one for one, sum_ in zip(ordered, together, strict=True) if sum_ <= most] or ordered[:1]


def _verdicts() -> dict[str, str]:
    lines = _mutmut("results", "--all", "true").splitlines()
    pairs = (line.strip().rpartition(": ") for line in lines if "__mutmut_" in line)
    return {name: verdict for name, _, verdict in pairs}


def _noticed_by(verdict: str, is_typed: bool) -> str:
    if verdict in NOTICED:
        return "tests"
    return "mypy" if is_typed else ""


def _seen_by_mypy() -> set[str]:
    """Return the names of the changes of which mypy says that their types do not fit."""
    command = [str(Path(sys.executable).with_name(MYPY[0])), *MYPY[1:], *TYPED]
    told = subprocess.run(command, cwd=MUTANTS, check=False, capture_output=True, text=True)
    lines: dict[str, set[int]] = {}
    for row in map(json.loads, filter(str.strip, told.stdout.splitlines())):
        if row["severity"] == "error":
            lines.setdefault(row["file"], set()).add(row["line"])
    found = {name for file, wrong in lines.items() for name in _functions_at(file, wrong)}
    # mutmut wraps functions, and a wrapped one narrows no types: then the unchanged copy has errors, too.
    untyped = {name.removesuffix("orig") for name in found if name.endswith("__mutmut_orig")}
    return {name for name in found if name.rstrip("0123456789") not in untyped}


def _functions_at(file: str, lines: set[int]) -> Iterable[str]:
    """Yield the changed copies of functions in this file that have one of these lines."""
    module = file.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    for node in ast.walk(ast.parse((MUTANTS / file).read_text(encoding="utf-8"))):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or "__mutmut_" not in node.name:
            continue
        if lines.intersection(range(node.lineno, (node.end_lineno or node.lineno) + 1)):
            yield f"{module}.{node.name}"


def _by_package(tried: Sequence[Tried]) -> dict[str, list[Tried]]:
    found: dict[str, list[Tried]] = {"all": list(tried)}
    for one in tried:
        found.setdefault(one.package, []).append(one)
    return found


def _cells(where: str, tried: Sequence[Tried], when: str) -> tuple[str, ...]:
    by = Counter(one.by for one in tried)
    share = 1 - by[""] / len(tried)
    return (
        where,
        f"{len(tried):,}",
        f"{by['tests']:,}",
        f"{by['mypy']:,}",
        f"{by['']:,}",
        f"{share:.1%}",
        when,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
