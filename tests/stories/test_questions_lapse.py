"""Questions lapse: the newest question takes the next message, and an old one takes none."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.in_process import Harness

LINK = "https://www.instagram.com/p/lapse/"


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    """A shop with payment by hand."""
    harness = Harness(database_file, access="shop", manual_topup="Send the money.", topup_amounts="1, 5, 20")
    await harness.opens()
    await harness.olga.says("/help")
    yield harness
    await harness.audited()
    await harness.closes()


async def test_a_new_order_takes_the_next_message_from_an_abandoned_topup(shop: Harness) -> None:
    ann = shop.ann
    await ann.says("/topup")
    await ann.taps("$5")
    await ann.says("/order 1")
    await ann.says(LINK)
    await ann.sees("How many")
    shop.olga.finds_no("paid by hand")


async def test_what_was_asked_an_hour_ago_takes_no_message_any_more(shop: Harness) -> None:
    ann = shop.ann
    await ann.says("/order 1")
    await ann.says("/topup")
    await ann.taps("$5")
    await shop.passes(3_700)
    await ann.says(LINK)
    await ann.sees("How many")
    shop.olga.finds_no("paid by hand")


async def test_what_was_asked_during_the_order_takes_the_next_message(shop: Harness) -> None:
    ann = shop.ann
    await ann.says("/order 1")
    await ann.says("/topup")
    await ann.taps("$5")
    await ann.taps("I have paid")
    await ann.says("receipt 4711")
    await ann.taps("Send to the shop")
    await shop.olga.sees("paid by hand", "receipt 4711")


async def test_an_operators_old_broadcast_question_takes_no_message(shop: Harness) -> None:
    olga = shop.olga
    for pause, command in ((0, "/order 1"), (3_700, "")):
        await olga.says("/broadcast")
        await shop.passes(pause)
        if command:
            await olga.says(command)
        await olga.says(LINK)
        olga.finds_no("This is how it will look")


async def test_an_order_that_is_not_settled_offers_no_second_one(harness: Harness) -> None:
    harness.panel.arm("hang_after", action="add")
    await harness.ann.says(f"/order 1 {LINK} 100")
    await harness.ann.taps("Confirm")
    await harness.ann.sees("Order 1 · Being checked")
    harness.ann.finds_no("Reorder")


async def test_whoever_leaves_a_topup_is_asked_for_no_amount_any_more(
    shop: Harness,
) -> None:
    ann = shop.ann
    for leaves in ("Menu", "/menu", "/wallet", "/settings"):
        await ann.says("/topup")
        await ann.sees("How much?")
        await (ann.says if leaves.startswith("/") else ann.taps)(leaves)
        await ann.says("youtube views")
        await ann.sees("Found for “youtube views”")
        await ann.says("/cancel")


async def test_a_link_begins_an_order_where_an_amount_or_a_coupon_was_asked_for(shop: Harness) -> None:
    ann = shop.ann
    for asks in ("Top up", "Coupon"):
        await ann.says("/wallet")
        await ann.taps(asks)
        await ann.says(LINK)
        await ann.sees("What would you like for it?")
        await ann.says("/cancel")
        await ann.sees("Nothing was ordered")


async def test_a_receipt_is_still_taken_from_whoever_looked_around_meanwhile(shop: Harness) -> None:
    ann = shop.ann
    await ann.says("/topup")
    await ann.taps("$5")
    await ann.taps("I have paid")
    await ann.taps("Menu")
    ann.person.sends_photo()
    await shop.settles()
    await ann.taps("Send to the shop")
    await shop.olga.sees("paid by hand")


async def test_a_search_takes_no_receipt_and_keeps_none_from_being_sent(shop: Harness) -> None:
    ann = shop.ann
    await ann.says("/topup")
    await ann.taps("$5")
    await ann.taps("I have paid")
    await ann.says("/menu")
    await ann.taps("Search")
    await ann.says("xyzzy")
    await ann.sees("I found nothing for", "🔎 Search")
    ann.person.sends_photo()
    await shop.settles()
    await ann.sees("Your receipt for $5.00")
    await ann.taps("Another")
    await ann.says("/menu")
    await ann.taps("Search")
    await ann.says("youtube views")
    await ann.sees("Found for “youtube views”")
    await ann.says("instagram likes")
    await ann.sees("Found for “instagram likes”")
    ann.finds_no("Your receipt for $5.00:\ninstagram")


async def test_what_is_asked_beside_a_list_of_orders_is_not_taken_for_its_lines(shop: Harness) -> None:
    ann = shop.ann
    await shop.olga.says("/coupon HELLO 5 uses 9")
    await ann.says(f"/mass 1 {LINK} 100\n2 {LINK} 100")
    await ann.sees("2 lines")
    await ann.says("/wallet")
    await ann.taps("Coupon")
    await ann.says("hello")
    await ann.sees("$5.00")
    ann.finds_no("no line of a list")
    await ann.says("/settings")
    await ann.taps("Quiet hours")
    await ann.says("22-7")
    await ann.sees("Quiet hours are set")
    await ann.says("Berlin")
    await ann.sees("Berlin")
    ann.finds_no("no line of a list")
    await ann.says(f"22 {LINK} 50")
    await ann.sees("3 lines")


async def test_a_coupon_is_not_taken_for_the_name_of_a_preset(shop: Harness) -> None:
    ann = shop.ann
    await shop.olga.says("/coupon HELLO 5 uses 9")
    await ann.says("/start")
    await shop.olga.says(f"/credit {ann.id} 20 welcome")
    await shop.olga.taps("Confirm")
    await ann.says(f"/order 1 {LINK} 100")
    await ann.taps("Confirm")
    await shop.delivers()
    await ann.says("/status 1")
    await ann.taps("Save as preset")
    await ann.taps("Rename")
    await ann.says("/wallet")
    await ann.taps("Coupon")
    await ann.says("hello")
    await ann.sees("$5.00")


@pytest.mark.parametrize(
    "begun", ["/order 1", f"/order 1 {LINK}", f"/order 1 {LINK} 100", f"/order 37 {LINK}", "/mass"]
)
async def test_search_finds_services_whatever_is_being_filled_in(shop: Harness, begun: str) -> None:
    ann = shop.ann
    await ann.says(begun)
    await ann.says("/menu")
    await ann.taps("Search")
    await ann.says("youtube views")
    await ann.sees("Found for “youtube views”")


async def test_search_takes_a_link_whatever_is_being_filled_in(shop: Harness) -> None:
    ann = shop.ann
    await ann.says("/order 1")
    await ann.says("/menu")
    await ann.taps("Search")
    await ann.says("https://youtu.be/dQw4w9WgXcQ")
    await ann.sees("YouTube: a video", "What would you like for it?")


async def test_whoever_leaves_the_search_goes_on_with_the_order(shop: Harness) -> None:
    ann = shop.ann
    await ann.says(f"/order 1 {LINK}")
    await ann.says("/menu")
    await ann.taps("Search")
    await ann.taps("Menu")
    await ann.taps("Go on")
    await ann.says("100")
    await ann.sees("Check your order", "Quantity: 100")


async def test_whoever_cancels_the_search_keeps_the_order(shop: Harness) -> None:
    ann = shop.ann
    await ann.says(f"/order 1 {LINK}")
    await ann.says("/menu")
    await ann.taps("Search")
    await ann.says("/cancel")
    ann.finds_no("Nothing was ordered")
    await ann.taps("Go on")
    await ann.says("100")
    await ann.sees("Check your order", "Quantity: 100")


@pytest.mark.parametrize("nothing", ["xyzzy", "https://vk.com/wall1_2", "thanks", "https://bit.ly/abc"])
async def test_a_search_that_finds_nothing_keeps_the_order_that_waits(shop: Harness, nothing: str) -> None:
    ann = shop.ann
    await ann.says(f"/order 1 {LINK}")
    await ann.says("/menu")
    await ann.taps("Search")
    await ann.says(nothing)
    await ann.sees("🔎 Search", "Just write what you are looking for")
    await ann.says("youtube views")
    await ann.sees("Found for “youtube views”")
    await ann.says(f"/order 1 {LINK}")
    await ann.says("/menu")
    await ann.taps("Search")
    await ann.says(nothing)
    await ann.taps("Menu")
    await ann.taps("Go on")
    await ann.says("100")
    await ann.sees("Check your order", "Quantity: 100")


async def test_a_search_that_is_handled_again_begins_nothing_twice(shop: Harness) -> None:
    ann = shop.ann
    await ann.says("/order 1")
    await ann.says("/menu")
    await ann.taps("Search")
    await ann.says("youtube views")
    await shop.restarts()
    await shop.forgets_last_turn()
    await shop.settles()
    await ann.sees("Found for “youtube views”")
    await ann.says("instagram likes")
    await ann.sees("Found for “instagram likes”")


@pytest.mark.parametrize("begun", ["", "/order"])
async def test_a_sticker_ends_no_question(shop: Harness, begun: str) -> None:
    ann = shop.ann
    await ann.says("/wallet")
    if begun:
        await ann.says(begun)
        await ann.says("/wallet")
    await ann.taps("Coupon")
    ann.person.sends_media("sticker")
    await shop.settles()
    await ann.says("SUMMER")
    await ann.sees("I know no coupon")
