"""`make chaos`: what must hold under faults, with n beside every zero. QUICK=1 takes a sample of each.

Prints one table last, and exits 1 where anything fell short.
"""

import os
import sys

from chaos import bodies, unknowns

BODIES = 100_000
QUICK_BODIES = 5_000
UNKNOWNS = 1_000
QUICK_UNKNOWNS = 40


def main() -> int:
    """Run every proof there is."""
    quick = os.environ.get("QUICK") == "1"
    lost = QUICK_UNKNOWNS if quick else UNKNOWNS
    results: list[bodies.Result | unknowns.Result] = [
        bodies.run(QUICK_BODIES if quick else BODIES),
        unknowns.run(lost),
        unknowns.run(lost, noisy=True),
    ]
    print("\n".join(result.row() for result in results))
    for result in results:
        if result.first is not None:
            print(f"the first that fell short: {result.first}")
    return 0 if all(result.is_good for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
