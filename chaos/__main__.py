"""`make chaos`: the scorecard, with n for every zero. QUICK=1 takes a sample of each row.

    python -m chaos [row or proof ...] [--write]

    python -m chaos R4 R21 --write          two rows, put into docs/scorecard.md
    python -m chaos "replicas stopped"      one proof of those that a row has

Prints one table at the end, and exits 1 if anything fell short.
"""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from importlib import import_module
from typing import NamedTuple

# PTB 22 warns when a wait is given in seconds; see bot.py.
os.environ.setdefault("PTB_TIMEDELTA", "true")

from bench import document, machine
from chaos.result import Result
from chaos.scorecard import PROOFS, ROWS, Proof

TABLE = document.Table(
    "scorecard.md",
    "<!-- written by python -m chaos --write -->",
    ("| proof | row | n | figures | target | verdict | seed | when |", "|---|---|---|---|---|---|---|---|"),
)


class Played(NamedTuple):
    """A proof and its result."""

    proof: Proof
    result: Result

    @property
    def cells(self) -> tuple[str, ...]:
        """The proof, its row, and what the table shows of the result, as texts."""
        proof, result = self.proof, self.result
        verdict = "holds" if result.is_good else "FELL SHORT"
        seed = "" if result.seed is None else str(result.seed)
        row = ROWS[proof.row]
        told = f"{proof.row}: {row.scenario}"
        return (proof.name, told, f"{result.n:,}", result.figures(), row.target, verdict, seed)


def main(arguments: Sequence[str] = ()) -> int:
    """Play the proofs that the command line names, or all; return the exit code."""
    options = _options(arguments)
    quick = os.environ.get("QUICK") == "1"
    started, played = time.monotonic(), list[Played]()
    for proof in options.proofs:
        if n := proof.quick if quick else proof.n:
            played.append(_play(proof, n, options.write))
    minutes = (time.monotonic() - started) / 60
    kind = "QUICK=1" if quick else "in full"
    print(f"\n{machine.description()} · {machine.today()} · {kind}, {minutes:.1f} min\n")
    print(_table(played))
    return _verdict(played)


def _play(proof: Proof, n: int, writes: bool) -> Played:
    """Play a proof and tell of it; its row is written at once, as the whole takes hours."""
    run, busy = import_module(f"chaos.{proof.module}").run, machine.Busy()
    busy.look()
    played = Played(proof, run(n, kind=proof.kind) if proof.kind else run(n))
    busy.look()
    told = [f"{proof.row}  {played.result.row()}  {busy}", *filter(None, [played.result.first])]
    print("\n".join(told), file=sys.stderr, flush=True)
    if writes:
        when = f"{machine.today()}, {busy}, {played.result.seconds:.0f} s"
        rows, order = {proof.name: (*played.cells, when)}, [one.name for one in PROOFS]
        document.write(rows, machine.description(), TABLE, document.DOCS, order)
    return played


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m chaos", description="Play the scorecard.")
    parser.add_argument("names", nargs="*", metavar="name", help="rows or proofs; all if none is given")
    parser.add_argument("--write", action="store_true", help=f"put the rows into docs/{TABLE.file}")
    options = parser.parse_args(arguments)
    options.proofs = [
        proof for proof in PROOFS if not options.names or {proof.row, proof.name} & set(options.names)
    ]
    for name in options.names:
        if not any(name in (proof.row, proof.name) for proof in PROOFS):
            parser.error(f"there is no row or proof {name!r}")
    return options


def _table(played: Sequence[Played]) -> str:
    return "\n".join("  ".join(cell for cell in one.cells if cell) for one in played)


def _verdict(played: Sequence[Played]) -> int:
    """Print what fell short and return the exit code."""
    short = [one for one in played if not one.result.is_good]
    for proof, result in short:
        print(f"\nfell short: {proof.row}, {result.row()}\n{result.first}")
    if not short:
        print("\nEverything held. 0 in n says, with 95 % confidence, that the rate is below 3/n.")
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
