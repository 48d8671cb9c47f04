"""Finding a service again: favourites, what was ordered before, and how long it takes."""

import pytest

from playground.telegram.people import NoSuchButton
from tests.in_process import Harness, Player

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
    tap = ann.person.taps("2 / 2")
    await harness.settles()
    assert tap.answered
