"""A SQLite without the WAL-reset bug, if one is installed. `bot.py` imports this before whatever uses one.

Debian 12 and 13, and so the official Python images, have a SQLite with the bug. The package pysqlite3
brings a newer one under the interface of Python's `sqlite3`, and takes that name in this process.
"""

import sys
from importlib import import_module

from storage.core.version import has_wal_reset_bug


def take_newer_sqlite() -> None:
    """Put pysqlite3 in the place of `sqlite3` if only that has the bug.

    Nothing changes if `sqlite3` is imported already: two SQLites in one process must not open the same file,
    for the locks of one are gone when the other closes it.
    """
    if "sqlite3" in sys.modules:
        return
    if not has_wal_reset_bug(import_module("sqlite3").sqlite_version_info[:3]):
        return
    try:
        newer, interface = import_module("pysqlite3"), import_module("pysqlite3.dbapi2")
    except ImportError:
        return
    if not has_wal_reset_bug(newer.sqlite_version_info[:3]):
        sys.modules["sqlite3"], sys.modules["sqlite3.dbapi2"] = newer, interface


take_newer_sqlite()
