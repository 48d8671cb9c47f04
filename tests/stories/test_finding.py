"""Finding a service again: favourites, what was ordered before, and how long it takes."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from playground.telegram.labels import look_alikes
from playground.telegram.people import NoSuchButton
from shop.catalogue.deep_links import link_to
from shop.catalogue.services import Service
from tests.in_process import Harness, Player


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    """A shop in which everybody pays from a wallet, with a markup."""
    harness = Harness(database_file, access="shop", markup_percent="35")
    await harness.opens()
    yield harness
    await harness.closes()


LINE = "/order {service} https://instagram.com/p/a{n} 100"
LIKES = 22


def labels_of(player: Player) -> list[str]:
    """Return the labels below the newest message with buttons."""
    shown = next(one for one in reversed(player.person.chat) if one.markup is not None)
    return [key["text"] for row in shown.json()["reply_markup"]["inline_keyboard"] for key in row]


async def orders(harness: Harness, service: int, *, times: int = 1, first: int = 0) -> None:
    """Have Ann order a service so often, each time for another post."""
    for n in range(first, first + times):
        await harness.ann.says(LINE.format(service=service, n=n))
        await harness.ann.taps("Confirm")


async def test_a_star_is_kept_at_once_and_opens_a_door_on_the_home(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/menu")
    ann.finds_no("Favourites")
    await ann.says(f"/start s_{LIKES}")
    bubbles = len(ann.person.chat)
    await ann.taps("Keep")
    assert "⭐ Kept" in labels_of(ann)
    assert len(ann.person.chat) == bubbles, "the card itself changes"
    await ann.says("/menu")
    await ann.taps("Favourites")
    await ann.sees("⭐ Favourites · 1 service", "⭐ your favourite")
    [label] = [one for one in labels_of(ann) if "⭐" in one]
    await ann.taps(label)
    await ann.sees("Instagram Likes", "⭐ Kept")
    await ann.taps("Order")
    await ann.sees("Send the link")


async def test_a_star_is_taken_away_and_the_list_says_what_to_do(harness: Harness) -> None:
    ann = harness.ann
    await ann.says(f"/start s_{LIKES}")
    await ann.taps("Keep")
    await ann.says("/menu")
    door = ann.person.last
    await ann.taps("Favourites")
    await ann.taps(next(one for one in labels_of(ann) if "⭐" in one))
    await ann.taps("Kept")
    assert "☆ Keep" in labels_of(ann)
    await ann.taps("Back")
    await ann.sees("Favourites · 0 services", "Keep on a service's card", "Menu")
    ann.person.forges("s::favourites:", door.id)  # an old button
    await harness.settles()
    await ann.sees("⚠️ Nothing is here yet", "What is it for?")


async def test_a_star_that_is_given_again_after_a_crash_stays(harness: Harness) -> None:
    ann = harness.ann
    await ann.says(f"/start s_{LIKES}")
    await ann.taps("Keep")
    await harness.restarts()
    await harness.forgets_last_turn()
    await harness.settles()
    assert "⭐ Kept" in labels_of(ann)
    await ann.says("/menu")
    await ann.taps("Favourites")
    await ann.sees("Favourites · 1 service")


async def test_a_star_on_another_services_old_card_is_refused(harness: Harness) -> None:
    ann = harness.ann
    await ann.says(f"/start s_{LIKES}")
    draft = next(one.data for one in ann.person.last.buttons if one.label == "☆ Keep") or ""
    ann.person.forges(draft.replace(f":keep:{LIKES}", ":keep:1"))
    await harness.settles()
    await ann.says("/menu")
    ann.finds_no("Favourites")


async def test_stars_are_everybodys_own(harness: Harness) -> None:
    await harness.ann.says(f"/start s_{LIKES}")
    await harness.ann.taps("Keep")
    await harness.bob.says("/menu")
    harness.bob.finds_no("Favourites")
    await harness.bob.says(f"/start s_{LIKES}")
    assert "☆ Keep" in labels_of(harness.bob)


async def test_a_favourite_that_left_the_catalogue_is_not_listed(harness: Harness) -> None:
    ann = harness.ann
    for service in (LIKES, 1):
        await ann.says(f"/start s_{service}")
        await ann.taps("Keep")
    harness.panel.catalogue.remove(LIKES)
    await harness.kiosk.catalogue.refresh()
    await ann.says("/menu")
    await ann.taps("Favourites")
    await ann.sees("Favourites · 1 service")


async def test_what_was_ordered_before_has_a_sign_and_a_list(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/order")
    ann.finds_no("Ordered before")
    await ann.says("/cancel")
    await orders(harness, LIKES)
    await ann.says("/order instagram likes")
    await ann.sees("🔁 ordered before")
    assert sum("🔁" in label for label in labels_of(ann)) == 1
    await ann.says("/order")
    await ann.taps("Ordered before")
    await ann.sees("Ordered before · 1 service")
    await ann.taps(next(one for one in labels_of(ann) if "🔁" in one))
    await ann.sees("You have ordered this before")
    await ann.taps("Back")
    await ann.taps("Back")
    await ann.sees("What is it for?")


async def test_how_long_a_service_takes_stands_on_its_card_after_five_orders(harness: Harness) -> None:
    ann = harness.ann
    await orders(harness, LIKES, times=4)
    await harness.delivers()
    await ann.says(f"/start s_{LIKES}")
    ann.finds_no("Usually")
    await orders(harness, LIKES, first=4)
    await harness.delivers()
    await harness.rounds()
    await ann.says(f"/start s_{LIKES}")
    await ann.sees("Usually starts within", "Usually done within", "min", "measured by our last 5 orders")


async def test_the_fastest_come_first_with_their_times(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/order instagram likes")
    with pytest.raises(NoSuchButton):
        await ann.taps("Fastest first")
    await orders(harness, LIKES, times=5)
    await harness.delivers()
    await harness.rounds()
    await ann.says("/order instagram likes")
    assert "⚡" not in labels_of(ann)[0]
    await ann.taps("Fastest first")
    await ann.sees("⚡ when half of our orders were complete", "✅ Fastest first")
    assert "⚡" in labels_of(ann)[0]
    assert "min" in labels_of(ann)[0]
    await ann.taps("Cheapest first")
    await ann.sees("✅ Cheapest first", "⚡ Fastest first")
    await ann.taps("Cheapest first")
    await ann.sees("💲 Cheapest first")


async def test_every_list_tells_its_page(harness: Harness) -> None:
    ann = harness.ann
    for number in range(9):
        harness.panel.catalogue.change(number + 1, category=f"Instagram kind {number}")
    await harness.kiosk.catalogue.refresh()
    await ann.says("/order")
    await ann.taps("Instagram")
    await ann.sees("1 / 2")
    await ann.taps("Next")
    await ann.sees("2 / 2")
    tap = ann.person.taps("Previous")
    await harness.settles()
    assert tap.answered


async def test_services_are_found_in_any_chat_and_lead_to_their_card(harness: Harness) -> None:
    ann = harness.ann
    found = await ann.queries("instagram likes")
    assert (found.cache_time, found.is_personal) == (0, True)
    assert 0 < len(found.results) <= 20
    first = found.results[0]
    service = harness.panel.catalogue.service(first.id.removeprefix("s-"))
    assert service is not None
    assert first.title == service.name, "the whole name"
    assert "for 1,000" in (first.description or "")
    shared = ann.person.chooses(first, "instagram likes")
    assert service.name in shared.shown
    [[button]] = shared.keyboard
    assert button.url == f"https://t.me/{harness.telegram.username}?start=s_{service.id}"
    await harness.bob.says(f"/start s_{service.id}")
    await harness.bob.sees(service.name, "Order")


async def each_result_leads_to_its_card(kiosk: Harness, *, stranger_sees: str | None) -> None:
    """Open every recommended service as Bob, and as somebody whom no list names.

    `stranger_sees` is None where a stranger gets the service's card too.
    """
    results = (await kiosk.ann.queries("instagram")).results
    assert len(results) > 1
    for result in results:
        [[button]] = kiosk.ann.person.chooses(result, "instagram").keyboard
        start = (button.url or "").removeprefix(f"https://t.me/{kiosk.telegram.username}?start=")
        service = kiosk.panel.catalogue.service(start.removeprefix("s_"))
        assert service is not None, button.url
        assert service.name == result.title
        await kiosk.bob.says(f"/start {start}")
        await kiosk.bob.sees(service.name, "Order")
        await kiosk.sam.says(f"/start {start}")
        if stranger_sees is None:
            await kiosk.sam.sees(service.name)
    if stranger_sees is not None:
        [said] = [one.shown for one in kiosk.sam.person.home.messages.values() if one.from_bot]
        assert stranger_sees in said, "once, for an hour"


async def test_every_recommended_service_leads_to_its_card_in_private(harness: Harness) -> None:
    await each_result_leads_to_its_card(harness, stranger_sees="This shop is private")


async def test_every_recommended_service_leads_to_its_card_in_a_shop(shop: Harness) -> None:
    await each_result_leads_to_its_card(shop, stranger_sees=None)


async def test_no_words_and_numbers_stay_ones_own_orders(harness: Harness) -> None:
    ann = harness.ann
    await orders(harness, LIKES)
    assert [one.title for one in (await ann.queries("")).results] == ["Order 1 · Pending"]
    assert [one.title for one in (await ann.queries("1")).results] == ["Order 1 · Pending"]
    assert not (await harness.bob.queries(str(LIKES))).results, "22 is a service, but a number is an order"
    assert not (await harness.sam.queries("instagram likes")).results


async def test_what_is_recommended_tells_nobody_ones_own_price(shop: Harness) -> None:
    ann, bob = shop.ann, shop.bob
    await shop.olga.says("/prices level vip -30")
    await shop.olga.says(f"/prices person {ann.id} vip")
    [for_ann] = [one for one in (await ann.queries("instagram likes")).results if one.id == f"s-{LIKES}"]
    [for_bob] = [one for one in (await bob.queries("instagram likes")).results if one.id == f"s-{LIKES}"]
    assert for_ann.description != for_bob.description, "each sees their own price in the list"
    assert for_ann.text == for_bob.text, "but shares the usual one"
    assert (for_bob.description or "").split(" · ")[0] in for_bob.text


async def test_names_with_marks_are_shared_as_they_are(harness: Harness) -> None:
    harness.panel.catalogue.change(LIKES, name="Likes 5 < 6 & zebra")
    await harness.kiosk.catalogue.refresh()
    [found] = (await harness.ann.queries("zebra")).results
    assert found.title == "Likes 5 < 6 & zebra"
    assert "Likes 5 < 6 & zebra" in found.text


async def test_a_link_names_every_service_whatever_its_number_is(harness: Harness) -> None:
    for odd in ("a b", "x:1", "ю" * 20, "n" * 63):
        service = Service(odd, "Likes", "Likes", "Default", 1, 1, 10)
        key = link_to(service, "kiosk_bot").partition("?start=")[2]
        assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", key), key
    await harness.ann.says("/start s_nothing")
    await harness.ann.sees("no longer on sale", "What is it for?")


async def test_a_list_with_every_way_to_arrange_it_fits_a_phone(database_file: Path) -> None:
    harness = Harness(database_file, dialect="mainstream")
    await harness.opens()
    catalogue = harness.panel.catalogue
    plain = [one.id for one in catalogue if one.type == "Default" and "Instagram" in one.name]
    plain += [one.id for one in catalogue if one.type == "Default" and one.id not in plain]
    for number, service in enumerate(plain[:11]):
        catalogue.change(service, name=f"Zebra Likes {number}", refill=number > 3)
    await harness.kiosk.catalogue.refresh()
    await orders(harness, plain[0], times=5)
    await harness.delivers()
    await harness.rounds()
    ann = harness.ann
    await ann.says("/order zebra")
    await ann.sees("1 / 2", "Cheapest first", "Fastest first", "Refill only")
    rows = [[button.label for button in row] for row in ann.person.last.keyboard]
    assert len(rows) == 10
    assert not list(look_alikes(rows))
    await ann.taps("Next")
    await ann.sees("2 / 2")
    await harness.closes()


async def test_a_question_is_led_to_a_person_and_not_to_a_service(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/start")
    for asked in ("when will my order arrive?", "I paid but nothing came", "где мой заказ"):
        await ann.says(asked)
        await ann.sees("I did not get that", "Ask us")
    await ann.says("instagram likes")
    await ann.says("when will my order arrive?")
    await ann.sees("I did not get that", "Ask us")


async def test_how_many_somebody_wants_leaves_no_service_out(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("instagram followers")
    await ann.sees("11 services")
    await ann.says("1000 instagram followers")
    await ann.sees("11 services", "Package 1000")


async def test_a_word_of_hindi_finds_what_it_means(harness: Harness) -> None:
    ann = harness.ann
    ann.person.language = "hi"
    await ann.says("/start")
    await ann.says("सब्सक्राइबर")
    await ann.sees("“सब्सक्राइबर” के नतीजे")
