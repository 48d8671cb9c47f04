"""A finding fails the test it happened in: the guard is tried on tests that provoke findings."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAD = """
from playground.clock import HandClock
from playground.telegram import FakeTelegram

TOKEN = "7000000001:" + "a" * 35
"""
TEST = """
async def test_{name}() -> None:
    telegram = FakeTelegram(token=TOKEN, clock=HandClock())
    ann = telegram.add_person(1001, "Ann", started=True)
    {line}
"""
MESSAGE = '{"chat_id": ann.id, "text": "x", '

DESERVED = {
    "unmodelled": ("await telegram.call('sendDice', {'chat_id': ann.id})", "unmodelled sendDice"),
    "request": (
        f"await telegram.call('sendMessage', {MESSAGE}'colour': 'red'}})",
        "request sendMessage colour",
    ),
    "update": ("telegram.updates.add('message', {'text': 'x'})", "update message.message_id"),
}
BLAMELESS = "ann.says('/start deep-link')"


@pytest.mark.slow
def test_a_finding_fails_its_test_and_no_other(tmp_path: Path) -> None:
    """All of them in one run, for pytest takes long to start."""
    lines = {name: line for name, (line, _) in DESERVED.items()} | {"blameless": BLAMELESS}
    tests = [TEST.format(name=name, line=line) for name, line in lines.items()]
    (tmp_path / "test_it.py").write_text(HEAD + "".join(tests))
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "tests.conftest",
        "-c",
        "pyproject.toml",
        "-n",
        "0",
        "-rA",
    ]
    said = subprocess.run(
        [*command, str(tmp_path)], check=False, cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert said.returncode == 1, said.stdout + said.stderr
    ended = set(re.findall(r"^(ERROR|FAILED) .*::test_(\w+)", said.stdout, re.MULTILINE))
    assert ended == {("ERROR", name) for name in DESERVED}, said.stdout
    for name, (_, told) in DESERVED.items():
        report = re.split(
            r"\n(?:___|===)", said.stdout.partition(f"_ ERROR at teardown of test_{name} _")[2]
        )[0]
        assert "The playground found:" in report, said.stdout
        assert told in report
        assert not [words for _, words in DESERVED.values() if words != told and words in report]
