"""Write a revision from the newest one to the tables as they are declared.

    make migration name="what changes"

Read it before you commit it: Alembic sees columns and indexes, and knows nothing of the rows.
"""

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, make_url

from storage.core import async_engines as engines
from storage.upgrade import HEAD, alembic_config, upgrade


def main(words: list[str]) -> int:
    """Write the revision; return the exit status, 2 without a name."""
    name = " ".join(words).strip()
    if not name:
        print('Say what changes: make migration name="what changes"')  # noqa: T201 - a developer's command
        return 2
    asyncio.run(_compare_and_write(name))
    return 0


async def _compare_and_write(name: str) -> None:
    with TemporaryDirectory(prefix="kiosk-migration-") as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'newest.db'}"
        await upgrade(url)
        engine = engines.for_migrating(make_url(url))
        async with engine.connect() as connection:
            await connection.run_sync(_write, name)
        await engine.dispose()


def _write(connection: Connection, name: str) -> None:
    from alembic import command  # noqa: PLC0415 - a slow import

    number = f"{int(HEAD) + 1:04}"
    command.revision(alembic_config(connection), name, autogenerate=True, rev_id=number)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
