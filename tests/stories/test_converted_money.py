"""Converted money that goes back to its payer, and invoices from before the change of currency."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from playground.telegram.faults import refusal
from tests.in_process import ANN, Harness
from tests.stories.test_identity import converts, goes_on, with_settings
from tests.stories.test_topping_up import pays

PAID = "Give 385 ⭐ back"
"""Of Ann's 5 USD."""


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    """A shop in USD that takes Stars; Ann is about to top up."""
    harness = Harness(database_file, access="shop", star_value="0.013", topup_amounts="5")
    await harness.opens()
    await harness.olga.says("/start")
    harness.ann.person.tops_up(10_000)
    await harness.ann.says("/topup")
    await harness.ann.taps("$5 · 385 ⭐")
    yield harness
    await harness.audited()
    await harness.closes()


async def converted(shop: Harness, rate: str = "0.5") -> None:
    """A shop that Ann has paid, and that has changed to EUR."""
    await pays(shop.ann)
    await with_settings(shop, currency="EUR")
    await converts(shop, f"USD EUR {rate}")
    await goes_on(shop)


async def converted_again(shop: Harness) -> None:
    """The same shop, which has changed from EUR to GBP since."""
    await with_settings(shop, currency="GBP")
    await converts(shop, "EUR GBP 0.8")
    await goes_on(shop)


async def has(shop: Harness, amount: str, sign: str = "€") -> None:
    await shop.ann.says("/wallet")
    await shop.ann.sees(f"Balance: {sign}{amount}")
    assert "In another currency" not in shop.ann.screen.rpartition("Your wallet")[2]


async def gives_back(shop: Harness) -> None:
    await shop.olga.says(f"/find {ANN}")
    await shop.olga.taps("Wallet")
    await shop.olga.taps(PAID)
    await shop.olga.taps("Confirm")


@pytest.mark.parametrize("rate", ["0.5", "0.333333333", "1.7", "0.000001", "150"])
async def test_stars_go_back_out_of_what_they_were_converted_into(shop: Harness, rate: str) -> None:
    await converted(shop, rate)
    await gives_back(shop)
    await shop.olga.sees("Paid 385 ⭐: given back")
    await has(shop, "0.00")
    assert shop.ann.person.stars == 10_000


async def test_stars_that_telegram_gave_back_are_taken_out_of_the_wallet(shop: Harness) -> None:
    await converted(shop)
    ledger = shop.telegram.world.ledger
    [charge] = ledger.charges.values()
    ledger.refund(charge, int(shop.clock.now().timestamp()))
    await shop.kiosk.payments.close_gaps()
    await shop.settles()
    await has(shop, "0.00")


async def test_what_telegram_refuses_to_give_back_is_there_again(shop: Harness) -> None:
    await converted(shop)
    shop.telegram.plan("refundStarPayment", refusal(400, "Bad Request: BALANCE_TOO_LOW"))
    await gives_back(shop)
    await shop.olga.sees("Telegram refused")
    await shop.restarts()
    await shop.settles()
    await has(shop, "2.50")


async def test_what_was_spent_meanwhile_cannot_go_back(shop: Harness) -> None:
    await converted(shop)
    await shop.olga.says(f"/debit {ANN} 1 a fee")
    if "Confirm" in shop.olga.screen.rpartition("#")[2]:
        await shop.olga.taps("Confirm")
    await has(shop, "1.50")
    await gives_back(shop)
    await has(shop, "1.50")
    assert shop.ann.person.stars == 10_000 - 385


@pytest.mark.parametrize("how", ["converted", "with nothing to convert"])
async def test_a_bill_of_before_cannot_be_paid_any_more(shop: Harness, how: str) -> None:
    """It would bring money that nobody can spend, and that would make the next start fail."""
    await with_settings(shop, currency="EUR")
    if how == "converted":
        await converts(shop, "USD EUR 0.5")
    await goes_on(shop)
    await pays(shop.ann)
    await shop.ann.sees("This invoice was valid for one hour")
    await has(shop, "0.00")
    assert shop.ann.person.stars == 10_000
    await shop.restarts()


async def test_a_gift_of_before_is_taken_and_converted_like_what_comes_back(shop: Harness) -> None:
    ann, bob = shop.ann, shop.bob
    await pays(ann)
    await ann.says("/wallet")
    await ann.taps("🎁 Gift")
    await ann.says("2")
    await ann.taps("Confirm")
    [link] = [one.data or "" for one in ann.person.last.buttons if one.kind == "copy_text"]
    await with_settings(shop, currency="EUR")
    await converts(shop, "USD EUR 0.5")
    await goes_on(shop)
    await bob.says(f"/start {link.rpartition('=')[2]}")
    await bob.sees("$2.00 from a friend is in your wallet")
    await bob.says("/wallet")
    await bob.sees("In another currency: $2.00")
    await shop.restarts()
    await bob.says("/wallet")
    await bob.sees("Balance: €1.00")
    await shop.audited()


@pytest.mark.parametrize("rate", ["0.5", "150"])
async def test_stars_go_back_out_of_what_was_converted_twice(shop: Harness, rate: str) -> None:
    await converted(shop, rate)
    await converted_again(shop)
    await gives_back(shop)
    await shop.olga.sees("Paid 385 ⭐: given back")
    await has(shop, "0.00", "£")
    assert shop.ann.person.stars == 10_000


async def test_what_telegram_refuses_to_give_back_is_there_again_after_two_changes(shop: Harness) -> None:
    """It lies in the currency of long ago, and the next start asks nobody for a rate."""
    await converted(shop)
    await converted_again(shop)
    shop.telegram.plan("refundStarPayment", refusal(400, "Bad Request: BALANCE_TOO_LOW"))
    await gives_back(shop)
    await shop.olga.sees("Telegram refused")
    await shop.restarts()
    await shop.settles()
    await has(shop, "2.00", "£")
