"""Commands whose reader has gone, as that of `| head`: they end their work, and end quietly."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
LOCALES = """
import pathlib, sys
import locales.__main__ as command
from babel.messages.catalog import Catalog
folder = pathlib.Path(sys.argv[1])
command.HERE = folder / "locales"
command.file_of = lambda language: command.HERE / language / "bot.po"
command.languages_in = lambda: ["de", "fr"]
command.gathered = lambda _root: Catalog()
command.main([])
"""
PROOF = """
from chaos.result import Result, print_results
print_results(*[Result(name, 1, (), 1.0) for name in "ab"])
"""


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("command", [LOCALES, PROOF], ids=["locales", "a proof"])
def test_no_traceback_where_nobody_reads(command: str, unbuffered: str, tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-c", command, str(tmp_path)],
        cwd=ROOT,
        env={"PYTHONUNBUFFERED": unbuffered, "PYTHONPATH": str(ROOT)},
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
        timeout=60,
    )
    os.close(writer)
    assert done.stderr == b""
    if command is LOCALES:
        assert sorted(path.parent.name for path in tmp_path.rglob("bot.po")) == ["de", "fr"]
