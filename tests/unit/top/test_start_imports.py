"""A start by polling on a file imports no library for what it has not: each takes time and memory."""

import subprocess
import sys
from pathlib import Path

import pytest

NOT_NEEDED = {
    "aiohttp": "only who listens needs a server",
    "aiosqlite": "migrations alone use it",
    "cryptography": "seals backups; PTB would import it for passports",
    "prometheus_client": "only with HEALTH_LISTEN",
    "sqlalchemy.dialects.postgresql": "a server has it, and an index that is no `partial_index`",
    "sqlalchemy.ext.asyncio": "a server, and migrations, need it",
    "sqlalchemy.orm": "comes with SQLAlchemy's asyncio part",
}
MOST_MODULES = 1_449
"""Ours and those of libraries; how many Python itself has differs from one to the next.

Each takes time and memory at every start; decision 105 says what they come to.
"""

FOUND = """
import sys, bot, cli.running, lean
lean.settled()
print(sum(name.partition(".")[0] not in sys.stdlib_module_names for name in sys.modules))
print(*(name for name in sys.argv[1:] if name in sys.modules))
"""


@pytest.fixture(scope="module")
def found() -> list[str]:
    """How many modules a start imports, and what of those that it does not need."""
    said = subprocess.run(
        [sys.executable, "-c", FOUND, *NOT_NEEDED],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return said.stdout.split()


@pytest.mark.parametrize("name", NOT_NEEDED)
def test_a_start_on_a_file_imports_nothing_that_only_others_need(name: str, found: list[str]) -> None:
    assert name not in found, NOT_NEEDED[name]


def test_a_start_imports_no_more_modules_than_were_decided(found: list[str]) -> None:
    counted = int(found[0])
    assert counted <= MOST_MODULES, (
        f"{counted} modules: what MOST_MODULES is now if the new ones are yours; else import them when needed"
    )
