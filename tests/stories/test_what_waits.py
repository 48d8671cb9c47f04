"""/panel says since when and why orders wait, until when, and what waits at the refund brake."""

from datetime import datetime

from shop.ordering.order import OrderState
from shop.reconciliation.decide import HELD_FOR
from tests.in_process import Harness
from tests.stories.test_prices import paid
from tests.stories.test_refund_brake import MINUTE, PRICE, all_say, ordered, shop
from tests.stories.test_unknown_orders import LINK, Opening, loses, opening, orders

__all__ = ["opening", "shop"]


def shown(moment: datetime) -> str:
    """Return the moment as a screen writes it."""
    return f"{moment.day} {moment:%b %H:%M} UTC"


async def told(harness: Harness) -> str:
    """Return /panel's text now."""
    await harness.olga.says("/panel")
    return harness.olga.person.chat[-1].text


async def test_while_an_order_is_looked_into_the_operator_sees_which_and_until_when(opening: Opening) -> None:
    async with opening() as harness:
        assert "Orders go through" in await told(harness)
        await loses(harness, "reset_before")
        began = harness.clock.now()
        for name in ("same/", "alike/"):
            await orders(harness.bob, LINK + name)
        text = await told(harness)
        assert "Orders go through" not in text
        assert f"Orders have waited since {shown(began)}: order 2 is being looked into first" in text
        assert f"until {shown(began + HELD_FOR)} at the latest" in text
        assert "see /review 2" in text
        assert "Orders: 2 waiting" in text
        await harness.olga.says("/review 2")
        await harness.olga.taps("Void")
        await harness.olga.taps("Yes, void")
        await harness.passes(10)
        assert "Orders go through" in await told(harness)
        assert (await harness.kiosk.stores.orders.count_by_state()).get(OrderState.RESERVED) is None


async def test_after_lost_answers_in_a_row_it_says_since_when_and_when_one_is_tried(opening: Opening) -> None:
    async with opening(panel_account="shared") as harness:
        for number in range(3):
            harness.panel.arm("reset_after")
            began = harness.clock.now()
            await orders(harness.ann, f"{LINK}{number}/")
            await harness.passes(130)
        text = await told(harness)
        assert "Orders go through" not in text
        assert f"Orders have waited since {shown(began)}: 3 orders in a row got no clear answer" in text
        assert "to see whether it goes through" in text


async def test_refunds_that_wait_are_counted_with_the_sum_and_the_way_on(shop: Harness) -> None:
    ids = await ordered(shop, 6)
    assert "Refunds that wait" not in await told(shop)
    all_say(shop, ids, "Canceled")
    await shop.passes(MINUTE)
    text = await told(shop)
    assert "Refunds that wait: 6, $5.40 in all" in text
    assert "/review 1 end refund" in text
    await shop.olga.says("/review 1 end refund")
    await shop.olga.taps("Yes, end it")
    assert await paid(shop, shop.ann) == 5 * PRICE
    text = await told(shop)
    assert "Refunds that wait: 5, $4.50 in all" in text
    assert "/review 2 end keep" in text
    for _ in range(25):
        await shop.passes(MINUTE)
    assert "Refunds that wait" not in await told(shop)
    assert await paid(shop, shop.ann) == 0


async def test_a_refused_key_says_since_when(shop: Harness) -> None:
    began = shop.clock.now()
    shop.panel.key = "another"
    await shop.ann.says("/order 1 https://instagram.com/p/key 1000")
    await shop.ann.taps("Confirm")
    await shop.kiosk.catalogue.read_balance()
    await shop.passes(MINUTE)
    text = await told(shop)
    assert "Orders go through" not in text
    assert f"Orders have waited since {shown(began)}" in text
    shop.panel.key = shop.kiosk.settings.key
