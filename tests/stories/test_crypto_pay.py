"""Paying through Crypto Pay: proved by asking, whatever is lost, late, forged or said twice."""

import json
from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path

import pytest

from payments.callbacks import Call
from playground.gateways import FakeCryptoPay
from tests.in_process import Harness, Player
from tests.stories.test_topping_up import has

LINK = "https://www.instagram.com/ann/"


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    """An open shop that takes Stars and Crypto Pay."""
    harness = Harness(
        database_file,
        access="shop",
        star_value="0.013",
        topup_amounts="1, 5, 20",
        crypto_pay_token=FakeCryptoPay.token,
    )
    await harness.opens()
    for player in (harness.ann, harness.olga):
        await player.says("/start")
    yield harness
    await harness.audited()
    await harness.closes()


async def asks_to_pay(player: Player, amount: str = "$5") -> None:
    """Ask for an invoice of this amount."""
    await player.says("/topup")
    await player.taps("Crypto Pay")
    await player.taps(amount)
    await player.sees("Pay on the page below until")


async def looks(shop: Harness, seconds: float = 20) -> None:
    """Let the kiosk look at its invoices again, as its schedule does."""
    shop.clock.advance(seconds)
    await shop.kiosk.payments.close_gaps()
    await shop.settles()


async def test_what_is_paid_is_credited_once(shop: Harness) -> None:
    ann = shop.ann
    await asks_to_pay(ann)
    *_, message = ann.person.home.messages.values()
    assert message.buttons[0].label == "Pay $5.00"
    assert message.buttons[0].url == "https://t.me/CryptoBot?start=IV1001"
    await looks(shop)
    await has(ann, "0.00")
    shop.crypto_pay.pays(shop.crypto_pay.newest)
    for _ in range(3):
        await looks(shop)
    await ann.sees("$5.00 came into your wallet. Balance: $5.00")
    await has(ann, "5.00")


async def test_the_person_may_have_it_checked(shop: Harness) -> None:
    ann = shop.ann
    await asks_to_pay(ann)
    await ann.taps("Check")
    await ann.sees("Not paid yet. I look again by myself.")
    shop.crypto_pay.arm("down")
    await ann.taps("Check")
    await ann.sees("No answer yet. I look again by myself.")
    shop.crypto_pay.pays(shop.crypto_pay.newest)
    await ann.taps("Check")
    await ann.sees("$5.00 is paid. Thank you!", "$5.00 came into your wallet")
    await has(ann, "5.00")


async def test_it_can_be_dropped_and_nobody_pays_it_then(shop: Harness) -> None:
    ann = shop.ann
    await asks_to_pay(ann)
    await ann.taps("Cancel")
    await ann.sees("Canceled. If you have paid all the same")
    assert shop.crypto_pay.newest.is_dropped
    await looks(shop)
    await has(ann, "0.00")


async def test_a_payment_that_waits_is_found_again(shop: Harness) -> None:
    ann = shop.ann
    await asks_to_pay(ann)
    await ann.says("/topup")
    await ann.taps("Waiting: $5.00")
    await ann.sees("Pay on the page below until", "Pay $5.00")
    shop.clock.advance(3_700)
    await ann.taps("Check")
    await ann.sees("The time to pay $5.00 is over")
    await ann.taps("Pay again")
    await ann.sees("How much?")


async def test_another_persons_payment_is_not_shown(shop: Harness) -> None:
    await asks_to_pay(shop.ann)
    await shop.bob.says("/start")
    *_, message = shop.ann.person.home.messages.values()
    check = next(one for one in message.buttons if "Check" in one.label)
    shop.bob.person.forges(check.data or "")
    await shop.settles()
    shop.bob.finds_no("$5.00")


@pytest.mark.parametrize(
    "fault", ["down", "lost", "hang", "late", "busy", "garbage", "nonsense", "throttled"]
)
async def test_a_create_without_an_answer_costs_nobody_anything(shop: Harness, fault: str) -> None:
    ann = shop.ann
    shop.crypto_pay.arm(fault, on="createInvoice")
    await ann.says("/topup")
    await ann.taps("Crypto Pay")
    await ann.taps("$5")
    await ann.sees("An invoice for $5.00 could not be made just now. Nothing was charged.")
    await shop.olga.sees("No invoice could be made: Crypto Pay, 5.00 USD")
    if shop.crypto_pay.bills:  # it was made, and its address got lost
        shop.crypto_pay.pays(shop.crypto_pay.newest)
        await looks(shop)
        await ann.sees("$5.00 came into your wallet")
        await has(ann, "5.00")
    else:
        await looks(shop)
        await has(ann, "0.00")


@pytest.mark.parametrize("fault", ["down", "lost", "hang", "busy", "garbage", "nonsense", "throttled"])
async def test_an_ask_without_an_answer_is_made_again(shop: Harness, fault: str) -> None:
    await asks_to_pay(shop.ann)
    shop.crypto_pay.pays(shop.crypto_pay.newest)
    shop.crypto_pay.arm(fault, 2, on="getInvoices")
    await looks(shop)
    await has(shop.ann, "0.00")
    shop.crypto_pay.disarm()
    await looks(shop, 60)
    await has(shop.ann, "5.00")


async def test_what_is_paid_while_the_kiosk_is_off_is_found(shop: Harness) -> None:
    await asks_to_pay(shop.ann)
    shop.crypto_pay.pays(shop.crypto_pay.newest)
    await shop.closes()
    shop.clock.advance(86_400)
    await shop.comes_back()
    await looks(shop)
    await has(shop.ann, "5.00")


async def test_another_amount_than_was_asked_counts_as_it_came(shop: Harness) -> None:
    """Crypto Pay itself takes all or nothing; should it ever say another amount, that is what counts."""
    await asks_to_pay(shop.ann)
    bill = shop.crypto_pay.newest
    shop.crypto_pay.pays(bill)
    bill.asked = Decimal("3.50")
    await looks(shop)
    await shop.ann.sees("$3.50 came into your wallet")
    bill.asked = bill.came = Decimal("7.25")
    await looks(shop, 600)
    await has(shop.ann, "7.25")


async def test_another_currency_waits_for_the_operator(shop: Harness) -> None:
    await asks_to_pay(shop.ann)
    bill = shop.crypto_pay.newest
    shop.crypto_pay.pays(bill)
    bill.currency = "RUB"
    await looks(shop)
    await has(shop.ann, "0.00")
    await shop.olga.sees("500 RUB, 1001")


async def test_another_shops_invoice_is_nobodys(shop: Harness) -> None:
    await asks_to_pay(shop.ann)
    bill = shop.crypto_pay.newest
    shop.crypto_pay.pays(bill)
    bill.reference = "of-another-shop"
    await looks(shop)
    await looks(shop, 600)
    await has(shop.ann, "0.00")


async def test_a_word_that_nobody_described_credits_nothing(shop: Harness) -> None:
    await asks_to_pay(shop.ann)
    bill = shop.crypto_pay.newest
    bill.word = "probably"
    shop.crypto_pay.pays(bill)
    await looks(shop)
    await has(shop.ann, "0.00")
    bill.word = ""
    await looks(shop, 60)
    await has(shop.ann, "5.00")


async def test_an_order_is_paid_for_and_goes_out_by_itself(shop: Harness) -> None:
    ann = shop.ann
    await ann.says(f"/order 1 {LINK} 1000")
    await ann.taps("Crypto Pay")
    await ann.sees("When it is paid, the order goes out by itself.")
    shop.crypto_pay.pays(shop.crypto_pay.newest)
    await looks(shop)
    await ann.sees("paid. Order 1 is on its way. Thank you!")


async def test_a_key_that_was_taken_back_shows_in_the_log_alone(
    shop: Harness, caplog: pytest.LogCaptureFixture
) -> None:
    await asks_to_pay(shop.ann)
    shop.crypto_pay.pays(shop.crypto_pay.newest)
    shop.crypto_pay.token = "10001:AAanother"
    await looks(shop)
    await has(shop.ann, "0.00")
    assert "UNAUTHORIZED" in caplog.text
    assert FakeCryptoPay.token not in caplog.text
    shop.crypto_pay.token = FakeCryptoPay.token
    await looks(shop, 600)
    await has(shop.ann, "5.00")


async def calls(shop: Harness, body: bytes | None = None, **headers: str) -> str | None:
    """Deliver the gateway's next call, or one with this body; return what is answered."""
    hint = shop.crypto_pay.hints.pop(0)
    answer = shop.kiosk.gateways.calls.take(
        "crypto_pay", Call({**hint.headers, **headers}, hint.body if body is None else body)
    )
    await shop.kiosk.gateways.calls.drain()
    await shop.settles()
    return answer


async def test_a_call_back_is_asked_about_at_once(shop: Harness) -> None:
    await asks_to_pay(shop.ann)
    shop.crypto_pay.pays(shop.crypto_pay.newest)
    shop.crypto_pay.hints *= 2
    assert await calls(shop) is not None
    await shop.ann.sees("$5.00 came into your wallet")
    await calls(shop)
    await looks(shop)
    await has(shop.ann, "5.00")


async def test_a_call_back_before_the_create_answer(shop: Harness) -> None:
    """The answer of createInvoice is lost, so the kiosk does not know the invoice's number."""
    shop.crypto_pay.arm("lost", on="createInvoice")
    await shop.ann.says("/topup")
    await shop.ann.taps("Crypto Pay")
    await shop.ann.taps("$5")
    shop.crypto_pay.pays(shop.crypto_pay.newest)
    await calls(shop)
    await has(shop.ann, "5.00")


async def test_a_forged_call_back_credits_nothing(shop: Harness) -> None:
    await asks_to_pay(shop.ann)
    shop.crypto_pay.pays(shop.crypto_pay.newest)
    shop.crypto_pay.newest.came = Decimal(0)  # nothing was paid: the call alone says so
    asked = len(shop.crypto_pay.calls)
    await calls(shop, None, **{"crypto-pay-api-signature": "0" * 64})
    assert len(shop.crypto_pay.calls) == asked + 1
    await has(shop.ann, "0.00")


async def test_one_byte_changed_makes_it_a_hint_and_no_more(shop: Harness) -> None:
    await asks_to_pay(shop.ann)
    bill = shop.crypto_pay.newest
    shop.crypto_pay.pays(bill)
    body = shop.crypto_pay.hints[0].body.replace(b'"amount":"5"', b'"amount":"9"')
    assert body != shop.crypto_pay.hints[0].body
    await calls(shop, body)
    await has(shop.ann, "5.00")


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'{"payload":[]}', b'{"payload":{"invoice_id":true}}', b"<x/>", b"\xff" * 99],
)
async def test_nonsense_is_refused(shop: Harness, body: bytes) -> None:
    await asks_to_pay(shop.ann)
    asked = len(shop.crypto_pay.calls)
    assert shop.kiosk.gateways.calls.take("crypto_pay", Call({}, body)) is None
    await shop.kiosk.gateways.calls.drain()
    assert len(shop.crypto_pay.calls) == asked


async def test_the_number_of_somebody_elses_payment_is_not_taken(shop: Harness) -> None:
    """Bob's reference with the number of Ann's payment, signed by nobody."""
    await asks_to_pay(shop.ann)
    anns = shop.crypto_pay.newest
    await shop.bob.says("/start")
    shop.crypto_pay.arm("lost", on="createInvoice")
    await shop.bob.says("/topup")
    await shop.bob.taps("Crypto Pay")
    await shop.bob.taps("$5")
    bobs = shop.crypto_pay.newest
    shop.crypto_pay.pays(anns, calls=False)
    said = {"payload": {"invoice_id": int(anns.id), "payload": bobs.reference, "status": "paid"}}
    shop.kiosk.gateways.calls.take("crypto_pay", Call({}, json.dumps(said).encode()))
    await shop.kiosk.gateways.calls.drain()
    await looks(shop)
    await has(shop.bob, "0.00")
    await has(shop.ann, "5.00")
