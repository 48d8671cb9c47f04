"""The operator's broadcast."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from playground.telegram import FakePerson
from tests.street import Street

IDS = range(2001, 2061)
MODES: dict[str, Any] = {
    "private": {"allowed_ids": ",".join(str(number) for number in IDS)},
    "shop": {"access": "shop", "allowed_ids": "", "currency": "USD"},
}


class Crowd(Street):
    """A street with sixty people more."""

    people: list[FakePerson]


@pytest.fixture(params=MODES)
async def crowd(database_file: Path, request: pytest.FixtureRequest) -> AsyncIterator[Crowd]:
    """Sixty people who have said hello, and the operator: by name, or in a shop that is open to all."""
    crowd = Crowd(database_file, **MODES[request.param])
    await crowd.opens()
    crowd.people = [crowd.telegram.add_person(number, f"P{number}", "en") for number in IDS]
    for person in crowd.people:
        person.says("/start")
    await crowd.olga.says("/start")
    yield crowd
    await crowd.closes()


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


async def test_those_who_blocked_the_bot_are_counted_and_remembered(crowd: Crowd) -> None:
    olga, people = crowd.olga, crowd.people
    await crowd.settles()
    for person in people[:5]:
        person.deactivates()
    people[5].blocks()
    await olga.says("/broadcast")
    await olga.says("Hello")
    await olga.sees("60 people will get it")  # the one who blocked is known already
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
    await olga.sees("I did not get that")
    await olga.says("/broadcast")
    await olga.says("/cancel")
    await olga.sees("Nothing was sent")
    await olga.says("/broadcast")
    await olga.says("Once")
    await olga.taps("Confirm")
    await olga.taps("Confirm", stale=True)
    await olga.sees("This was decided before")
    assert all(len([m for m in person.chat if m.text == "Once"]) == 1 for person in people)
    assert not any("not for everybody" in person.screen() for person in people)


async def test_stop_ends_it_where_it_is(crowd: Crowd) -> None:
    olga, people, kiosk = crowd.olga, crowd.people, crowd.kiosk
    await olga.says("/broadcast")
    await olga.says("Stop me")
    olga.person.taps("Confirm")
    await kiosk.mailroom.polling.poll_once(0)
    await kiosk.mailroom.turns.drain()
    olga.person.forges("b:1:stop:")  # as if the progress line had been there already
    await kiosk.mailroom.polling.poll_once(0)
    await kiosk.mailroom.turns.drain()
    await olga.sees("Stopped.")
    await crowd.rounds()
    await olga.sees("0 of 61 sent · 0 blocked · 0 failed")
    assert not any("Stop me" in person.screen() for person in people)
    await olga.taps("Confirm", stale=True)
    await olga.sees("This was decided before")


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
    street = Street(database_file, **MODES["shop"])
    await street.opens()
    for player in (street.ann, street.sam, street.olga):
        await player.says("/start")
    street.bob.person.blocks()
    await street.olga.says("/broadcast")
    await street.olga.says("Sale")
    await street.olga.sees("3 people will get it: everybody who has written to the bot")
    await street.olga.taps("Confirm")
    assert [player.person.chat[-1].text for player in (street.ann, street.sam)] == ["Sale", "Sale"]
    street.bob.finds_no("Sale")
    await street.closes()


async def test_where_the_shop_is_private_those_who_may_not_order_get_nothing(database_file: Path) -> None:
    street = Street(database_file, **MODES["shop"])
    await street.opens()
    for player in (street.ann, street.sam, street.olga):
        await player.says("/start")
    street.settings = {}  # Ann and Bob by their numbers from now on
    await street.restarts()
    await street.olga.says("/broadcast")
    await street.olga.says("For the two of you")
    await street.olga.sees("2 people will get it: everybody who may order here")
    await street.olga.taps("Confirm")
    assert street.ann.person.chat[-1].text == "For the two of you"
    street.sam.finds_no("For the two of you")
    await street.closes()
