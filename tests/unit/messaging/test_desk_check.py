"""What `doctor` says of the operators' group."""

import pytest
from telegram.ext import ExtBot

from messaging.desk_check import DeskFails, check_desk
from playground.clock import HandClock
from playground.in_process import InProcessRequest
from playground.telegram import FakeTelegram
from tests.in_process import TOKEN

FORUM = -1_001_234_567_890


@pytest.fixture
def telegram() -> FakeTelegram:
    return FakeTelegram(token=TOKEN, clock=HandClock())


async def said(telegram: FakeTelegram, chat_id: int = FORUM) -> str:
    bot: ExtBot[None] = ExtBot(
        TOKEN, request=InProcessRequest(telegram), get_updates_request=InProcessRequest(telegram)
    )
    async with bot:
        return await check_desk(bot, chat_id)


async def fails(telegram: FakeTelegram, chat_id: int = FORUM) -> str:
    with pytest.raises(DeskFails) as failure:
        await said(telegram, chat_id)
    return str(failure.value)


async def test_a_forum_with_all_rights(telegram: FakeTelegram) -> None:
    telegram.add_forum(FORUM, "Operators")
    assert await said(telegram) == "“Operators”, a topic for each ticket"


async def test_a_forum_without_the_right(telegram: FakeTelegram) -> None:
    group = telegram.add_forum(FORUM, "Operators")
    group.bot_manages_topics = False
    assert "make it an admin who may manage topics" in await said(telegram)
    group.bot_is_admin = False
    assert "make it an admin who may manage topics" in await said(telegram)


async def test_a_group_without_topics(telegram: FakeTelegram) -> None:
    group = telegram.add_group(-7, "Operators")
    assert "answered by replies" in await said(telegram, -7)
    assert "sees commands only" in await said(telegram, -7)
    group.bot_is_admin = True
    assert "sees commands only" not in await said(telegram, -7)


async def test_what_cannot_be_used(telegram: FakeTelegram) -> None:
    assert "send /tickets there" in await fails(telegram)
    telegram.add_person(101, "Ann", started=True)
    assert "is a private, not a group" in await fails(telegram, 101)
    group = telegram.add_group(-7, "Operators")
    group.blocked = True
    assert "thrown out" in await fails(telegram, -7)
    telegram.migrate(telegram.add_group(-8, "Operators"), FORUM)
    assert f"set OPERATORS_CHAT={FORUM}" in await fails(telegram, -8)
