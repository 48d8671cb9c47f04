"""Suppliers, bundles, the catalogue and the rules together: what changes while others rely on it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from playground.telegram.people import NoSuchButton
from tests.in_process import ANN, Further, Harness, Player

LINK = "https://www.instagram.com/p/change/"
HERE, THERE = "22", "2000022"
"""Instagram likes of the one supplier and of the other."""


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    """A shop with a second supplier in euros, in which Ann has 9 dollars."""
    harness = Harness(
        database_file,
        further={"fast": Further("mainstream", "EUR")},
        access="shop",
        support_contact="@olga",
    )
    await harness.opens()
    await harness.olga.says("/start")
    await harness.olga.says("/prices rate EUR 1.25")
    await harness.ann.says("/start")
    await harness.olga.says(f"/credit {ANN} 9 for the story")
    await harness.olga.taps("Confirm")
    yield harness
    await harness.audited()
    await harness.closes()


async def bundle_on_sale(olga: Player) -> None:
    """Have Olga sell likes of both suppliers as one offer."""
    await olga.says("/admin")
    await olga.taps("More")
    await olga.taps("Bundles")
    await olga.taps("New bundle")
    await olga.says("Both")
    for part in (f"{HERE} 1000", f"{THERE} 1000"):
        await olga.taps("Add a service")
        await olga.says(part)
    await olga.taps("Price")
    await olga.says("0%")
    await olga.taps("Preview, put on sale")
    await olga.taps("Put on sale")
    await olga.sees("Version 1 is on sale")


async def comes_to_confirm(ann: Player) -> None:
    """Have Ann come to the bundle's confirm card."""
    await ann.says("/order")
    await ann.taps("Bundles")
    await ann.taps("Both")
    await ann.taps("Order")
    await ann.says(LINK)
    await ann.sees("Confirm", LINK)


async def waits_for_a_supplier_that_is_away(shop: Harness, service: str = "1") -> None:
    shop.panel_wire.refusing = True
    await shop.ann.says(f"/order {service} {LINK} 100")
    await shop.ann.taps("Confirm")


async def test_a_bundle_of_two_suppliers_is_one_offer(shop: Harness) -> None:
    await bundle_on_sale(shop.olga)
    await comes_to_confirm(shop.ann)
    await shop.ann.taps("Confirm")
    [here] = shop.panel.orders_for(LINK)
    [there] = shop.further["fast"].orders_for(LINK)
    assert (str(here.service.id), str(there.service.id)) == ("22", "22"), "each is told its own number"
    await shop.delivers()
    said = [one.text for one in shop.ann.person.chat if "Your bundle Both is done" in one.text]
    assert len(said) == 1


async def test_one_part_of_a_bundle_fails_at_the_second_supplier(shop: Harness) -> None:
    await bundle_on_sale(shop.olga)
    await comes_to_confirm(shop.ann)
    shop.further["fast"].arm("bad_link", action="add")
    await shop.ann.taps("Confirm")
    await shop.delivers()
    assert len(shop.panel.orders_for(LINK)) == 1
    assert not shop.further["fast"].orders_for(LINK)
    await shop.ann.sees("Your bundle Both is over.", "Back in your wallet: $0.55")
    await shop.ann.says("/wallet")
    await shop.ann.sees("$8.56")


async def test_a_service_that_is_hidden_takes_its_bundle_off_sale(shop: Harness) -> None:
    await bundle_on_sale(shop.olga)
    await comes_to_confirm(shop.ann)
    await shop.olga.says(f"/services {THERE}")
    await shop.olga.taps("Hide")
    await shop.ann.taps("Confirm")
    assert not shop.panel.orders
    assert not shop.further["fast"].orders


async def test_a_route_to_a_supplier_that_is_removed_is_no_route(shop: Harness) -> None:
    """New orders go to their own supplier again, and the operator's list says what became of the route."""
    await shop.olga.says("/services route 1 2000001")
    await shop.olga.taps("Yes, have it deliver")
    (shop.database.parent / "panels" / "fast.toml").unlink()
    shop.further.clear()
    shop.further_wires.clear()
    await shop.restarts()
    await shop.ann.says(f"/order 1 {LINK} 100")
    await shop.ann.taps("Confirm")
    await shop.passes(60)
    assert len(shop.panel.orders_for(LINK)) == 1


async def test_the_fallbacks_currency_changes_while_an_order_waits(shop: Harness) -> None:
    """Nothing is sent at a price that nobody can reckon."""
    await shop.olga.says("/services fallback 1 2000001")
    await shop.olga.taps("Yes, have it deliver")
    await waits_for_a_supplier_that_is_away(shop)
    shop.further["fast"].currency = "INR"
    await shop.kiosk.suppliers[1].catalogue.refresh()
    for _ in range(6):
        await shop.passes(60)
    assert not shop.further["fast"].orders_for(LINK)
    shop.panel_wire.refusing = False
    for _ in range(10):
        await shop.passes(60)
    assert len(shop.panel.orders_for(LINK)) == 1, "its own supplier is back"


async def test_a_route_whose_currency_has_no_rate_holds_its_orders(shop: Harness) -> None:
    await shop.olga.says("/services route 1 2000001")
    await shop.olga.taps("Yes, have it deliver")
    shop.further["fast"].currency = "INR"
    await shop.kiosk.suppliers[1].catalogue.refresh()
    await shop.ann.says(f"/order 1 {LINK} 100")
    await shop.ann.taps("Confirm")
    await shop.passes(60)
    await shop.ann.sees("Orders cannot be sent right now", "nothing has been sent yet")
    assert not shop.panel.orders
    await shop.olga.says("/prices rate INR 0.012")
    for _ in range(2):
        await shop.passes(60)
    await shop.ann.sees("Order 1 · Completed")
    assert len(shop.further["fast"].orders_for(LINK)) == 1


async def test_alerts_name_what_to_set_for_this_supplier(shop: Harness) -> None:
    """Nothing is said of the whole shop, which goes on selling, nor of another supplier's settings."""
    olga, fast = shop.olga, shop.further["fast"]
    fast.currency = "INR"
    await shop.kiosk.suppliers[1].catalogue.refresh()
    await shop.settles()
    await olga.sees("Its services are not sold", "INR / USD", "/prices rate INR 1.0825")
    await olga.says("/prices rate INR 0.012")
    await shop.kiosk.suppliers[1].catalogue.refresh()
    await shop.passes(60)
    await olga.sees("Its services are sold again.")
    fast.key = "another key"
    await shop.kiosk.suppliers[1].catalogue.refresh()
    await shop.settles()
    await olga.sees("fast", "refuses our key", "PANEL_KEY_FAST")
    await shop.ann.says(f"/order 1 {LINK} 100")
    await shop.ann.taps("Confirm")
    assert len(shop.panel.orders_for(LINK)) == 1


async def test_a_rate_for_one_supplier_leaves_that_of_another(database_file: Path) -> None:
    """Each panel currency has a rate of its own; one that no panel needs any more must not come back."""
    further = {"fast": Further("mainstream", "EUR"), "slow": Further("mainstream", "INR")}
    harness = Harness(database_file, further=further, access="shop")
    await harness.opens()
    olga, ann = harness.olga, harness.ann
    await olga.says("/start")
    await olga.says("/prices rate EUR 1.25")
    await olga.says("/prices rate INR 0.012")
    await olga.sees("Rate of 1 INR: none → 0.012 USD", "For example", "₹0.90 at the panel, $0.02 here")
    await olga.says("/prices")
    await olga.sees("Rate: 1 EUR = 1.25 USD", "Rate: 1 INR = 0.012 USD")
    await ann.says(f"/order {THERE} {LINK} 1000")
    await ann.sees("Price:")
    await olga.says("/prices rate EUR 1.3")
    await olga.sees("Rate of 1 EUR: 1.25 USD → 1.3 USD")
    await harness.restarts()
    assert set(harness.kiosk.services.board.prices.rates) == {"EUR/USD", "INR/USD"}
    await olga.says("/prices rate EUR off")
    assert set(harness.kiosk.services.board.prices.rates) == {"INR/USD"}
    await olga.says("/prices rate EUR 1.25")
    harness.further["fast"].currency = "TRY"
    await harness.kiosk.suppliers[1].catalogue.refresh()
    await olga.says("/prices rate TRY 0.03")
    assert set(harness.kiosk.services.board.prices.rates) == {"TRY/USD", "INR/USD"}
    await harness.audited()
    await harness.closes()


async def test_what_was_wrong_at_a_supplier_is_over_when_it_is_removed(shop: Harness) -> None:
    """Its card stayed, and rang every day for good: nobody watches over a supplier that is none."""
    olga, fast = shop.olga, shop.kiosk.suppliers[1]
    shop.further_wires["fast"].refusing = True
    for _ in range(4):
        await fast.catalogue.read_balance()
        await shop.passes(300)
    await olga.sees("fast", "The panel does not answer")
    (shop.database.parent / "panels" / "fast.toml").rename(shop.database.parent / "fast.toml")
    await shop.restarts()
    await shop.passes(60)
    await olga.sees("fast · ✅ This supplier is no longer in the shop's settings.")
    told = len(olga.person.chat)
    await shop.passes(25 * 3600)
    await shop.passes(60)
    assert not any("does not answer" in one.text for one in olga.person.chat[told:])
    (shop.database.parent / "fast.toml").rename(shop.database.parent / "panels" / "fast.toml")
    await shop.restarts()
    for _ in range(4):
        await shop.kiosk.suppliers[1].catalogue.read_balance()
        await shop.passes(300)
    await olga.sees("fast", "The panel does not answer")


async def goes(shop: Harness) -> None:
    """Take the second supplier out of the settings, and start again."""
    (shop.database.parent / "panels" / "fast.toml").rename(shop.database.parent / "fast.toml")
    await shop.restarts()
    await shop.settles()


async def test_an_order_whose_answer_was_lost_outlives_its_supplier_until_its_time_is_up(
    shop: Harness,
) -> None:
    """It was looked into for good: nobody was asked, and the card promised another day with each look."""
    ann, olga = shop.ann, shop.olga
    await ann.says(f"/order 1 {LINK} 100")
    await ann.taps("Confirm")
    shop.further["fast"].arm("reset_after")
    await ann.says(f"/order 2000001 {LINK} 100")
    await ann.taps("Confirm")
    await ann.sees("Being checked")
    await goes(shop)
    for _ in range(16):
        await shop.passes(60)
    await olga.sees("Order 2: please decide", "The panel has not told me enough to find out.")
    await olga.says("/review")
    await olga.sees("Order 2: please decide")
    [there] = shop.further["fast"].orders
    asked = len(shop.panel.calls)
    for number in (there, *shop.panel.orders):
        await olga.says(f"/review 2 adopt {number}")
        await olga.sees("The panel cannot be asked")
    named = [call.form for call in list(shop.panel.calls)[asked:] if call.form.get("order") == there]
    assert not named, "nothing of one supplier is asked of another"
    for _ in range(25):
        await shop.passes(3600)
    assert await shop.state_of(2) == "voided"
    await ann.sees("back in your wallet")


async def test_an_order_in_flight_when_its_supplier_is_removed_is_asked_about(shop: Harness) -> None:
    """It read "Sending" for good, and its money was held."""
    shop.further_wires["fast"].most_adds, shop.further_wires["fast"].adds_together = 0, 2
    await shop.ann.says(f"/order 2000001 {LINK} 100")
    shop.ann.person.taps("Confirm")
    settling = asyncio.create_task(shop.settles())
    for _ in range(2_000):
        if shop.further_wires["fast"].most_adds:
            break
        await asyncio.sleep(0)
    settling.cancel()
    await asyncio.gather(settling, return_exceptions=True)
    shop.further_wires["fast"].adds_together = 1
    await goes(shop)
    await shop.ann.says("/status 1")
    await shop.ann.sees("Being checked")
    for _ in range(16):
        await shop.passes(60)
    await shop.olga.sees("Order 1: please decide")
    await shop.olga.says("/review 1 void")
    await shop.olga.taps("Yes, void")
    assert await shop.state_of(1) == "voided"


async def comes_again(shop: Harness) -> None:
    """Put the second supplier into the settings again, and start again."""
    (shop.database.parent / "fast.toml").rename(shop.database.parent / "panels" / "fast.toml")
    await shop.restarts()
    await shop.settles()


async def is_done_there(shop: Harness) -> None:
    await shop.ann.says(f"/order 2000001 {LINK} 100")
    await shop.ann.taps("Confirm")
    await shop.delivers()
    await shop.ann.sees("Order 1 · Completed")


async def test_a_refill_that_was_never_asked_for_does_not_wait_for_a_supplier_that_left(
    shop: Harness,
) -> None:
    """It read "being requested" for good, and no other could be asked for."""
    await is_done_there(shop)
    shop.further_wires["fast"].refusing = True
    await shop.ann.taps("Refill")
    await shop.ann.sees("Refill: being requested")
    await goes(shop)
    for _ in range(32):
        await shop.passes(60)
    await shop.ann.sees("Refill: could not be requested. Please write to the shop.")
    await shop.ann.says("/status 1")
    shop.ann.finds_no("A refill can be asked for")
    with pytest.raises(NoSuchButton):
        await shop.ann.taps("Refill")
    shop.further_wires["fast"].refusing = False
    await comes_again(shop)
    asked = [call for call in shop.further["fast"].calls if call.action == "refill"]
    assert not asked, "nothing is asked of it long after"
    await shop.ann.says("/status 1")
    await shop.ann.taps("Refill")
    await shop.ann.sees("Refill: requested")


async def test_a_refill_that_was_asked_for_ends_a_day_after_its_supplier_left(shop: Harness) -> None:
    """It read "requested, being done" for good. What came of it nobody knows, so nothing else is said."""
    await is_done_there(shop)
    shop.further["fast"].pace.refilling = 10 * 86_400
    await shop.ann.taps("Refill")
    await shop.ann.sees("Refill: requested")
    for _ in range(30):
        await shop.passes(3600)
    await goes(shop)
    await shop.passes(23 * 3600)
    await shop.ann.says("/status 1")
    await shop.ann.sees("Refill: requested", "being done")
    await shop.passes(2 * 3600)
    await shop.ann.sees(
        "Refill: was requested. What came of it cannot be found out; please write to the shop."
    )
    await comes_again(shop)
    await shop.ann.says("/status 1")
    await shop.ann.taps("Refill")
    await shop.settles()


async def test_a_stop_that_was_asked_for_ends_a_day_after_its_supplier_left(shop: Harness) -> None:
    """It read "Please tap Cancel order again", which only said that it cannot be asked any more."""
    shop.further["fast"].pace.delivering = shop.further["fast"].pace.stopping = 90 * 86_400
    await shop.ann.says(f"/order 2000001 {LINK} 100")
    await shop.ann.taps("Confirm")
    await shop.passes(60)
    await shop.ann.taps("Cancel order")
    await shop.ann.taps("Stop it")
    await shop.ann.sees("Stopping: requested")
    await goes(shop)
    await shop.passes(25 * 3600)
    await shop.passes(60)
    said = "Stopping: was requested. What came of it cannot be found out; please write to the shop."
    await shop.ann.sees(said)
    await shop.olga.says("/find 1")
    await shop.olga.sees(said)
    await shop.olga.taps("End it by hand")
    await shop.olga.taps("Give the money back")
    await shop.ann.says("/status 1")
    await shop.ann.sees(said)


async def test_what_waits_for_you_names_lost_orders_of_a_supplier_that_left(shop: Harness) -> None:
    """The daily reminder counted it, and the list that it leads to was empty."""
    shop.further["fast"].arm("reset_after")
    await shop.ann.says(f"/order 2000001 {LINK} 100")
    await shop.ann.taps("Confirm")
    await goes(shop)
    for _ in range(16):
        await shop.passes(60)
    await shop.olga.says("/admin")
    await shop.olga.taps("Waiting for you: 1")
    await shop.olga.sees("Order 1")


async def test_a_refund_on_hold_is_the_operators_once_its_supplier_left(shop: Harness) -> None:
    """Its alert was over and the desk said nothing, while nobody could ever release it but by chance."""
    ann, olga, fast = shop.ann, shop.olga, shop.further["fast"]
    fast.gross_charge = True
    await ann.says(f"/order 2000001 {LINK} 1000")
    await ann.taps("Confirm")
    [there] = fast.orders
    fast.set_state(there, "Canceled")
    await shop.passes(60)
    await olga.says("/admin")
    await olga.sees("1 refund waits, $1.13: I give it back if the panel says the same")
    await goes(shop)
    await shop.passes(3600)
    await olga.says("/admin")
    await olga.sees("1 refund is on hold, $1.13, at a supplier that is no longer in the shop's settings")
    await olga.says("/find 1")
    await olga.sees("This supplier is no longer in the shop's settings.", "Its refund is on hold since")
    await olga.says("/admin")
    await olga.taps("Order 1")
    await olga.taps("End, money back")
    await olga.taps("Yes, end it")
    await ann.says("/wallet")
    await ann.sees("$9.00")
    await olga.says("/admin")
    assert "on hold" not in olga.person.last.text


async def test_orders_that_run_at_a_supplier_that_left_stand_at_the_desk_until_they_are_ended(
    shop: Harness,
) -> None:
    """Their customers waited for ever, and only the log of a start knew."""
    ann, olga = shop.ann, shop.olga
    for link in (LINK, LINK + "another/"):
        await ann.says(f"/order {THERE} {link} 100")
        await ann.taps("Confirm")
    await shop.passes(10)
    await olga.says("/admin")
    assert "no longer in the shop's settings" not in olga.person.last.text
    await goes(shop)
    await olga.says("/admin")
    await olga.sees("2 orders run at suppliers that are no longer in the shop's settings")
    for number in (1, 2):
        await olga.taps(f"Order {number}")
        await olga.taps("End, money back")
        await olga.taps("Yes, end it")
        await olga.says("/admin")
    assert "no longer in the shop's settings" not in olga.person.last.text
