"""The people at the desk: the list, the search, a person's card, and their level."""

import pytest

from playground.telegram import NoSuchButton
from shop.person import GivenRole
from tests.in_process import ANN, BOB, OLGA, SAM, Harness
from tests.stories.test_desk import given

LINK = "https://www.instagram.com/ann/"


async def test_everybody_stands_in_the_list_last_seen_first(harness: Harness) -> None:
    ann, bob, olga = harness.ann, harness.bob, harness.olga
    await ann.says("/start")
    harness.clock.advance(60)
    await bob.says("/start")
    await olga.says("/admin")
    await olga.taps("People")
    await olga.sees("People · Everybody", "Bob", "Ann", "101")
    assert olga.screen.index("Bob") < olga.screen.index("Ann")
    harness.clock.advance(2 * 3600)
    await ann.says("/menu")
    await olga.says("/people")
    tail = olga.screen.rpartition("Everybody")[2]
    assert tail.index("Ann") < tail.index("Bob"), "a later visit counts"
    await olga.taps("Ann")
    await olga.sees("Ann · 101", "Customer · English", "Balance:", "Orders: 0", "Open tickets: 0")
    await olga.taps("Back")
    await olga.sees("People · Everybody")


async def test_the_filters_show_who_is_meant(harness: Harness) -> None:
    ann, bob, olga = harness.ann, harness.bob, harness.olga
    await ann.says(f"/order 1 {LINK} 100")
    await ann.taps("Confirm")
    await bob.says("/start")
    await olga.says(f"/credit {BOB} 5 hello")
    await olga.taps("Confirm")
    wanted = {
        "Have ordered": ({"Ann"}, {"Bob"}),
        "Have money": ({"Bob"}, {"Olga"}),
        "Staff": ({"Olga"}, {"Ann", "Bob"}),
        "Banned": (set(), {"Ann", "Bob", "Olga"}),
        "Blocked the bot": (set(), {"Ann", "Bob", "Olga"}),
        "New ones first": ({"Ann", "Bob", "Olga"}, set()),
    }
    for label, (there, missing) in wanted.items():
        await olga.says("/people")
        await olga.taps("Show …")
        await olga.taps(label)
        page = olga.screen.rpartition("People · ")[2]
        assert label in page
        assert all(name in page for name in there), (label, page)
        assert not any(name in page for name in missing), (label, page)


async def test_a_long_list_has_pages(harness: Harness) -> None:
    for number in range(15):
        somebody = harness.telegram.add_person(2000 + number, f"Guest {number:02}", "en")
        harness.kiosk.access.allowed |= {somebody.id}
        somebody.says("/start")
        await harness.settles()
        harness.clock.advance(1)
    olga = harness.olga
    await olga.says("/people")
    await olga.sees("Guest 14", "Guest 10")
    olga.finds_no("Guest 09")
    await olga.taps("Next")
    await olga.sees("Guest 09", "Guest 04")
    await olga.taps("Next")
    await olga.sees("Guest 03", "Guest 00")
    with pytest.raises(NoSuchButton):
        await olga.taps("Next")
    await olga.taps("First page")
    await olga.sees("Guest 14")


async def test_somebody_is_found_by_whatever_is_known_of_them(harness: Harness) -> None:
    ann, olga = harness.ann, harness.olga
    maria = harness.telegram.add_person(3001, "Мария ИВАНОВА", "ru", username="Masha_1")
    harness.kiosk.access.allowed |= {maria.id}
    maria.says("/start")
    await ann.says(f"/order 1 {LINK} 100")
    await ann.taps("Confirm")
    for words in ("мария", "иванова мария", "ИВАН", "@masha_1", "@MASHA_1", "masha", "3001", "٣٠٠١"):
        await olga.says("/people")
        await olga.taps("Search")
        await olga.says(words)
        await olga.sees("Мария ИВАНОВА · 3001", "@Masha_1")
    await olga.says("/find 1")
    await olga.sees("Order 1")
    await olga.taps("👤 Ann")
    await olga.sees("Ann · 101", "Orders: 1")
    await olga.says("/find masha_2")
    await olga.sees("I know nobody called masha_2")
    await olga.says("/find 777")
    await olga.sees("I know neither an order nor a person with the number 777.")
    await olga.says("/find %")
    await olga.sees("I know nobody called %")


async def test_several_found_are_tapped_never_typed(harness: Harness) -> None:
    olga = harness.olga
    for number in (4001, 4002):
        harness.telegram.add_person(number, "Kim", "en").says("/start")
        harness.kiosk.access.allowed |= {number}
    await harness.settles()
    await olga.says("/find kim")
    await olga.sees("More than one fits", "4001", "4002")
    await olga.taps("Kim · 4002")
    await olga.sees("Kim · 4002", "Balance")


async def test_words_that_find_nobody_may_be_followed_by_others(harness: Harness) -> None:
    await harness.ann.says("/start")
    olga = harness.olga
    await olga.says("/people")
    await olga.taps("Search")
    await olga.says("nobody at all")
    await olga.sees("⚠️ I know nobody called nobody at all", "The desk")
    await olga.says("ann")
    await olga.sees("Ann · 101")
    await olga.says("ann")
    await olga.sees("Found for “ann”")


async def test_hostile_names_are_names(harness: Harness) -> None:
    olga = harness.olga
    for number, name in ((5001, "<b>bold</b>"), (5002, "\u202eevil\u202c 100%_"), (5003, "W" * 4000)):
        harness.telegram.add_person(number, name, "en").says("/start")
        harness.kiosk.access.allowed |= {number}
    await harness.settles()
    await olga.says("/people")
    await olga.sees("<b>bold</b>")
    await olga.says("/find <b>bold")
    await olga.sees("<b>bold</b> · 5001")
    await olga.says("/find 100%_")
    await olga.sees("5002")
    await olga.says("/find wwww")
    await olga.sees("5003")


@pytest.mark.parametrize("name", ["\u3164", "\u2800 \u2800", "\u200b", "\u1160\uffa0"])
async def test_whose_name_cannot_be_seen_is_called_by_another(harness: Harness, name: str) -> None:
    """Telegram allows such names; a button with one is empty, and nobody knows whom a greeting is for."""
    for number, username in ((5001, "ghost_1"), (5002, "")):
        ghost = harness.telegram.add_person(number, name, "en", username=username)
        harness.kiosk.access.allowed |= {number}
        ghost.says("/start")
        await harness.settles()
        await ghost.sees(f"👋 {username or number}, what shall it be?", timeout=0)
    olga = harness.olga
    await olga.says("/people")
    await olga.taps("ghost_1")
    await olga.sees("ghost_1", "5001")
    await olga.says("/people")
    await olga.taps("5002")
    await olga.sees("5002")


async def test_support_sees_people_and_moves_no_money(harness: Harness) -> None:
    await harness.ann.says("/start")
    await given(harness, BOB, GivenRole.SUPPORT)
    bob = harness.bob
    await bob.says("/find ann")
    await bob.sees("Ann · 101")
    for label in ("Give", "Take", "Level", "Ban"):
        with pytest.raises(NoSuchButton):
            await bob.taps(label)
    await bob.taps("Wallet")
    await bob.sees("Ann · 101", "Balance")
    for action in ("give", "take", "sure", "level", "surelevel", "undo"):
        bob.person.forges(f"ap:{ANN}:{action}:")
        await harness.settles()
        assert "Only the shop's operator" in bob.person.toasts[-1].text
    assert SAM != OLGA


async def test_a_level_is_chosen_from_those_there_are(harness: Harness) -> None:
    await harness.ann.says("/start")
    olga = harness.olga
    await olga.says("/find ann")
    await olga.taps("Level")
    await olga.sees("There is no level yet")
    await olga.says("/prices level vip -10")
    await olga.says("/find ann")
    await olga.taps("Level")
    await olga.taps("vip")
    await olga.sees("Give Ann the level vip?")
    assert harness.kiosk.pricing.prices.level_of(ANN) == ""
    await olga.taps("Confirm")
    await olga.sees("Level: vip")
    assert harness.kiosk.pricing.prices.level_of(ANN) == "vip"
    await olga.taps("Level")
    await olga.taps("No level")
    await olga.taps("Confirm")
    await olga.sees("Level: none")
    acts = await harness.kiosk.stores.acts.list_of_person(ANN, 9)
    assert [one.act.details["level"] for one in acts] == ["–", "vip"]
