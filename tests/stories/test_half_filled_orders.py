"""What was half filled in is not lost without a word when something else begins: it can be gone back to."""

from collections.abc import Awaitable, Callable

import pytest

from handlers.ordering.left import label_of_left
from locales import Catalogues
from playground.telegram.labels import width
from tests.in_process import Harness, Player

LINK = "https://www.instagram.com/p/abc/"
OTHER = "https://www.instagram.com/p/other/"


async def fills_half(harness: Harness) -> None:
    """Ann has chosen a service and sent her link."""
    await harness.ann.says(f"/order 1 {LINK}")
    await harness.ann.sees("How many?", "✓ instagram.com/p/abc")


def ways_back(player: Player) -> list[str]:
    """Return the labels of the buttons that lead to what was half filled in."""
    return [label for label in labels_below(player) if "Back to " in label]


def labels_below(player: Player) -> list[str]:
    """Return the labels of the buttons below the newest message."""
    return [one.label for row in player.person.last.keyboard or () for one in row]


async def goes_back(player: Player) -> None:
    """Tap the button that leads to what was half filled in."""
    [label] = ways_back(player)
    await player.taps(label)


@pytest.mark.parametrize(
    "begins", ["/order", "/order 2", "/start s_2", "/order 2 https://t.me/ann 100", "/mass"]
)
async def test_whatever_begins_leads_back_to_what_was_half_filled(harness: Harness, begins: str) -> None:
    ann = harness.ann
    await fills_half(harness)
    await ann.says(begins)
    await goes_back(ann)
    await ann.sees("How many?", "✓ instagram.com/p/abc")
    await ann.says("1000")
    await ann.sees("Check your order")
    await ann.taps("Confirm")
    assert [order.quantity for order in harness.panel.orders_for(LINK)] == [1000]
    await harness.audited()


async def test_the_way_back_stays_while_the_new_order_is_filled_in_and_over_a_restart(
    harness: Harness,
) -> None:
    ann = harness.ann
    await fills_half(harness)
    await ann.says("/order")
    await ann.says("/order 2")
    await ann.says("https://www.instagram.com/p/other/")
    await harness.restarts()
    await ann.says("/order 3")
    await goes_back(ann)
    await ann.sees("✓ instagram.com/p/other")
    await ann.says("100")
    await ann.taps("Confirm")
    await ann.says("/order")
    assert not ways_back(ann)


@pytest.mark.parametrize("begins", ["/order", "/order 2", "/mass"])
async def test_an_order_that_was_gone_back_to_leads_not_to_itself(harness: Harness, begins: str) -> None:
    ann = harness.ann
    await fills_half(harness)
    await ann.says(begins)
    await goes_back(ann)
    assert not ways_back(ann)
    await ann.says("1000")
    await ann.sees("Check your order")
    assert not ways_back(ann)


async def test_two_half_filled_orders_lead_to_each_other(harness: Harness) -> None:
    ann = harness.ann
    await fills_half(harness)
    await ann.says("/order 2 https://www.instagram.com/p/other/")
    for link in ("abc", "other", "abc"):
        await goes_back(ann)
        await ann.sees(f"✓ instagram.com/p/{link}")
        assert len(ways_back(ann)) == 1


async def test_an_order_with_nothing_typed_leaves_no_way_back(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/order 1")
    await ann.says("/order")
    assert not ways_back(ann)


async def confirms(ann: Player) -> None:
    await ann.says(f"/order 2 {OTHER} 100")
    await ann.taps("Confirm")


async def confirms_many(ann: Player) -> None:
    await ann.says(f"/mass\n22|{OTHER}|100\n21|{OTHER}|50")
    await ann.taps("Confirm")


async def cancels(ann: Player) -> None:
    await ann.says("/order 2")
    await ann.taps("Cancel")
    await ann.sees("Canceled. Nothing was ordered.")


async def says_cancel(ann: Player) -> None:
    await ann.says("/order")
    await ann.says("/cancel")
    await ann.sees("Canceled. Nothing was ordered.")


@pytest.mark.parametrize("ends", [confirms, confirms_many, cancels, says_cancel])
async def test_the_end_of_the_order_that_took_its_place_leaves_the_way_back(
    harness: Harness, ends: Callable[[Player], Awaitable[None]]
) -> None:
    ann = harness.ann
    await fills_half(harness)
    await ends(ann)
    await harness.restarts()
    if not ways_back(ann):  # an order's card has none
        await ann.says("/order")
    await goes_back(ann)
    await ann.sees("How many?", "✓ instagram.com/p/abc")
    await ann.says("1000")
    await ann.taps("Confirm")
    assert [order.quantity for order in harness.panel.orders_for(LINK)] == [1000]
    await ann.says("/order")
    assert not ways_back(ann)
    await harness.audited()


@pytest.mark.parametrize("ends", ["a new name", "/cancel"])
async def test_naming_a_preset_leaves_the_way_back(harness: Harness, ends: str) -> None:
    ann = harness.ann
    await confirms_many(ann)
    await ann.taps("Save as preset")
    await fills_half(harness)
    await ann.says("/menu")
    await ann.taps("⭐ Presets")
    await ann.taps("⭐ Instagram Likes | Real… +1")
    await ann.taps("Rename")
    await ann.says(ends)
    await goes_back(ann)
    await ann.sees("How many?", "✓ instagram.com/p/abc")


async def test_whoever_leaves_the_question_for_a_name_has_the_way_back_too(harness: Harness) -> None:
    ann = harness.ann
    await confirms_many(ann)
    await ann.taps("Save as preset")
    await fills_half(harness)
    await ann.says("/menu")
    await ann.taps("⭐ Presets")
    await ann.taps("⭐ Instagram Likes | Real… +1")
    await ann.taps("Rename")
    await ann.says("/menu")
    await ann.sees("You were ordering")
    await ann.taps("Go on")
    await ann.sees("How many?", "✓ instagram.com/p/abc")


async def test_the_home_goes_on_with_what_was_left_or_drops_it(harness: Harness) -> None:
    ann = harness.ann
    await fills_half(harness)
    await confirms(ann)
    await ann.says("/menu")
    await ann.sees("You were ordering")
    await ann.taps("Go on")
    await ann.sees("How many?", "✓ instagram.com/p/abc")
    await ann.says("/order")
    await ann.taps("Cancel")
    await ann.says("/menu")
    await ann.taps("Drop it")
    assert "You were ordering" not in ann.person.last.text
    await ann.says("/order")
    assert not ways_back(ann)


async def test_what_is_written_after_the_other_order_answers_nothing_of_the_half_filled_one(
    harness: Harness,
) -> None:
    ann = harness.ann
    await fills_half(harness)
    await confirms(ann)
    await ann.says("1000")
    assert "Check your order" not in ann.person.last.text
    await ann.says("https://www.instagram.com/p/third/")
    assert len(ways_back(ann)) == 1
    await ann.taps("Cancel")
    ann.person.sends_document("list.txt", content=f"22|{OTHER}|100\n21|{OTHER}|50".encode())
    await harness.settles()
    await ann.sees("2 lines")
    assert len(ways_back(ann)) == 1


async def test_what_was_left_of_a_service_that_is_gone_waits_nowhere(harness: Harness) -> None:
    ann = harness.ann
    await fills_half(harness)
    await confirms(ann)
    harness.panel.catalogue.remove(1)
    await harness.passes(3_700)
    await ann.says("/menu")
    assert "You were ordering" not in ann.person.last.text
    await ann.says("/order")
    assert not ways_back(ann)


async def test_nothing_offers_to_go_on_with_what_was_left_of_a_service_that_is_gone(harness: Harness) -> None:
    ann = harness.ann
    await fills_half(harness)
    await confirms(ann)
    await ann.says("/nonsense")
    assert "▶️ Go on" in labels_below(ann)
    harness.panel.catalogue.remove(1)
    await harness.passes(3_700)
    await ann.says("/nonsense")
    assert "▶️ Go on" not in labels_below(ann)


@pytest.mark.parametrize("language", Catalogues().languages)
@pytest.mark.parametrize("name", ["Likes", "Instagram Comments | 10 of your own words | R30", "लाइक्स " * 9])
def test_a_phone_shows_the_whole_way_back(language: str, name: str) -> None:
    label = label_of_left(name, Catalogues().of(language))
    assert width(label) <= 30
    assert name[:5] in label


async def is_taken_off(harness: Harness, service: int) -> None:
    """The panel no longer sells a service, and the shop knows."""
    harness.panel.catalogue.remove(service)
    await harness.kiosk.catalogue.refresh()


@pytest.mark.parametrize("goes_on", ["by an answer", "from the home"])
async def test_what_goes_on_without_its_service_shows_what_there_is_for_its_link(
    harness: Harness, goes_on: str
) -> None:
    """*Go on* said only that it is no longer on sale, and the home offered it again, for ever."""
    ann = harness.ann
    await fills_half(harness)
    await is_taken_off(harness, 1)
    if goes_on == "by an answer":
        await ann.says("1000")
    else:
        await ann.says("/menu")
        await ann.taps("Go on")
    await ann.sees("⚠️ This service is no longer on sale", "your link is kept", "What would you like for it?")
    assert not ways_back(ann)
    for _ in range(2):
        await ann.taps(ann.person.last.labels[0])
    await ann.taps("Order")
    await ann.sees("How many?", "✓ instagram.com/p/abc")


async def test_what_goes_on_without_service_and_link_begins_anew(harness: Harness) -> None:
    ann = harness.ann
    await ann.says("/order 1")
    await is_taken_off(harness, 1)
    await ann.says("/menu")
    await ann.taps("Go on")
    await ann.sees("This service is no longer on sale", "What is it for?", "Instagram")
    await ann.says("/start s_2")
    await is_taken_off(harness, 2)
    await ann.says("/menu")
    await ann.taps("Go on")
    await ann.sees("This service is no longer on sale", "What is it for?", "Instagram")
