"""Somebody edits what they have written in a ticket: whoever has a copy of it reads the words as they are."""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from playground.telegram.entities import Entity
from playground.telegram.faults import blocked, too_many
from playground.telegram.messages import FakeMessage
from tests.in_process import ANN, BOB, OLGA, Harness, Player
from tests.stories.test_tickets import FORUM, asks, in_topic, marks
from tests.stories.test_tickets_without_topics import newest, opened, with_group


@pytest.fixture
async def shop(database_file: Path, request: pytest.FixtureRequest) -> AsyncIterator[Harness]:
    """A shop whose operator answers tickets in private; a test may name more operators."""
    harness = await opened(database_file, admin_ids=getattr(request, "param", f"{OLGA}"))
    yield harness
    await harness.audited()
    await harness.closes()


async def edits(
    player: Player, message: FakeMessage, words: str, entities: Sequence[Entity] | None = None
) -> None:
    player.person.edits(message, words, entities)
    await player.harness.settles()


def texts(player: Player) -> list[str]:
    return [one.text for one in player.person.chat if one.from_bot]


@pytest.mark.parametrize("shop", [f"{OLGA},{BOB}"], indirect=True)
async def test_an_edited_answer_is_edited_at_its_customer_and_at_colleagues(shop: Harness) -> None:
    olga, bob, ann = shop.olga, shop.bob, shop.ann
    await bob.says("/start")
    await asks(shop, "What does it cost?")
    answer = olga.person.says("It costs 10", reply_to=olga.person.last)
    await shop.settles()
    told, seen = ann.person.last, bob.person.last
    assert told.text == "💬 Support: It costs 10"
    await edits(olga, answer, "It costs <100>")
    assert ann.person.last is told, "edited, and not said again"
    assert told.text == "💬 Support: It costs <100>"
    assert seen.text == "↩️ Olga has answered: It costs <100>"
    assert [button.label for button in told.buttons] == ["💬 Reply", "🏠 Menu"]
    calls = len(shop.telegram.calls_of("editMessageText"))
    await edits(olga, answer, "It costs <100>")
    assert len(shop.telegram.calls_of("editMessageText")) == calls, "nothing has changed"
    await edits(olga, answer, "It costs 12")
    assert told.text == "💬 Support: It costs 12"


async def test_an_edit_before_its_answer_went_out_says_the_new_words_once(shop: Harness) -> None:
    olga, ann = shop.olga, shop.ann
    await asks(shop, "Hello?")
    answer = olga.person.says("Old", reply_to=olga.person.last)
    olga.person.edits(answer, "New")
    await shop.settles()
    assert texts(ann)[-1] == "💬 Support: New"
    assert "💬 Support: Old" not in texts(ann)
    assert texts(ann).count("💬 Support: New") == 1


async def test_a_caption_a_picture_and_long_words_follow_too(shop: Harness) -> None:
    olga, ann = shop.olga, shop.ann
    await asks(shop, "Hello?")
    photo = olga.person.sends_photo("This one", reply_to=olga.person.last)
    await shop.settles()
    told = ann.person.last
    await edits(olga, photo, "That one")
    assert ann.person.last is told
    assert told.text == "💬 Support: That one"
    assert told.photo
    assert [button.label for button in told.buttons] == ["💬 Reply", "🏠 Menu"]
    voice = ann.person.sends_media("voice", "Listen")
    await shop.settles()
    copy = olga.person.last
    await edits(ann, voice, "Listen well")
    assert copy.text == "Listen well"
    assert olga.person.last.reply_to is copy
    long = "word " * 300 + "THE END"  # more than a bot's caption takes: it comes anew, with all its words
    await edits(olga, photo, long)
    picture, words = ann.person.chat[-2:]
    assert picture.photo
    assert words.text == f"💬 Support: {long}"
    await edits(olga, photo, "Short again")
    assert ann.person.last.photo
    assert ann.person.last.text == "💬 Support: Short again"


async def test_a_customer_who_has_deleted_the_answer_gets_the_new_one(shop: Harness) -> None:
    olga, ann = shop.olga, shop.ann
    await asks(shop, "Hello?")
    answer = olga.person.says("Old", reply_to=olga.person.last)
    await shop.settles()
    ann.person.last.deleted = True
    await edits(olga, answer, "New")
    assert ann.person.last.text == "💬 Support: New"
    told = ann.person.last
    await edits(olga, answer, "Newer")
    assert ann.person.last is told
    assert told.text == "💬 Support: Newer"


async def test_an_edit_that_does_not_reach_its_customer_is_told(shop: Harness) -> None:
    olga, ann = shop.olga, shop.ann
    await asks(shop, "Hello?")
    answer = olga.person.says("Old", reply_to=olga.person.last)
    await shop.settles()
    shop.telegram.plan("editMessageText", blocked(), chat_id=ANN)
    await edits(olga, answer, "New")
    assert "Ann cannot be reached" in olga.person.last.text
    assert olga.person.last.reply_to is answer
    await ann.says("/start")
    assert "💬 Support: New" in texts(ann)


async def test_an_edit_is_tried_again_and_a_turn_twice_changes_nothing(shop: Harness) -> None:
    olga, ann = shop.olga, shop.ann
    await asks(shop, "Hello?")
    answer = olga.person.says("Old", reply_to=olga.person.last)
    await shop.settles()
    told = ann.person.last
    shop.telegram.plan("editMessageText", too_many(3), chat_id=ANN)
    await edits(olga, answer, "New")
    await shop.forgets_last_turn()
    await shop.restarts()
    await shop.passes(10)
    assert told.text == "💬 Support: New"
    assert ann.person.last is told


@pytest.mark.parametrize("mode", ["private", "shop"])
async def test_a_customers_edit_changes_the_copy_at_the_desk_and_rings_once(
    database_file: Path, mode: str
) -> None:
    harness, group = await with_group(database_file, mode)
    ann = harness.ann
    await asks(harness, "Please look at order 1")
    question, copy = (
        next(one for one in ann.person.chat if not one.from_bot and "order 1" in one.text),
        newest(group),
    )
    assert copy.text == "Please look at order 1"
    await edits(ann, question, "Please look at order 2")
    assert copy.text == "Please look at order 2"
    assert newest(group).text == "✏️ Ann has changed this message."
    assert newest(group).reply_to is copy
    bell = newest(group)
    await edits(ann, question, "Please look at order 3")
    assert copy.text == "Please look at order 3"
    assert newest(group) is bell, "once is enough"
    await harness.audited()
    await harness.closes()


async def test_the_marks_of_an_edited_message_come_to_the_desk(database_file: Path) -> None:
    """The copy was edited with the words alone, and an edit of the marks alone counted as none."""
    harness, group = await with_group(database_file)
    link = {"type": "text_link", "offset": 0, "length": 4, "url": "https://example.com/mine"}
    await asks(harness, "Page: look at https://example.com/it")
    question = next(one for one in harness.ann.person.chat if one.text.startswith("Page"))
    copy = newest(group)
    await edits(harness.ann, question, "Page, see https://example.com/it")
    assert copy.text.startswith("Page, see"), "Telegram finds such a link in any words"
    bell = newest(group)
    await edits(harness.ann, question, "Page: see it", [link])
    assert (copy.text, copy.entities) == ("Page: see it", [link])
    await edits(harness.ann, question, "Page: see it")
    assert (copy.text, copy.entities) == ("Page: see it", [])
    assert newest(group) is bell
    await harness.audited()
    await harness.closes()


@pytest.mark.parametrize("shop", [f"{OLGA},{BOB}"], indirect=True)
async def test_an_edit_of_an_answers_marks_comes_to_its_customer_and_to_colleagues(shop: Harness) -> None:
    olga, bob, ann = shop.olga, shop.bob, shop.ann
    await bob.says("/start")
    await asks(shop, "Where is it?")
    answer = olga.person.says("It costs <10>", reply_to=olga.person.last)
    await shop.settles()
    told, seen = ann.person.last, bob.person.last
    await edits(olga, answer, "It costs <10>", [{"type": "bold", "offset": 9, "length": 4}])
    assert marks(told) == [("bold", "Support:"), ("bold", "<10>")]
    assert marks(seen) == [("bold", "Olga"), ("bold", "<10>")]
    await edits(olga, answer, "It costs <10>")
    assert marks(told) == [("bold", "Support:")]
    assert ann.person.last is told


async def test_who_edits_without_end_is_told_to_wait(database_file: Path) -> None:
    harness, group = await with_group(database_file)
    ann, olga = harness.ann, harness.olga
    await asks(harness, "Hello?")
    question, copy = next(one for one in ann.person.chat if one.text == "Hello?"), newest(group)
    long = ann.person.sends_photo("Look")
    await harness.settles()
    for number in range(19):
        await edits(ann, question, f"Hello {number}?")
    await edits(ann, long, "word " * 300)
    stand = len(group.live())
    await edits(ann, long, "more " * 300)
    await edits(ann, question, "Hello again?")
    assert copy.text == "Hello 18?"
    assert len(group.live()) == stand
    await ann.sees("That was not sent: 20 messages in 10 minutes is the most")
    assert ann.person.last.reply_to is question
    answer = olga.person.says("Old", group=group, reply_to=copy)
    await harness.settles()
    for number in range(30):
        await edits(olga, answer, f"New {number}")
    assert ann.person.last.text == "💬 Support: New 29", "the staff writes as much as it likes"
    harness.clock.advance(660)
    await edits(ann, question, "Hello at last?")
    assert copy.text == "Hello at last?"
    await harness.audited()
    await harness.closes()


async def test_what_is_edited_in_a_closed_question_is_not_sent(database_file: Path) -> None:
    harness, group = await with_group(database_file)
    ann, olga = harness.ann, harness.olga
    await asks(harness, "Hello?")
    question, copy = next(one for one in ann.person.chat if one.text == "Hello?"), newest(group)
    olga.person.says("/close", group=group, reply_to=copy)
    await harness.settles()
    await edits(ann, question, "Hello, are you there?")
    await ann.sees("Question 1 is closed, and nothing was sent")
    assert copy.text == "Hello?"
    await ann.taps("Open again")
    await ann.sees("To the shop")
    await harness.audited()
    await harness.closes()


async def test_what_the_staff_edits_in_a_closed_ticket_is_not_sent(database_file: Path) -> None:
    harness, group = await with_group(database_file)
    ann, olga = harness.ann, harness.olga
    await asks(harness, "Hello?")
    copy = newest(group)
    answer = olga.person.says("Old", group=group, reply_to=copy)
    await harness.settles()
    told = ann.person.last
    olga.person.says("/close", group=group, reply_to=copy)
    await harness.settles()
    await edits(olga, answer, "New")
    assert told.text == "💬 Support: Old"
    assert newest(group).text == "⚠️ This ticket is closed, and nothing was sent."
    assert newest(group).reply_to is answer
    await harness.audited()
    await harness.closes()


async def test_an_edit_brings_nothing_back_to_who_had_their_data_deleted(shop: Harness) -> None:
    olga, ann, stores = shop.olga, shop.ann, shop.kiosk.stores
    await asks(shop, "Hello?")
    question = next(one for one in ann.person.chat if one.text == "Hello?")
    answer = olga.person.says("Old", reply_to=olga.person.last)
    note = olga.person.says("// a note", reply_to=olga.person.last)
    await shop.settles()
    await stores.erasures.begin(ANN, shop.clock.now())
    await shop.passes(120)
    chats = len(ann.person.chat), len(olga.person.chat)
    await edits(olga, answer, "New words")
    await edits(olga, note, "// a new note")
    await edits(ann, question, "Hello, there?")
    kept = await stores.tickets.list_messages(1, limit=9)
    assert [one.said.text for one in kept] == ["", "", ""]
    assert (len(ann.person.chat), len(olga.person.chat)) == chats


async def test_a_note_stays_a_note_and_an_answer_an_answer(database_file: Path) -> None:
    harness, group = await with_group(database_file)
    ann, olga = harness.ann, harness.olga
    await asks(harness, "Hello?")
    before = len(ann.person.chat)
    copy = newest(group)
    note = olga.person.says("// she asks often", group=group, reply_to=copy)
    await harness.settles()
    await edits(olga, note, "// she asks very often")
    assert newest(group) is note, "nothing to say"
    await edits(olga, note, "We look into it")
    assert "the customer did not get it" in newest(group).text
    assert newest(group).reply_to is note
    assert len(ann.person.chat) == before
    answer = olga.person.says("Rude words", group=group, reply_to=copy)
    await harness.settles()
    await edits(olga, answer, "// rude words")
    assert "The customer already has this answer" in newest(group).text
    assert ann.person.last.text == "💬 Support: Rude words"
    await harness.audited()
    await harness.closes()


async def test_in_a_topic_edits_go_both_ways(database_file: Path) -> None:
    harness = Harness(database_file, operators_chat=str(FORUM))
    group = harness.telegram.add_forum(FORUM, "Operators", [harness.olga.person])
    await harness.opens()
    await harness.olga.says("/start")
    await asks(harness, "Hello?")
    [topic] = group.topics
    question = next(one for one in harness.ann.person.chat if one.text == "Hello?")
    answer = harness.olga.person.says("Here", group=group, topic=topic)
    await harness.settles()
    await edits(harness.olga, answer, "Here I am")
    assert harness.ann.person.last.text == "💬 Support: Here I am"
    await edits(harness.ann, question, "Hello there?")
    assert "Hello there?" in in_topic(group, topic)
    assert in_topic(group, topic)[-1] == "✏️ Ann has changed this message."
    await harness.audited()
    await harness.closes()


@pytest.mark.parametrize("shop", [f"{OLGA},{BOB}"], indirect=True)
async def test_a_former_operators_edit_changes_nothing(shop: Harness) -> None:
    bob, ann = shop.bob, shop.ann
    await bob.says("/start")
    await asks(shop, "Hello?")
    answer = bob.person.says("Here", reply_to=bob.person.last)
    await shop.settles()
    shop.settings["admin_ids"] = str(OLGA)
    await shop.restarts()
    await edits(bob, answer, "Nonsense")
    assert ann.person.last.text == "💬 Support: Here"


async def test_an_edit_of_what_is_composed_for_everybody_is_told_to_change_nothing(
    shop: Harness,
) -> None:
    """The preview waited below it, and the old words went out."""
    olga, ann = shop.olga, shop.ann
    await ann.says("/start")
    old = olga.person.says("/start")
    await shop.passes(5)
    await olga.says("/broadcast")
    composed = olga.person.says("Sale until Monday")
    await shop.settles()
    await edits(olga, old, "/help")
    assert "how it will look" in olga.person.last.text
    await edits(olga, composed, "Sale until Tuesday")
    assert "Your edit does not change the broadcast" in olga.person.last.text
    assert olga.person.last.reply_to is composed
    await olga.taps("Message")
    await olga.says("Sale until Tuesday")
    await olga.taps("Confirm")
    await shop.passes(5)
    assert [one for one in texts(ann) if one.startswith("Sale")] == ["Sale until Tuesday"]
    calls = len(olga.person.chat)
    await edits(olga, composed, "Sale until Sunday")
    assert len(olga.person.chat) == calls, "it is decided"


async def test_other_edits_are_nobodys_turn(shop: Harness) -> None:
    typed = shop.ann.person.says("/start")
    await shop.settles()
    calls = len(shop.ann.person.chat)
    await edits(shop.ann, typed, "/orders")
    assert len(shop.ann.person.chat) == calls
