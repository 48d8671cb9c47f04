"""Paying through gateways: proved by asking, whatever is lost, late, forged or said twice.

Every scenario is played with each gateway: one that tells a list and takes all or nothing, and one that makes
an invoice again when it is asked again, takes parts, and signs in the body.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from payments.callbacks import Call
from playground.gateways import FakeCryptoPay, FakeGateway, FakeHeleket
from shop.ledger.journals import Account, AccountKind
from storage.core.database import DatabaseTrouble
from tests.in_process import Harness, Player
from tests.stories.test_topping_up import has

LINK = "https://www.instagram.com/ann/"


@dataclass(frozen=True)
class Known:
    """A gateway as the tests know it: its button, and what of its addresses makes and tells an invoice."""

    name: str
    label: str
    creates: str
    asks: str
    tries: int


GATEWAYS = (
    Known("crypto_pay", "Crypto Pay", "createInvoice", "getInvoices", tries=1),
    Known("heleket", "Heleket", "payment", "payment/info", tries=2),
)


class Shop(Harness):
    """An open shop that takes Stars and one gateway."""

    known: Known

    @property
    def gateway(self) -> FakeGateway:
        """The gateway's other side."""
        return self.gateways[self.known.name]


@pytest.fixture(params=GATEWAYS, ids=lambda known: known.name)
async def shop(
    request: pytest.FixtureRequest, database_file: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Shop]:
    """A shop with this gateway; Ann and Olga have said hello."""
    monkeypatch.setenv("GATEWAY_HELEKET_MERCHANT", FakeHeleket.merchant)
    monkeypatch.setenv("GATEWAY_HELEKET_API_KEY", FakeHeleket.key)
    known: Known = request.param
    is_crypto = known.name == "crypto_pay"
    shop = Shop(
        database_file,
        access="shop",
        star_value="0.013",
        topup_amounts="1, 5, 20",
        crypto_pay_token=FakeCryptoPay.token if is_crypto else "",
        gateways="" if is_crypto else known.name,
    )
    shop.known = known
    await shop.opens()
    for player in (shop.ann, shop.olga):
        await player.says("/start")
    yield shop
    await shop.audited()
    await shop.closes()


async def wants_to_pay(shop: Shop, player: Player, amount: str = "$5") -> None:
    """Tap the amount's button."""
    await player.says("/topup")
    await player.taps(shop.known.label)
    await player.taps(amount)


async def asks_to_pay(player: Player, amount: str = "$5") -> None:
    """Ask for an invoice of this amount."""
    assert isinstance(player.harness, Shop)
    await wants_to_pay(player.harness, player, amount)
    await player.sees("Pay on the page below until")


async def looks(shop: Shop, seconds: float = 20) -> None:
    """Let the kiosk look at its invoices again, as its schedule does."""
    shop.clock.advance(seconds)
    await shop.kiosk.payments.close_gaps()
    await shop.settles()


async def test_what_is_paid_is_credited_once(shop: Shop) -> None:
    ann = shop.ann
    await asks_to_pay(ann)
    *_, message = ann.person.home.messages.values()
    assert message.buttons[0].label == "Pay $5.00"
    assert message.buttons[0].url == shop.gateway.page_of(shop.gateway.newest)
    asked = shop.gateway.calls[-1].fields
    assert asked.get("url_return", "https://t.me/kiosk_bot") == "https://t.me/kiosk_bot"
    await looks(shop)
    await has(ann, "0.00")
    shop.gateway.pays(shop.gateway.newest)
    for _ in range(3):
        await looks(shop)
    await ann.sees("$5.00 came into your wallet. Balance: $5.00")
    await has(ann, "5.00")


async def test_the_person_may_have_it_checked(shop: Shop) -> None:
    ann = shop.ann
    await asks_to_pay(ann)
    await ann.taps("Check")
    await ann.sees("Not paid yet. I look again by myself.")
    shop.gateway.arm("down")
    await ann.taps("Check")
    await ann.sees("No answer yet. I look again by myself.")
    shop.gateway.pays(shop.gateway.newest)
    await ann.taps("Check")
    await ann.sees("$5.00 is paid. Thank you!", "$5.00 came into your wallet")
    await has(ann, "5.00")


async def test_check_on_the_card_of_what_was_credited_already(shop: Shop) -> None:
    await asks_to_pay(shop.ann)
    shop.gateway.pays(shop.gateway.newest)
    await looks(shop)
    shop.ann.finds_no("Pay $5.00")  # the card says so by itself, and nobody pays it twice
    tap = shop.ann.person.taps("Check", stale=True)  # on a phone that has not heard of it
    await shop.settles()
    assert tap.text == ""
    assert "$5.00 is paid. Thank you!" in shop.ann.screen


async def test_it_can_be_dropped_and_nobody_pays_it_then(shop: Shop) -> None:
    ann = shop.ann
    await asks_to_pay(ann)
    await ann.taps("Cancel")
    await ann.sees("Canceled. If you have paid all the same")
    assert shop.gateway.newest.is_dropped or shop.known.name == "heleket"  # which ends none
    await looks(shop)
    await has(ann, "0.00")


async def test_a_payment_that_waits_is_found_again(shop: Shop) -> None:
    ann = shop.ann
    await asks_to_pay(ann)
    await ann.says("/topup")
    await ann.taps("Waiting: $5.00")
    await ann.sees("Pay on the page below until", "Pay $5.00")
    *_, card = ann.person.home.messages.values()
    assert "Valid for one hour" not in card.text  # less is left by now
    shop.clock.advance(3_700)
    await ann.taps("Check")
    await ann.sees("The time to pay $5.00 is over")
    await ann.taps("Pay again")
    await ann.sees("How much?")


async def test_another_persons_payment_is_not_shown(shop: Shop) -> None:
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
async def test_a_create_without_an_answer_costs_nobody_anything(shop: Shop, fault: str) -> None:
    ann = shop.ann
    shop.gateway.arm(fault, shop.known.tries, on=shop.known.creates)
    await wants_to_pay(shop, ann)
    await ann.sees("An invoice for $5.00 could not be made just now. Nothing was charged.")
    await shop.olga.sees(f"No invoice could be made: {shop.known.label}, 5.00 USD")
    if shop.gateway.bills:  # it was made, and its address got lost
        shop.gateway.pays(shop.gateway.newest)
        await looks(shop)
        await ann.sees("$5.00 came into your wallet")
        await has(ann, "5.00")
    else:
        await looks(shop)
        await has(ann, "0.00")


@pytest.mark.parametrize("fault", ["down", "lost", "hang", "busy", "garbage", "nonsense", "throttled"])
async def test_an_ask_without_an_answer_is_made_again(shop: Shop, fault: str) -> None:
    await asks_to_pay(shop.ann)
    shop.gateway.pays(shop.gateway.newest)
    shop.gateway.arm(fault, 2, on=shop.known.asks)
    await looks(shop)
    await has(shop.ann, "0.00")
    shop.gateway.disarm()
    await looks(shop, 60)
    await has(shop.ann, "5.00")


async def test_what_is_paid_while_the_kiosk_is_off_is_found(shop: Shop) -> None:
    await asks_to_pay(shop.ann)
    shop.gateway.pays(shop.gateway.newest)
    await shop.closes()
    shop.clock.advance(86_400)
    await shop.comes_back()
    await looks(shop)
    await has(shop.ann, "5.00")


async def test_less_counts_as_it_came_and_what_comes_later_counts_too(shop: Shop) -> None:
    """Crypto Pay takes all or nothing; Heleket says that less came when the invoice's time is over."""
    await asks_to_pay(shop.ann)
    bill = shop.gateway.newest
    shop.gateway.pays(bill, Decimal("2.00"))
    await looks(shop)
    await has(shop.ann, "0.00")
    if shop.known.name == "crypto_pay":
        shop.gateway.pays(bill, Decimal("3.00"))
        await looks(shop)
    else:
        await looks(shop, 3_700)
        await shop.ann.sees("$2.00 came into your wallet")
        await shop.ann.taps("Check")
        await shop.ann.sees("$2.00 came of $5.00. It is in your wallet as it came.")
        shop.gateway.pays(bill, Decimal("3.00"))
        await looks(shop, 600)
        await shop.ann.sees("$3.00 came into your wallet")
    for _ in range(3):
        await looks(shop, 900)
    await has(shop.ann, "5.00")


async def test_more_counts_as_it_came(shop: Shop) -> None:
    await asks_to_pay(shop.ann)
    bill = shop.gateway.newest
    shop.gateway.pays(bill, Decimal("7.25"))
    if shop.known.name == "crypto_pay":  # which would say that another amount was asked
        bill.asked = Decimal("7.25")
    for _ in range(3):
        await looks(shop, 300)
    await has(shop.ann, "7.25")


async def test_a_charge_back_takes_the_money_out_of_the_wallet(shop: Shop) -> None:
    if shop.known.name == "crypto_pay":
        return  # it has none
    await asks_to_pay(shop.ann)
    bill = shop.gateway.newest
    shop.gateway.pays(bill)
    await looks(shop)
    await has(shop.ann, "5.00")
    shop.gateway.gives_back(bill)
    await calls(shop)
    for _ in range(3):
        await looks(shop, 600)
    await shop.ann.sees("Your payment of $5.00 was given back to you; $5.00 was taken out of your wallet")
    await has(shop.ann, "0.00")
    await shop.olga.sees("A payment went back to its payer at the gateway: 5.00 USD")


async def test_a_charge_back_after_the_money_was_spent_is_the_shops_loss(shop: Shop) -> None:
    if shop.known.name == "crypto_pay":
        return  # it has none
    await asks_to_pay(shop.ann, "$1")
    bill = shop.gateway.newest
    shop.gateway.pays(bill)
    await looks(shop)
    await shop.ann.says(f"/order 1 {LINK} 1000")
    await shop.ann.taps("Confirm")
    await has(shop.ann, "0.10")
    shop.gateway.gives_back(bill)
    for _ in range(3):
        await looks(shop, 600)
    await shop.ann.sees("Your payment of $1.00 was given back to you; $0.10 was taken out of your wallet")
    await has(shop.ann, "0.00")
    loss = Account(AccountKind.WRITE_OFF, None, "USD")
    assert await shop.kiosk.stores.ledger.balance(loss) == -900_000
    await shop.olga.sees("A payment went back to its payer at the gateway: 1.00 USD")


async def test_what_went_back_before_anybody_looked_is_not_credited(shop: Shop) -> None:
    if shop.known.name == "crypto_pay":
        return  # it has no refunds
    await asks_to_pay(shop.ann)
    bill = shop.gateway.newest
    shop.gateway.pays(bill)
    shop.gateway.gives_back(bill)
    for _ in range(3):
        await looks(shop, 100)
    await has(shop.ann, "0.00")


async def test_paid_at_the_last_moment_and_seen_hours_later(shop: Shop) -> None:
    await asks_to_pay(shop.ann)
    shop.clock.advance(3_599)
    shop.gateway.pays(shop.gateway.newest)
    shop.clock.advance(40_000)
    await looks(shop)
    await has(shop.ann, "5.00")


async def test_a_clock_ahead_by_an_hour_loses_nothing(shop: Shop) -> None:
    await asks_to_pay(shop.ann)
    shop.clock.set_ahead(timedelta(hours=1))
    shop.gateway.pays(shop.gateway.newest)
    await looks(shop)
    await has(shop.ann, "5.00")


async def test_a_gateway_that_is_down_at_the_start_keeps_nobody_from_anything(shop: Shop) -> None:
    await asks_to_pay(shop.ann)
    shop.gateway.pays(shop.gateway.newest)
    shop.gateway.arm("down", 3)
    await shop.restarts()
    await looks(shop)
    await shop.ann.says("/topup")
    await shop.ann.sees("How would you like to pay?")
    for _ in range(5):
        await looks(shop, 60)
    await has(shop.ann, "5.00")


async def test_two_people_pay_the_same_amount_in_the_same_moment(shop: Shop) -> None:
    await shop.bob.says("/start")
    bills = []
    for player in (shop.ann, shop.bob):
        await asks_to_pay(player)
        bills.append(shop.gateway.newest)
    shop.gateway.pays(bills[1])
    await looks(shop)
    await has(shop.ann, "0.00")
    await has(shop.bob, "5.00")
    shop.gateway.pays(bills[0])
    await looks(shop)
    await has(shop.ann, "5.00")
    await has(shop.bob, "5.00")


async def test_one_payment_offered_for_two_invoices_counts_once(shop: Shop) -> None:
    """A gateway that mixes two invoices up: the second tells the first one's number and reference."""
    await asks_to_pay(shop.ann)
    first = shop.gateway.newest
    await asks_to_pay(shop.ann)
    second = shop.gateway.newest
    shop.gateway.pays(first)
    shop.gateway.bills[second.id] = first
    for _ in range(3):
        await looks(shop, 60)
    await has(shop.ann, "5.00")


async def test_a_gateway_that_is_taken_off_follows_what_it_has(shop: Shop) -> None:
    await asks_to_pay(shop.ann)
    bill = shop.gateway.newest
    if shop.known.name == "heleket":
        shop.settings = {**shop.settings, "gateways": "heleket:off"}
    await shop.restarts()
    shop.gateway.pays(bill)
    await looks(shop)
    await has(shop.ann, "5.00")
    if shop.known.name == "heleket":
        await shop.ann.says("/topup")
        await shop.ann.sees("Telegram Stars")
        shop.ann.finds_no("How would you like to pay?")


async def test_the_last_used_way_comes_first(shop: Shop) -> None:
    await shop.ann.says("/topup")
    *_, message = shop.ann.person.home.messages.values()
    assert message.buttons[0].label == "⭐ Telegram Stars"
    await asks_to_pay(shop.ann)
    shop.gateway.pays(shop.gateway.newest)
    await looks(shop)
    await shop.ann.says("/topup")
    *_, message = shop.ann.person.home.messages.values()
    assert shop.known.label in message.buttons[0].label


async def test_another_currency_waits_for_the_operator(shop: Shop) -> None:
    await asks_to_pay(shop.ann)
    bill = shop.gateway.newest
    shop.gateway.pays(bill)
    bill.currency = "RUB"
    await looks(shop)
    await has(shop.ann, "0.00")
    await shop.olga.sees(f"5.00 RUB, {bill.id}")


async def test_another_shops_invoice_is_nobodys(shop: Shop) -> None:
    await asks_to_pay(shop.ann)
    bill = shop.gateway.newest
    shop.gateway.pays(bill)
    bill.reference = "of-another-shop"
    await looks(shop)
    await looks(shop, 600)
    await has(shop.ann, "0.00")


async def test_a_word_that_nobody_described_credits_nothing(shop: Shop) -> None:
    await asks_to_pay(shop.ann)
    bill = shop.gateway.newest
    bill.word = "probably"
    shop.gateway.pays(bill)
    await looks(shop)
    await has(shop.ann, "0.00")
    bill.word = ""
    await looks(shop, 60)
    await has(shop.ann, "5.00")


async def test_an_order_is_paid_for_and_goes_out_by_itself(shop: Shop) -> None:
    ann = shop.ann
    await ann.says(f"/order 1 {LINK} 1000")
    await ann.taps(shop.known.label)
    await ann.sees("When it is paid, the order goes out by itself.")
    shop.gateway.pays(shop.gateway.newest)
    await looks(shop)
    await ann.sees("paid. Order 1 is on its way. Thank you!")


async def test_a_key_that_was_taken_back_shows_in_the_log_alone(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    await asks_to_pay(shop.ann)
    shop.gateway.pays(shop.gateway.newest)
    name = "token" if shop.known.name == "crypto_pay" else "key"
    true = getattr(shop.gateway, name)
    setattr(shop.gateway, name, "10001:AAanother")
    await looks(shop)
    await has(shop.ann, "0.00")
    assert "HTTP 401" in caplog.text
    assert true not in caplog.text
    setattr(shop.gateway, name, true)
    await looks(shop, 600)
    await has(shop.ann, "5.00")


async def calls(shop: Shop, body: bytes | None = None, **headers: str) -> str | None:
    """Deliver the gateway's next call, or one with this body; return what is answered."""
    hint = shop.gateway.hints.pop(0)
    answer = shop.kiosk.gateways.calls.take(
        shop.known.name, Call({**hint.headers, **headers}, hint.body if body is None else body)
    )
    await shop.settles()
    return answer


def forged(body: bytes) -> bytes:
    """Return the body with another signature, if it has one."""
    return re.sub(rb'"sign":"[0-9a-f]{8}', b'"sign":"00000000', body)


async def test_a_call_back_is_asked_about_at_once(shop: Shop) -> None:
    await asks_to_pay(shop.ann)
    shop.gateway.pays(shop.gateway.newest)
    shop.gateway.hints *= 2
    assert await calls(shop) is not None
    await shop.ann.sees("$5.00 came into your wallet")
    await calls(shop)
    await looks(shop)
    await has(shop.ann, "5.00")


async def test_a_call_back_before_the_create_answer(shop: Shop) -> None:
    """The answer of createInvoice is lost, so the kiosk does not know the invoice's number."""
    shop.gateway.arm("lost", shop.known.tries, on=shop.known.creates)
    await wants_to_pay(shop, shop.ann)
    shop.gateway.pays(shop.gateway.newest)
    await calls(shop)
    await has(shop.ann, "5.00")


async def test_a_forged_call_back_credits_nothing(shop: Shop) -> None:
    await asks_to_pay(shop.ann)
    shop.gateway.pays(shop.gateway.newest)
    shop.gateway.newest.came = Decimal(0)  # nothing was paid: the call alone says so
    asked = len(shop.gateway.calls)
    await calls(shop, forged(shop.gateway.hints[0].body), **{"crypto-pay-api-signature": "0" * 64})
    assert len(shop.gateway.calls) == asked + 1
    await has(shop.ann, "0.00")


async def test_one_byte_changed_makes_it_a_hint_and_no_more(shop: Shop) -> None:
    await asks_to_pay(shop.ann)
    bill = shop.gateway.newest
    shop.gateway.pays(bill)
    body = shop.gateway.hints[0].body.replace(b'"amount":"5', b'"amount":"9')
    assert body != shop.gateway.hints[0].body
    await calls(shop, body)
    await has(shop.ann, "5.00")


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'{"payload":[]}', b'{"payload":{"invoice_id":true}}', b"<x/>", b"\xff" * 99],
)
async def test_nonsense_is_refused(shop: Shop, body: bytes) -> None:
    await asks_to_pay(shop.ann)
    asked = len(shop.gateway.calls)
    assert shop.kiosk.gateways.calls.take(shop.known.name, Call({}, body)) is None
    await shop.settles()
    assert len(shop.gateway.calls) == asked


async def test_the_number_of_somebody_elses_payment_is_not_taken(shop: Shop) -> None:
    """Bob's reference with the number of Ann's payment, signed by nobody."""
    await asks_to_pay(shop.ann)
    anns = shop.gateway.newest
    await shop.bob.says("/start")
    shop.gateway.arm("lost", shop.known.tries, on=shop.known.creates)
    await wants_to_pay(shop, shop.bob)
    bobs = shop.gateway.newest
    shop.gateway.pays(anns, calls=False)
    said: dict[str, object] = {
        "uuid": anns.id,
        "order_id": bobs.reference,
        "status": "paid",
        "sign": "0" * 32,
    }
    if shop.known.name == "crypto_pay":
        said = {"payload": {"invoice_id": int(anns.id), "payload": bobs.reference, "status": "paid"}}
    shop.kiosk.gateways.calls.take(shop.known.name, Call({}, json.dumps(said).encode()))
    await shop.settles()
    await looks(shop)
    await has(shop.bob, "0.00")
    await has(shop.ann, "5.00")


async def test_trouble_while_a_call_back_is_asked_about_ends_nothing(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The loop goes on, and the regular looks find what the call was about."""
    await asks_to_pay(shop.ann)
    shop.gateway.pays(shop.gateway.newest)
    hint = shop.gateway.hints.pop(0)
    with monkeypatch.context() as patch:

        async def full(*_arguments: object) -> None:
            raise DatabaseTrouble("The disk is full.")

        patch.setattr(shop.kiosk.stores.payments, "find_hinted", full)
        shop.kiosk.gateways.calls.take(shop.known.name, Call(hint.headers, hint.body))
        working = asyncio.create_task(shop.kiosk.workers["call-backs"].run())
        for _ in range(20):
            await asyncio.sleep(0)
        assert not working.done()
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    await looks(shop)
    await has(shop.ann, "5.00")


async def test_a_signed_call_does_not_wait_behind_unsigned_ones(shop: Shop) -> None:
    await asks_to_pay(shop.ann)
    first = shop.gateway.newest
    await asks_to_pay(shop.ann, "$1")
    second = shop.gateway.newest
    for bill in (first, second):
        shop.gateway.pays(bill)
    unsigned, signed = shop.gateway.hints
    calls = shop.kiosk.gateways.calls
    calls.take(shop.known.name, Call({}, forged(unsigned.body)))
    calls.take(shop.known.name, Call(signed.headers, signed.body))
    wallet = Account(AccountKind.WALLET, shop.ann.id, "USD")
    await calls.ask_next()
    assert await shop.kiosk.stores.ledger.balance(wallet) == 1_000_000
    await shop.settles()
    assert await shop.kiosk.stores.ledger.balance(wallet) == 6_000_000
