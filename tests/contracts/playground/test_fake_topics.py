"""Groups with topics, as the Bot API tells of them, and what a bot hears there."""

from typing import Any

import pytest

from playground.telegram import FakePerson, FakeTelegram
from playground.telegram.chats import Chat
from tests.contracts.playground.calling import done

FORUM = -1_001_234_567_890


@pytest.fixture
def forum(telegram: FakeTelegram, ann: FakePerson) -> Chat:
    return telegram.add_forum(FORUM, "Operators", [ann])


async def refused(telegram: FakeTelegram, method: str, **params: Any) -> str:
    status, body = await telegram.call(method, params)
    assert status != 200, body
    return str(body["description"])


def heard(telegram: FakeTelegram) -> list[dict[str, Any]]:
    return [one.body["message"] for one in telegram.updates.all() if "message" in one.body]


async def test_a_topic_is_made_and_written_in(telegram: FakeTelegram, forum: Chat, ann: FakePerson) -> None:
    made = await done(telegram, "createForumTopic", chat_id=FORUM, name="#1 Ann")
    topic = made["message_thread_id"]
    assert (made["name"], forum.topics[topic].name) == ("#1 Ann", "#1 Ann")
    sent = await done(telegram, "sendMessage", chat_id=FORUM, message_thread_id=topic, text="x")
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (topic, True)
    assert sent["chat"]["is_forum"] is True
    ann.says("Hello", group=forum, topic=topic)
    ann.says("Elsewhere", group=forum)
    inside, outside = heard(telegram)
    assert (inside["message_thread_id"], inside["is_topic_message"]) == (topic, True)
    assert inside["reply_to_message"]["forum_topic_created"]["name"] == "#1 Ann", "as Telegram tells it"
    assert "message_thread_id" not in outside


async def test_topics_are_closed_and_opened(telegram: FakeTelegram, forum: Chat, ann: FakePerson) -> None:
    topic = (await done(telegram, "createForumTopic", chat_id=FORUM, name="x"))["message_thread_id"]
    there = {"chat_id": FORUM, "message_thread_id": topic}
    assert "TOPIC_NOT_MODIFIED" in await refused(telegram, "reopenForumTopic", **there)
    await done(telegram, "closeForumTopic", **there)
    await done(telegram, "sendMessage", **there, text="who manages topics may write on")
    forum.bot_manages_topics = False
    assert "TOPIC_CLOSED" in await refused(telegram, "sendMessage", **there, text="x")
    ann.closes_topic(forum, topic, closed=False)
    assert "forum_topic_reopened" in heard(telegram)[-1]
    await done(telegram, "sendMessage", **there, text="x")


async def test_a_deleted_topic_is_told_to_nobody(
    telegram: FakeTelegram, forum: Chat, ann: FakePerson
) -> None:
    topic = (await done(telegram, "createForumTopic", chat_id=FORUM, name="x"))["message_thread_id"]
    await done(telegram, "sendMessage", chat_id=FORUM, message_thread_id=topic, text="x")
    ann.deletes_topic(forum, topic)
    assert heard(telegram) == []
    assert forum.live() == []
    there = {"chat_id": FORUM, "message_thread_id": topic}
    for method, more in (("sendMessage", {"text": "x"}), ("closeForumTopic", {})):
        assert await refused(telegram, method, **there, **more) == "Bad Request: message thread not found"


async def test_who_may_make_topics(telegram: FakeTelegram, forum: Chat) -> None:
    telegram.add_group(-7, "Friends")
    assert "not a forum" in await refused(telegram, "createForumTopic", chat_id=-7, name="x")
    assert "TOPIC_TITLE_TOO_LONG" in await refused(
        telegram, "createForumTopic", chat_id=FORUM, name="x" * 129
    )
    forum.bot_manages_topics = False
    assert "not enough rights" in await refused(telegram, "createForumTopic", chat_id=FORUM, name="x")


async def test_what_a_bot_hears_in_a_group(telegram: FakeTelegram, ann: FakePerson) -> None:
    group = telegram.add_group(-7, "Friends", [ann])
    sent = await done(telegram, "sendMessage", chat_id=-7, text="x")
    ann.says("among ourselves", group=group)
    ann.says("to you", group=group, reply_to=group.messages[sent["message_id"]])
    ann.says("/help", group=group)
    assert [one["text"] for one in heard(telegram)] == ["to you", "/help"]
    group.bot_is_admin = True
    ann.says("everything", group=group)
    ann.says_as_group("in the group's name", group)
    assert [one["text"] for one in heard(telegram)][2:] == ["everything", "in the group's name"]
    assert heard(telegram)[-1]["sender_chat"]["id"] == -7


async def test_a_bot_is_thrown_out_and_taken_in(telegram: FakeTelegram, ann: FakePerson) -> None:
    group = telegram.add_group(-7, "Friends", [ann])
    ann.throws_bot_out(group)
    assert "kicked" in await refused(telegram, "sendMessage", chat_id=-7, text="x")
    ann.throws_bot_out(group, back=True)
    await done(telegram, "sendMessage", chat_id=-7, text="x")
    told = [one.body["my_chat_member"] for one in telegram.updates.all() if "my_chat_member" in one.body]
    assert [(one["chat"]["id"], one["new_chat_member"]["status"]) for one in told] == [
        (-7, "kicked"),
        (-7, "member"),
    ]
