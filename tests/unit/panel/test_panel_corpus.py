"""Real bodies of real panels mean what the corpus says they mean."""

import json
from pathlib import Path

import pytest

from panel.explain import explain_lines

CORPUS = Path(__file__).parents[2] / "corpus" / "panel_bodies.jsonl"
LINES = CORPUS.read_text(encoding="utf-8").splitlines()

EXCEPTIONS: dict[int, str] = {}
"""Lines (from 1) that are read otherwise on purpose, each with the reason."""


@pytest.mark.parametrize("number", range(1, len(LINES) + 1))
def test_a_body_is_judged_as_the_corpus_says(number: int) -> None:
    line = LINES[number - 1]
    (explained,) = explain_lines([line])
    agrees = json.loads(explained)["verdict"] == json.loads(line)["verdict"]
    assert agrees != (number in EXCEPTIONS), explained


def test_few_bodies_are_read_otherwise() -> None:
    assert len(EXCEPTIONS) <= 0.02 * len(LINES)
