"""Presets: a basket of services for one link, saved from orders, ordered with one tap."""

import pytest

from playground.telegram.people import NoSuchButton
from tests.in_process import Harness, Player

POST = "https://www.instagram.com/p/abc{}/"
BASKET = f"22|{POST.format(1)}|100\n21|{POST.format(2)}|50\n22|{POST.format(3)}|700\n26|{POST.format(4)}|1"


async def saved(player: Player, basket: str = BASKET) -> None:
    """Make a mass order and save it."""
    await player.says(f"/mass\n{basket}")
    await player.taps("Confirm")
    await player.taps("Save as preset")
    await player.sees("Saved as “Instagram Likes | Real", "Rename", "Presets", "Menu")


async def test_a_saved_basket_is_ordered_for_one_link(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/start")
    with pytest.raises(NoSuchButton):
        await ann.taps("⭐ Presets")  # the door is there when something is behind it
    await saved(ann)
    before = len(harness.panel.orders)
    await ann.says("/menu")
    await ann.taps("⭐ Presets")
    await ann.taps("⭐ Instagram Likes | Real… +2")
    await ann.sees("Send the link", "100 × Instagram Likes | Real", "50 × Instagram Likes | Instant")
    await ann.sees("1 × Instagram Likes | Package 500", "Total: $0.4005", "Rename", "Delete", "Back")
    await ann.says("here it is: https://instagram.com/p/Cnew?igsh=1")
    await ann.sees("3 lines", "Total: $0.4005", "Confirm")
    await ann.taps("Confirm")
    made = list(harness.panel.orders.values())[before:]
    assert {one.link for one in made} == {"https://instagram.com/p/Cnew"}
    assert [one.service.id for one in made] == [22, 21, 26]
    await harness.audited()


async def test_an_ended_order_can_be_saved_once(harness: Harness) -> None:
    ann = harness.ann
    await ann.says(f"/order 22 {POST.format(1)} 100")
    await ann.taps("Confirm")
    with pytest.raises(NoSuchButton):
        await ann.taps("Save as preset")  # it runs
    await harness.delivers()
    await ann.says("/status 1")
    for _ in range(2):
        await ann.taps("Save as preset")
        await ann.sees("Saved as “Instagram Likes | Real")
    await ann.taps("⭐ Presets")
    assert len([one for one in ann.person.chat[-1].buttons if one.label.startswith("⭐")]) == 1


@pytest.mark.parametrize("leaves", ["/menu", "Menu", "/wallet"])
async def test_whoever_leaves_the_question_for_a_name_names_nothing(harness: Harness, leaves: str) -> None:
    ann = harness.ann
    await saved(ann)
    await ann.taps("Rename")
    await (ann.says if leaves.startswith("/") else ann.taps)(leaves)
    await ann.says("youtube views")
    await ann.sees("Found for “youtube views”")
    ann.finds_no("Saved as “youtube views”")


async def test_a_link_is_no_name(harness: Harness) -> None:
    ann = harness.ann
    await saved(ann)
    await ann.taps("Rename")
    await ann.says(POST.format(9))
    await ann.sees("What would you like for it?")


async def test_cancel_ends_the_question_for_a_name(harness: Harness) -> None:
    ann = harness.ann
    await saved(ann)
    for cancels in ("/cancel", "Cancel"):
        await ann.says("/menu")
        await ann.taps("⭐ Presets")
        await ann.taps("⭐ Instagram Likes | Real… +2")
        await ann.taps("Rename")
        await (ann.says if cancels.startswith("/") else ann.taps)(cancels)
        await ann.sees("Canceled")


async def test_it_is_named_and_deleted(harness: Harness) -> None:
    ann = harness.ann
    await saved(ann)
    await ann.taps("Rename")
    await ann.sees("Send the new name", "at most 26 characters", "Cancel")
    await ann.says("x" * 27)
    await ann.sees("Send a name of 1 to 26 characters")
    await ann.says("  For   <new> posts ")
    await ann.sees("Saved as “For <new> posts”")
    await ann.taps("⭐ Presets")
    await ann.taps("⭐ For <new> posts")
    await ann.taps("Delete")
    await ann.sees("Delete “For <new> posts”?", "Orders made with it stay")
    await ann.taps("Keep it")
    await ann.sees("Send the link")
    await ann.taps("Delete")
    await ann.taps("Delete it")
    await ann.sees("You have no presets yet", "Menu")
    await ann.says("/menu")
    ann.finds_no("⭐ Presets ]")


async def test_what_is_gone_or_has_changed_is_said_for_each(harness: Harness) -> None:
    ann = harness.ann
    await saved(ann)
    harness.panel.catalogue.remove(21)
    harness.panel.catalogue.change(22, min=500)
    await harness.kiosk.catalogue.refresh()
    await ann.taps("⭐ Presets")
    await ann.taps("⭐ Instagram Likes | Real… +2")
    await ann.sees("It must be from 500 to 20,000", "Instant: This service is no longer on sale")
    await ann.sees("Total: $0.35")
    await ann.says(POST.format(9))
    await ann.sees("to be corrected: 2", "It must be from 500", "There is no service 21")
    await ann.taps("Go on without them")
    await ann.taps("Confirm")
    assert list(harness.panel.orders.values())[-1].service.id == 26


async def test_a_link_that_fits_nothing_is_asked_for_again(harness: Harness) -> None:
    ann = harness.ann
    await saved(ann)
    await ann.taps("⭐ Presets")
    await ann.taps("⭐ Instagram Likes | Real… +2")
    for typed, sentence in (("thank you", "not a web link"), ("https://youtu.be/dQw4w9WgXcQ", "Instagram")):
        await ann.says(typed)
        await ann.sees(sentence, "Send the link", "Total:")
    await harness.restarts()
    await ann.says(POST.format(9))
    await ann.sees("3 lines", "Confirm")


async def test_a_basket_that_is_too_large_or_one_too_many_is_refused(harness: Harness) -> None:
    ann = harness.ann
    services = [1, 2, 3, 4, 5, 6, 7, 8, 9, 21, 22, 23, 38, 67, 68, 69, 70, 71, 72, 73, 74]
    links = {
        number: POST.format("x") if 20 < number < 60 else "https://instagram.com/ann" for number in services
    }
    links |= {number: "https://youtu.be/dQw4w9WgXcQ" for number in services if number > 60}
    minimum = {number: harness.panel.catalogue.service(number).min for number in services}  # type: ignore[union-attr]  # all are there
    await ann.says("/mass\n" + "\n".join(f"{one}|{links[one]}|{minimum[one]}" for one in services))
    await ann.sees("21 lines", "Confirm")
    await ann.taps("Confirm")
    await ann.taps("Save as preset")
    await ann.sees("21 different services; a preset holds at most 20")
    for number in range(20):
        await ann.says(f"/mass\n22|{POST.format(number)}|{20 + number}\n22|{POST.format(number)}a|20")
        await ann.taps("Confirm")
        await ann.taps("Save as preset")
        await harness.passes(60)
    await ann.says(f"/mass\n22|{POST.format('z')}|99\n21|{POST.format('z')}|20")
    await ann.taps("Confirm")
    await ann.taps("Save as preset")
    await ann.sees("You have 20 presets already")
    await ann.says("/menu")
    await ann.taps("⭐ Presets")
    await ann.sees("1 / 3", "Next")
    await ann.taps("Next")
    await ann.sees("2 / 3", "Previous")


async def test_nobody_opens_anothers_preset(harness: Harness) -> None:
    await saved(harness.ann)
    await harness.bob.says("/start")
    for action in ("open", "name", "wish"):
        harness.bob.person.forges(f"k:1:{action}:")
        await harness.settles()
        await harness.bob.sees("This preset is gone")
    harness.bob.person.forges("k:1:drop:")
    await harness.settles()
    assert await harness.kiosk.stores.presets.list_of(harness.ann.id)
