"""What was half filled in is not lost without a word when something else begins: it can be gone back to."""

import pytest

from tests.in_process import Harness, Player

LINK = "https://www.instagram.com/p/abc/"


async def fills_half(harness: Harness) -> None:
    """Ann has chosen a service and sent her link."""
    await harness.ann.says(f"/order 1 {LINK}")
    await harness.ann.sees("How many?", "✓ instagram.com/p/abc")


def ways_back(player: Player) -> list[str]:
    """Return the labels of the buttons that lead to what was half filled in."""
    labels = [one.label for row in player.person.last.keyboard or () for one in row]
    return [label for label in labels if "Back to " in label]


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
