"""Give memory back to the system: what a minute's work has left behind.

Python's collector lets megabytes of objects that refer to each other wait for many minutes, and the C library
keeps what is freed between objects that still live. Otherwise the process would stay as large as it ever was.
"""

import ctypes
import gc
from contextlib import suppress

EVERY_SECONDS = 60.0


def spare_the_collector() -> None:
    """Have the garbage collector look no more at what the start has made: it stays. See lean.settled."""
    gc.collect()
    gc.freeze()


async def give_back() -> bool:
    """Look for garbage of every age, and give what is free back to the system where the C library can.

    Return False: that is all. It takes some 20 ms, as what the start has made is not looked at, and
    malloc_trim(3) exists in glibc.
    """
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
    return False
