"""Polling: Telegram hears that an update arrived only after it is a row."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from mail.inbox import Polling
from playground.clock import HandClock
from storage.database import Database, DatabaseTrouble
from tests.contracts.storage.books import Books


class Line:
    """Telegram's queue: what a poll brings until a later one confirms it."""

    def __init__(self) -> None:
        self.waiting = [{"update_id": number, "message": {"from": {"id": 1}}} for number in (5, 6)]

    async def __call__(
        self,
        *,
        offset: int | None,
        timeout: int,  # noqa: ARG002 - nobody waits here
    ) -> Sequence[Mapping[str, Any]]:
        self.waiting = [one for one in self.waiting if int(str(one["update_id"])) >= (offset or 0)]
        return list(self.waiting)


async def nothing() -> None:
    """No webhook is in the way."""


async def test_what_could_not_be_committed_is_fetched_again(database_file: Path) -> None:
    books = Books(Database(f"sqlite+aiosqlite:///{database_file}"))
    await books.open()
    line, rung = Line(), []
    polling = Polling(
        fetch=line,
        end_webhook=nothing,
        inbox=books.inbox,
        clock=HandClock(),
        arrived=lambda: rung.append(1),
    )
    await books.break_by_hand("ALTER TABLE inbox RENAME TO away")
    for _ in range(2):
        with pytest.raises(DatabaseTrouble):
            await polling.poll_once(0)
    assert rung == []
    await books.break_by_hand("ALTER TABLE away RENAME TO inbox")
    assert await polling.poll_once(0) == 2
    assert await polling.poll_once(0) == 0
    assert [row.update_id for row in await books.inbox.waiting(after=0, limit=9)] == [5, 6]
    assert rung == [1]
    await books.database.close()
