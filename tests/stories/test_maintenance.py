"""The shop closes for maintenance: nothing new begins, what was begun goes on, and who asked is told."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from shop.person import GivenRole
from tests.in_process import BOB, OLGA, Harness, Player

SETTINGS = {
    "access": "shop",
    "star_value": "0.02",
    "manual_topup": "Put it into the tin.",
    "payment_provider_token": "284685063:TEST:of-the-tests",
}
LINK = "https://www.instagram.com/ann/"
OTHER = "https://www.instagram.com/bob/"
CLOSED = "Closed right now"


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    """A shop in which Ann has $50, and all three ways to pay are open."""
    harness = Harness(database_file, **SETTINGS)  # type: ignore[arg-type]  # no setting here is the dialect
    harness.telegram.world.provider_tokens.add(SETTINGS["payment_provider_token"])
    await harness.opens()
    for player in (harness.ann, harness.bob, harness.olga):
        await player.says("/start")
        player.person.tops_up(10_000)
    await harness.olga.says("/credit 101 50 for the start")
    await harness.olga.taps("Confirm")
    yield harness
    await harness.audited()
    await harness.closes()


async def closes(harness: Harness) -> None:
    """Olga closes the shop."""
    await harness.olga.says("/maintenance")
    await harness.olga.taps("Close …")
    await harness.olga.taps("✅ Close")
    await harness.olga.sees("The shop has been closed since")


async def opens(harness: Harness) -> None:
    """Olga opens it again."""
    await harness.olga.says("/maintenance")
    await harness.olga.taps("Open …")
    await harness.olga.taps("✅ Open")
    await harness.olga.sees("The shop is open.")


def likes(harness: Harness) -> int:
    return harness.panel.catalogue.of_type("Default").id


async def comes_to_confirm(player: Player, link: str = LINK) -> None:
    await player.says(f"/order {likes(player.harness)} {link} 1000")
    await player.sees("Check your order")


async def test_an_order_is_refused_its_draft_survives_and_who_asked_is_told(shop: Harness) -> None:
    ann, bob = shop.ann, shop.bob
    await comes_to_confirm(ann)
    await closes(shop)
    await ann.taps("Confirm")
    await ann.sees(CLOSED, "What you were ordering is kept")
    assert not shop.panel.orders
    await ann.taps("Tell me when it opens")
    await ann.sees("You get a message as soon as")
    await bob.says("/menu")
    await bob.sees("The shop is closed for a while")
    await opens(shop)
    await ann.sees("The shop is open again")
    bob.finds_no("The shop is open again")
    await ann.taps("Go on")
    await ann.sees("Check your order")
    await ann.taps("Confirm")
    await shop.delivers()
    assert len(shop.panel.orders) == 1


async def test_words_and_end_are_asked_for_before_and_read_by_customers(shop: Harness) -> None:
    olga, ann = shop.olga, shop.ann
    await olga.says("/admin")
    await olga.taps("More")
    await olga.taps("Maintenance")
    await olga.sees("The shop is open.", "the staff neither")
    await olga.taps("Close …")
    await olga.taps("Words")
    await olga.says("x" * 301)
    await olga.sees("at most 300 characters")
    await olga.says("We move to <b>a new</b> panel \u202e!")
    await olga.sees("Close the shop?", "We move to <b>a new</b> panel")
    await olga.taps("Expected end")
    await olga.taps("2 h")
    await olga.sees("It is expected to open")
    await olga.taps("✅ Close")
    await ann.says("/topup")
    await ann.sees(CLOSED, "We move to <b>a new</b> panel", "It is expected to open")
    await olga.taps("Words")
    await olga.taps("The usual sentence")
    await olga.sees("The shop has been closed since", "Your orders go on")
    await olga.says("/admin")
    await olga.taps("More")
    await olga.taps("Log")
    await olga.sees("closed the shop", "set what customers read")


async def test_it_stays_closed_over_a_restart(shop: Harness) -> None:
    await closes(shop)
    await shop.restarts()
    await shop.ann.says("/topup")
    await shop.ann.sees(CLOSED)


async def orders_one(harness: Harness) -> None:
    await comes_to_confirm(harness.ann)
    await harness.ann.taps("Confirm")


async def orders_many(harness: Harness) -> None:
    await harness.ann.says("/mass")
    await harness.ann.says(f"{likes(harness)} | {LINK} | 1000\n{likes(harness)} | {OTHER} | 2000")
    await harness.ann.taps("Confirm")


async def reorders(harness: Harness) -> None:
    await harness.ann.says("/menu")
    await harness.ann.taps("Again …")
    await harness.ann.taps("1,000 Instagram F… · ….com/bob")
    await harness.ann.taps("Confirm")


async def orders_preset(harness: Harness) -> None:
    await harness.ann.says("/menu")
    await harness.ann.taps("Presets")
    await harness.ann.taps("⭐ Instagram Followers…")
    await harness.ann.says(OTHER)
    await harness.ann.taps("Confirm")


async def tops_up(harness: Harness) -> None:
    await harness.ann.says("/topup")


async def gives(harness: Harness) -> None:
    await harness.ann.says("/wallet")
    await harness.ann.taps("🎁 Gift")


async def enters_coupon(harness: Harness) -> None:
    await harness.ann.says("/wallet")
    await harness.ann.taps("Coupon")


PATHS = [orders_one, orders_many, reorders, orders_preset, tops_up, gives, enters_coupon]


@pytest.mark.parametrize("begins", PATHS)
async def test_no_path_that_buys_leads_past_the_door(
    shop: Harness, begins: Callable[[Harness], Awaitable[None]]
) -> None:
    ann = shop.ann
    await comes_to_confirm(ann)
    await ann.taps("Confirm")
    await shop.delivers()
    await ann.says("/mass")
    await ann.says(f"{likes(shop)} | {OTHER} | 1000")
    await ann.taps("Confirm")
    await shop.delivers()
    await ann.taps("Save as preset")
    await ann.says("/menu")
    count = len(shop.panel.orders)
    await closes(shop)
    await begins(shop)
    await ann.sees(CLOSED)
    assert len(shop.panel.orders) == count


@pytest.mark.parametrize("way", ["Telegram Stars", "Card", "By hand"])
async def test_a_top_up_begun_before_is_not_confirmed_while_closed(shop: Harness, way: str) -> None:
    ann = shop.ann
    await ann.says("/topup")
    await ann.taps(way)
    await closes(shop)
    await ann.says("10")
    await ann.sees(CLOSED)
    assert not [one for one in ann.person.home.messages.values() if one.content.invoice]
    await opens(shop)
    await ann.says("10")
    await ann.sees("10")


async def test_a_bill_from_before_is_not_taken_but_money_that_comes_is_credited(shop: Harness) -> None:
    bob = shop.bob
    await comes_to_confirm(bob)
    await bob.taps("⭐ Pay 45 Stars and order")
    [bill] = [one for one in bob.person.home.messages.values() if one.content.invoice]
    await closes(shop)
    bob.person.pays(bill)
    await shop.settles()
    assert not shop.telegram.world.ledger.charges
    await opens(shop)
    # The yes was said while it was open; the money comes when it is closed.
    bob.person.pays(bill)
    await shop.kiosk.messaging.polling.poll_once(0)
    await shop.kiosk.messaging.checkout.drain()
    await shop.kiosk.stores.maintenance.close(OLGA, shop.clock.now())
    shop.kiosk.gate.state = await shop.kiosk.stores.maintenance.state()
    await shop.settles()
    await bob.sees("so nothing is ordered yet")
    assert not shop.panel.orders
    await opens(shop)
    await bob.says("/menu")
    await bob.taps("Go on")
    await bob.taps("Confirm")
    await shop.delivers()
    assert len(shop.panel.orders) == 1


async def test_what_was_begun_goes_on(shop: Harness) -> None:
    ann, bob = shop.ann, shop.bob
    await comes_to_confirm(ann)
    await ann.taps("Confirm")
    await closes(shop)
    await shop.delivers()
    await ann.sees("Completed")
    await bob.says("/topup")
    await bob.sees(CLOSED)


async def test_a_scheduled_start_waits_for_the_opening(shop: Harness) -> None:
    ann = shop.ann
    await comes_to_confirm(ann)
    await ann.taps("Start later")
    await ann.taps("In an hour")
    await ann.taps("Confirm")
    await closes(shop)
    await shop.passes(3700)
    assert not shop.panel.orders
    await opens(shop)
    await shop.passes(60)
    assert len(shop.panel.orders) == 1


async def test_two_operators_are_one_act_and_a_second_tap_says_who(shop: Harness) -> None:
    staff, olga, bob = shop.kiosk.stores.staff, shop.olga, shop.bob
    await staff.give_role(BOB, GivenRole.OPERATOR, OLGA, shop.clock.now())
    shop.kiosk.access.roster = await staff.roster()
    await bob.says("/maintenance")
    await bob.taps("Close …")
    await closes(shop)
    await bob.taps("✅ Close")
    assert "Olga has done this already" in bob.person.toasts[-1].text
    await olga.says("/maintenance")
    await olga.taps("Open …")
    await opens(shop)
    olga.person.forges("am::open:")
    await shop.settles()
    assert "Olga has done this already" in olga.person.toasts[-1].text


async def test_opening_tells_each_once_over_a_crash(shop: Harness) -> None:
    await closes(shop)
    for player in (shop.ann, shop.bob):
        await player.says("/topup")
        await player.taps("Tell me when it opens")
    store, now = shop.kiosk.stores.maintenance, shop.clock.now()
    await store.open(OLGA, now)
    await shop.kiosk.close()  # before a single notice went out
    await shop.comes_back()
    await shop.rounds()
    await shop.rounds()
    for player in (shop.ann, shop.bob):
        told = [one for one in player.person.chat if "The shop is open again" in (one.content.text or "")]
        assert len(told) == 1, player.id
    assert await shop.kiosk.stores.maintenance.count_wishes() == 0


async def test_the_bell_of_an_open_shop_says_that_it_is_open(shop: Harness) -> None:
    ann = shop.ann
    await closes(shop)
    await ann.says("/topup")
    await shop.kiosk.stores.maintenance.open(OLGA, shop.clock.now())
    await ann.taps("Tell me when it opens")
    await ann.sees("The shop is open again")


async def test_the_last_turn_repeated_closes_nothing_twice(shop: Harness) -> None:
    await closes(shop)
    await shop.forgets_last_turn()
    await shop.settles()
    acts = await shop.kiosk.stores.acts.list_latest(limit=9)
    assert sum(one.act.did == "closed_shop" for one in acts) == 1


async def test_the_desk_says_that_it_is_closed_and_leads_to_opening(shop: Harness) -> None:
    await closes(shop)
    await shop.olga.says("/admin")
    await shop.olga.sees("The shop has been closed since")
    await shop.olga.taps("Open the shop …")
    await shop.olga.taps("✅ Open")
    await shop.olga.says("/admin")
    assert "The shop has been closed since" not in shop.olga.person.last.shown


async def test_a_half_filled_order_for_a_service_that_is_gone_is_not_offered(
    shop: Harness,
) -> None:
    ann, gone = shop.ann, likes(shop)
    await ann.says(f"/order {gone} {LINK}")
    await ann.says("/order")
    await ann.taps("Cancel")
    await closes(shop)
    await ann.says("/topup")
    await ann.taps("Tell me when it opens")
    shop.panel.catalogue.remove(gone)
    await shop.passes(3_700)
    await opens(shop)
    await ann.sees("The shop is open again")
    labels = [one.label for row in ann.person.last.keyboard or () for one in row]
    assert "🛒 New order" in labels
    assert "▶️ Go on" not in labels


async def test_the_expected_end_is_typed_too(shop: Harness) -> None:
    olga, ann = shop.olga, shop.ann
    await olga.says("/maintenance")
    await olga.taps("Close …")
    await olga.taps("Expected end")
    await olga.sees("Tap below, or send a time by your clock: 14:30")
    await olga.says("at some time")
    await olga.sees("I could not read a time in that")
    await olga.says("in 900 hours")
    await olga.sees("Send a time within the next 30 days.")
    await olga.says("18:00")
    await olga.sees("Close the shop?", "It is expected to open 1 Jan 18:00 UTC.")
    await olga.taps("✅ Close")
    await ann.says("/order 1 https://www.instagram.com/ann/ 1000")
    await ann.taps("Confirm")
    await ann.sees("It is expected to open 1 Jan 18:00 UTC.")
    await olga.taps("Expected end")
    await olga.taps("2 h")
    await olga.says("19:00")
    await olga.sees("I found nothing for “19:00”")
    await olga.says("/maintenance")
    await olga.sees("It is expected to open 1 Jan 14:00 UTC.")


async def test_an_expected_end_that_has_passed_is_said_to_no_customer_and_once_to_the_staff(
    shop: Harness,
) -> None:
    olga, ann = shop.olga, shop.ann
    await olga.says("/maintenance")
    await olga.taps("Close …")
    await olga.taps("Expected end")
    await olga.taps("1 h")
    await olga.taps("✅ Close")
    await shop.passes(3_000)
    await ann.says("/start")
    await ann.sees("It is expected to open 1 Jan 13:00 UTC.")
    told = len(olga.person.chat)
    for _ in range(3):
        await shop.passes(600)
    await ann.says("/start")
    await ann.sees("The shop is closed for a while")
    assert "expected" not in ann.person.last.text
    news = [one.text for one in olga.person.chat[told:]]
    assert len([one for one in news if "though it was expected to be open by now" in one]) == 1, news
    await olga.says("/maintenance")
    assert "expected" not in olga.person.last.text
    await olga.taps("Expected end")
    await olga.taps("30 min")
    await ann.says("/start")
    await ann.sees("It is expected to open 1 Jan 13:50 UTC.")
