"""How much room the database's disk has."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url


@dataclass(frozen=True, slots=True)
class Space:
    """Bytes of a disk."""

    free: int
    total: int


def space_of(url: str) -> Space | None:
    """Return the room where this database's file is; None for a server's database, whose disk is elsewhere.

    Raises OSError if the folder cannot be looked at.
    """
    address = make_url(url)
    if not address.drivername.startswith("sqlite") or not address.database:
        return None
    usage = shutil.disk_usage(Path(address.database).absolute().parent)
    return Space(usage.free, usage.total)
