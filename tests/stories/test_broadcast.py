"""The operator's broadcast."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from playground.telegram import FakePerson
from playground.telegram.faults import refusal
from playground.telegram.files import KINDS, WITHOUT_CAPTION
from playground.telegram.others import OTHERS
from tests.in_process import ANN, OLGA, Harness

IDS = range(2001, 2061)
MODES: dict[str, Any] = {
    "private": {"allowed_ids": ",".join(str(number) for number in IDS)},
    "shop": {"access": "shop", "allowed_ids": "", "currency": "USD"},
}


class Crowd(Harness):
    """A harness with sixty more people."""

    people: list[FakePerson]


@pytest.fixture(params=MODES)
async def crowd(database_file: Path, request: pytest.FixtureRequest) -> AsyncIterator[Crowd]:
    """Sixty people who have started the bot, and the operator: allowed by id, or in an open shop."""
    crowd = Crowd(database_file, **MODES[request.param])
    await crowd.opens()
    crowd.people = [crowd.telegram.add_person(number, f"P{number}", "en") for number in IDS]
    for person in crowd.people:
        person.says("/start")
    await crowd.olga.says("/start")
    yield crowd
    await crowd.closes()


@pytest.fixture(params=MODES)
async def few(database_file: Path, request: pytest.FixtureRequest) -> AsyncIterator[Harness]:
    """Ann, Bob and the operator, who have all started the bot: allowed by id, or in an open shop."""
    harness = Harness(database_file, **(MODES["shop"] if request.param == "shop" else {}))
    await harness.opens()
    for player in (harness.ann, harness.bob, harness.olga):
        await player.says("/start")
    yield harness
    await harness.closes()


async def test_everybody_gets_it_as_it_looks(crowd: Crowd) -> None:
    olga, people = crowd.olga, crowd.people
    await olga.says("/broadcast")
    await olga.sees("Send me the message for everybody")
    await olga.says("Sale <b>not bold</b> & 50 % off")
    await olga.sees("This is how it will look", "61 people will get it")
    assert not any("Sale" in person.screen() for person in people)
    await olga.taps("Confirm")
    for person in people:
        assert [m.text for m in person.chat if "Sale" in m.text] == ["Sale <b>not bold</b> & 50 % off"]
    await crowd.rounds()
    await olga.sees("Sent", "61 of 61 sent · 0 blocked · 0 failed")


async def test_a_photo_with_its_caption(crowd: Crowd) -> None:
    olga, people = crowd.olga, crowd.people
    await olga.says("/broadcast")
    olga.person.sends_photo("A picture")
    await crowd.settles()
    await olga.sees("This is how it will look")
    await olga.taps("Confirm")
    assert all(person.chat[-1].photo and person.chat[-1].text == "A picture" for person in people)


async def test_a_document_and_what_cannot_be_broadcast(crowd: Crowd) -> None:
    olga, people = crowd.olga, crowd.people
    await olga.says("/broadcast")
    olga.person.sends_document("prices.txt", "Prices")
    await crowd.settles()
    await olga.taps("Confirm")
    assert all(person.chat[-1].document for person in people)


@pytest.mark.parametrize("kind", KINDS)
async def test_each_kind_of_media_arrives_as_it_was_sent(few: Harness, kind: str) -> None:
    olga = few.olga
    await olga.says("/broadcast")
    caption = "" if kind in WITHOUT_CAPTION else "Sale <b>& more</b> 🦊"
    marks = [{"type": "bold", "offset": 0, "length": 4}] if caption else None
    sent = olga.person.sends_media(kind, caption, entities=marks)
    await few.settles()
    await olga.sees("This is how it will look")
    await olga.taps("Confirm")
    for player in (olga, few.ann, few.bob):
        got = next(one for one in reversed(player.person.chat) if one.from_bot and one.file is not None)
        assert (got.file, got.text, got.entities) == (sent.file, sent.text, sent.entities)


@pytest.mark.parametrize("kind", ["photo", "video", "animation"])
async def test_what_is_veiled_stays_veiled_and_a_caption_stays_above(few: Harness, kind: str) -> None:
    olga = few.olga
    await olga.says("/broadcast")
    olga.person.sends_media(kind, "Look", veiled=True, caption_above=True)
    await few.settles()
    await olga.taps("Confirm")
    told = few.ann.person.last.json()
    assert (told["has_media_spoiler"], told["show_caption_above_media"]) == (True, True)


@pytest.mark.parametrize("kind", OTHERS)
async def test_what_cannot_be_broadcast_is_said_and_the_next_message_counts(few: Harness, kind: str) -> None:
    olga = few.olga
    await olga.says("/broadcast")
    olga.person.sends_other(kind)
    await few.settles()
    await olga.sees("That cannot be broadcast", "a photo, a video", "a sticker or a document")
    await olga.says("Sale")
    await olga.taps("Confirm")
    assert few.ann.person.last.text == "Sale"


async def test_a_caption_that_only_premium_can_write_is_refused_before_anybody_gets_it(few: Harness) -> None:
    olga = few.olga
    for long in ("x" * 1025, "🦊" * 513):
        await olga.says("/broadcast")
        olga.person.sends_media("photo", long)
        await few.settles()
        await olga.sees("That caption is too long", "1,024")
        olga.person.sends_media("photo", long[:-1])
        await few.settles()
        await olga.sees("This is how it will look")


async def test_who_takes_no_voice_messages_is_counted_and_the_others_get_it(few: Harness) -> None:
    few.telegram.plan("sendVoice", refusal(400, "Bad Request: VOICE_MESSAGES_FORBIDDEN"), chat_id=ANN)
    olga = few.olga
    await olga.says("/broadcast")
    olga.person.sends_media("voice")
    await few.settles()
    await olga.taps("Confirm")
    await few.rounds()
    await olga.sees("2 of 3 sent · 0 blocked · 1 failed")
    assert few.bob.person.last.file is not None


async def test_what_telegram_refuses_to_show_is_said_and_the_next_message_counts(few: Harness) -> None:
    """Whoever takes no voice messages is shown none, and read that something went wrong with an order."""
    olga = few.olga
    refused = [refusal(400, "Bad Request: VOICE_MESSAGES_FORBIDDEN")] * 9
    few.telegram.plan("sendVoice", *refused, chat_id=OLGA)
    await olga.says("/broadcast")
    olga.person.sends_media("voice")
    await few.settles()
    await olga.sees("Telegram refuses this message: Voice_messages_forbidden")
    olga.finds_no("This is how it will look")
    await olga.says("Sale")
    await olga.sees("This is how it will look")
    await olga.taps("Message")
    olga.person.sends_media("voice")
    await few.settles()
    await olga.sees("Telegram refuses this message")
    await olga.taps("Back")
    await olga.taps("Confirm")
    assert few.bob.person.last.text == "Sale"


async def test_those_who_blocked_the_bot_are_counted_and_remembered(crowd: Crowd) -> None:
    olga, people = crowd.olga, crowd.people
    await crowd.settles()
    for person in people[:5]:
        person.deactivates()
    people[5].blocks()
    await olga.says("/broadcast")
    await olga.says("Hello")
    await olga.sees("60 people will get it")  # the person who blocked is already known
    await olga.taps("Confirm")
    await crowd.rounds()
    await olga.sees("55 of 60 sent · 5 blocked · 0 failed")
    await olga.says("/broadcast")
    await olga.says("Again")
    await olga.sees("55 people will get it")
    people[5].unblocks()
    people[5].says("/start")
    await crowd.settles()
    await olga.says("/broadcast")
    await olga.says("And again")
    await olga.sees("56 people will get it")


async def test_cancel_sends_nothing_and_confirm_works_once(crowd: Crowd) -> None:
    olga, people = crowd.olga, crowd.people
    await olga.says("/broadcast")
    await olga.taps("Cancel")
    await olga.sees("Nothing was sent")
    await olga.says("not for everybody")
    await olga.sees("I found nothing for “not for everybody”")
    await olga.says("/broadcast")
    await olga.says("/cancel")
    await olga.sees("Nothing was sent")
    await olga.says("/broadcast")
    await olga.says("Once")
    await olga.taps("Confirm")
    await olga.taps("Confirm", stale=True)
    await olga.sees("This has already been decided")
    assert all(len([m for m in person.chat if m.text == "Once"]) == 1 for person in people)
    assert not any("not for everybody" in person.screen() for person in people)


async def test_stop_ends_it_where_it_is(crowd: Crowd) -> None:
    olga, people, kiosk = crowd.olga, crowd.people, crowd.kiosk
    await olga.says("/broadcast")
    await olga.says("Stop me")
    olga.person.taps("Confirm")
    await kiosk.messaging.polling.poll_once(0)
    await kiosk.messaging.turns.drain()
    olga.person.forges("b:1:stop:")  # as if the progress line already existed
    await kiosk.messaging.polling.poll_once(0)
    await kiosk.messaging.turns.drain()
    await olga.sees("Stopped.")
    await crowd.rounds()
    await olga.sees("0 of 61 sent · 0 blocked · 0 failed")
    assert not any("Stop me" in person.screen() for person in people)
    await olga.taps("Confirm", stale=True)
    await olga.sees("This has already been decided")


async def test_the_message_after_broadcast_is_for_everybody_even_in_the_middle_of_an_order(
    crowd: Crowd,
) -> None:
    olga, people = crowd.olga, crowd.people
    await olga.says("/order 1")
    await olga.says("/broadcast")
    await olga.says("https://instagram.com/p/news")
    await olga.sees("This is how it will look")
    await olga.taps("Confirm")
    assert all(person.chat[-1].text == "https://instagram.com/p/news" for person in people)
    await olga.says("https://instagram.com/p/mine")
    await olga.sees("How many?")


async def test_in_a_shop_everybody_who_wrote_gets_it_whoever_they_are(database_file: Path) -> None:
    harness = Harness(database_file, **MODES["shop"])
    await harness.opens()
    for player in (harness.ann, harness.sam, harness.olga):
        await player.says("/start")
    harness.bob.person.blocks()
    await harness.olga.says("/broadcast")
    await harness.olga.says("Sale")
    await harness.olga.sees("3 people will get it: everybody who has written to the bot")
    await harness.olga.taps("Confirm")
    assert [player.person.chat[-1].text for player in (harness.ann, harness.sam)] == ["Sale", "Sale"]
    harness.bob.finds_no("Sale")
    await harness.closes()


async def test_where_the_shop_is_private_those_who_may_not_order_get_nothing(database_file: Path) -> None:
    harness = Harness(database_file, **MODES["shop"])
    await harness.opens()
    for player in (harness.ann, harness.sam, harness.olga):
        await player.says("/start")
    harness.settings = {}  # Ann and Bob by their numbers from now on
    await harness.restarts()
    await harness.olga.says("/broadcast")
    await harness.olga.says("For the two of you")
    await harness.olga.sees("2 people will get it: everybody who may order here")
    await harness.olga.taps("Confirm")
    assert harness.ann.person.chat[-1].text == "For the two of you"
    harness.sam.finds_no("For the two of you")
    await harness.closes()
