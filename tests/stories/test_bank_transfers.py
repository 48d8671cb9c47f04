"""Paying by bank transfer: the bank's own words are matched, and nobody's word for them counts."""

import json
import re
from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import unused_port

from payments.callbacks import Call
from shop.acts import Did
from shop.ledger.topup import coin_micro
from tests.in_process import OLGA, Harness, Player

ACCOUNT = "To HDFC account `50100012345678`, IFSC `HDFC0000123`."
BANK, OTHERS = "AD-HDFCBK-S", "+919812345678"


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    """An open shop in rupees whose operator has a bank account."""
    harness = Harness(
        database_file,
        access="shop",
        currency="INR",
        bank_transfer=ACCOUNT,
        bank_senders=BANK,
        payments_url="https://shop.example/payments",
        payments_listen=f"127.0.0.1:{unused_port()}",  # other tests listen, too
        topup_amounts="500, 1000",
        topup_most="100000",
    )
    await harness.opens()
    for player in (harness.ann, harness.bob, harness.olga):
        await player.says("/start")
    yield harness
    await harness.audited()
    await harness.closes()


async def asks_to_pay(player: Player, amount: str = "₹500") -> tuple[str, str]:
    """Begin a top-up by bank transfer; return the exact amount and the reference."""
    await player.says("/topup")
    if "How would you like to pay?" in player.screen.rpartition("/topup")[2]:
        await player.taps("Bank transfer")
    await player.taps(amount)
    found = re.search(r"Transfer exactly (.+?), with the reference (\w{6}) ", player.screen)
    assert found is not None, player.screen
    return re.sub(r"[^\d.]", "", found[1]), found[2]


async def posts(shop: Harness, fields: dict[str, Any], *, sender: str = BANK) -> int:
    """Post what a program passes on; return the answer's status."""
    body = json.dumps({"from": sender} | fields).encode()
    answer = await shop.kiosk.gateways.calls.answer("bank", Call({"content-type": "application/json"}, body))
    await shop.settles()
    assert answer is not None
    return answer.status


def sms(amount: str, words: str = "", *, number: int = 1) -> dict[str, Any]:
    """Return a bank's SMS about money that came in."""
    text = (
        f"Rs.{amount} credited to a/c **5678 on 28-11-26 by a/c linked to VPA ann@ybl {words} "
        f"(UPI Ref No {number:012d}). Avl Bal: Rs.1,00,000.00"
    )
    return {"text": text}


async def has(player: Player, amount: str) -> None:
    await player.says("/wallet")
    await player.sees(f"Balance: ₹{amount}")


async def test_a_transfer_with_its_reference_is_credited_by_itself(shop: Harness) -> None:
    amount, reference = await asks_to_pay(shop.ann)
    await shop.ann.sees("50100012345678", "by itself as soon as the bank tells me")
    assert amount != "500.00"  # nobody else is asked for the same
    assert await posts(shop, sms(amount, reference)) == 200
    await shop.ann.sees(f"₹{amount} came into your wallet", f"✅ ₹{amount} is paid. Thank you!")
    shop.ann.finds_no("Transfer exactly")  # nobody pays twice by the old card
    await has(shop.ann, amount)


async def test_the_second_part_of_a_payment_ends_its_card(shop: Harness) -> None:
    amount, reference = await asks_to_pay(shop.ann)
    rest = f"{Decimal(amount) - 200:.2f}"
    await posts(shop, sms("200.00", reference))
    await shop.ann.sees("₹200.00 came into your wallet", "Transfer exactly")
    await posts(shop, sms(rest, reference, number=2))
    await shop.ann.sees(f"₹{rest} came into your wallet", f"✅ ₹{amount} is paid. Thank you!")
    shop.ann.finds_no("Transfer exactly")  # nobody pays once more by the old card
    await has(shop.ann, amount)


async def test_a_unique_amount_is_enough(shop: Harness) -> None:
    amount, _ = await asks_to_pay(shop.ann)
    others, _ = await asks_to_pay(shop.bob)
    assert amount != others
    await posts(shop, sms(others))
    await has(shop.bob, others)
    await has(shop.ann, "0.00")


async def test_what_the_shop_gave_back_by_bank_is_credited_to_nobody(shop: Harness) -> None:
    """The bank tells the operator when it has reached Ann, in words of what came."""
    amount, _ = await asks_to_pay(shop.ann)
    await posts(shop, {"text": f"Rs.{amount} credited to beneficiary a/c **5678 (Ann) by IMPS"})
    await has(shop.ann, "0.00")


async def test_only_the_banks_own_name_counts(shop: Harness) -> None:
    amount, reference = await asks_to_pay(shop.ann)
    for forger in (OTHERS, "AD-HDFСBK-S", "", BANK + "\u200b"):
        await posts(shop, sms(amount, reference), sender=forger)
    await has(shop.ann, "0.00")
    await shop.olga.sees("was posted as a bank's, and I did not read it", "BANK_SENDERS")


async def test_a_doubtful_one_is_the_operators_and_one_tap_settles_it(shop: Harness) -> None:
    amount, reference = await asks_to_pay(shop.ann)
    mistyped = reference[:-2] + reference[-1] + reference[-2]
    await posts(shop, sms(amount, mistyped))
    await has(shop.ann, "0.00")
    await shop.olga.sees(f"₹{amount} came by bank transfer", BANK, "its reference looks mistyped")
    await shop.olga.sees("1. Ann (101) was to pay")
    await shop.olga.taps("1. Ann")
    await shop.olga.sees("✅ Credited to Ann", "Decided by Olga")
    await has(shop.ann, amount)


async def test_a_doubtful_one_waits_in_the_queue_and_may_be_nobodys(shop: Harness) -> None:
    amount, reference = await asks_to_pay(shop.ann)
    await posts(shop, sms(amount, reference[1:] + reference[0]))
    await shop.olga.says("/admin")
    await shop.olga.taps("Waiting for you: 2")  # the other is the currency's
    await shop.olga.sees(f"🏦 ₹{amount} came in: whose is it?")
    await shop.olga.taps("2 🏦")
    await shop.olga.taps("Nobody's")
    await shop.olga.sees("🚫 Left alone")
    await has(shop.ann, "0.00")


async def test_two_operators_on_one_card_are_one_act(shop: Harness) -> None:
    amount, reference = await asks_to_pay(shop.ann)
    await posts(shop, sms(amount, reference[1:] + reference[0]))
    for _ in range(3):
        shop.olga.person.taps("1. Ann")
    await shop.settles()
    await has(shop.ann, amount)


async def test_the_operator_pastes_a_message_and_a_statement(shop: Harness) -> None:
    amount, reference = await asks_to_pay(shop.ann)
    others, their_reference = await asks_to_pay(shop.bob, "₹1,000")
    await shop.olga.says("/transfers")
    await shop.olga.sees("Forward or paste a message of your bank", "https://shop.example/payments/bank/")
    await shop.olga.says(sms(amount, reference)["text"])
    await shop.olga.sees("1 transfer read", "✅ 1 is credited")
    latest = await shop.kiosk.stores.acts.list_latest(limit=5)
    assert [(one.act.did, one.act.actor_id, one.act.details) for one in latest] == [
        (Did.TRANSFERS_SENT, OLGA, {"count": 1})
    ]
    day = f"{shop.clock.now():%d/%m/%Y}"
    statement = (
        "Date,Narration,Chq./Ref.No.,Withdrawal Amt.,Deposit Amt.\n"
        f"{day},UPI-ANN {reference},901,,{amount}\n"
        f"{day},UPI-BOB {their_reference},902,,{others}\n"
        f"{day},SALARY OF ACME,903,,75000.00\n"
        f"{day},RENT,904,9000.00,\n"
        "31/31/2025,NOBODY,905,,10.00\n"
    )
    for known in (False, True):
        await shop.olga.says(statement)
        await shop.olga.sees("Line 6 is not read: its date")
        await shop.olga.sees(*(("3 transfers read", "3 were known") if known else ("✅ 1 is credited",)))
    await has(shop.ann, amount)
    await has(shop.bob, f"{float(others):,.2f}")


async def test_a_banks_own_file_is_read_and_what_went_is_credited_to_nobody(shop: Harness) -> None:
    """Kotak's columns, in the letters of Windows: its amounts have no sign, and "Dr / Cr" beside them."""
    amount, reference = await asks_to_pay(shop.ann)
    others, _ = await asks_to_pay(shop.bob, "₹1,000")
    day = f"{shop.clock.now():%d-%m-%Y}"
    statement = (
        "Sl. No.,Date,Description,Chq / Ref number,Amount,Dr / Cr,Balance,Dr / Cr\n"
        f"1,{day},UPI JOSÉ {reference},UPI-1,{amount},CR,90000.00,CR\n"
        f"2,{day},RENT,UPI-2,{others},DR,80000.00,CR\n"
    )
    await shop.olga.says("/transfers")
    for content, said in (
        (statement.encode("cp1252"), "✅ 1 is credited"),
        (b"PK\x03\x04x", "Save it as CSV in UTF-8"),
    ):
        shop.olga.person.sends_document("statement.csv", "", content=content, mime="text/csv")
        await shop.settles()
        await shop.olga.sees(said)
    await has(shop.ann, amount)
    await has(shop.bob, "0.00")


async def test_what_the_bank_takes_back_leaves_the_wallet_once(shop: Harness) -> None:
    amount, reference = await asks_to_pay(shop.ann)
    day = f"{shop.clock.now():%d.%m.%Y}"
    head = "Buchungstag;Verwendungszweck;Betrag;Währung;Referenz;Buchungstext;Original ID\n"
    came = f"{day};UPI {reference};{amount};INR;901;Gutschrift;\n"
    went = f"{day};storno;-{amount};INR;902;Storno;901\n"
    await shop.olga.says("/transfers")
    await shop.olga.says(head + came)
    await shop.olga.sees("✅ 1 is credited")
    await has(shop.ann, amount)
    for _ in range(2):
        await shop.olga.says(head + came + went)
    await shop.ann.sees(f"Your payment of ₹{amount} was given back to you")
    await has(shop.ann, "0.00")


async def test_a_customer_sees_their_waiting_payment_and_may_drop_it(shop: Harness) -> None:
    amount, reference = await asks_to_pay(shop.ann)
    await shop.ann.taps("Check")
    await shop.ann.sees("Not paid yet. I look again by myself.")
    await shop.ann.says("/topup")
    await shop.ann.taps("Waiting: ₹" + amount)
    await shop.ann.sees(reference)
    await shop.ann.taps("Cancel")
    await shop.ann.sees("Canceled. If you have paid all the same")
    await posts(shop, sms(amount, reference))
    await has(shop.ann, amount)


async def test_customers_and_strangers_send_no_transfers(shop: Harness) -> None:
    amount, reference = await asks_to_pay(shop.ann)
    await shop.ann.says("/transfers")
    await shop.ann.says(sms(amount, reference)["text"])
    await has(shop.ann, "0.00")


@pytest.mark.parametrize("currency", ["UZS", "JPY"])
async def test_where_nobody_has_small_coins_all_that_is_asked_for_is_whole(
    database_file: Path, currency: str
) -> None:
    """What is copied has no decimals either: a bank's app that drops the point would send a hundredfold."""
    harness = Harness(
        database_file,
        access="shop",
        currency=currency,
        bank_transfer=ACCOUNT,
        bank_senders=BANK,
        manual_topup="Pay to 8600 1234",
        payment_fees="bank 1%, manual 2.9%",
        topup_amounts="50000",
        topup_most="1000000",
    )
    await harness.opens()
    ann, bob = harness.ann, harness.bob
    for player in (ann, bob):
        await player.says("/start")
        await player.says("/topup")
        await player.taps("Bank transfer · fee 1 %")
        await player.says("12345")
        await player.sees("Transfer exactly")
    asked = [await harness.kiosk.stores.payments.find_invoice(n, who.id) for n, who in ((1, ann), (2, bob))]
    amounts = [one.invoice.amount_minor * coin_micro(currency) for one in asked if one is not None]
    assert amounts == [12_469_000_000, 12_470_000_000], "12,345 and its fee, rounded up; and one more"
    assert "[ 📋 12469 ]" in ann.screen
    assert "[ 📋 12470 ]" in bob.screen
    text = f"{currency} 12,469.00 credited to a/c **5678 on 28-11-26 by a/c linked to VPA ann@ybl"
    await posts(harness, {"text": f"{text} (UPI Ref No 000000000001). Avl Bal: {currency} 99,000.00"})
    await ann.sees("is paid. Thank you!")
    await bob.says("/topup")
    await bob.taps("By hand · fee 2.9 %")
    await bob.says("12345")
    await bob.sees("12,704")
    assert "12,703" not in bob.screen.rpartition("By hand · fee")[2]
    await harness.audited()
    await harness.closes()
