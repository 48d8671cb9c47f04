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


async def test_today_is_counted_and_the_panels_balance_lasts_so_long(shop: Harness) -> None:
    olga = shop.olga
    await olga.says("/admin")
    await olga.sees("Today: 0 orders · panel $")
    await orders_one(shop)
    await orders_one(shop, 2)
    await olga.says("/admin")
    await olga.sees("Today: 2 orders · $", "margin · panel $", "(more than a year)")
    sold = (await shop.kiosk.stores.figures.list_sold({1: shop.clock.now().replace(hour=0)}))[1].sold[0]
    assert 0 < sold.margin_micro < sold.taken_micro
    await shop.passes(86_400)
    await olga.says("/admin")
    await olga.sees("Today: 0 orders")
    await olga.taps("Statistics")
    await olga.sees("Today\n0 orders", "7 days\n2 orders", "30 days\n2 orders", "1 first order")


async def test_support_sees_no_figures(shop: Harness) -> None:
    await orders_one(shop)
    await given(shop, 666, GivenRole.SUPPORT)
    await shop.sam.says("/admin")
    await shop.sam.sees("The desk", "Waiting for you")
    for words in ("Today", "$", "Statistics", "Catalogue", "New orders"):
        shop.sam.finds_no(words)


async def test_a_customer_sees_no_way_to_the_desk(shop: Harness) -> None:
    await shop.ann.says("/start")
    shop.ann.finds_no("The desk")


async def test_an_operator_hears_of_new_orders_who_wants_to(shop: Harness) -> None:
    olga, bob = shop.olga, shop.bob
    await olga.says("/admin")
    await olga.taps("More")
    await olga.taps("New orders: not told")
    await olga.sees("New orders: told")
    await orders_one(shop)
    await orders_one(shop, 2)
    await shop.passes(10)
    await olga.sees("2 new orders", "1 · ", "2 · ")
    bob.finds_no("new orders")
    await shop.passes(10)
    assert sum("new orders" in one.text for one in olga.person.chat) == 1
    await shop.restarts()
    await orders_one(shop, 3)
    await shop.passes(10)
    await olga.sees("1 new order", "3 · ")
    await olga.says("/admin")
    await olga.taps("More")
    await olga.taps("New orders: told")
    await orders_one(shop, 4)
    await shop.passes(10)
    olga.finds_no("4 · ")


async def test_somebody_who_operates_no_longer_hears_no_more(shop: Harness) -> None:
    await shop.bob.says("/admin")
    await shop.bob.taps("More")
    await shop.bob.taps("New orders: not told")
    await shop.kiosk.stores.staff.take_role(BOB, 900, shop.clock.now())
    shop.kiosk.access.roster = await shop.kiosk.stores.staff.roster()
    await orders_one(shop)
    await shop.passes(10)
    shop.bob.finds_no("1 new order")


async def test_what_stops_the_shop_stands_there_with_the_button_that_ends_it(shop: Harness) -> None:
    olga = shop.olga
    shop.panel.arm("reset_after")
    await orders_one(shop)
    await orders_one(shop, 2)
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
    await shop.passes(60)
    await shop.bob.says("/admin")
    await shop.bob.taps("More")
    await shop.bob.taps("Log")
    await shop.bob.sees("Olga voided it", "order 1")


async def test_money_that_does_not_move_is_told(shop: Harness) -> None:
    await shop.kiosk.stores.ledger.stop("a test <b>", shop.clock.now())
    await shop.olga.says("/admin")
    await shop.olga.sees("No money moves until the ledger adds up", "a test <b>")
    await shop.kiosk.stores.ledger.go_on(shop.clock.now())


async def test_refunds_that_are_held_lead_to_an_order(shop: Harness) -> None:
    await orders_one(shop)

    def hold(connection: Connection) -> None:
        connection.execute(update(orders).values(refund_held_at=shop.clock.now()))

    await shop.kiosk.stores.database.write(hold)
    await shop.olga.says("/admin")
    await shop.olga.sees("✋ 1 refund waits, $")
    await shop.olga.taps("Order 1")
    await shop.olga.sees("Ordered by Ann", "End, money back")
    await shop.olga.taps("End, money back")
    await shop.olga.taps("Yes, end it")
    await shop.ann.sees("Canceled")


async def test_the_catalogue_says_what_is_stopped_and_sells_it_again_once(shop: Harness) -> None:
    now = shop.clock.now()
    stopped = {"service_id": "1", "orders": 3, "changed_at": now, "stopped_at": now}

    def stop(connection: Connection) -> None:
        panel = shop.kiosk.stores.overcharges._panel
        connection.execute(insert(overcharged_service).values(panel=panel, **stopped))

    await shop.kiosk.stores.database.write(stop)
    await shop.kiosk.catalogue.follow_stops()
    olga = shop.olga
    await olga.says("/services")
    await olga.sees("Services on show: ", "1 service is not sold", "Resume 1")
    await olga.taps("Resume 1")
    await olga.sees("Sell service 1 again?")
    await shop.bob.says("/services")
    await shop.bob.taps("Resume 1")
    olga.person.taps("Yes, sell it again")
    shop.bob.person.taps("Yes, sell it again")
    await shop.settles()
    toasts = [toast.text for one in (olga, shop.bob) for toast in one.person.toasts]
    assert sum("is sold again" in text for text in toasts) == 1
    assert sum("has done this already" in text for text in toasts) == 1
    olga.finds_no("[ ▶️ Resume 1 ]")
    assert shop.kiosk.storefront.service("1") is not None
