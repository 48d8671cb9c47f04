"""A customer asks a person of the shop, and gets an answer: through the operators' group, with topics."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from playground.telegram.chats import Chat
from playground.telegram.entities import utf16_slice
from playground.telegram.faults import refusal
from playground.telegram.messages import FakeMessage
from tests.in_process import ANN, Harness

FORUM = -1_001_234_567_890
MODES: dict[str, dict[str, Any]] = {"private": {}, "shop": {"access": "shop", "allowed_ids": ""}}


@pytest.fixture(params=MODES)
async def forum(database_file: Path, request: pytest.FixtureRequest) -> AsyncIterator[tuple[Harness, Chat]]:
    """The kiosk, with the operators' group that has topics."""
    harness = Harness(database_file, operators_chat=str(FORUM), **MODES[request.param])
    group = harness.telegram.add_forum(FORUM, "Operators", [harness.olga.person])
    await harness.opens()
    await harness.olga.says("/start")
    yield harness, group
    await harness.audited()
    await harness.closes()


def in_topic(group: Chat, topic: int) -> list[str]:
    return [one.text for one in group.live() if one.topic == topic and one.content.service is None]


def closed_topics(group: Chat) -> set[int]:
    return {one.id for one in group.topics.values() if one.closed}


def marks(message: FakeMessage) -> list[tuple[str, str]]:
    """Return the marks of a message, each with the words that it is of."""
    return [
        (one["type"], utf16_slice(message.text, one["offset"], one["length"])) for one in message.entities
    ]


async def asks(harness: Harness, words: str) -> None:
    await harness.ann.says("/support")
    await harness.ann.taps("Write to the shop")
    await harness.ann.sees("To the shop", "/cancel ends it")
    await harness.ann.says(words)


async def buys(harness: Harness) -> None:
    if harness.settings.get("access") == "shop":
        await harness.ann.says("/start")
        await harness.olga.says(f"/credit {ANN} 40 a gift")
        await harness.olga.taps("Confirm")
    await harness.ann.says("/order 1 https://instagram.com/p/a 1000")
    await harness.ann.taps("Confirm")


async def test_a_question_has_a_topic_and_its_answer_comes_from_the_shop(forum: tuple[Harness, Chat]) -> None:
    harness, group = forum
    await asks(harness, "Where are my likes?")
    await harness.ann.sees("The shop has your message")
    [topic] = group.topics.values()
    assert topic.name == "#1 Ann"
    head, question = in_topic(group, topic.id)
    assert "Ann, 101" in head
    assert question == "Where are my likes?"
    harness.olga.person.says("On their <way> & soon", group=group, topic=topic.id)
    await harness.settles()
    await harness.ann.sees("💬 Support: On their <way> & soon")
    await harness.ann.taps("Reply")
    await harness.ann.says("Thank you")
    assert in_topic(group, topic.id)[-1] == "Thank you"
    assert len(group.topics) == 1


async def test_the_marks_of_an_answer_come_to_its_customer(forum: tuple[Harness, Chat]) -> None:
    """They were lost on the way: of a link behind a word the word was left."""
    harness, group = forum
    await asks(harness, "Where are my likes?")
    [topic] = group.topics
    link = {"type": "text_link", "offset": 8, "length": 2, "url": "https://example.com/?a=1&b=2"}
    bold = {"type": "bold", "offset": 0, "length": 4}
    harness.olga.person.says("Here on it <now>", [bold, link], group=group, topic=topic)
    await harness.settles()
    told = harness.ann.person.last
    assert told.text == "💬 Support: Here on it <now>"
    assert marks(told) == [("bold", "Support:"), ("bold", "Here"), ("text_link", "it")]
    assert told.entities[-1]["url"] == link["url"]
    harness.olga.person.sends_photo("Like this", entities=[bold], group=group, topic=topic)
    await harness.settles()
    assert marks(harness.ann.person.last) == [("bold", "Support:"), ("bold", "Like")]


async def test_an_order_is_asked_about_from_its_card(forum: tuple[Harness, Chat]) -> None:
    harness, group = forum
    await buys(harness)
    await harness.ann.taps("Ask about this order")
    await harness.ann.sees("About order 1")
    await harness.ann.says("It does not start")
    [topic] = group.topics.values()
    assert topic.name == "#1 Ann · order 1"
    head = next(one for one in group.live() if one.topic == topic.id and one.content.service is None)
    assert "Order 1: " in head.text
    assert any(button.label == "📦 The order" for button in head.buttons)
    await harness.olga.says("/start o_1")
    await harness.olga.sees("Order 1", "Ordered by Ann")


async def test_thousands_of_emoji_and_a_large_file_arrive_whole(forum: tuple[Harness, Chat]) -> None:
    harness, group = forum
    await asks(harness, "😀" * 4096)  # two messages, as the app cuts them
    harness.ann.person.sends_document("film.mp4", content=b"\0" * 20_000_000, mime="video/mp4")
    await harness.settles()
    [topic] = group.topics
    shown = [one for one in group.live() if one.topic == topic and one.content.service is None]
    assert "".join(one.text for one in shown if set(one.text) == {"😀"}) == "😀" * 4096
    assert shown[-1].file is not None
    assert not harness.telegram.calls_of("getFile"), "copied at Telegram, never fetched"


async def test_pictures_and_albums_go_both_ways_in_order(forum: tuple[Harness, Chat]) -> None:
    harness, group = forum
    await asks(harness, "Look:")
    harness.ann.person.sends_album(*["photo"] * 10, captions=["all of them"])
    harness.ann.person.sends_media("voice")
    harness.ann.person.sends_document("bill.pdf")
    await harness.settles()
    [topic] = group.topics
    shown = [one for one in group.live() if one.topic == topic and one.content.service is None]
    kinds = [one.file.kind if one.file else "text" for one in shown]
    assert kinds == ["text", "text", *["photo"] * 10, "voice", "document"]
    assert [one.text for one in shown if one.text][2:] == ["all of them"]
    harness.olga.person.sends_photo("Like <this>", group=group, topic=topic)
    await harness.settles()
    assert harness.ann.person.last.photo
    assert harness.ann.person.last.text == "💬 Support: Like <this>"
    assert "Reply" in harness.ann.person.last.labels[0]


async def test_the_longest_message_is_passed_on_whole(forum: tuple[Harness, Chat]) -> None:
    harness, group = forum
    longest = "🎉" * 2048
    await asks(harness, longest)
    [topic] = group.topics
    assert in_topic(group, topic)[-1] == longest
    harness.olga.person.says(longest, group=group, topic=topic)
    await harness.settles()
    assert longest in harness.ann.person.last.text


async def test_notes_stay_inside_and_others_are_not_heard(forum: tuple[Harness, Chat]) -> None:
    harness, group = forum
    await asks(harness, "Hello?")
    [topic] = group.topics
    before = len(harness.ann.person.chat)
    harness.olga.person.says("// a difficult one", group=group, topic=topic)
    harness.sam.person.says("I am no operator", group=group, topic=topic)
    harness.bob.person.says("Nor am I", group=group, topic=topic)
    harness.olga.person.says("Chatting among ourselves", group=group)
    await harness.settles()
    assert len(harness.ann.person.chat) == before
    assert len(in_topic(group, topic)) == 5, "nobody is answered, either"


async def test_who_writes_without_tapping_a_button_first_reaches_the_shop(
    forum: tuple[Harness, Chat],
) -> None:
    harness, group = forum
    await harness.ann.says("/support")
    await harness.ann.sees("Write your message now", "Write to the shop")
    await harness.ann.says("I have not received my likes")
    await harness.ann.sees("The shop has your message")
    await harness.ann.says("/start")
    await harness.ann.says("instagram likes")
    await harness.ann.sees("Found for")
    await harness.ann.says("/paysupport")
    await harness.ann.says("I paid, and have no likes")
    await harness.ann.sees("The shop has your message")
    asked = [words for topic in group.topics for words in in_topic(group, topic)]
    assert "I have not received my likes" in asked
    assert "I paid, and have no likes" in asked


async def test_an_order_that_is_half_filled_goes_on_where_a_message_to_the_shop_ends(
    forum: tuple[Harness, Chat],
) -> None:
    harness, _ = forum
    await harness.ann.says("/order 1")
    await harness.ann.says("/support")
    await harness.ann.taps("Write to the shop")
    await harness.ann.says("/cancel")
    await harness.ann.sees("does not go to the shop", "Go on")
    await harness.ann.taps("Go on")
    await harness.ann.sees("Send the link")
    await harness.ann.says("https://www.instagram.com/some.page/")
    await harness.ann.sees("How many?")


async def test_words_elsewhere_are_a_search_again(forum: tuple[Harness, Chat]) -> None:
    harness, group = forum
    await asks(harness, "Hello?")
    [topic] = group.topics
    await harness.ann.says("/cancel")
    await harness.ann.sees("does not go to the shop")
    await harness.ann.says("instagram likes")
    await harness.ann.sees("Found for")
    await harness.ann.says("/support")
    await harness.ann.taps("Write to the shop")
    await harness.ann.taps("Menu")
    await harness.ann.says("instagram likes")
    await harness.ann.says("/support")
    await harness.ann.taps("Write to the shop")
    await harness.passes(16 * 60)
    await harness.ann.says("instagram likes")
    assert len(in_topic(group, topic)) == 2


async def test_a_reply_to_the_shop_reaches_it_at_any_time(forum: tuple[Harness, Chat]) -> None:
    harness, group = forum
    await asks(harness, "Hello?")
    [topic] = group.topics
    harness.olga.person.says("Yes?", group=group, topic=topic)
    await harness.settles()
    said = harness.ann.person.last
    await harness.ann.says("/orders")
    await harness.passes(3 * 3600)
    harness.ann.person.says("I forgot", reply_to=said)
    await harness.settles()
    assert in_topic(group, topic)[-1] == "I forgot"


async def test_closing_and_opening_again(forum: tuple[Harness, Chat]) -> None:
    harness, group = forum
    await asks(harness, "Hello?")
    [topic] = group.topics.values()
    harness.olga.person.says("Done", group=group, topic=topic.id)
    await harness.settles()
    answer = harness.ann.person.last
    harness.olga.person.says("/close", group=group, topic=topic.id)
    await harness.settles()
    await harness.ann.sees("has closed your question 1", "Open again")
    assert closed_topics(group) == {topic.id}
    assert "closed" in in_topic(group, topic.id)[0]
    for earlier in (answer, harness.ann.person.last):
        harness.ann.person.says("But wait", reply_to=earlier)
        await harness.settles()
        await harness.ann.sees("Question 1 is closed, and nothing was sent")
    assert "But wait" not in in_topic(group, topic.id)
    harness.olga.person.says("Too late", group=group, topic=topic.id)
    await harness.settles()
    assert "nothing was sent" in in_topic(group, topic.id)[-1]
    await harness.ann.taps("Open again")
    assert closed_topics(group) == set()
    await harness.ann.says("But wait")
    assert in_topic(group, topic.id)[-1] == "But wait"
    harness.olga.person.closes_topic(group, topic.id)
    await harness.settles()
    await harness.ann.sees("has closed your question 1")
    harness.olga.person.closes_topic(group, topic.id, closed=False)
    await harness.settles()
    harness.olga.person.taps("Close", group=group)
    await harness.settles()
    await harness.ann.sees("has closed your question 1")
    harness.olga.person.taps("Open again", group=group)
    await harness.settles()
    harness.bob.person.taps("Close", group=group)
    await harness.settles()
    toast = harness.bob.person.toasts[-1].text
    assert toast.startswith("Only the shop's operator can do this")


async def test_the_head_of_a_topic_stays_one_when_it_is_closed_and_opened_by_its_buttons(
    forum: tuple[Harness, Chat],
) -> None:
    harness, group = forum
    await asks(harness, "Hello?")
    [topic] = group.topics.values()
    before = in_topic(group, topic.id)[0]
    assert "What you write in this topic" in before
    for button in ("Close", "Open again"):
        harness.olga.person.taps(button, group=group)
        await harness.settles()
        await harness.rounds()
    assert in_topic(group, topic.id)[0] == before


async def test_a_deleted_topic_is_made_anew_and_nothing_is_lost(forum: tuple[Harness, Chat]) -> None:
    harness, group = forum
    await asks(harness, "One")
    [first] = group.topics
    harness.olga.person.deletes_topic(group, first)
    await harness.ann.says("Two")
    harness.ann.person.says("Three")
    await harness.settles()
    [second] = set(group.topics) - {first}
    head, *rest = in_topic(group, second)
    assert "Ann, 101" in head
    assert rest == ["Two", "Three"]


async def test_a_bot_that_is_thrown_out_brings_tickets_to_the_operators(forum: tuple[Harness, Chat]) -> None:
    harness, group = forum
    await asks(harness, "One")
    harness.olga.person.throws_bot_out(group)
    await harness.settles()
    await harness.olga.sees("I cannot write to the operators' group")
    await harness.ann.says("Two")
    await harness.olga.sees("Ticket 1", "Ann, 101")
    question = harness.olga.person.last
    assert question.text == "Two"
    harness.olga.person.says("Here I am", reply_to=question)
    await harness.settles()
    await harness.ann.sees("💬 Support: Here I am")
    harness.olga.person.throws_bot_out(group, back=True)
    await harness.settles()
    await harness.ann.taps("Reply")
    await harness.ann.says("Three")
    [topic] = group.topics
    assert in_topic(group, topic)[-1] == "Three"


async def test_without_news_of_being_thrown_out_nothing_is_lost_either(forum: tuple[Harness, Chat]) -> None:
    harness, group = forum
    group.blocked = True
    await asks(harness, "One")
    await harness.olga.sees("I cannot write to the operators' group", "Ticket 1")
    assert harness.olga.person.chat[-2].text == "One" or harness.olga.person.last.text == "One"


async def test_who_answers_a_customer_out_of_reach_is_told(forum: tuple[Harness, Chat]) -> None:
    harness, group = forum
    await asks(harness, "One")
    [topic] = group.topics
    harness.ann.person.blocks()
    await harness.settles()
    harness.olga.person.says("Soon", group=group, topic=topic)
    await harness.settles()
    assert "Ann cannot be reached" in in_topic(group, topic)[-1]
    await harness.ann.says("/start")
    assert any(one.text == "💬 Support: Soon" for one in harness.ann.person.chat), harness.ann.screen


async def test_the_same_update_again_sends_once(forum: tuple[Harness, Chat]) -> None:
    harness, group = forum
    await asks(harness, "One")
    await harness.forgets_last_turn()
    await harness.restarts()
    await harness.settles()
    [topic] = group.topics
    assert in_topic(group, topic)[1:] == ["One"]
    harness.olga.person.says("Two", group=group, topic=topic)
    await harness.settles()
    await harness.forgets_last_turn()
    await harness.restarts()
    await harness.settles()
    assert sum(one.text == "💬 Support: Two" for one in harness.ann.person.chat) == 1
    harness.ann.finds_no("Something went wrong")
    harness.olga.finds_no("Something went wrong")


async def test_too_much_at_once_is_refused_with_a_sentence(forum: tuple[Harness, Chat]) -> None:
    harness, group = forum
    await asks(harness, "0")
    harness.ann.person.sends_album("photo", "photo", "photo")
    for number in range(2, 22):
        harness.ann.person.says(str(number))
    await harness.settles()
    await harness.ann.sees("That was not sent: 20 messages in 10 minutes is the most")
    [topic] = group.topics
    assert len(in_topic(group, topic)) == 1 + 1 + 3 + 18
    await harness.passes(601)
    await harness.ann.says("once more")
    assert in_topic(group, topic)[-1] == "once more"


async def test_what_cannot_be_passed_on_is_said(forum: tuple[Harness, Chat]) -> None:
    harness, group = forum
    await asks(harness, "One")
    harness.ann.person.sends_other("location")
    await harness.settles()
    await harness.ann.sees("⚠️ I cannot pass that on")
    [topic] = group.topics
    assert len(in_topic(group, topic)) == 2


async def test_an_answer_that_begins_like_a_command_is_not_lost_in_silence(
    forum: tuple[Harness, Chat],
) -> None:
    harness, group = forum
    await asks(harness, "One")
    [topic] = group.topics
    before = len(harness.ann.person.chat)
    harness.olga.person.says("/refunds are not possible", group=group, topic=topic)
    await harness.settles()
    assert "There is no command /refunds" in in_topic(group, topic)[-1]
    assert not group.live()[-1].buttons
    for others in ("/weather@other_bot", "/weather@other_bot today"):
        harness.olga.person.says(others, group=group, topic=topic)
        await harness.settles()
        assert in_topic(group, topic)[-1] == others
    harness.olga.person.says("/weather", group=group)
    await harness.settles()
    assert group.live()[-1].text == "/weather", "of no ticket"
    assert len(harness.ann.person.chat) == before


async def test_a_message_deleted_before_it_is_copied_is_sent_from_its_row(
    forum: tuple[Harness, Chat],
) -> None:
    harness, group = forum
    await asks(harness, "One")
    harness.telegram.plan("copyMessage", *[refusal(400, "Bad Request: message to copy not found")] * 2)
    await harness.ann.says("Two & <b>")
    harness.ann.person.sends_photo("Three")
    await harness.settles()
    [topic] = group.topics
    assert in_topic(group, topic)[-2:] == ["Two & <b>", "Three"]


async def test_the_list_of_open_tickets(forum: tuple[Harness, Chat]) -> None:
    harness, group = forum
    harness.olga.person.says("/tickets", group=group)
    await harness.settles()
    assert "No ticket is open" in harness.olga.person.screen(group)
    await asks(harness, "One")
    await harness.olga.says("/tickets")
    await harness.olga.sees("Open tickets", "#1 · Ann", "topic")
    other = harness.telegram.add_group(-77, "Others", [harness.olga.person])
    harness.olga.person.says("/tickets", group=other)
    await harness.settles()
    assert "This group's number is -77" in harness.olga.person.screen(other)
    harness.olga.person.says("/close", group=group)
    await harness.settles()
    assert "Send /close as a reply" in harness.olga.person.screen(group)
    await harness.olga.says("/close")
    assert "The desk" in harness.olga.screen.partition("Send /close as a reply")[2]
