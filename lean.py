"""What a start need not do. `bot.py` imports this first; `settled()` is called when everything is imported.

Every start of every command imports a thousand modules, so what they cost is the start.
"""

import ctypes
import gc
import sys
from contextlib import suppress

_ONLY_WHERE_INSTALLED = ("httpx._main", "cryptography")
"""What libraries import where it is installed, and go without: httpx its command line, PTB what opens
passports, 8 MiB, of which nobody sends us one. Once all is settled, whoever seals a backup can import it.
"""

YOUNG, OLDER, OLDEST = 5_000, 5, 10
"""New objects between two looks for garbage, looks after which older objects are looked at, too, and such
looks after which all are. Python's 700 new ones are a page of a sweep many times over.
"""

_M_ARENA_MAX, _ARENAS = -8, 2
"""glibc's name for how many heaps there may be, and how many a dozen threads that mostly wait need: it would
give each thread one, of which none shrinks.
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
