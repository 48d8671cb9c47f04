"""A crowd's letters: many under way at once, each delivered once, and a notice never behind them."""

import asyncio
from collections.abc import AsyncIterator, Collection
from datetime import datetime
from pathlib import Path

import pytest

from messaging.outbox import Message, OutboxWorker
from playground.clock import HandClock
from shop.notice import Notice, Priority
from storage.core.database import Database
from storage.messages.outbox import Outbox, OutboxMessage

PLACES, CROWD = 40, 300


@pytest.fixture
async def database(database_file: Path) -> AsyncIterator[Database]:
    """This test's own database, open."""
    database = Database(f"sqlite+aiosqlite:///{database_file}")
    await database.open()
    yield database
    await database.close()


def letter(person: int, priority: Priority = Priority.BROADCAST) -> Notice:
    return Notice("sorry", person, f"letter:{person}:{priority}", priority=priority)


async def render(_outgoing: OutboxMessage) -> Message:
    return Message("sendMessage", {"text": "News"})


async def nobody(_person: int) -> None:
    """Nobody has blocked the bot."""


async def test_each_gets_one_and_no_more_are_under_way_than_there_are_places(database: Database) -> None:
    outbox, clock, sent, under_way, most = Outbox(database), HandClock(), list[int](), set[int](), 0

    async def send(_message: Message, _priority: Priority, chat_id: int) -> int:
        nonlocal most
        under_way.add(chat_id)
        most = max(most, len(under_way))
        for _ in range(3):
            await asyncio.sleep(0)
        under_way.discard(chat_id)
        sent.append(chat_id)
        return chat_id

    await outbox.enqueue([letter(person) for person in range(1, CROWD + 1)], clock.now())
    await outbox.enqueue([letter(7, Priority.NOTICE)], clock.now())
    worker = OutboxWorker(
        outbox=outbox,
        render=render,
        send=send,
        unreachable=nobody,
        clock=clock,
        letters_in_flight=lambda: PLACES,
    )
    await worker.drain()
    assert sorted(sent) == sorted([*range(1, CROWD + 1), 7])
    assert sent.index(7) < PLACES + 8
    assert 8 < most <= PLACES + 8
    for priority in (Priority.NOTICE, Priority.BROADCAST):
        assert await outbox.list_due(priority, clock.now(), limit=9) == []


class StopsMeanwhile(Outbox):
    """An outbox that is asked what is due in the moment in which the kiosk is told to stop."""

    worker: OutboxWorker

    async def list_due(
        self, priority: Priority, now: datetime, *, limit: int, busy: Collection[int] = ()
    ) -> list[OutboxMessage]:
        due = await super().list_due(priority, now, limit=limit, busy=busy)
        await self.worker.stop(1)
        return due


async def test_what_was_due_before_a_stop_is_not_sent_after_it(database: Database) -> None:
    outbox, clock, sent = StopsMeanwhile(database), HandClock(), list[int]()

    async def send(_message: Message, _priority: Priority, chat_id: int) -> int:
        sent.append(chat_id)
        return chat_id

    await outbox.enqueue([letter(7, Priority.NOTICE), letter(8)], clock.now())
    outbox.worker = OutboxWorker(
        outbox=outbox,
        render=render,
        send=send,
        unreachable=nobody,
        clock=clock,
        letters_in_flight=lambda: PLACES,
    )
    await outbox.worker.run()
    await asyncio.sleep(0)
    assert sent == []
    assert len(await Outbox(database).list_due(Priority.NOTICE, clock.now(), limit=9)) == 1
