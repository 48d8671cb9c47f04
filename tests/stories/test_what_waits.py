"""/panel says since when and why orders wait, until when, and what waits at the refund brake."""

from datetime import datetime

from shop.ordering.order import OrderState
from shop.reconciliation.decide import HELD_FOR
from tests.stories.test_prices import paid
from tests.stories.test_refund_brake import MINUTE, PRICE, all_say, ordered, shop
from tests.stories.test_unknown_orders import LINK, Opening, loses, opening, orders
from tests.street import Street

__all__ = ["opening", "shop"]


def shown(moment: datetime) -> str:
    """As a screen writes it."""
    return f"{moment.day} {moment:%b %H:%M} UTC"


async def told(street: Street) -> str:
    """What /panel says now."""
    await street.olga.says("/panel")
    return street.olga.person.chat[-1].text


async def test_while_an_order_is_looked_into_the_operator_sees_which_and_until_when(opening: Opening) -> None:
    async with opening() as street:
        assert "Orders go through" in await told(street)
        await loses(street, "reset_before")
        began = street.clock.now()
        for name in ("same/", "alike/"):
            await orders(street.bob, LINK + name)
        text = await told(street)
        assert "Orders go through" not in text
        assert f"Orders wait since {shown(began)}: order 2 is being looked into first" in text
        assert f"until {shown(began + HELD_FOR)} at the latest" in text
        assert "see /review 2" in text
        assert "Orders: 2 waiting" in text
        await street.olga.says("/review 2")
        await street.olga.taps("Void")
        await street.olga.taps("Yes, void")
        await street.passes(10)
        assert "Orders go through" in await told(street)
        assert (await street.kiosk.stores.orders.count()).get(OrderState.RESERVED) is None


async def test_after_lost_answers_in_a_row_it_says_since_when_and_when_one_is_tried(opening: Opening) -> None:
    async with opening(panel_account="shared") as street:
        for number in range(3):
            street.panel.arm("reset_after")
            began = street.clock.now()
            await orders(street.ann, f"{LINK}{number}/")
            await street.passes(130)
        text = await told(street)
        assert "Orders go through" not in text
        assert f"Orders wait since {shown(began)}: 3 orders in a row got no clear answer" in text
        assert "to see whether it goes through" in text


async def test_refunds_that_wait_are_counted_with_the_sum_and_the_way_on(shop: Street) -> None:
    ids = await ordered(shop, 6)
    assert "Refunds that wait" not in await told(shop)
    all_say(shop, ids, "Canceled")
    await shop.passes(MINUTE)
    text = await told(shop)
    assert "Refunds that wait: 6, 5.40 USD in all" in text
    assert "/review 1 end refund" in text
    await shop.olga.says("/review 1 end refund")
    await shop.olga.taps("Yes, end it")
    assert await paid(shop, shop.ann) == 5 * PRICE
    text = await told(shop)
    assert "Refunds that wait: 5, 4.50 USD in all" in text
    assert "/review 2 end keep" in text
    for _ in range(25):
        await shop.passes(MINUTE)
    assert "Refunds that wait" not in await told(shop)
    assert await paid(shop, shop.ann) == 0


async def test_a_refused_key_says_since_when(shop: Street) -> None:
    began = shop.clock.now()
    shop.panel.key = "another"
    await shop.ann.says("/order 1 https://instagram.com/p/key 1000")
    await shop.ann.taps("Confirm")
    await shop.kiosk.rounds.read_balance()
    await shop.passes(MINUTE)
    text = await told(shop)
    assert "Orders go through" not in text
    assert f"Orders wait since {shown(began)}" in text
    shop.panel.key = shop.kiosk.settings.key
