"""What could not be handled: how much there is, one of it handled once more, and money booked once."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from playground.telegram.faults import refusal
from storage.asides import Asides, PutBack, tells_of_money
from storage.tables import inbox
from tests.stories.test_payments_found import set_aside, shop
from tests.stories.test_topping_up import has, pays
from tests.street import ANN, Street

__all__ = ["shop"]

BROKEN = "Bad Request: not today"


async def once_more(street: Street) -> None:
    """The operator has the only one handled once more, and the kiosk looks at the rows."""
    asides = Asides(street.kiosk.stores.database)
    [only] = await asides.list(10)
    assert await asides.put_back(only.seq) is PutBack.DONE
    await street.settles()


async def money(street: Street) -> int:
    """The row of the last update that told of money."""

    async def unit(connection: AsyncConnection) -> int:
        last = select(func.max(inbox.c.seq)).where(tells_of_money)
        return int((await connection.execute(last)).scalar_one())

    return await street.kiosk.stores.database.read(unit)


async def test_the_operator_hears_how_many_stand_aside_and_how_to_see_them(street: Street) -> None:
    street.telegram.plan("sendMessage", *[refusal(400, BROKEN)] * 3, chat_id=street.ann.id)
    await street.ann.says("/help")
    await street.ann.sees("went wrong")
    await street.olga.says("/panel")
    await street.olga.sees("could not be handled: 1, see bot.py aside")


async def test_what_can_be_handled_now_is_answered(street: Street) -> None:
    street.telegram.plan("sendMessage", *[refusal(400, BROKEN)] * 3, chat_id=street.ann.id)
    await street.ann.says("/wallet")
    await street.passes(86_400)
    await once_more(street)
    await street.ann.sees("Balance")
    await street.olga.says("/panel")
    street.olga.finds_no("could not be handled")


async def test_what_fails_again_stands_aside_again_without_another_apology(street: Street) -> None:
    street.telegram.plan("sendMessage", *[refusal(400, BROKEN)] * 3, chat_id=street.ann.id)
    await street.ann.says("/wallet")
    street.telegram.plan("sendMessage", refusal(400, BROKEN), chat_id=street.ann.id)
    await once_more(street)
    assert await set_aside(street) == 1
    assert sum("went wrong" in message.text for message in street.ann.person.chat) == 1


async def test_a_payment_is_credited_once_however_often_its_update_is_handled(shop: Street) -> None:
    ann = shop.ann
    await ann.says("/topup")
    await ann.taps("Telegram Stars")
    await ann.taps("1.00 USD")
    await pays(ann)
    for _ in range(2):
        await shop.kiosk.stores.inbox.set_aside(await money(shop), "KeyError", shop.clock.now())
        await once_more(shop)
        assert await set_aside(shop) == 0
    await has(ann, "1.001")


async def test_a_payment_given_back_is_taken_out_once_however_often_it_is_told(shop: Street) -> None:
    ann, olga = shop.ann, shop.olga
    await ann.says("/topup")
    await ann.taps("Telegram Stars")
    await ann.taps("1.00 USD")
    await pays(ann)
    await olga.says(f"/find {ANN}")
    await olga.taps("Give 77 ⭐ back")
    await olga.taps("Confirm")
    await shop.kiosk.stores.inbox.set_aside(await money(shop), "KeyError", shop.clock.now())
    await once_more(shop)
    await has(ann, "0.00")
