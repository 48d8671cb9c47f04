"""`make chaos`: what must hold under faults, with n beside every zero. QUICK=1 takes a sample of each.

Prints one table last, and exits 1 where anything fell short.
"""

import os
import sys

from chaos import bodies

BODIES = 100_000
QUICK_BODIES = 5_000


def main() -> int:
    """Run every proof there is."""
    quick = os.environ.get("QUICK") == "1"
    results = [bodies.run(QUICK_BODIES if quick else BODIES)]
    print("\n".join(result.row() for result in results))
    for result in results:
        if result.first is not None:
            print(f"the first that fell short: {result.first}")
    return 0 if all(result.is_good for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
