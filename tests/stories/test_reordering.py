"""Reorder: the same once more at today's price, or what comes nearest where that cannot be had."""

import pytest

from playground.telegram import NoSuchButton
from tests.in_process import Harness

LINK = "https://www.instagram.com/p/Cabc"


async def ended(harness: Harness, service: int = 21, quantity: int = 100) -> None:
    """Have Ann order this, and the panel deliver it."""
    await harness.ann.says(f"/order {service} {LINK} {quantity}")
    await harness.ann.taps("Confirm")
    await harness.delivers()
    await harness.ann.sees("is done")


async def test_an_ended_order_is_ordered_again_in_two_taps(harness: Harness) -> None:
    ann = harness.ann
    await ended(harness)
    for way in ("ending", "card", "home"):
        if way == "card":
            await ann.says("/status 1")
        if way == "home":
            await ann.says("/menu")
            await ann.taps("Again …")
            await ann.taps(next(label for label in ann.person.last.labels if label.startswith("100 ")))
        else:
            await ann.taps("Reorder")
        await ann.sees("Check your order", f"Link: {LINK}", "Quantity: 100", "Price: $0.013")
        await ann.taps("Confirm")
        await harness.delivers()
    assert [order.quantity for order in harness.panel.orders_for(LINK)] == [100] * 4
    await harness.audited()


async def test_every_answer_of_a_type_is_ordered_again(harness: Harness) -> None:
    ann = harness.ann
    service = harness.panel.catalogue.of_type("Custom Comments")
    lines = "\n".join(f"so nice {number}" for number in range(service.min))
    await ann.says(f"/order {service.id} {LINK} {lines}")
    await ann.taps("Confirm")
    await harness.delivers()
    await ann.taps("Reorder")
    await ann.sees("Check your order", "so nice 0")
    await ann.taps("Confirm")
    first, second = [dict(call.form) for call in harness.panel.calls if call.action == "add"]
    assert first == second


async def test_a_service_that_is_gone_leads_to_those_like_it_with_the_link(harness: Harness) -> None:
    ann = harness.ann
    await ended(harness)
    harness.panel.catalogue.remove(21)
    await harness.kiosk.catalogue.refresh()
    await ann.taps("Reorder")
    await ann.sees("⚠️ This service is no longer on sale", "your link is kept", "🔗", "Back", "Menu")
    await ann.taps(ann.person.last.labels[0])
    await ann.taps("Order")
    await ann.sees("How many?", "✓ instagram.com/p/Cabc")


async def test_a_service_nothing_is_like_leads_to_what_there_is_for_the_link(harness: Harness) -> None:
    ann, catalogue = harness.ann, harness.panel.catalogue
    catalogue.change(21, name="Zyqx Wvutz")
    await harness.kiosk.catalogue.refresh()
    await ended(harness)
    catalogue.remove(21)
    await harness.kiosk.catalogue.refresh()
    await ann.taps("Reorder")
    await ann.sees("⚠️ This service is no longer on sale", "What would you like for it?", LINK)


async def test_limits_that_have_changed_are_asked_about(harness: Harness) -> None:
    ann = harness.ann
    await ended(harness)
    harness.panel.catalogue.change(21, min=500)
    await harness.kiosk.catalogue.refresh()
    await ann.taps("Reorder")
    await ann.sees("⚠️ It must be from 500 to 50,000", "How many?", "✓ instagram.com/p/Cabc")
    await ann.says("500")
    await ann.sees("Check your order", "Quantity: 500")


async def test_another_name_of_the_service_is_told(harness: Harness) -> None:
    ann = harness.ann
    await ended(harness)
    harness.panel.catalogue.change(21, name="Instagram Likes | Slow")
    await harness.kiosk.catalogue.refresh()
    await ann.taps("Reorder")
    await ann.sees("⚠️ This service has another name now: Instagram Likes | Slow", "Check your order")
    harness.panel.catalogue.change(21, name="TikTok Likes", category="TikTok")  # another thing
    await harness.kiosk.catalogue.refresh()
    await ann.says("/status 1")
    await ann.taps("Reorder")
    await ann.sees("⚠️ This service is for TikTok", "Send the link of the video")


async def test_an_order_that_is_not_decided_is_never_ordered_again(harness: Harness) -> None:
    ann = harness.ann
    harness.panel.arm("hang_before")
    await ann.says(f"/order 21 {LINK} 100")
    await ann.taps("Confirm")
    await ann.sees("Order 1")
    order = await harness.kiosk.stores.orders.find(1, owner=ann.id)
    assert order is not None
    assert order.state == "unknown"
    with pytest.raises(NoSuchButton):
        await ann.taps("Reorder")
    before = len(ann.person.home.messages)
    ann.person.forges("o:1:reorder:")  # a card from before it was so
    await harness.settles()
    assert "Order 1 is not decided yet" in ann.person.toasts[-1].text
    assert len(ann.person.home.messages) == before
