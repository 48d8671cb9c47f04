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

# PTB 22 warns when a wait is given in seconds; see bot.py.
os.environ.setdefault("PTB_TIMEDELTA", "true")

from bench import document, machine
from chaos.playing import Played, play, play_samples
from chaos.scorecard import PROOFS
from cli.codes import say

TABLE = document.Table(
    "scorecard.md",
    "<!-- written by python -m chaos --write -->",
    ("| proof | row | n | figures | target | verdict | seed | when |", "|---|---|---|---|---|---|---|---|"),
)


def main(arguments: Sequence[str] = ()) -> int:
    """Play the proofs that the command line names, or all; return the exit code."""
    options = _options(arguments)
    quick = os.environ.get("QUICK") == "1"
    started, played = time.monotonic(), list[Played]()
    for one in play_samples(options.proofs) if quick else (play(proof, proof.n) for proof in options.proofs):
        _tell(one, options.write)
        played.append(one)
    played.sort(key=lambda one: PROOFS.index(one.proof))
    minutes = (time.monotonic() - started) / 60
    kind = "QUICK=1" if quick else "in full"
    say(f"\n{machine.description()} · {machine.today()} · {kind}, {minutes:.1f} min\n")
    say(_table(played))
    return _verdict(played)


def _tell(played: Played, writes: bool) -> None:
    """Tell of it, and write its row at once, as the whole takes hours."""
    proof, result, load = played
    told = [f"{proof.row}  {result.row()}  {load}", *filter(None, [result.first])]
    print("\n".join(told), file=sys.stderr, flush=True)
    if writes:
        when = f"{machine.today()}, {load}, {result.seconds:.0f} s"
        rows, order = {proof.name: (*played.cells, when)}, [one.name for one in PROOFS]
        document.write(rows, machine.description(), TABLE, document.DOCS, order)


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
    for proof, result, _ in short:
        say(f"\nfell short: {proof.row}, {result.row()}\n{result.first}")
    if not short:
        say("\nEverything held. 0 in n says, with 95 % confidence, that the rate is below 3/n.")
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
