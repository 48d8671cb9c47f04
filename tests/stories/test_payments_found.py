"""Payments that would be lost: found, retried, reported to the operator; and invoices that nobody can pay."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select

from playground.telegram.faults import refusal
from playground.telegram.invoices import Invoice
from shop.ledger.topup import STARS, Paid
from storage.messages.tables import inbox
from tests.in_process import ANN, Harness, Player
from tests.stories.test_topping_up import PROVIDER, has, pays

MANY = 250
"""More lines than a look back at the end of Telegram's list would cover."""


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    """A shop that takes Stars and cards, from 0.10 on."""
    harness = Harness(
        database_file,
        access="shop",
        star_value="0.013",
        payment_provider_token=PROVIDER,
        topup_amounts="1, 5, 20",
        topup_least="0.1",
    )
    harness.telegram.world.provider_tokens.add(PROVIDER)
    await harness.opens()
    await harness.olga.says("/start")
    harness.ann.person.tops_up(100_000)
    yield harness
    await harness.audited()
    await harness.closes()


async def loses_a_payment(ann: Player) -> None:
    """Have Ann pay 1.00 in Stars, and lose the payment's update."""
    await ann.says("/topup")
    await ann.taps("Telegram Stars")
    await ann.taps("$1 · 77 ⭐")
    shop = ann.harness
    invoices = [one for one in ann.person.home.messages.values() if one.content.invoice is not None]
    checkout = ann.person.pays(invoices[-1])
    await shop.kiosk.messaging.polling.poll_once(0)
    await shop.kiosk.messaging.checkout.drain()
    assert checkout.state == "paid"
    shop.telegram.updates.drop_all()


async def set_aside(shop: Harness) -> int:
    """Return how many updates could not be handled."""

    def unit(connection: Connection) -> int:
        counted = select(func.count()).select_from(inbox).where(inbox.c.state == "aside")
        return int(connection.execute(counted).scalar_one())

    return await shop.kiosk.stores.database.read(unit)


async def looks_at_the_list(shop: Harness) -> None:
    """Run the task that runs every ten minutes."""
    await shop.kiosk.payments.close_gaps()
    await shop.settles()


async def knows_many_more(shop: Harness) -> None:
    """Credit so many later lines of the list by their updates, before the list is ever read."""
    ledger, payments = shop.telegram.world.ledger, shop.kiosk.stores.payments
    now = shop.clock.now()
    for number in range(MANY):
        bill = Invoice("Tea", "from another program", f"tea {number}", STARS, 1)
        charge = ledger.charge(shop.ann.person.user, bill, f"tea{number}", int(now.timestamp()))
        await payments.paid(Paid("stars", charge.id, ANN, bill.payload, STARS, 1), now)


async def test_a_lost_payment_is_found_however_many_came_after_it(shop: Harness) -> None:
    await loses_a_payment(shop.ann)
    await knows_many_more(shop)
    await looks_at_the_list(shop)
    await has(shop.ann, "1.00")
    calls = len(shop.telegram.calls_of("getStarTransactions"))
    await shop.restarts()
    await looks_at_the_list(shop)
    assert len(shop.telegram.calls_of("getStarTransactions")) - calls <= 2, "read from its beginning again"


async def test_the_list_is_read_to_its_end_only_when_it_was_compared(shop: Harness) -> None:
    await loses_a_payment(shop.ann)
    shop.telegram.plan("getStarTransactions", refusal(500, "Internal Server Error"))
    await looks_at_the_list(shop)
    assert await shop.kiosk.stores.stars_list.compared() == 0
    await looks_at_the_list(shop)
    assert await shop.kiosk.stores.stars_list.compared() == 1
    await has(shop.ann, "1.00")


async def test_what_an_affiliate_gets_is_no_reason_not_to_credit_a_lost_payment(shop: Harness) -> None:
    shop.telegram.world.ledger.has_affiliate = True
    await loses_a_payment(shop.ann)
    await looks_at_the_list(shop)
    await has(shop.ann, "1.00")


async def test_a_return_that_telegram_refused_once_can_be_made_later(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    await ann.says("/topup")
    await ann.taps("Telegram Stars")
    await ann.taps("$1 · 77 ⭐")
    await pays(ann)
    before = ann.person.stars
    shop.telegram.plan("refundStarPayment", refusal(400, "Bad Request: BALANCE_TOO_LOW"))
    await olga.says(f"/find {ANN}")
    await olga.taps("Wallet")
    await olga.taps("Give 77 ⭐ back")
    await olga.taps("Confirm")
    await olga.sees("Telegram refused")
    await has(ann, "1.00")
    await olga.says(f"/find {ANN}")
    await olga.taps("Wallet")
    await olga.taps("Give 77 ⭐ back")
    await olga.taps("Confirm")
    await olga.sees("Paid 77 ⭐: given back")
    assert ann.person.stars == before + 77
    await has(ann, "0.00")


async def test_a_card_payment_that_was_agreed_to_and_never_came_is_told(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    await ann.says("/topup")
    await ann.taps("Card")
    await ann.taps("$5")
    invoices = [one for one in ann.person.home.messages.values() if one.content.invoice is not None]
    ann.person.pays(invoices[-1])
    await shop.kiosk.messaging.polling.poll_once(0)
    await shop.kiosk.messaging.checkout.drain()
    shop.telegram.updates.drop_all()
    shop.clock.advance(3_601)
    await shop.kiosk.periodic.tell_unended_checkouts()
    await shop.settles()
    await olga.sees("I agreed to a payment of 5.00 USD", f"from {ANN}", "nothing has come since")


async def test_an_amount_outside_of_telegrams_bounds_is_asked_for_again(shop: Harness) -> None:
    ann = shop.ann
    await ann.says("/topup")
    await ann.taps("Card")
    await ann.sees("from $1.00 to $1,000.00")
    await ann.says("0.5")
    await ann.sees("Send an amount from $1.00 to $1,000.00")
    await ann.says("2")
    await pays(ann)
    await has(ann, "2.00")


async def test_a_bill_that_telegram_refuses_is_dropped_and_told_once(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    await ann.says("/topup")
    await ann.taps("Card")
    for _ in range(2):
        shop.telegram.plan("sendInvoice", refusal(400, "Bad Request: CURRENCY_TOTAL_AMOUNT_INVALID"))
        await ann.says("2")
        await ann.sees("An invoice for $2.00 could not be made. Send another amount")
    shop.telegram.plan("sendInvoice", refusal(400, "Bad Request: CURRENCY_TOTAL_AMOUNT_INVALID"))
    await ann.taps("$5")
    await ann.sees("An invoice for $5.00 could not be made")
    await olga.sees("Telegram rejected an invoice for 2.00 USD")
    assert olga.screen.count("rejected an invoice") == 1
    assert await set_aside(shop) == 0
    await ann.says("3")
    await pays(ann)
    await has(ann, "3.00")
