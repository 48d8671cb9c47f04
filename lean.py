"""Keep starts quick and memory small. `bot.py` imports this first; `settled()` is called after all imports.

Every command imports a thousand modules when it starts, and that is most of what a start costs.
"""

import ctypes
import gc
import sys
from contextlib import suppress

_ONLY_WHERE_INSTALLED = ("httpx._main", "cryptography")
"""Modules that libraries import if they are installed, and do without: httpx's own command line, and what PTB
needs for Telegram passports, 8 MiB that nobody uses here. After `settled()` sealing a backup can import it.
"""

YOUNG, OLDER, OLDEST = 5_000, 5, 10
"""The thresholds of Python's collector: new objects until it looks at them, such looks until it looks at
older ones, too, and of those until it looks at all. One page of a sweep makes Python's 700 many times over.
"""

_M_ARENA_MAX, _ARENAS = -8, 2
"""glibc's number for the setting of how many heaps there may be, and how many are enough for a dozen threads
that mostly wait. It would give each thread one, and none of them shrinks.
"""


def few_heaps() -> None:
    """Have all threads share two heaps, where the C library is one that can (mallopt(3))."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _ARENAS)


def settled() -> None:
    """Let the garbage collector work again, and leave alone what is there now: modules stay for good."""
    for name in _ONLY_WHERE_INSTALLED:
        if sys.modules.get(name, sys) is None:
            del sys.modules[name]
    gc.freeze()
    gc.set_threshold(YOUNG, OLDER, OLDEST)
    gc.enable()


for _name in _ONLY_WHERE_INSTALLED:
    sys.modules.setdefault(_name, None)  # type: ignore[arg-type]  # documented: None forbids the import
few_heaps()
gc.disable()  # importing makes nearly no garbage, and looking for it costs a fifth of the time
