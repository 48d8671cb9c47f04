"""Bring a database up to a revision, and die (`kill -9`) after so many statements: URL, revision, number."""

import asyncio
import os
import signal
import sys
from typing import Any

from alembic import command
from sqlalchemy import event, make_url
from sqlalchemy.engine import Engine

from storage.core.async_engines import for_migrating
from storage.upgrade import alembic_config

CHANGING = ("CREATE", "ALTER", "DROP", "INSERT", "UPDATE", "DELETE")


def main() -> None:
    """Do it."""
    url, revision, left = sys.argv[1], sys.argv[2], int(sys.argv[3])

    @event.listens_for(Engine, "after_cursor_execute")
    def count(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        nonlocal left
        left -= statement.lstrip().startswith(CHANGING)
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    asyncio.run(_up(url, revision))


async def _up(url: str, revision: str) -> None:
    engine = for_migrating(make_url(url))
    async with engine.begin() as connection:
        await connection.run_sync(lambda one: command.upgrade(alembic_config(one), revision))
    await engine.dispose()


if __name__ == "__main__":
    main()
