"""The desk's first screen: today's figures, what stops the shop, new orders, statistics and the catalogue."""

from sqlalchemy import Connection, insert, update

from shop.person import GivenRole
from storage.catalogue.tables import overcharged_service
from storage.orders.tables import orders
from tests.in_process import BOB, Harness
from tests.stories.test_desk import given

LINK = "https://www.instagram.com/p/Cabc"


async def orders_one(harness: Harness, number: int = 1) -> None:
    """Have Ann order a thousand."""
    await harness.ann.says(f"/order 1 {LINK}{number}/ 1000")
    await harness.ann.taps("Confirm")


async def test_today_is_counted_and_the_panels_balance_lasts_so_long(staffed_shop: Harness) -> None:
    olga = staffed_shop.olga
    await olga.says("/admin")
    await olga.sees("Today: 0 orders · panel $")
    await orders_one(staffed_shop)
    await orders_one(staffed_shop, 2)
    await olga.says("/admin")
    await olga.sees("Today: 2 orders · $", "margin · panel $", "(more than a year)")
    today = staffed_shop.clock.now().replace(hour=0)
    sold = (await staffed_shop.kiosk.stores.figures.list_sold({1: today}))[1].sold[0]
    assert 0 < sold.margin_micro < sold.taken_micro
    await staffed_shop.passes(86_400)
    await olga.says("/admin")
    await olga.sees("Today: 0 orders")
    await olga.taps("Statistics")
    await olga.sees("Today\n0 orders", "7 days\n2 orders", "30 days\n2 orders", "1 first order")


async def test_support_sees_no_figures(staffed_shop: Harness) -> None:
    await orders_one(staffed_shop)
    await given(staffed_shop, 666, GivenRole.SUPPORT)
    await staffed_shop.sam.says("/admin")
    await staffed_shop.sam.sees("The desk", "Waiting for you")
    for words in ("Today", "$", "Statistics", "Catalogue", "New orders"):
        staffed_shop.sam.finds_no(words)


async def test_a_customer_sees_no_way_to_the_desk(staffed_shop: Harness) -> None:
    await staffed_shop.ann.says("/start")
    staffed_shop.ann.finds_no("The desk")


async def test_an_operator_hears_of_new_orders_who_wants_to(staffed_shop: Harness) -> None:
    olga, bob = staffed_shop.olga, staffed_shop.bob
    await olga.says("/admin")
    await olga.taps("More")
    await olga.taps("New orders: not told")
    await olga.sees("New orders: told")
    await orders_one(staffed_shop)
    await orders_one(staffed_shop, 2)
    await staffed_shop.passes(10)
    await olga.sees("2 new orders", "1 · ", "2 · ")
    bob.finds_no("new orders")
    await staffed_shop.passes(10)
    assert sum("new orders" in one.text for one in olga.person.chat) == 1
    await staffed_shop.restarts()
    await orders_one(staffed_shop, 3)
    await staffed_shop.passes(10)
    await olga.sees("1 new order", "3 · ")
    await olga.says("/admin")
    await olga.taps("More")
    await olga.taps("New orders: told")
    await orders_one(staffed_shop, 4)
    await staffed_shop.passes(10)
    olga.finds_no("4 · ")


async def test_somebody_who_operates_no_longer_hears_no_more(staffed_shop: Harness) -> None:
    await staffed_shop.bob.says("/admin")
    await staffed_shop.bob.taps("More")
    await staffed_shop.bob.taps("New orders: not told")
    await staffed_shop.kiosk.stores.staff.take_role(BOB, 900, staffed_shop.clock.now())
    staffed_shop.kiosk.access.roster = await staffed_shop.kiosk.stores.staff.roster()
    await orders_one(staffed_shop)
    await staffed_shop.passes(10)
    staffed_shop.bob.finds_no("1 new order")


async def test_what_stops_the_shop_stands_there_with_the_button_that_ends_it(staffed_shop: Harness) -> None:
    olga = staffed_shop.olga
    staffed_shop.panel.arm("reset_after")
    await orders_one(staffed_shop)
    await orders_one(staffed_shop, 2)
    await olga.says("/admin")
    await olga.sees("⏸ New orders wait while order 1 is checked, until", "Decide order 1")
    await olga.taps("Decide order 1")
    await olga.sees("Order 1: please decide")
    await olga.taps("Void")
    await olga.sees("Are you sure?", "Back")
    await olga.taps("Yes, void")
    await olga.sees("Order 1 was voided", "Decided by Olga")
    await olga.taps("The desk")
    olga.finds_no("New orders wait")
    await staffed_shop.passes(60)
    await staffed_shop.bob.says("/admin")
    await staffed_shop.bob.taps("More")
    await staffed_shop.bob.taps("Log")
    await staffed_shop.bob.sees("Olga voided it", "order 1")


async def test_money_that_does_not_move_is_told(staffed_shop: Harness) -> None:
    await staffed_shop.kiosk.stores.ledger.stop("a test <b>", staffed_shop.clock.now())
    await staffed_shop.olga.says("/admin")
    await staffed_shop.olga.sees("No money moves until the ledger adds up", "a test <b>")
    await staffed_shop.kiosk.stores.ledger.go_on(staffed_shop.clock.now())


async def test_refunds_that_are_held_lead_to_an_order(staffed_shop: Harness) -> None:
    await orders_one(staffed_shop)

    def hold(connection: Connection) -> None:
        connection.execute(update(orders).values(refund_held_at=staffed_shop.clock.now()))

    await staffed_shop.kiosk.stores.database.write(hold)
    await staffed_shop.olga.says("/admin")
    await staffed_shop.olga.sees("✋ 1 refund waits, $")
    await staffed_shop.olga.taps("Order 1")
    await staffed_shop.olga.sees("Ordered by Ann", "End, money back")
    await staffed_shop.olga.taps("End, money back")
    await staffed_shop.olga.taps("Yes, end it")
    await staffed_shop.ann.sees("Canceled")


async def test_the_catalogue_says_what_is_stopped_and_sells_it_again_once(staffed_shop: Harness) -> None:
    now = staffed_shop.clock.now()
    stopped = {"service_id": "1", "orders": 3, "changed_at": now, "stopped_at": now}

    def stop(connection: Connection) -> None:
        panel = staffed_shop.kiosk.stores.overcharges._panel
        connection.execute(insert(overcharged_service).values(panel=panel, **stopped))

    await staffed_shop.kiosk.stores.database.write(stop)
    await staffed_shop.kiosk.catalogue.follow_stops()
    olga = staffed_shop.olga
    await olga.says("/services")
    await olga.sees("Services on show: ", "1 service is not sold", "Resume 1")
    await olga.taps("Resume 1")
    await olga.sees("Sell service 1 again?")
    await staffed_shop.bob.says("/services")
    await staffed_shop.bob.taps("Resume 1")
    olga.person.taps("Yes, sell it again")
    staffed_shop.bob.person.taps("Yes, sell it again")
    await staffed_shop.settles()
    toasts = [toast.text for one in (olga, staffed_shop.bob) for toast in one.person.toasts]
    assert sum("is sold again" in text for text in toasts) == 1
    assert sum("has done this already" in text for text in toasts) == 1
    olga.finds_no("[ ▶️ Resume 1 ]")
    assert staffed_shop.kiosk.storefront.service("1") is not None
