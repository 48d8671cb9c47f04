"""Tickets where there are no topics: by replies, in a group or in the operators' private chats."""

from pathlib import Path
from typing import Any

import pytest

from playground.telegram import FakeMessage
from playground.telegram.chats import Chat
from playground.telegram.faults import refusal, too_many
from shop.tickets import notices
from tests.in_process import BOB, OLGA, Harness
from tests.stories.test_tickets import FORUM, MODES, asks, in_topic

GROUP = -4_242


def words(group: Chat) -> list[str]:
    return [one.text for one in group.live() if one.content.service is None]


def newest(group: Chat) -> FakeMessage:
    return group.live()[-1]


async def opened(database_file: Path, **settings: Any) -> Harness:
    harness = Harness(database_file, **settings)
    await harness.opens()
    await harness.olga.says("/start")
    return harness


async def with_group(database_file: Path, mode: str = "private") -> tuple[Harness, Chat]:
    harness = Harness(database_file, operators_chat=str(GROUP), **MODES[mode])
    group = harness.telegram.add_group(GROUP, "Operators", [harness.olga.person])
    await harness.opens()
    await harness.olga.says("/start")
    return harness, group


@pytest.mark.parametrize("mode", MODES)
async def test_in_a_group_operators_reply(database_file: Path, mode: str) -> None:
    harness, group = await with_group(database_file, mode)
    await asks(harness, "Hello?")
    head, question = group.live()
    assert "Ticket 1" in head.text
    assert question.reply_to is head
    assert question.text == "Hello?"
    harness.olga.person.says("Here", group=group, reply_to=question)
    await harness.settles()
    await harness.ann.sees("💬 Support: Here")
    harness.olga.person.sends_photo("This one", group=group, reply_to=head)
    await harness.settles()
    assert harness.ann.person.last.photo
    await harness.ann.taps("Reply")
    await harness.ann.says("Thanks")
    assert newest(group).text == "Thanks"
    assert len(harness.telegram.calls_of("createForumTopic")) == 1, "what a group is is learned once"
    harness.olga.person.says("/close", group=group, reply_to=newest(group))
    await harness.settles()
    await harness.ann.sees("has closed your question 1")
    assert "closed" in head.text
    await harness.audited()
    await harness.closes()


@pytest.mark.parametrize("mode", MODES)
async def test_without_a_group_every_operator_sees_it_and_each_others_answers(
    database_file: Path, mode: str
) -> None:
    settings = {**MODES[mode], "admin_ids": f"{OLGA},{BOB}"}
    harness = await opened(database_file, **settings)
    olga, bob, ann = harness.olga, harness.bob, harness.ann
    await bob.says("/start")
    await asks(harness, "Hello?")
    assert [one.person.last.text for one in (olga, bob)] == ["Hello?", "Hello?"]
    olga.person.says("Here", reply_to=olga.person.last)
    await harness.settles()
    await ann.sees("💬 Support: Here")
    await bob.sees("↩️ Olga has answered: Here")
    bob.person.sends_photo("And this", reply_to=bob.person.last)
    await harness.settles()
    assert (ann.person.last.photo, ann.person.last.text) != (None, "")
    await olga.sees("Bob has answered: And this")
    olga.person.says("// well done", reply_to=olga.person.last)
    await harness.settles()
    assert ann.person.last.photo, "a note goes nowhere"
    await harness.audited()
    await harness.closes()


async def test_a_caption_that_is_longer_than_a_bots_comes_whole(database_file: Path) -> None:
    """People with Telegram Premium write longer ones, which a bot may not send on as a reply."""
    harness = await opened(database_file, admin_ids=f"{OLGA},{BOB}")
    olga, bob, ann = harness.olga, harness.bob, harness.ann
    await bob.says("/start")
    await asks(harness, "Hello?")
    long = "Look <here>: " + "what is wrong " * 90 + "THE END"
    photo = ann.person.sends_photo(long)
    await harness.settles()
    for one in (olga, bob):
        picture, words = one.person.chat[-2:]
        assert picture.photo == photo.photo
        assert picture.text.startswith("Look <here>: what is wrong")
        assert picture.text.endswith("…")
        assert words.text == long
        assert picture.reply_to is words.reply_to is not None
    olga.person.sends_photo(long, reply_to=olga.person.last)
    await harness.settles()
    picture, words = ann.person.chat[-2:]
    assert picture.photo
    assert picture.text.startswith("💬 Support: Look <here>: what is wrong")
    assert words.text == f"💬 Support: {long}"
    picture, words = bob.person.chat[-2:]
    assert picture.photo
    assert picture.text.startswith("↩️ Olga has answered: Look <here>: what is wrong")
    assert words.text == f"↩️ Olga has answered: {long}"
    ann.person.says("Thanks", reply_to=ann.person.last)
    await harness.settles()
    assert olga.person.last.text == "Thanks"
    await harness.audited()
    await harness.closes()


async def test_the_longest_caption_comes_whole_too(database_file: Path) -> None:
    harness, group = await with_group(database_file)
    await asks(harness, "Hello?")
    long = "word " * 817 + "THE END"
    harness.ann.person.sends_media("video", long)
    await harness.settles()
    assert newest(group).text == long
    harness.olga.person.sends_photo(long, group=group, reply_to=newest(group))
    await harness.settles()
    assert harness.ann.person.last.text == long
    harness.telegram.plan("copyMessage", *[refusal(400, "Bad Request: message to copy not found")] * 2)
    harness.ann.person.sends_photo("Deleted at once. " + long[:1100])
    await harness.settles()
    assert newest(group).text.endswith(long[:1100].strip())
    assert group.live()[-2].photo
    await harness.audited()
    await harness.closes()


async def test_an_operator_may_ask_too(database_file: Path) -> None:
    harness = await opened(database_file)
    olga = harness.olga
    await olga.says("/support")
    await olga.taps("Write to the shop")
    await olga.says("A test")
    question = next(one for one in reversed(olga.person.chat) if one.text == "A test" and one.from_bot)
    olga.person.says("Works", reply_to=question)
    await harness.settles()
    await olga.sees("💬 Support: Works")
    olga.person.says("Fine", reply_to=next(one for one in olga.person.chat if "Support: Works" in one.text))
    await harness.settles()
    await olga.sees("The shop has your message")
    await harness.closes()


async def test_a_contact_goes_on_where_there_is_no_group(database_file: Path) -> None:
    harness = await opened(database_file, support_contact="@ann_helps")
    await harness.ann.says("/order 1 https://instagram.com/p/a 1000")
    await harness.ann.taps("Confirm")
    await harness.ann.taps("Ask about this order")
    await harness.ann.sees("name the order: 1", "Ask us")
    await harness.ann.says("instagram likes")
    await harness.ann.sees("Found for")
    await harness.closes()


async def test_a_group_goes_before_a_contact(database_file: Path) -> None:
    harness = Harness(database_file, operators_chat=str(GROUP), support_contact="@ann_helps")
    group = harness.telegram.add_group(GROUP, "Operators", [harness.olga.person])
    await harness.opens()
    await asks(harness, "Hello?")
    assert words(group)[-1] == "Hello?"
    await harness.sam.says("/start")
    assert any(button.url == "https://t.me/ann_helps" for button in harness.sam.person.last.buttons)
    await harness.closes()


async def test_a_group_that_becomes_a_supergroup_is_followed(database_file: Path) -> None:
    harness, group = await with_group(database_file)
    await asks(harness, "One")
    group.moved_to = FORUM  # nobody has told the bot
    new = harness.telegram.add_forum(FORUM, "Operators", [harness.olga.person])
    await harness.ann.says("Two")
    await harness.olga.sees("has become a supergroup", str(FORUM))
    [topic] = new.topics
    assert in_topic(new, topic)[-1] == "Two"
    await harness.restarts()
    await harness.ann.says("Three")
    assert in_topic(new, topic)[-1] == "Three"
    harness.olga.person.says("Here", group=new, topic=topic)
    await harness.settles()
    await harness.ann.sees("💬 Support: Here")
    await harness.closes()


async def test_telegram_tells_of_the_move_itself(database_file: Path) -> None:
    harness, group = await with_group(database_file)
    await asks(harness, "One")
    new = harness.telegram.migrate(group, -1_000_000_004_242)
    await harness.settles()
    await harness.olga.sees("has become a supergroup")
    await harness.ann.says("Two")
    assert words(new)[-1] == "Two"
    assert "Ticket 1" in words(new)[-2]
    await harness.closes()


async def test_a_group_that_is_left_behind_is_not_the_one_it_has_become(database_file: Path) -> None:
    """Telegram tells both that the bot is out of the group and that the group has moved, in either order."""
    harness, group = await with_group(database_file)
    await asks(harness, "One")
    bot = {"user": harness.telegram.world.bot}
    members = {"old_chat_member": {"status": "member", **bot}, "new_chat_member": {"status": "left", **bot}}
    body = {"chat": group.json(), "from": harness.olga.person.user, "date": 1_767_268_800}
    harness.telegram.updates.add("my_chat_member", {**body, **members})
    new = harness.telegram.migrate(group, -1_000_000_004_242)
    await harness.settles()
    await harness.ann.says("Two")
    assert words(new)[-1] == "Two"
    harness.olga.finds_no("Two")
    await harness.closes()


async def test_a_forum_where_the_bot_may_make_no_topics(database_file: Path) -> None:
    harness = Harness(database_file, operators_chat=str(FORUM))
    group = harness.telegram.add_forum(FORUM, "Operators", [harness.olga.person])
    group.bot_manages_topics = False
    await harness.opens()
    await harness.olga.says("/start")
    await asks(harness, "One")
    await harness.olga.sees("I may not make any", "manage topics")
    head, question = (one for one in group.live() if one.text == "One" or "Ticket 1" in one.text)
    assert (question.text, question.reply_to) == ("One", head)
    harness.olga.person.says("Here", group=group, reply_to=question)
    await harness.settles()
    await harness.ann.sees("💬 Support: Here")
    await harness.closes()


async def test_words_in_the_groups_own_name_go_nowhere_and_that_is_said(database_file: Path) -> None:
    harness = Harness(database_file, operators_chat=str(FORUM))
    group = harness.telegram.add_forum(FORUM, "Operators", [harness.olga.person])
    await harness.opens()
    await asks(harness, "One")
    [topic] = group.topics
    before = len(harness.ann.person.chat)
    harness.olga.person.says_as_group("Here", group, topic)
    harness.olga.person.says_as_group("Lunch?", group)
    await harness.settles()
    assert len(harness.ann.person.chat) == before
    assert "I cannot see who wrote that" in in_topic(group, topic)[-1]
    assert sum("I cannot see" in text for text in words(group)) == 1
    await harness.closes()


async def test_what_is_done_in_the_groups_own_name_was_no_message(database_file: Path) -> None:
    harness = Harness(database_file, operators_chat=str(FORUM))
    group = harness.telegram.add_forum(FORUM, "Operators", [harness.olga.person])
    await harness.opens()
    await asks(harness, "One")
    [topic] = group.topics
    head = group.live()[0].json()
    events: tuple[dict[str, Any], ...] = (
        {"pinned_message": head},
        {"forum_topic_closed": {}},
        {"forum_topic_edited": {"name": "Ann"}},
    )
    for told in events:
        nobody = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
        here = {"message_id": 99, "from": nobody, "chat": group.json(), "sender_chat": group.json()}
        in_it = {"date": head["date"], "message_thread_id": topic, "is_topic_message": True}
        harness.telegram.updates.add("message", {**here, **in_it, **told})
    await harness.settles()
    assert not any("I cannot see" in text for text in words(group))
    await harness.closes()


async def test_somebody_who_is_no_operator_any_more_reads_nothing(database_file: Path) -> None:
    harness = await opened(database_file, admin_ids=f"{OLGA},{BOB}")
    await harness.bob.says("/start")
    await asks(harness, "One")
    question = harness.bob.person.last
    harness.settings["admin_ids"] = str(OLGA)
    await harness.restarts()
    before = len(harness.bob.person.chat)
    await harness.ann.says("Two")
    assert len(harness.bob.person.chat) == before
    harness.bob.person.says("I still answer", reply_to=question)
    await harness.settles()
    harness.ann.finds_no("I still answer")
    await harness.closes()


async def test_alerts_are_copied_once_and_decisions_stay_with_the_operators(database_file: Path) -> None:
    harness = Harness(database_file, operators_chat=str(GROUP), admin_ids=f"{OLGA},{BOB}", panel_probe="no")
    group = harness.telegram.add_group(GROUP, "Operators", [harness.olga.person])
    await harness.opens()
    await harness.olga.says("/start")
    await harness.bob.says("/start")
    await harness.ann.says("/start")
    harness.ann.person.forges("s::call:")
    await harness.settles()
    await harness.olga.sees("Ann (101) asks for you")
    await harness.bob.sees("Ann (101) asks for you")
    assert ["Ann (101) asks for you" in text for text in words(group)] == [True]
    harness.panel.balance_decimals = 1
    harness.panel.arm("reset_after")
    await harness.ann.says("/order 1 https://instagram.com/p/a 100")
    await harness.ann.taps("Confirm")
    for _ in range(60):
        await harness.passes(10)
    assert "please decide" in harness.olga.screen, harness.olga.screen
    assert not any("please decide" in text for text in words(group))
    assert len(words(group)) > 1, "the alert about the order is there"
    await harness.closes()


async def test_what_is_owed_to_a_group_just_lost_goes_on_to_the_operators(database_file: Path) -> None:
    harness, group = await with_group(database_file)
    await asks(harness, "One")
    ticket = await harness.kiosk.stores.tickets.find(1)
    assert ticket is not None
    harness.olga.person.throws_bot_out(group)
    await harness.settles()
    await harness.kiosk.stores.outbox.enqueue(notices.opened(ticket, [GROUP]), harness.clock.now())
    await harness.settles()
    await harness.olga.sees("Ticket 1")
    await harness.closes()


async def test_whose_words_they_are_is_said_where_no_message_above_says_it(database_file: Path) -> None:
    harness, group = await with_group(database_file)
    # The head of the ticket, which says who asks, is refused for good.
    harness.telegram.plan("sendMessage", refusal(400, "Bad Request: something odd"), chat_id=GROUP)
    await asks(harness, "Hello <you>?")
    assert words(group)[-1] == "🎫 Ticket 1, Ann: Hello <you>?"
    harness.olga.person.says("Here", group=group, reply_to=newest(group))
    await harness.settles()
    await harness.ann.sees("💬 Support: Here")
    await harness.closes()


async def test_another_group_in_the_settings_gets_what_waits(database_file: Path) -> None:
    harness, _ = await with_group(database_file)
    new = harness.telegram.add_group(-77, "New", [harness.olga.person])
    harness.telegram.plan(None, *[too_many(3600)] * 3, chat_id=GROUP)
    await asks(harness, "Hello?")
    harness.telegram.forget_plans()
    harness.settings["operators_chat"] = "-77"
    await harness.restarts()
    await harness.settles()
    assert words(new)[-1] == "Hello?"
    assert "Ticket 1" in words(new)[0]
    await harness.closes()


async def test_words_in_the_group_do_not_show_that_an_operator_can_be_reached(database_file: Path) -> None:
    harness, group = await with_group(database_file)
    await asks(harness, "Hello?")
    harness.olga.person.blocks()
    await harness.settles()
    harness.olga.person.says("Here", group=group, reply_to=newest(group))
    await harness.settles()
    await harness.ann.sees("💬 Support: Here")
    olga = await harness.kiosk.stores.people.find(OLGA)
    assert olga is not None
    assert not olga.reachable
    await harness.closes()


async def test_a_picture_that_answers_nobody_says_how_one_answers(database_file: Path) -> None:
    harness = await opened(database_file)
    olga, how = harness.olga, "Answer in a ticket's topic, or in reply to its messages."
    olga.person.sends_photo("This one")
    await harness.settles()
    await olga.sees("I did not get that")
    olga.finds_no(how)
    await asks(harness, "Hello?")
    olga.person.sends_photo("This one")
    await harness.settles()
    await olga.sees(how)
    harness.ann.person.sends_photo("Look")
    await harness.settles()
    harness.ann.finds_no(how)
    await harness.closes()
