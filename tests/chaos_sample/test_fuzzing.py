"""The fuzzers, briefly, and what they once found."""

import html
import json
from pathlib import Path

import pytest

from chaos import calls, texts, updates
from chaos.calls import Heard
from messaging import turns
from payments.described import call_back_claims

CORPUS = Path(__file__).parents[1] / "corpus"
SEED = 20_261_129


def test_fuzzed_updates_stop_nobody() -> None:
    result = updates.run(150, SEED)
    assert result.is_good, result.first
    assert result.counts["good"] == 15
    assert int(result.counts["aside"]) > 25, "or they were not fuzzed enough"


def test_what_was_found_in_updates_is_set_aside() -> None:
    found = [json.loads(line) for line in (CORPUS / "found_updates.jsonl").read_text().splitlines()]
    assert updates.replay([(one["kind"], one["body"]) for one in found]) == []


def test_more_tries_than_three_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "TRIES", 5)
    monkeypatch.setattr(turns, "PAUSES", (0.3, 1.0, 1.0, 1.0))
    assert "tries" in str(updates.run(20, SEED).first)


def test_fuzzed_calls_of_gateways_raise_nothing() -> None:
    result = calls.run(600, SEED)
    assert result.is_good, result.first
    assert int(result.counts["hint"]) > 100
    assert int(result.counts["asked"]) > 2


def test_what_was_found_in_calls_is_refused() -> None:
    readers = calls.readers()
    lines = (CORPUS / "found_calls.jsonl").read_text().splitlines()
    assert lines
    for line in lines:
        told = json.loads(line)
        call = Heard(told["way"], told["headers"], told["body"].encode())
        assert calls.read(call, readers) in {"nothing", "refused"}, line


def test_fuzzed_words_of_banks_raise_nothing() -> None:
    result = calls.run(300, SEED, ways=("bank",))
    assert result.is_good, result.first
    assert int(result.counts["credit"]) > 15


def test_a_signature_that_nobody_checks_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call_back_claims, "_is_from_gateway", lambda *_: True)
    assert "made-up signature" in str(calls.run(200, SEED).first)


def test_hostile_texts_are_shown_as_text() -> None:
    result = texts.run(500, SEED)
    assert result.is_good, result.first
    assert int(result.counts["answers"]) > 200


def test_a_value_that_is_not_escaped_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "escape", lambda text, quote=True: text)  # noqa: ARG005 - as its original
    assert not texts.run(60, SEED).is_good
