"""Playing the proofs of the scorecard: one by one, or samples of them side by side."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from importlib import import_module
from multiprocessing import get_context
from typing import NamedTuple

from bench import machine
from chaos.result import Result
from chaos.scorecard import ROWS, Proof

SIDE_BY_SIDE = 2
"""Proofs of the quick table that are played at a time, as most of them wait most of the time."""


class Played(NamedTuple):
    """A proof, its result, and how busy the machine was."""

    proof: Proof
    result: Result
    load: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The proof, its row, and what the table shows of the result, as texts."""
        proof, result, _ = self
        verdict = "holds" if result.is_good else "FELL SHORT"
        seed = "" if result.seed is None else str(result.seed)
        row = ROWS[proof.row]
        told = f"{proof.row}: {row.scenario}"
        return (proof.name, told, f"{result.n:,}", result.figures(), row.target, verdict, seed)


def play_samples(proofs: Sequence[Proof]) -> Iterator[Played]:
    """Play a sample of each, some side by side, and then one by one those that measure time."""
    quick = [proof for proof in proofs if proof.quick]
    with ProcessPoolExecutor(SIDE_BY_SIDE, get_context("spawn"), max_tasks_per_child=1) as lanes:
        playing = [lanes.submit(play, proof, proof.quick) for proof in quick if not proof.alone]
        for done in as_completed(playing):
            yield done.result()
    for proof in quick:
        if proof.alone:
            yield play(proof, proof.quick)


def play(proof: Proof, n: int) -> Played:
    """Play a proof with this n."""
    run, busy = import_module(f"chaos.{proof.module}").run, machine.Busy()
    busy.look()
    result = run(n, kind=proof.kind) if proof.kind else run(n)
    busy.look()
    return Played(proof, result, str(busy))
