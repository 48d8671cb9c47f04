"""What an operator chooses below the preview of a broadcast: who gets it, when, its buttons, an album."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from playground.telegram.faults import refusal
from shop.person import GivenRole, Standing
from tests.in_process import ANN, BOB, OLGA, Harness, Player

SHOP: dict[str, Any] = {"access": "shop", "allowed_ids": "", "currency": "USD"}


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    """An open shop to which Ann, Bob, Sam and Olga have written."""
    harness = Harness(database_file, **SHOP)
    await harness.opens()
    for player in (harness.ann, harness.bob, harness.sam, harness.olga):
        await player.says("/start")
    yield harness
    await harness.audited()
    await harness.closes()


async def composes(olga: Player, words: str = "Sale") -> None:
    await olga.says("/broadcast")
    await olga.says(words)
    await olga.sees("This is how it will look")


def got(player: Player, words: str = "Sale") -> int:
    """How many messages of the bot with these words somebody has, deleted ones left out."""
    return sum(one.from_bot and one.text == words and not one.deleted for one in player.person.chat)


async def test_only_who_reads_a_language_gets_it(shop: Harness) -> None:
    bob, olga = shop.bob, shop.olga
    await bob.says("/language")
    await bob.taps("Español")
    await composes(olga)
    await olga.taps("Who")
    await olga.sees("Everybody who wants the shop's news", "4 people will get it")
    await olga.taps("Languages")
    await olga.taps("⬜ Español")
    await olga.taps("Back")
    await olga.sees("Language: Español", "1 person will get it")
    await olga.taps("Back")
    await olga.sees("1 person will get it, of whom all of this is true")
    await olga.taps("Confirm")
    assert [got(one) for one in (shop.ann, bob, shop.sam)] == [0, 1, 0]


async def test_who_was_active_lately_and_who_never_ordered(shop: Harness) -> None:
    olga = shop.olga
    shop.clock.advance(timedelta(days=40).total_seconds())
    await shop.ann.says("/menu")
    await composes(olga)
    await olga.taps("Who")
    await olga.taps("Active: all")
    await olga.sees("Wrote or ordered in the last 7 days", "2 people will get it")  # Ann, and Olga herself
    await olga.taps("Active: 7 days")
    await olga.taps("Active: 30 days")
    await olga.sees("in the last 90 days", "4 people will get it")
    await olga.taps("Ordered: all")
    await olga.sees("Ordered before", "0 people will get it")
    await olga.taps("Ordered: ever")
    await olga.sees("Never ordered", "4 people will get it")
    await olga.taps("⬜ Money")
    await olga.sees("Has money in the wallet", "0 people will get it")
    await olga.taps("Everybody")
    await olga.sees("4 people will get it")


async def test_what_nobody_would_get_is_not_on_its_way(shop: Harness) -> None:
    """*It is on its way*, and then *0 of 0 sent*. Who gets what is planned is known when it begins."""
    olga = shop.olga
    await composes(olga)
    await olga.taps("Who")
    await olga.taps("⬜ Money")
    await olga.taps("Back")
    await olga.taps("Confirm")
    await olga.sees("Nobody would get it now. Choose other people under Who.")
    await shop.rounds()
    olga.finds_no("0 of 0 sent")
    await olga.taps("Who")
    await olga.taps("Everybody")
    await olga.taps("Back")
    await olga.taps("Confirm")
    await shop.rounds()
    assert got(shop.ann) == 1


async def test_who_bought_a_service_or_a_category(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    service = shop.panel.catalogue.of_type("Default")
    await olga.says(f"/credit {ANN} 50 gift")
    await olga.taps("Confirm")
    await ann.says(f"/order {service.id} https://instagram.com/p/a {service.min}")
    await ann.taps("Confirm")
    await composes(olga)
    await olga.taps("Who")
    await olga.taps("Bought …")
    await olga.says("no such thing <b>")
    await olga.sees("⚠️", "no service and no category called no such thing <b>")
    await olga.says(str(service.id))
    await olga.sees(f"Bought service {service.id}", "1 person will get it")
    await olga.taps("Who")
    await olga.taps("Bought …")
    await olga.says(service.category.upper())
    await olga.sees("Bought in", "1 person will get it")
    await olga.taps("Confirm")
    assert (got(ann), got(shop.bob)) == (1, 0)


async def test_a_list_by_numbers_and_names_says_whom_it_does_not_know(shop: Harness) -> None:
    olga = shop.olga
    await composes(olga)
    await olga.taps("Who")
    await olga.taps("A list")
    await olga.says("777\n@nobody_here")
    await olga.sees("⚠️ I know nobody of these")
    await olga.says(f"{ANN}, Ann\n\n@nobody_here\n777\n {BOB} ")
    await olga.sees("Nobody I know stands in 2 lines", "line 3: @nobody_here", "line 4: 777")
    await olga.sees("2 people on a list", "2 people will get it")
    await olga.taps("Confirm")
    assert [got(one) for one in (shop.ann, shop.bob, shop.sam)] == [1, 1, 0]


async def test_a_list_from_a_file(shop: Harness) -> None:
    olga = shop.olga
    await composes(olga)
    await olga.taps("Who")
    await olga.taps("A list")
    olga.person.sends_document("people.csv", content=f"number,name\n{BOB},Bob\n".encode())
    await shop.settles()
    await olga.sees("Nobody I know stands in 1 line", "line 1: number", "1 person will get it")
    await olga.taps("Who")
    await olga.taps("A list")
    await olga.taps("Without this")
    await olga.sees("4 people will get it")


async def test_who_wants_no_news_gets_none_unless_all_must_know(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    await ann.says("/settings")
    await ann.taps("Notices")
    await ann.taps("✅ News of the shop")
    await ann.sees("⬜ News of the shop")
    await composes(olga)
    await olga.sees("3 people will get it", "1 more person wants no news of the shop")
    await olga.taps("Confirm")
    assert (got(ann), got(shop.bob)) == (0, 1)
    await composes(olga, "We close")
    await olga.taps("Who")
    await olga.taps("⬜ Also who wants no news")
    await olga.taps("Back")
    await olga.sees("4 people will get it", "Also to those who want no news")
    await olga.taps("Confirm")
    assert got(ann, "We close") == 1
    await ann.says("/settings")
    await ann.taps("Notices")
    await ann.taps("⬜ News of the shop")
    await ann.sees("✅ News of the shop")


async def test_who_is_banned_gets_nothing(shop: Harness) -> None:
    staff = shop.kiosk.stores.staff
    await staff.stand(BOB, Standing.BANNED, OLGA, shop.clock.now())
    shop.kiosk.access.roster = await staff.roster()
    await composes(shop.olga)
    await shop.olga.sees("3 people will get it")
    await shop.olga.taps("Confirm")
    assert (got(shop.ann), got(shop.bob)) == (1, 0)


async def test_it_begins_at_a_time_for_whoever_is_there_then(shop: Harness) -> None:
    olga = shop.olga
    await composes(olga)
    await olga.taps("When")
    await olga.sees("At once, when you confirm")
    await olga.says("when the cows come home")
    await olga.sees("⚠️ I could not read a time")
    await olga.taps("In an hour")
    await olga.sees("Begins")
    await olga.taps("Confirm")
    await shop.rounds()
    await olga.sees("Planned", "Begins")
    assert got(shop.ann) == 0
    eve = Player(shop.telegram.add_person(103, "Eve", "en"), shop)
    await eve.says("/start")
    await shop.restarts()
    await shop.passes(3_590)
    assert got(shop.ann) == 0
    await shop.passes(20)
    await shop.rounds()
    assert [got(one) for one in (shop.ann, eve)] == [1, 1]
    await olga.sees("5 of 5 sent")
    await shop.passes(3_600)
    assert got(shop.ann) == 1


async def test_one_that_was_missed_by_hours_is_not_sent(shop: Harness) -> None:
    olga = shop.olga
    await composes(olga)
    await olga.taps("When")
    await olga.taps("In an hour")
    await olga.taps("Confirm")
    await shop.closes()
    shop.clock.advance(8 * 3_600)
    await shop.comes_back()
    await shop.rounds()
    await olga.sees("Stopped", "I was off when it was to begin", "Send again")
    assert got(shop.ann) == 0


async def test_a_planned_one_is_called_off(shop: Harness) -> None:
    olga = shop.olga
    await composes(olga)
    await olga.taps("When")
    await olga.taps("In an hour")
    await olga.taps("Confirm")
    await olga.taps("Stop")
    await shop.passes(4_000)
    assert got(shop.ann) == 0


async def test_a_time_that_passes_before_confirm_is_asked_anew(shop: Harness) -> None:
    olga = shop.olga
    await composes(olga)
    await olga.taps("When")
    await olga.taps("In an hour")
    shop.clock.advance(7_200)
    await olga.taps("Confirm")
    await olga.sees("The time that you chose has passed")
    assert got(shop.ann) == 0


async def test_each_gets_it_when_it_is_day_where_they_are(shop: Harness) -> None:
    """The clock begins at noon UTC: it is 21:00 in Tokyo."""
    people, now = shop.kiosk.stores.people, shop.clock.now()
    hour = now.hour
    await people.choose_zone(ANN, f"UTC+{(21 - hour) % 24:02}:00", 1)
    await people.choose_zone(OLGA, f"UTC+{(12 - hour) % 24:02}:00", 1)  # and Bob and Sam, who have none
    olga = shop.olga
    await composes(olga)
    await olga.taps("When")
    await olga.taps("⬜ In their daytime")
    await olga.sees("between 9:00 and 21:00 by their own clock")
    await olga.taps("Confirm")
    await shop.rounds()
    assert [got(one) for one in (shop.ann, shop.bob, shop.sam)] == [0, 1, 1]
    await olga.sees("3 of 4 sent", "1 person gets it when it is day where they are")
    await shop.restarts()
    await shop.passes(11 * 3_600)
    assert got(shop.ann) == 0
    await shop.passes(3_700)
    await shop.rounds()
    assert got(shop.ann) == 1
    await olga.sees("4 of 4 sent")


async def test_buttons_stand_below_it_and_lead_where_they_say(shop: Harness) -> None:
    olga = shop.olga
    await composes(olga)
    await olga.taps("Buttons")
    for wrong, why in (
        ("only a label", "I cannot read a button in line 1: only a label"),
        ("A - https://a.example\nB - javascript:alert(1)", "in line 2"),
        (f"{'x' * 41} - https://a.example", "The label in line 1 is too long"),
        ("a - https://a.example|" * 3 + "d - https://d.example", "too many buttons"),
    ):
        await olga.says(wrong)
        await olga.sees("⚠️", why)
    await olga.says("Our <b>channel</b> - https://t.me/shop | Site – shop.example/x\nOrder - s_1")
    await olga.sees("I cannot read a button in line 1: Site – shop.example/x")
    await olga.says("Order - s_1\nLikes - s_99999")
    await olga.sees("There is no service 99999")
    await olga.says("Our <b>channel</b> - https://t.me/shop | Site – https://shop.example/x\nOrder - s_1")
    await olga.sees("This is how it will look")
    await olga.taps("Confirm")
    last = next(one for one in reversed(shop.ann.person.chat) if one.text == "Sale")
    assert [(key.label, key.url) for key in last.buttons] == [
        ("Our <b>channel</b>", "https://t.me/shop"),
        ("Site", "https://shop.example/x"),
        ("Order", "https://t.me/kiosk_bot?start=s_1"),
    ]


async def test_another_message_keeps_who_and_the_buttons(shop: Harness) -> None:
    olga = shop.olga
    await composes(olga)
    await olga.taps("Buttons")
    await olga.says("Go - https://a.example")
    await olga.taps("Who")
    await olga.taps("A list")
    await olga.says(str(ANN))
    await olga.taps("Message")
    await olga.sees("Send me the new message")
    await olga.says("Better sale")
    await olga.sees("1 person will get it")
    await olga.taps("Confirm")
    last = shop.ann.person.chat[-1]
    assert (last.text, last.labels) == ("Better sale", ["Go"])
    assert got(shop.bob, "Better sale") == 0


async def test_an_album_goes_out_as_an_album(shop: Harness) -> None:
    olga = shop.olga
    await olga.says("/broadcast")
    sent = olga.person.sends_album("photo", "video", "photo", captions=("Sale <b>",))
    await shop.settles()
    await shop.forgets_last_turn()
    await shop.settles()
    await shop.passes(2)
    await olga.sees("This is how it will look", "4 people will get it")
    await olga.taps("Buttons")
    await olga.sees("no buttons below an album")
    await olga.taps("Confirm")
    got_it = [one for one in shop.ann.person.chat if one.from_bot and one.file is not None]
    assert [one.file for one in got_it] == [one.file for one in sent]
    assert len({one.content.album for one in got_it}) == 1
    assert got_it[0].text == "Sale <b>"


async def test_an_album_that_telegram_refuses_cannot_be_confirmed(shop: Harness) -> None:
    """Its card, with Confirm, said *This is how it will look*, and stood below nothing."""
    olga = shop.olga
    refused = refusal(400, "Bad Request: wrong file identifier/HTTP URL specified")
    shop.telegram.plan("sendMediaGroup", refused, chat_id=OLGA)
    await olga.says("/broadcast")
    olga.person.sends_album("photo", "video", captions=("Sale",))
    await shop.settles()
    await shop.passes(2)
    await olga.sees("Telegram refuses this message: Wrong file identifier", "send another one")
    olga.finds_no("This is how it will look")
    assert "✅ Confirm" not in olga.person.last.labels
    await olga.taps("Message")
    await olga.taps("Back")
    await olga.sees("Telegram refuses this message")
    await olga.taps("Message")
    olga.person.sends_album("photo", "photo", captions=("Sale",))
    await shop.settles()
    await shop.passes(2)
    await olga.sees("This is how it will look")
    await olga.taps("Confirm")
    assert got(shop.ann) == 1


async def test_an_album_that_telegram_refuses_with_a_late_part_cannot_be_confirmed_on_its_old_card(
    shop: Harness,
) -> None:
    olga = shop.olga
    await olga.says("/broadcast")
    olga.person.sends_album("photo", "video", captions=("Sale",))
    await shop.settles()
    await shop.passes(2)
    await olga.sees("This is how it will look")
    await shop.kiosk.stores.broadcasts.album_refused(1, "Wrong file")
    await olga.taps("Confirm")
    await olga.sees("Telegram refuses this message: Wrong file")
    await shop.rounds()
    assert got(shop.ann) == 0


async def test_a_part_whose_caption_telegram_counts_as_too_long_is_left_out_of_an_album_and_the_card_says_so(
    shop: Harness,
) -> None:
    olga = shop.olga
    await olga.says("/broadcast")
    sent = olga.person.sends_album("photo", "photo", "photo", captions=("Sale", "🦊" * 512, "🦊" * 513))
    await shop.settles()
    await shop.passes(2)
    await olga.sees("That caption is too long", "1,024", "This is how it will look")
    await olga.taps("When")
    await olga.taps("Back")
    await olga.sees("That caption is too long")
    await olga.taps("Confirm")
    got_it = [one for one in shop.ann.person.chat if one.from_bot and one.file is not None]
    assert [one.file for one in got_it] == [one.file for one in sent[:2]]


async def test_the_turn_of_each_choice_is_repeated_after_a_crash(shop: Harness) -> None:
    olga = shop.olga
    await composes(olga)
    await olga.taps("Who")
    await olga.taps("A list")
    await olga.says(f"{ANN}\n{BOB}")
    await shop.forgets_last_turn()
    await shop.settles()
    await olga.sees("2 people will get it")
    await olga.taps("Buttons")
    await olga.says("Go - https://a.example")
    await shop.forgets_last_turn()
    await shop.settles()
    await olga.taps("Confirm")
    await shop.forgets_last_turn()
    await shop.settles()
    assert [got(one) for one in (shop.ann, shop.bob, shop.sam)] == [1, 1, 0]


async def test_an_operator_who_is_one_no_more_changes_nothing(shop: Harness) -> None:
    staff, now = shop.kiosk.stores.staff, shop.clock.now()
    await staff.give_role(BOB, GivenRole.OPERATOR, OLGA, now)
    shop.kiosk.access.roster = await staff.roster()
    await composes(shop.bob)
    await staff.take_role(BOB, OLGA, now)
    shop.kiosk.access.roster = await staff.roster()
    for label in ("Who", "When", "Confirm"):
        await shop.bob.taps(label)
        await shop.bob.sees("Only the shop's operator can do this")
    assert got(shop.ann) == 0
