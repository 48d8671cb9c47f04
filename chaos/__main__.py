"""`make chaos`: what must hold under faults, with n for every zero. QUICK=1 takes a sample of each.

Prints one table at the end, and exits 1 if anything fell short. A new proof is one
line in PROOFS.
"""

import os
import sys
import time
from importlib import import_module
from typing import Final, NamedTuple

# PTB 22 warns when a wait is given in seconds; see bot.py.
os.environ.setdefault("PTB_TIMEDELTA", "true")

from bench import machine
from chaos.panel_kinds import KINDS
from chaos.result import Result


class Proof(NamedTuple):
    """A module of this package with `run(n)`, perhaps for a `kind`; its n in the full and the quick table."""

    module: str
    n: int
    quick: int
    kind: str = ""


PROOFS: Final = (
    Proof("bodies", 100_000, 5_000),
    Proof("calls", 50_000, 3_000),
    Proof("updates", 50_000, 500),
    Proof("texts", 10_000, 500),
    Proof("crash_matrix", 10_000, 48),  # there are no more cases
    Proof("kills", 200, 4),
    Proof("replicas", 600, 25, "killed"),
    Proof("replicas", 200, 2, "stopped"),
    Proof("confirms", 1_000, 100),
    Proof("spends", 100, 5),
    Proof("ledger", 500, 10),
    Proof("shop_window", 100, 5),
    Proof("walks", 200, 10),
    Proof("refunds", 100_000, 20_000),
    *(Proof("unknowns", 1_000, 20, kind) for kind in KINDS),
    Proof("suppliers", 500, 25),
    Proof("queue", 20, 2),
    Proof("checkout", 500, 60),
    Proof("payments", 20_000, 200),
    Proof("transfers", 10_000, 1_000),
    Proof("broadcast", 20_000, 1_500),
    Proof("mutants", 29, 29),
)


def main() -> int:
    """Run every proof."""
    quick = os.environ.get("QUICK") == "1"
    started, busy = time.monotonic(), machine.Busy()
    results: list[Result] = []
    for proof in PROOFS:
        run = import_module(f"chaos.{proof.module}").run
        n = proof.quick if quick else proof.n
        results.append(run(n, kind=proof.kind) if proof.kind else run(n))
        print(f"{results[-1].row()}  load {busy.look():.1f}", file=sys.stderr, flush=True)
    minutes = (time.monotonic() - started) / 60
    kind = "QUICK=1" if quick else "the whole"
    print(f"\n{machine.description()} · {machine.today()}, {busy} · {kind}, {minutes:.1f} min\n")
    print("\n".join(result.row() for result in results))
    short = [result for result in results if not result.is_good]
    for result in short:
        print(f"\nfell short: {result.row()}\n{result.first}")
    print(
        "" if short else "\nEverything held. 0 in n says, with 95 % confidence, that the rate is below 3/n."
    )
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
