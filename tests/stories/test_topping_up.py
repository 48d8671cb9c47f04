"""Topping up: Stars, a card, by hand; and the order that waited for the money."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from playground.telegram import NotSeen
from playground.telegram.faults import Fault, refusal, server_error, too_many
from tests.in_process import ANN, BOB, OLGA, Harness, Player
from tests.screens import labels_of

LINK = "https://www.instagram.com/ann/"
PROVIDER = "284685063:TEST:of-the-tests"
BY_HAND = "Send the money to DE00 1234 and write your number on it."


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    """An open shop with three ways to pay; Sam, a stranger elsewhere, is a customer here."""
    harness = Harness(
        database_file,
        access="shop",
        star_value="0.013",
        payment_provider_token=PROVIDER,
        manual_topup=BY_HAND,
        topup_amounts="1, 5, 20",
    )
    harness.telegram.world.provider_tokens.add(PROVIDER)
    await harness.opens()
    for player in (harness.ann, harness.olga):
        await player.says("/start")
    yield harness
    await harness.audited()
    await harness.closes()


async def pays(player: Player, **options: bool) -> None:
    """Pay the newest invoice in the chat."""
    invoices = [one for one in player.person.home.messages.values() if one.content.invoice is not None]
    player.person.pays(invoices[-1], **options)
    await player.harness.settles()


async def has(player: Player, amount: str) -> None:
    """Assert that /wallet says this."""
    await player.says("/wallet")
    await player.sees(f"Balance: ${amount}")


async def test_stars_are_credited_at_the_value_of_the_invoice(shop: Harness) -> None:
    ann = shop.ann
    ann.person.tops_up(1_000)
    await ann.says("/topup")
    await ann.sees("How would you like to pay?")
    await ann.taps("Telegram Stars")
    await ann.sees("How much?", "from $1.00 to $1,000.00")
    await ann.taps("$1 · 77 ⭐")
    await ann.sees("Pay 77 ⭐", "Your wallet gets exactly $1.00")
    await pays(ann)
    await ann.sees("$1.00 came into your wallet. Balance: $1.00")
    assert ann.person.stars == 923
    await has(ann, "1.00")
    await ann.sees("+$1.00 · Topped up")


async def test_an_amount_may_be_typed_and_a_wrong_one_is_explained(shop: Harness) -> None:
    ann = shop.ann
    await ann.says("/topup")
    await ann.taps("Card")
    for wrong in ("much", "0.5", "1001", "-3", "1e3", "5 eur"):
        await ann.says(wrong)
        await ann.sees("Send an amount from $1.00 to $1,000.00")
    for unclear in ("12.345 usd", "12,345", "۱۲٫۳۴۵"):
        await ann.says(unclear)
        await ann.sees("can be two amounts. Send 12345, or 12.3450")
    await ann.says("$ ۱۲.۳۴۵۰")
    await ann.sees("Your wallet gets exactly $12.35")
    await pays(ann)
    await has(ann, "12.35")


async def test_a_card_that_is_declined_moves_nothing(shop: Harness) -> None:
    ann = shop.ann
    await ann.says("/topup")
    await ann.taps("Card")
    await ann.taps("$5")
    await pays(ann, card_declined=True)
    await has(ann, "0.00")
    await pays(ann)
    await has(ann, "5.00")


async def test_by_hand_the_operator_decides_about_the_receipt(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    await ann.says("/topup")
    await ann.taps("By hand")
    await ann.says("7.50")
    await ann.sees(BY_HAND, "When you have paid")
    await ann.taps("I have paid")
    await ann.sees("Send a photo of the receipt for $7.50, or its number (at least 6 characters)")
    for no_receipt in ("12", "Which network?", "ok"):
        await ann.says(no_receipt)
        await ann.sees("That is not a receipt yet")
        olga.finds_no("says $7.50")
    await ann.says("Paid at noon <b>by Ann</b>, number 4711")
    await ann.sees("Your receipt for $7.50", "Is this right?", "Paid at noon <b>by Ann</b>, number 4711")
    olga.finds_no("says $7.50")
    await ann.taps("Another")
    await ann.says("Paid at noon <b>by Ann</b>, number 4712")
    for _ in range(3):
        ann.person.taps("Send to the shop")
    await shop.settles()
    await ann.sees("The shop will look at it; $7.50")
    await olga.sees("Ann (101) says $7.50 was paid by hand", "Paid at noon <b>by Ann</b>, number 4712")
    assert olga.screen.count("says $7.50") == 1
    await has(ann, "0.00")
    await olga.taps("Credit it")
    await olga.sees("Credited")
    await ann.sees("$7.50 came into your wallet")
    await has(ann, "7.50")


async def test_a_name_from_right_to_left_does_not_turn_the_amount_about(shop: Harness) -> None:
    mohammed, olga = Player(shop.telegram.add_person(103, "محمد", "en"), shop), shop.olga
    await mohammed.says("/topup")
    await mohammed.taps("By hand")
    await mohammed.taps("$5")
    await mohammed.taps("I have paid")
    await mohammed.says("Paid at noon, number 4711")
    await mohammed.taps("Send to the shop")
    await olga.sees("🧾 \u2068محمد\u2069 (103) says $5.00 was paid by hand")


async def test_a_receipt_may_be_a_picture_and_may_be_declined(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    await ann.says("/topup")
    await ann.taps("By hand")
    await ann.taps("$20")
    await ann.taps("I have paid")
    ann.person.sends_photo(caption="here it is")
    await shop.settles()
    await ann.sees("The picture or file above", "Is this right?")
    await ann.taps("Send to the shop")
    await olga.sees("says $20.00 was paid by hand", "here it is")
    await olga.taps("Decline")
    await olga.sees("Why is it declined? The customer reads it.")
    await olga.taps("Back")
    olga.finds_no("Another amount came")
    await ann.says("/wallet")
    ann.finds_no("was not accepted")
    await olga.taps("Decline")
    await olga.taps("Another amount came")
    await olga.sees("⛔ Declined by Olga", "Another amount came")
    await ann.sees("Your receipt for $20.00 was not accepted", "write to the shop")
    await ann.sees("The shop got a different amount from the one you named.")
    await ann.taps("Ask us")
    assert "Another receipt" in ann.screen  # that message has stayed
    await has(ann, "0.00")
    await ann.taps("Another receipt")
    await ann.says("the number is 4711")
    await ann.taps("Send to the shop")
    await olga.sees("says $20.00 was paid by hand", "the number is 4711")
    await olga.taps("Credit it")
    await has(ann, "20.00")


@pytest.mark.parametrize("decision", [("Credit it",), ("Decline", "Another amount came")])
async def test_the_wallet_shows_a_receipt_while_the_shop_checks_it(
    shop: Harness, decision: tuple[str, ...]
) -> None:
    await shop.ann.says("/topup")
    for tapped in ("By hand", "$5", "I have paid"):
        await shop.ann.taps(tapped)
    await shop.ann.says("Paid at noon, number 4711")
    await shop.ann.taps("Send to the shop")
    await shop.ann.says("/wallet")
    await shop.ann.sees("Balance: $0.00\nOn receipts the shop is checking: $5.00\n")
    for tapped in decision:
        await shop.olga.taps(tapped)
    await shop.ann.says("/wallet")
    assert "On receipts" not in shop.ann.person.chat[-1].text


async def test_what_is_said_before_i_have_paid_is_no_receipt(shop: Harness) -> None:
    ann = shop.ann
    await ann.says("/topup")
    await ann.taps("By hand")
    await ann.taps("$5")
    await ann.says("instagram likes please")
    ann.finds_no("Is this right?")
    shop.clock.advance(7200)
    await ann.taps("I have paid")
    await ann.says("number 4711")
    await ann.taps("Send to the shop")
    await shop.olga.sees("says $5.00 was paid by hand")


async def test_a_wrong_amount_or_receipt_asks_nothing_about_the_order_that_waits(shop: Harness) -> None:
    """What is typed next goes to the top-up: "How many?" below its error would make the answer money."""
    ann, service = shop.ann, shop.panel.catalogue.of_type("Default")
    await ann.says(f"/order {service.id} {LINK}")
    await ann.sees("How many?")
    await ann.says("/topup")
    await ann.taps("By hand")
    for wrong in ("abc", "0.5", "1.000"):
        await ann.says(wrong)
        await ann.sees("⚠️", "✖️ Cancel")
        with pytest.raises(NotSeen):
            await ann.sees("How many?")
    ann.person.sends_media("sticker")
    await shop.settles()
    await ann.sees("Send an amount from $1.00 to $1,000.00")
    with pytest.raises(NotSeen):
        await ann.sees("How many?")
    await ann.says("20")
    await ann.taps("I have paid")
    await ann.says("ok")
    await ann.sees("That is not a receipt yet", "✖️ Cancel")
    with pytest.raises(NotSeen):
        await ann.sees("How many?")
    await ann.taps("Cancel")
    await ann.says("/menu")
    await ann.taps("Go on")
    await ann.sees("How many?")


async def test_an_amount_behind_the_command_asks_only_how_it_is_paid(shop: Harness) -> None:
    ann = shop.ann
    await ann.says("/topup 12,50 usd")
    await ann.sees("How would you like to pay?", "$12.50", "Telegram Stars · 962 ⭐", "Card", "By hand")
    await ann.taps("Card")
    await ann.sees("Your wallet gets exactly $12.50")
    await pays(ann)
    await has(ann, "12.50")
    await ann.says("/topup 20")
    await ann.taps("By hand")
    await ann.sees("$20.00", "Send the money to DE00 1234")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("/topup 0.5", "Send an amount from $1.00 to $1,000.00"),
        ("/topup 50.000", "50.000 can be two amounts. Send 50000, or 50.0000"),
    ],
)
async def test_a_wrong_amount_behind_the_command_is_explained(shop: Harness, command: str, said: str) -> None:
    ann = shop.ann
    await ann.says(command)
    await ann.sees("⚠️", said, "How would you like to pay?")
    await ann.taps("Card")
    await ann.sees("How much?")


async def test_other_words_behind_the_command_mean_nothing(shop: Harness) -> None:
    await shop.ann.says("/topup please")
    await shop.ann.sees("How would you like to pay?")
    shop.ann.finds_no("⚠️")


async def test_one_way_to_pay_takes_the_amount_behind_the_command_at_once(database_file: Path) -> None:
    harness = Harness(database_file, access="shop", manual_topup=BY_HAND)
    await harness.opens()
    await harness.ann.says("/topup 20")
    await harness.ann.sees("$20.00", "Send the money to DE00 1234")
    await harness.ann.says("/topup 0.5")
    await harness.ann.sees("⚠️ Send an amount from $1.00", "How much?")
    await harness.ann.says("5")
    await harness.ann.sees("$5.00", "Send the money to DE00 1234")
    await harness.audited()
    await harness.closes()


async def test_an_account_between_backticks_has_a_button_that_copies_it(database_file: Path) -> None:
    words = "Send it to `DE00 1234 5678` or `olga@bank`; write your name on it."
    harness = Harness(database_file, access="shop", manual_topup=words)
    await harness.opens()
    ann = harness.ann
    await ann.says("/topup")
    await ann.taps("$5")
    await ann.sees("Send it to DE00 1234 5678 or olga@bank; write your name on it.")
    copies = [b.data for row in ann.person.last.keyboard or () for b in row if b.kind == "copy_text"]
    assert copies == ["DE00 1234 5678", "olga@bank"]
    await harness.closes()


async def test_every_screen_of_topping_up_leads_back_and_home(shop: Harness) -> None:
    ann = shop.ann
    await ann.says("/topup")
    for way in (None, "By hand", "$5"):
        if way is not None:
            await ann.taps(way)
        labels = [button.label for row in ann.person.last.keyboard or () for button in row]
        assert {"⬅️ Back", "🏠 Menu"} <= set(labels)
    await ann.taps("Back")
    await ann.sees("How much?")
    await ann.taps("Back")
    await ann.sees("How would you like to pay?")
    await ann.taps("Back")
    await ann.sees("Your wallet")


async def test_an_amount_in_rials_is_a_tap_too(database_file: Path) -> None:
    """A button took fifteen digits of micro-units, so that above 999,999,999 each of them was an old one."""
    harness = Harness(
        database_file,
        access="shop",
        currency="IRR",
        star_value="19500",
        manual_topup=BY_HAND,
        topup_amounts="500000000, 1500000000",
        topup_most="100000000000",
    )
    await harness.opens()
    ann = harness.ann
    await ann.says("/topup")
    await ann.taps("By hand")
    await ann.taps("1,500,000,000\u00a0IRR")
    await ann.sees("Send the money to DE00 1234", "1,500,000,000")
    await ann.says("/topup 100000000000")
    await ann.taps("By hand")
    await ann.sees("Send the money to DE00 1234", "100,000,000,000")
    await harness.closes()


async def test_the_order_that_waited_for_the_money_is_a_tap_away(shop: Harness) -> None:
    ann = shop.ann
    ann.person.tops_up(1_000)
    service = shop.panel.catalogue.of_type("Default")
    await ann.says(f"/order {service.id} {LINK} {service.min}")
    await ann.sees("Check your order", "You need")
    await ann.says("/topup")
    await ann.taps("Telegram Stars")
    await ann.taps("$5 · 385 ⭐")
    await pays(ann)
    await ann.sees("came into your wallet")
    await ann.taps("Back to the order")
    await ann.sees("Check your order")
    assert "You need" not in ann.person.last.text
    await ann.taps("Confirm")
    await ann.sees("Order 1 · Pending")
    assert len(shop.panel.orders) == 1


@pytest.mark.always
async def test_an_invoice_is_paid_once_and_not_for_ever(shop: Harness) -> None:
    ann = shop.ann
    ann.person.tops_up(1_000)
    await ann.says("/topup")
    await ann.taps("Telegram Stars")
    await ann.taps("$1 · 77 ⭐")
    await pays(ann)
    await pays(ann, stale=True)
    await ann.sees("This invoice has already been paid")
    await ann.says("/topup")
    await ann.taps("Telegram Stars")
    await ann.taps("$1 · 77 ⭐")
    shop.clock.advance(3601)
    await pays(ann)
    await ann.sees("This invoice was valid for one hour")
    await has(ann, "1.00")


async def test_a_forwarded_bill_leads_its_reader_to_one_of_their_own(shop: Harness) -> None:
    await shop.sam.says("/start topup")
    await shop.sam.sees("How would you like to pay?")


async def test_what_was_paid_to_another_program_before_is_left_alone(shop: Harness) -> None:
    ann, bob = shop.ann, shop.bob
    bob.person.tops_up(50)
    await bob.says("/start")
    bill = {"title": "Tea", "description": "long ago", "payload": "tea", "currency": "XTR"}
    prices = '[{"label": "Tea", "amount": 50}]'
    await shop.telegram.call("sendInvoice", {"chat_id": BOB, **bill, "prices": prices})
    checkout = bob.person.pays(list(bob.person.home.messages.values())[-1])
    await shop.telegram.call("answerPreCheckoutQuery", {"pre_checkout_query_id": checkout.id, "ok": "true"})
    shop.telegram.updates.drop_all()
    shop.clock.advance(5)
    ann.person.tops_up(100)
    await ann.says("/topup")
    await ann.taps("Telegram Stars")
    await ann.taps("$1 · 77 ⭐")
    await pays(ann)
    await shop.kiosk.payments.close_gaps()
    await has(bob, "0.00")
    assert await shop.kiosk.stores.payments.list_latest(BOB, limit=5) == []
    assert len(await shop.kiosk.stores.payments.list_latest(ANN, limit=5)) == 1


async def test_while_money_stands_still_nobody_can_pay(shop: Harness) -> None:
    ann = shop.ann
    ann.person.tops_up(1_000)
    await ann.says("/topup")
    await ann.taps("Telegram Stars")
    await ann.taps("$1 · 77 ⭐")
    await shop.kiosk.services.stores.ledger.stop("a test", shop.clock.now())
    await pays(ann)
    await ann.sees("Payments are paused")
    await ann.says("/topup")
    await ann.taps("Card")
    await ann.sees("Payments are paused")
    assert ann.person.stars == 1_000
    await shop.kiosk.periodic.audit()
    await shop.settles()
    await shop.olga.sees("The ledger adds up again")
    await pays(ann)
    await has(ann, "1.00")


async def test_a_payment_nobody_knows_is_kept_apart_and_can_be_given_back(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    ann.person.tops_up(100)
    await shop.telegram.call(
        "sendInvoice",
        {
            "chat_id": ANN,
            "title": "Tea",
            "description": "from another program",
            "payload": "of-another",
            "currency": "XTR",
            "prices": '[{"label": "Tea", "amount": 50}]',
        },
    )
    invoice = [one for one in ann.person.home.messages.values() if one.content.invoice is not None][-1]
    checkout = ann.person.pays(invoice)
    await shop.settles()
    assert checkout.state == "failed"
    await ann.sees("I do not know this invoice")
    # Another program with the same token approved this one.
    again = ann.person.pays(invoice)
    await shop.telegram.call("answerPreCheckoutQuery", {"pre_checkout_query_id": again.id, "ok": "true"})
    await shop.settles()
    await olga.sees("I do not know what it is for: 50 ⭐")
    await has(ann, "0.00")
    await olga.says(f"/find {ANN}")
    await olga.taps("Wallet")
    await olga.sees("Paid 50 ⭐: nobody knows what for")
    await olga.taps("Give 50 ⭐ back")
    await olga.sees("Give 50 ⭐ back? It is kept apart, not in a wallet.")
    await olga.taps("Confirm")
    await olga.sees("Paid 50 ⭐: given back")
    assert ann.person.stars == 100
    await ann.sees("Your payment of 50 ⭐ was given back to you.")
    ann.finds_no("out of your wallet")


async def test_what_nobody_knows_a_purpose_of_goes_back_out_of_no_wallet(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    ann.person.tops_up(100)
    await ann.says("/start")
    tea = {"chat_id": ANN, "title": "Tea", "description": "of another program", "payload": "of-another"}
    await shop.telegram.call(
        "sendInvoice", {**tea, "currency": "XTR", "prices": '[{"label": "Tea", "amount": 50}]'}
    )
    paid = ann.person.pays(ann.person.last)
    await shop.telegram.call("answerPreCheckoutQuery", {"pre_checkout_query_id": paid.id, "ok": "true"})
    await shop.settles()
    await olga.sees("I do not know what it is for: 50 ⭐")
    [charge] = shop.telegram.world.ledger.charges
    await shop.telegram.call("refundStarPayment", {"user_id": ANN, "telegram_payment_charge_id": charge})
    await shop.settles()
    await olga.sees("A payment that I kept apart went back to its payer: 50 ⭐")
    olga.finds_no("out of the wallet")


async def test_stars_go_back_out_of_the_wallet_first(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    ann.person.tops_up(100)
    await ann.says("/topup")
    await ann.taps("Telegram Stars")
    await ann.taps("$1 · 77 ⭐")
    await pays(ann)
    await olga.says(f"/debit {ANN} 0.5 a fee")
    await olga.taps("Confirm")
    await ann.sees("Debited: −$0.50. Balance: $0.50", "a fee")
    await olga.says(f"/find {ANN}")
    await olga.taps("Wallet")
    await olga.taps("Give 77 ⭐ back")
    await olga.taps("Confirm")
    await olga.sees("Ann has only $0.50. Nothing was taken")
    assert ann.person.stars == 23
    await olga.says(f"/credit {ANN} 0.5 sorry")
    await olga.taps("Confirm")
    await olga.says(f"/find {ANN}")
    await olga.taps("Wallet")
    await olga.taps("Give 77 ⭐ back")
    await olga.taps("Confirm")
    assert ann.person.stars == 100
    await ann.sees("Your payment of 77 ⭐ was given back to you; $1.00 was taken out of your wallet")
    await has(ann, "0.00")


async def test_payments_of_one_amount_are_told_apart_at_the_desk(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    ann.person.tops_up(400)
    for hours in (0, 0, 2, 30):  # two at one moment, one on the same day, one on the next
        await shop.passes(hours * 3600)
        await ann.says("/topup")
        await ann.taps("Telegram Stars")
        await ann.taps("$1 · 77 ⭐")
        await pays(ann)
    await olga.says(f"/find {ANN}")
    await olga.taps("Wallet")
    labels = [one.label for one in olga.person.last.buttons if "· 77 ⭐" in one.label]
    assert len(set(labels)) == 4
    await olga.taps("2 Jan 20:00 UTC · 77 ⭐")
    await olga.taps("Confirm")
    assert ann.person.stars == 400 - 3 * 77


async def test_a_payment_behind_many_others_can_be_given_back(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    ann.person.tops_up(100 + 12 * 77)
    await ann.says("/topup 1.23")
    await ann.taps("Telegram Stars · 95 ⭐")
    await pays(ann)
    for _ in range(12):
        await ann.says("/topup")
        await ann.taps("Telegram Stars")
        await ann.taps("$1 · 77 ⭐")
        await pays(ann)
        await shop.passes(60)
    left = ann.person.stars
    await olga.says(f"/find {ANN}")
    await olga.taps("Wallet")
    assert "Give 95 ⭐ back" not in str(labels_of(olga.person.last))
    await olga.taps("Earlier payments")
    await olga.taps("Earlier payments")
    await olga.taps("Give 95 ⭐ back")
    await olga.taps("Confirm")
    assert ann.person.stars == left + 95
    await olga.taps("Earlier payments")
    await olga.taps("First page")
    assert "Earlier payments" in str(labels_of(olga.person.last))


async def test_what_telegram_gives_back_by_itself_leaves_the_wallet_as_far_as_it_goes(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    ann.person.tops_up(100)
    await ann.says("/topup")
    await ann.taps("Telegram Stars")
    await ann.taps("$1 · 77 ⭐")
    await pays(ann)
    await olga.says(f"/debit {ANN} 0.8 a fee")
    await olga.taps("Confirm")
    [charge] = shop.telegram.world.ledger.charges.values()
    await shop.telegram.call("refundStarPayment", {"user_id": ANN, "telegram_payment_charge_id": charge.id})
    await shop.settles()
    await olga.sees("Telegram refunded a payment: 77 ⭐")
    await has(ann, "0.00")
    await shop.kiosk.payments.close_gaps()
    await has(ann, "0.00")


@pytest.mark.always
async def test_a_payment_whose_update_was_lost_is_found_in_telegrams_list(shop: Harness) -> None:
    ann = shop.ann
    ann.person.tops_up(500)
    for _ in range(2):
        await ann.says("/topup")
        await ann.taps("Telegram Stars")
        await ann.taps("$1 · 77 ⭐")
        invoices = [one for one in ann.person.home.messages.values() if one.content.invoice is not None]
        checkout = ann.person.pays(invoices[-1])
        await shop.kiosk.messaging.polling.poll_once(0)
        await shop.kiosk.messaging.checkout.drain()
        assert checkout.state == "paid"
        shop.telegram.updates.drop_all()
    await has(ann, "0.00")
    await shop.kiosk.payments.close_gaps()
    await shop.settles()
    await has(ann, "2.00")
    await shop.kiosk.payments.close_gaps()
    await has(ann, "2.00")


@pytest.mark.parametrize("odd", [server_error(), refusal(403, "Forbidden: not this one"), too_many(60)])
async def test_a_refund_in_an_odd_state_holds_nobody_elses_payment_up(odd: Fault, shop: Harness) -> None:
    ann, bob, olga = shop.ann, shop.bob, shop.olga
    for somebody in (ann, bob):
        somebody.person.tops_up(100)
        await somebody.says("/topup")
        await somebody.taps("Telegram Stars")
        await somebody.taps("$1 · 77 ⭐")
    await pays(ann)
    shop.telegram.plan("refundStarPayment", *[odd] * 50)
    await olga.says(f"/find {ANN}")
    await olga.taps("Wallet")
    await olga.taps("Give 77 ⭐ back")
    await olga.taps("Confirm")
    invoice = next(one for one in bob.person.home.messages.values() if one.content.invoice is not None)
    bob.person.pays(invoice)
    await shop.kiosk.messaging.polling.poll_once(0)
    await shop.kiosk.messaging.checkout.drain()
    shop.telegram.updates.drop_all()
    await shop.kiosk.payments.close_gaps()
    await has(bob, "1.00")
    shop.telegram.forget_plans()
    shop.clock.advance(600)
    await shop.kiosk.payments.close_gaps()
    assert ann.person.stars == 100


async def test_a_payment_in_an_update_that_cannot_be_read_is_credited(shop: Harness) -> None:
    ann = shop.ann
    ann.person.tops_up(100)
    await ann.says("/topup")
    await ann.taps("Telegram Stars")
    await ann.taps("$1 · 77 ⭐")
    invoice = next(one for one in ann.person.home.messages.values() if one.content.invoice is not None)
    ann.person.pays(invoice)
    await shop.kiosk.messaging.polling.poll_once(0)
    await shop.kiosk.messaging.checkout.drain()
    for waiting in shop.telegram.updates.all():
        if "message" in waiting.body:
            waiting.body["message"]["chat"] = 5  # which no message contains
    await shop.settles()
    await has(ann, "1.00")
    await shop.audited()


async def test_only_operators_touch_other_peoples_money(shop: Harness) -> None:
    sam = shop.sam
    for command in (f"/credit {sam.id} 5 me", f"/debit {ANN} 5 me", f"/find {ANN}"):
        await sam.says(command)
        await sam.sees("Only the shop's operator can do this")
    await has(sam, "0.00")


async def test_credit_and_debit_count_once_and_say_what_is_wrong(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    await olga.says(f"/credit {ANN} 5.25 for the long wait")
    await olga.taps("Confirm")
    await olga.sees("+$5.25 for Ann (101). Their balance: $5.25")
    await ann.sees("Credited: +$5.25. Balance: $5.25", "for the long wait")
    await shop.forgets_last_turn()
    await shop.restarts()
    await shop.settles()
    await has(ann, "5.25")
    for wrong in (
        "/credit",
        f"/credit {ANN} 5",
        f"/credit {ANN} -5 x",
        f"/credit {ANN} 0 x",
        f"/credit {ANN} 1e3 x",
    ):
        await olga.says(wrong)
        await olga.sees("Send it like this: /credit")
    await olga.says("/credit 4711 5 x")
    await olga.sees("I know nobody called 4711")
    await olga.says(f"/debit {ANN} 5.26 too much")
    await olga.sees("Ann has only $5.25. Nothing was taken")
    await has(ann, "5.25")
    await has(shop.olga, "0.00")
    assert OLGA != ANN


async def test_a_button_of_long_ago_or_of_nobody_moves_nothing(shop: Harness) -> None:
    ann = shop.ann
    await ann.says("/topup")
    await ann.taps("Card")
    for data in (
        *("u:card:amount:7", "u:card:amount:99999999999999999999", "u:gold:way:", "u:manual:amount:x"),
        *("u:card:way:7", "u:card:way:99999999999999999999", "u:gold:way:5000000", "u:manual:way:x"),
    ):
        ann.person.forges(data)
        await shop.settles()
    await ann.says("/cancel")
    await ann.sees("Nothing was paid")
    await has(ann, "0.00")


async def test_a_credit_asks_first_and_counts_once_however_often_it_is_confirmed(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    await olga.says(f"/credit {ANN} 5 for the long wait")
    await olga.sees("Give Ann (101) $5.00?", "They have $0.00, then $5.00", "for the long wait")
    await has(ann, "0.00")
    await olga.taps("Confirm")
    await olga.sees("+$5.00 for Ann (101)")
    await olga.taps("Confirm", stale=True)
    await shop.forgets_last_turn()
    await shop.restarts()
    await shop.settles()
    await has(ann, "5.00")
    await olga.says(f"/debit {ANN} $2 usd a fee")
    await olga.sees("Take $2.00 from Ann (101)?", "They have $5.00, then $3.00", "They read: a fee")
    await olga.taps("Cancel")
    await olga.sees("Nothing was changed")
    await has(ann, "5.00")
    ann.person.forges("g:1:sure:")
    await shop.settles()
    assert "Only the shop's operator" in ann.person.toasts[-1].text


async def test_above_a_limit_the_amount_is_typed_twice(shop: Harness) -> None:
    ann, olga = shop.ann, shop.olga
    for command in ("credit {} 1000000 typo", "credit {} 1000000 100000 typo", "debit {} 50.01 typo"):
        await olga.says("/" + command.format(ANN))
        await olga.sees(
            "More than $50.00: type the amount twice", f"like this: /{command.split()[0]} {ANN} AMOUNT AMOUNT"
        )
    for command in ("/credit", "/debit"):
        await olga.says(f"{command} {ANN} lots")
        await olga.sees(f"Send it like this: {command} 123456789 5.00")
    await olga.says(f"/credit {ANN} 50 no more than that")
    await olga.sees("Give Ann (101) $50.00?")
    await olga.says(f"/credit {ANN} 500 500 meant")
    await olga.sees("Give Ann (101) $500.00?", "They read: meant")
    await olga.taps("Confirm")
    await has(ann, "500.00")


async def test_a_credit_that_can_be_two_amounts_is_asked_about(shop: Harness) -> None:
    await shop.olga.says(f"/credit {ANN} 50.000 for the wait")
    await shop.olga.sees("50.000 can be two amounts. Send 50000, or 50.0000")
    await shop.olga.says(f"/credit {ANN} ٥٠ for the wait")
    await shop.olga.sees("Give Ann (101) $50.00?")


async def test_people_are_found_by_name_and_the_command_alone_asks_for_words(shop: Harness) -> None:
    olga = shop.olga
    await shop.ann.says("/start")
    await olga.says("/find")
    await olga.sees("Find somebody", "Send a name or a part of it")
    await olga.says("ann")
    await olga.sees("Ann · 101", "Balance")
    await olga.says("/find ann")
    await olga.sees("Ann · 101")
    await olga.says("/find nobody like that")
    await olga.sees("I know nobody called nobody like that")
    await olga.says("/find 100%")
    await olga.sees("I know nobody called 100%")
