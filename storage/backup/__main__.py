"""Make one backup in a process of its own, for a kiosk that runs: what to do comes as JSON on standard input.

So no turn waits for it, and the passphrase stands on no command line. The answer is one line of JSON.
"""

import asyncio
import contextlib
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from storage.backup.folder import AnotherBackup, NoFolder
from storage.backup.making import make
from storage.backup.manifest import NotWhole
from storage.core.database import DatabaseTrouble

PATIENT = 10
"""How much the system prefers other processes."""


def main() -> int:
    """Make the backup; return 0, or 1 with the trouble in the answer."""
    with contextlib.suppress(PermissionError):  # a filter of system calls may forbid it
        os.nice(PATIENT)
    told = json.load(sys.stdin)
    try:
        made = asyncio.run(
            make(
                told["url"],
                Path(told["folder"]),
                datetime.now(UTC),
                keep=told["keep"],
                passphrase=told["passphrase"],
            )
        )
    except (DatabaseTrouble, NotWhole, NoFolder, AnotherBackup) as trouble:
        json.dump({"trouble": str(trouble)}, sys.stdout)
        return 1
    answer = {"file": str(made.file), "dropped": len(made.dropped), "stuck": [one.name for one in made.stuck]}
    json.dump(answer, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
