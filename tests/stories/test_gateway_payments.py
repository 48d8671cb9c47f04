"""Paying through gateways: proved by asking, whatever is lost, late, forged or said twice.

Each story is told of both gateways: one that tells a list and takes all or nothing, and one that makes an
invoice again when it is asked again, takes parts, and signs in the body. What holds for every way to pay is
in tests/stories/hostile.
"""

import asyncio
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
from tests.stories.test_paying_for_an_order import labels
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


async def looks(shop: Harness, seconds: float = 20) -> None:
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


async def test_what_was_paid_before_the_kiosk_was_off_for_days_is_found(shop: Shop) -> None:
    """No call of the gateway arrived meanwhile, and it tries only so often."""
    await asks_to_pay(shop.ann)
    shop.gateway.pays(shop.gateway.newest, calls=False)
    await shop.closes()
    shop.clock.advance(5 * 86_400)
    await shop.comes_back()
    await looks(shop)
    await has(shop.ann, "5.00")


async def test_what_was_paid_before_days_off_is_found_though_the_kiosk_starts_twice(shop: Shop) -> None:
    """The gateway was down, too, when the kiosk came back."""
    await asks_to_pay(shop.ann)
    shop.gateway.pays(shop.gateway.newest, calls=False)
    await shop.closes()
    shop.clock.advance(5 * 86_400)
    shop.gateway.arm("down", 99)
    await shop.comes_back()
    await looks(shop)
    await shop.closes()
    shop.gateway.disarm()
    shop.clock.advance(600)
    await shop.comes_back()
    await looks(shop)
    await has(shop.ann, "5.00")


async def test_what_was_paid_before_the_clock_was_set_by_days_is_found(shop: Shop) -> None:
    await asks_to_pay(shop.ann)
    shop.gateway.pays(shop.gateway.newest, calls=False)
    shop.clock.advance(3_700)  # the invoice is over
    shop.clock.set_ahead(timedelta(days=5))
    await shop.settles()
    await looks(shop)
    await has(shop.ann, "5.00")


async def test_each_of_several_payments_that_wait_is_found_again(shop: Shop) -> None:
    ann = shop.ann
    await asks_to_pay(ann)
    await asks_to_pay(ann, "$20")
    await ann.says("/topup")
    newer, older = (label for label in labels(ann) if "⏳" in label)
    assert newer.startswith("⏳ $20.00 · ")
    assert older.startswith("⏳ $5.00 · ")
    assert older.endswith(shop.known.label)
    await asks_to_pay(ann, "$20")  # once more the same, of which one button is enough
    await ann.says("/topup")
    assert [label for label in labels(ann) if "⏳" in label] == [newer, older]
    await ann.taps(older)
    await ann.sees("Pay $5.00")
    await ann.taps("Cancel")
    await ann.says("/topup")
    assert [label for label in labels(ann) if "⏳" in label] == [newer]


@pytest.mark.parametrize("fault", ["lost", "late", "busy", "garbage"])
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
        await shop.ann.sees("$2.00 came instead of $5.00, and is in your wallet.")
        shop.ann.finds_no("Pay $5.00")  # the card says so by itself
        shop.gateway.pays(bill, Decimal("3.00"))
        await looks(shop, 600)
        await shop.ann.sees("$3.00 came into your wallet", "$5.00 is paid. Thank you!")
    for _ in range(3):
        await looks(shop, 900)
    await has(shop.ann, "5.00")


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


async def test_an_order_that_waits_for_its_start_is_not_sent_after_a_charge_back(shop: Shop) -> None:
    if shop.known.name == "crypto_pay":
        return  # it has none
    ann = shop.ann
    await asks_to_pay(ann, "$1")
    bill = shop.gateway.newest
    shop.gateway.pays(bill)
    await looks(shop)
    await ann.says(f"/order 1 {LINK} 1000")
    await ann.taps("Start later")
    await ann.taps("In an hour")
    await ann.taps("Confirm")
    await has(ann, "0.10")
    shop.gateway.gives_back(bill)
    for _ in range(3):
        await looks(shop, 600)
    await ann.sees("Your payment of $1.00 was given back to you; $0.10 was taken out of your wallet")
    await ann.sees("Order 1 could not be placed; nothing was sent", "Nothing was ordered")
    await shop.olga.sees("A payment went back to its payer at the gateway: 1.00 USD", "✖️ 📦 1, to")
    await has(ann, "0.00")
    loss = Account(AccountKind.WRITE_OFF, None, "USD")
    assert await shop.kiosk.stores.ledger.balance(loss) == 0
    await looks(shop, 3_600)
    assert not shop.panel.orders


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


async def test_an_order_is_paid_for_and_goes_out_by_itself(shop: Shop) -> None:
    ann = shop.ann
    await ann.says(f"/order 1 {LINK} 1000")
    await ann.taps(shop.known.label)
    await ann.sees("When it is paid, the order is confirmed by itself.")
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


@pytest.mark.parametrize("amount", ["9e12", "1e18"])
async def test_an_amount_that_nobody_has_keeps_no_other_payment_waiting(
    shop: Shop, caplog: pytest.LogCaptureFixture, amount: str
) -> None:
    """As where a gateway tells it in a coin's base units by mistake."""
    await asks_to_pay(shop.ann)
    odd = [shop.gateway.newest]
    await asks_to_pay(shop.olga)
    good = shop.gateway.newest
    await asks_to_pay(shop.ann, "$20")
    odd.append(shop.gateway.newest)
    for bill in odd:
        bill.asked = Decimal(amount)
    for bill in (*odd, good):
        bill.came, bill.paid_at = bill.asked, shop.clock.now()
    await looks(shop)
    await looks(shop)
    await has(shop.olga, "5.00")
    await has(shop.ann, "0.00")
    assert f"{shop.known.label} says 'paid" in caplog.text
    assert "an amount that cannot be read: nothing is credited." in caplog.text
