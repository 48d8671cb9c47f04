"""A finding fails the test it happened in: the guard is tried on tests that deserve it."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAD = """
from playground.clock import HandClock
from playground.telegram import FakeTelegram

TOKEN = "7000000001:" + "a" * 35

async def test_it() -> None:
    telegram = FakeTelegram(token=TOKEN, clock=HandClock())
    ann = telegram.add_person(1001, "Ann", started=True)
"""
MESSAGE = '{"chat_id": ann.id, "text": "x", '


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("await telegram.call('sendDice', {'chat_id': ann.id})", "unmodelled sendDice"),
        (f"await telegram.call('sendMessage', {MESSAGE}'colour': 'red'}})", "request sendMessage colour"),
        ("telegram.updates.add('message', {'text': 'x'})", "update message.message_id"),
        ("ann.says('/start deep-link')", ""),
    ],
)
def test_a_finding_fails_its_test(tmp_path: Path, line: str, told: str) -> None:
    (tmp_path / "test_it.py").write_text(f"{HEAD}    {line}\n")
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-c", "pyproject.toml", "-n", "0"]
    said = subprocess.run(
        [*command, str(tmp_path)], check=False, cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    if told:
        assert said.returncode == 1, said.stdout
        assert "The playground found:" in said.stdout
        assert told in said.stdout
    else:
        assert said.returncode == 0, said.stdout + said.stderr
