"""Fees and bonuses of ways to pay: shown before, frozen in the invoice, booked apart, taken back again."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from playground.gateways import FakeHeleket
from playground.telegram.faults import refusal
from shop.ledger.journals import Account, AccountKind, clearing
from tests.in_process import ANN, Harness
from tests.stories.test_gateway_payments import looks
from tests.stories.test_shop_settings import types
from tests.stories.test_topping_up import BY_HAND, LINK, PROVIDER, has, pays

FEES = "card 2.9% + 0.30, stars -5%, manual -10%, heleket 2%"


@pytest.fixture
async def shop(database_file: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Harness]:
    """An open shop whose ways have fees and bonuses."""
    monkeypatch.setenv("GATEWAY_HELEKET_MERCHANT", FakeHeleket.merchant)
    monkeypatch.setenv("GATEWAY_HELEKET_API_KEY", FakeHeleket.key)
    harness = Harness(
        database_file,
        access="shop",
        star_value="0.013",
        payment_provider_token=PROVIDER,
        manual_topup=BY_HAND,
        gateways="heleket",
        topup_amounts="1, 5, 20",
        payment_fees=FEES,
    )
    harness.telegram.world.provider_tokens.add(PROVIDER)
    await harness.opens()
    for player in (harness.ann, harness.olga):
        await player.says("/start")
    yield harness
    await harness.audited()
    await harness.closes()


async def booked(shop: Harness, kind: str) -> int:
    """Return the balance of one of the shop's accounts, in micro-units."""
    return await shop.kiosk.stores.ledger.balance(Account(kind, None, "USD"))


async def test_the_statistics_say_what_was_earned_and_spent_besides_orders(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    await olga.says("/stats")
    await olga.sees("Today\n0 orders\n")
    ann.person.tops_up(1_000)
    for way, amount in (
        ("Card · fee 2.9 % + $0.30", "$5.00 for $5.45"),
        ("Telegram Stars · 🎁 +5 %", "$5.25 · 385 ⭐"),
    ):
        await ann.says("/topup")
        await ann.taps(way)
        await ann.taps(amount)
        await pays(ann)
    besides = "Fees from payers +$0.45 · Bonuses to payers −$0.25"
    await olga.says("/stats")
    await olga.sees(f"Today\n0 orders\n{besides}\n", f"30 days\n0 orders\n{besides}\n")
    await shop.passes(2 * 86_400)
    await olga.says("/stats")
    await olga.sees("Today\n0 orders\n0 new", f"7 days\n0 orders\n{besides}\n")


async def test_the_ways_say_what_they_cost_and_what_they_give(shop: Harness) -> None:
    ann = shop.ann
    await ann.says("/topup")
    labels = [button.label for button in ann.person.last.buttons]
    assert "⭐ Telegram Stars · 🎁 +5 %" in labels
    assert "💳 Card · fee 2.9 % + $0.30" in labels
    assert "🪙 Heleket · fee 2 %" in labels
    await ann.taps("Card · fee 2.9 % + $0.30")
    await ann.sees("A fee of 2.9 % + $0.30 comes on top.", "$5.00 for $5.45")
    await ann.taps("Back")
    await ann.taps("Telegram Stars · 🎁 +5 %")
    await ann.sees("You get 5 % more than you pay.", "$5.25 · 385 ⭐")


async def test_a_percentage_has_its_readers_decimal_mark(shop: Harness) -> None:
    shop.bob.person.language = "ru"
    await shop.bob.says("/topup")
    card = next(button.label for button in shop.bob.person.last.buttons if button.label.startswith("💳"))
    assert "2,9 %" in card
    assert "0,30" in card
    await shop.bob.taps(card)
    await shop.bob.sees("2,9 %")


async def test_a_fee_is_paid_on_top_and_booked_apart(shop: Harness) -> None:
    ann = shop.ann
    await ann.says("/topup")
    await ann.taps("Card · fee 2.9 % + $0.30")
    await ann.taps("$5.00 for $5.45")
    await ann.sees("Pay $5.45", "Your wallet gets exactly $5.00", "$0.45 of what you pay is the fee.")
    await pays(ann)
    await ann.sees("$5.00 came into your wallet. Balance: $5.00")
    assert await booked(shop, clearing("card")) == -5_450_000
    assert await booked(shop, AccountKind.SURCHARGE) == 450_000


async def test_a_bonus_comes_on_top_and_is_the_shops_expense(shop: Harness) -> None:
    ann = shop.ann
    ann.person.tops_up(1_000)
    await ann.says("/topup")
    await ann.taps("Telegram Stars · 🎁 +5 %")
    await ann.taps("$5.25 · 385 ⭐")
    await pays(ann)
    await ann.sees("$5.00 came into your wallet, and $0.25 as a bonus. Balance: $5.25")
    await ann.says("/wallet")
    await ann.sees("+$0.25 · Bonus for paying this way", "+$5.00 · Topped up")
    assert await booked(shop, clearing("stars")) == -5_000_000
    assert await booked(shop, AccountKind.BONUS) == -250_000


async def test_a_refund_takes_the_bonus_back_and_gives_the_fee_back(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    ann.person.tops_up(1_000)
    await ann.says("/topup")
    await ann.taps("Telegram Stars · 🎁 +5 %")
    await ann.taps("$5.25 · 385 ⭐")
    await pays(ann)
    await olga.says(f"/find {ANN}")
    await olga.taps("Wallet")
    await olga.taps("Give 385 ⭐ back")
    await olga.sees("$5.25 is taken out of the wallet first.")
    await olga.taps("Confirm")
    await has(ann, "0.00")
    assert ann.person.stars == 1_000
    for account in (clearing("stars"), AccountKind.BONUS, AccountKind.WRITE_OFF):
        assert await booked(shop, account) == 0


async def test_a_refused_refund_brings_the_bonus_back(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    ann.person.tops_up(1_000)
    await ann.says("/topup")
    await ann.taps("Telegram Stars · 🎁 +5 %")
    await ann.taps("$5.25 · 385 ⭐")
    await pays(ann)
    shop.telegram.plan("refundStarPayment", refusal(400, "Bad Request: BALANCE_TOO_LOW"))
    await olga.says(f"/find {ANN}")
    await olga.taps("Wallet")
    await olga.taps("Give 385 ⭐ back")
    await olga.taps("Confirm")
    await has(ann, "5.25")
    assert await booked(shop, clearing("stars")) == -5_000_000
    assert await booked(shop, AccountKind.BONUS) == -250_000


async def test_a_charge_back_of_a_fee_takes_it_out_of_the_shops_income(shop: Harness) -> None:
    ann = shop.ann
    await ann.says("/topup")
    await ann.taps("Heleket · fee 2 %")
    await ann.taps("$5.00 for $5.10")
    gateway = shop.gateways["heleket"]
    gateway.pays(gateway.newest)
    await looks(shop)
    await has(ann, "5.00")
    assert await booked(shop, AccountKind.SURCHARGE) == 100_000
    gateway.gives_back(gateway.newest)
    await looks(shop, 3_600)
    await has(ann, "0.00")
    assert await booked(shop, AccountKind.SURCHARGE) == 0
    assert await booked(shop, clearing("heleket")) == 0


async def test_half_an_invoice_brings_half_its_credit_and_half_its_fee(shop: Harness) -> None:
    ann = shop.ann
    await ann.says("/topup")
    await ann.taps("Heleket · fee 2 %")
    await ann.taps("$5.00 for $5.10")
    gateway = shop.gateways["heleket"]
    gateway.pays(gateway.newest, gateway.newest.asked / 2)
    await looks(shop, 4_000)
    await has(ann, "2.50")
    assert await booked(shop, AccountKind.SURCHARGE) == 50_000
    assert await booked(shop, clearing("heleket")) == -2_550_000


async def test_a_fee_set_in_the_chat_holds_for_new_invoices_alone(database_file: Path) -> None:
    shop = Harness(
        database_file, access="shop", payment_provider_token=PROVIDER, star_value="0.013", topup_amounts="5"
    )
    shop.telegram.world.provider_tokens.add(PROVIDER)
    await shop.opens()
    await types(shop, "Fees and bonuses", "card 9% + 0,30")
    await shop.olga.taps("Save")
    ann = shop.ann
    await ann.says("/topup")
    await ann.taps("Card · fee 9 % + $0.30")
    await ann.taps("$5.00 for $5.75")
    await types(shop, "Fees and bonuses", "card 90%")
    await shop.olga.sees("like card 2.9% + 0.30, stars -5%")
    await types(shop, "Fees and bonuses", "card 10%")
    await shop.olga.taps("Save")
    await pays(ann)
    await has(ann, "5.00")
    assert await booked(shop, AccountKind.SURCHARGE) == 750_000
    await ann.says("/topup")
    await ann.taps("Card · fee 10 %")
    await ann.sees("$5.00 for $5.50")
    await shop.audited()
    await shop.closes()


async def test_by_hand_the_operator_sees_what_was_paid_and_what_is_credited(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    await ann.says("/topup")
    await ann.taps("By hand · 🎁 +10 %")
    await ann.taps("$5.50 for $5.00")
    await ann.sees("$5.00 by hand", "Your wallet gets $5.50.")
    await ann.taps("I have paid")
    await ann.says("Transfer 123456")
    await ann.taps("Send to the shop")
    await olga.sees("says $5.00 was paid by hand", "The wallet gets $5.50 when you credit it.")
    await olga.taps("Credit it")
    await ann.sees("$5.00 came into your wallet, and $0.50 as a bonus. Balance: $5.50")
    assert await booked(shop, clearing("manual")) == -5_000_000


async def test_an_order_is_paid_for_with_its_fee_or_for_less_with_a_bonus(shop: Harness) -> None:
    ann = shop.ann
    ann.person.tops_up(10_000)
    service = shop.panel.catalogue.of_type("Default")
    await ann.says(f"/order {service.id} {LINK} {service.min}")
    await ann.sees("You need")
    await ann.taps("Pay 4 Stars and order")
    await pays(ann)
    await ann.sees("Order 1 is on its way")
    assert len(shop.panel.orders) == 1


async def test_by_hand_nobody_is_asked_for_a_part_of_a_coin(shop: Harness) -> None:
    ann = shop.ann
    service = shop.panel.catalogue.of_type("Default")
    await ann.says(f"/order {service.id} {LINK} 5000")
    await ann.sees("You need")
    [by_hand] = [button.label for button in ann.person.last.buttons if "By hand" in button.label]
    await ann.taps(by_hand.removeprefix("🧾 "))
    text = ann.person.last.text
    asked = text.split(" by hand")[0].removeprefix("$")
    assert len(asked.partition(".")[2]) == 2, text
    assert asked in by_hand


async def test_a_bonus_cannot_be_given_to_a_friend(shop: Harness) -> None:
    ann = shop.ann
    ann.person.tops_up(1_000)
    await ann.says("/topup")
    await ann.taps("Telegram Stars · 🎁 +5 %")
    await ann.taps("$5.25 · 385 ⭐")
    await pays(ann)
    assert await shop.kiosk.stores.gifts.giveable(ANN, "USD") == 5_000_000
