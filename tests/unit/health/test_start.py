"""A start without HEALTH_LISTEN pays nothing for it."""

import subprocess
import sys
from pathlib import Path

FOUND = "import sys; import bot; print('prometheus_client' in sys.modules, 'health.server' in sys.modules)"


def test_a_start_without_a_monitor_imports_no_library_for_it() -> None:
    said = subprocess.run(
        [sys.executable, "-c", FOUND],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert said.stdout.split() == ["False", "False"]
