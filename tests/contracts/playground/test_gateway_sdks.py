"""Clients of gateways by other hands drive the fakes: what they read of an invoice is what we read of it.

Our gateways' files and the fakes were written by the same people from the same documents, so they can share
a misunderstanding. These libraries were not:

- aiosend and pycryptopayapi, for Crypto Pay. The first sends JSON, and amounts as numbers; the second sends
  everything in the address of a GET. The first reads amounts as floats, so amounts are compared as numbers.
- heleket-sdk, by Heleket itself.

Where they disagreed with the fakes, the fakes were wrong and were mended. An invoice of Crypto Pay has all of
its addresses, leaves out what it was not given, and is listed by its currency; its fee is text. A refusal of
Heleket for a member's sake has no message, but errors by member, which our log now shows; and processing,
confirming and refunding are no final states there.

aiosend asks Crypto Pay's test network about a token that is refused, so no wrong token is shown to it.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, cast

import aiohttp
import pyCryptoPayAPI
import pytest
import requests
from aiohttp import web
from aiosend import CryptoPay
from aiosend.client import Network
from aiosend.enums import CurrencyType, Fiat, InvoiceStatus
from aiosend.exceptions import APIError
from aiosend.types import Invoice as TheirInvoice
from aiosend.webhook import AiohttpManager
from heleket_sdk import (
    ApiError,
    ClientOptions,
    HeleketPayment,
    PaymentStatus,
    RequestsTransport,
    SignatureError,
    ValidationError,
    WebhookVerifier,
)
from heleket_sdk.types import CreateInvoiceRequest, HistoryOptions, InfoOptions
from heleket_sdk.types import Invoice as HeleketInvoice

from payments.base import Refused
from payments.described.amounts import number_in
from payments.described.call_back_claims import claims_of
from payments.described.calls import Gateway
from payments.described.files import load_gateway
from payments.described.reading import GatewayPayment, payments_in
from payments.described.wire import Unreadable, text_at
from playground.clock import HandClock
from playground.gateways import FakeCryptoPay, FakeHeleket
from playground.gateways.calling import Caller
from playground.gateways.fake import Hint
from playground.gateways.heleket import PER_PAGE
from playground.gateways.routes import gateway_routes
from playground.server import application, serve

pytestmark = pytest.mark.filterwarnings(  # aiosend hands aiohttp its certificates in the old way
    "ignore:ssl_context is deprecated:DeprecationWarning"
)

REFERENCE = "Ab-cdefghij_klmnopqrstuvwxyz0123"
PAY_BY = 3_600


@dataclass
class Ours:
    """A gateway as the kiosk speaks to it: the requests of its file, and what is read of the answers."""

    gateway: Gateway

    async def makes(self, amount: str = "12.34", reference: str = REFERENCE) -> str:
        """Make an invoice and return its number."""
        create = self.gateway.profile.create
        assert create is not None
        said = await self.gateway.ask(
            create,
            {
                "amount": amount,
                "currency": "USD",
                "reference": reference,
                "title": "Wallet top-up",
                "seconds": PAY_BY,
                "callback": "https://shop.example/callback",
                "return": "https://t.me/kiosk_bot",
            },
        )
        return text_at(create.id, said)

    async def reads(self, number: object) -> GatewayPayment | None:
        """Return what is told of an invoice; None if there is none."""
        ask = self.gateway.profile.ask
        assert ask is not None
        said = await self.gateway.ask(ask, {"id": str(number)})
        found = list(payments_in(said, ask.items, self.gateway.profile))
        assert len(found) <= 1
        return found[0] if found else None

    async def drops(self, number: str) -> None:
        """End an invoice."""
        assert self.gateway.profile.drop is not None
        await self.gateway.ask(self.gateway.profile.drop, {"id": number})

    def trusts(self, hint: Hint) -> bool:
        """Return True if a call is proved to be the gateway's."""
        call = self.gateway.profile.callback
        assert call is not None
        try:
            return claims_of(call, hint.headers, hint.body, self.gateway.keys).is_signed
        except Unreadable:
            return False


@pytest.fixture
async def crypto_pay(clock: HandClock) -> AsyncIterator[FakeCryptoPay]:
    """Crypto Pay, served on loopback."""
    gateway = FakeCryptoPay(clock)
    async with await serve(gateway_routes("/crypto_pay", gateway, "Crypto Pay")) as running:
        gateway.root = f"{running.url}/crypto_pay"
        yield gateway


@pytest.fixture
async def heleket(clock: HandClock) -> AsyncIterator[FakeHeleket]:
    """Heleket, served on loopback."""
    gateway = FakeHeleket(clock)
    async with await serve(gateway_routes("/heleket", gateway, "Heleket")) as running:
        gateway.root = f"{running.url}/heleket"
        yield gateway


@pytest.fixture
async def our_crypto_pay(crypto_pay: FakeCryptoPay) -> AsyncIterator[Ours]:
    gateway = Gateway(load_gateway("crypto_pay"), {"token": crypto_pay.token}, root=f"{crypto_pay.root}/api")
    yield Ours(gateway)
    await gateway.aclose()


@pytest.fixture
async def our_heleket(heleket: FakeHeleket) -> AsyncIterator[Ours]:
    keys = {"merchant": heleket.merchant, "api_key": heleket.key}
    gateway = Gateway(load_gateway("heleket"), keys, root=f"{heleket.root}/v1")
    yield Ours(gateway)
    await gateway.aclose()


async def aiosend_of(gateway: FakeCryptoPay, **more: Any) -> CryptoPay:
    """Return aiosend's client. It asks who it is while it is made, and blocks meanwhile."""
    network = Network(name="playground", base=f"{gateway.root}/api/{{method}}")
    return await asyncio.to_thread(lambda: CryptoPay(gateway.token, network, **more))


@pytest.fixture
async def aiosend(crypto_pay: FakeCryptoPay) -> CryptoPay:
    return await aiosend_of(crypto_pay)


@pytest.fixture
def plain(crypto_pay: FakeCryptoPay, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return pycryptopayapi's client; where it asks is a constant of its module."""
    monkeypatch.setattr("pyCryptoPayAPI.api.MAIN_API_URL", f"{crypto_pay.root}/api/")
    return pyCryptoPayAPI.pyCryptoPayAPI(crypto_pay.token, result_as_class=True)


@pytest.fixture
def merchant(heleket: FakeHeleket) -> Iterator[HeleketPayment]:
    """Heleket's own client."""
    with requests.Session() as session:
        options = ClientOptions(base_url=heleket.root, transport=RequestsTransport(session))
        yield HeleketPayment(merchant_id=heleket.merchant, api_key=heleket.key, options=options)


def moment(text: str) -> datetime:
    """Return a moment as Crypto Pay writes it."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


def agree_on(told: TheirInvoice | Any, ours: GatewayPayment | None) -> None:
    """Compare an invoice of Crypto Pay, read by a client of others, with what we read."""
    assert ours is not None
    assert (str(told.invoice_id), told.payload, told.status, told.fiat) == (
        ours.id,
        ours.reference,
        ours.word,
        ours.currency,
    )
    assert number_in(str(told.amount)) == number_in(ours.amount)


def agree_in_coins(told: HeleketInvoice, ours: GatewayPayment | None) -> None:
    """Compare an invoice of Heleket, read by its own client, with what we read."""
    assert ours is not None
    assert (told.uuid, told.order_id, told.effective_status(), told.currency) == (
        ours.id,
        ours.reference,
        ours.word,
        ours.currency,
    )
    assert told.amount == ours.amount
    assert number_in(told.payment_amount) == ours.came
    assert number_in(told.payer_amount) == ours.wanted


async def test_aiosend_makes_reads_lists_and_ends_an_invoice(
    aiosend: CryptoPay, crypto_pay: FakeCryptoPay, our_crypto_pay: Ours
) -> None:
    made = await aiosend.create_invoice(
        12.34,
        currency_type=CurrencyType.FIAT,
        fiat=Fiat.USD,
        payload=REFERENCE,
        description="Wallet top-up",
        allow_comments=False,
        expires_in=PAY_BY,
    )
    [bill] = crypto_pay.bills.values()
    assert (bill.asked, bill.currency, bill.reference) == (Decimal("12.34"), "USD", REFERENCE)
    assert made.bot_invoice_url == crypto_pay.page_of(bill)
    assert made.expiration_date == bill.ends_at
    assert (made.allow_comments, made.allow_anonymous) == (False, True)
    agree_on(made, await our_crypto_pay.reads(made.invoice_id))
    other = await our_crypto_pay.makes("5.00", "another")
    assert [one.invoice_id for one in await aiosend.get_invoices()] == [int(other), made.invoice_id]
    assert [one.payload for one in await aiosend.get_invoices(count=1, offset=1)] == [REFERENCE]
    assert await aiosend.get_invoices(fiat=Fiat.EUR) == []
    assert await aiosend.get_invoices(status=InvoiceStatus.PAID) == []
    assert await made.delete()
    assert await our_crypto_pay.reads(made.invoice_id) is None
    await our_crypto_pay.drops(other)
    assert await aiosend.get_invoice(int(other)) is None
    with pytest.raises(APIError, match="INVOICE_NOT_FOUND"):
        await made.delete()


async def test_pycryptopayapi_makes_reads_lists_and_ends_an_invoice(
    plain: Any, crypto_pay: FakeCryptoPay, our_crypto_pay: Ours
) -> None:
    made = await asyncio.to_thread(
        plain.create_invoice,
        currency_type="fiat",
        fiat="USD",
        amount="12.34",
        payload=REFERENCE,
        expires_in=PAY_BY,
    )
    [bill] = crypto_pay.bills.values()
    assert (made.bot_invoice_url, moment(made.expiration_date)) == (crypto_pay.page_of(bill), bill.ends_at)
    assert made.description is None
    agree_on(made, await our_crypto_pay.reads(made.invoice_id))
    other = await our_crypto_pay.makes("5.00", "another")
    listed = await asyncio.to_thread(plain.get_invoices, return_items=True)
    assert [one.invoice_id for one in listed] == [int(other), made.invoice_id]
    named = await asyncio.to_thread(
        plain.get_invoices,
        invoice_ids=f"{other},{made.invoice_id}",
        status="active",
        count=1,
        return_items=True,
    )
    assert [one.payload for one in named] == ["another"]
    assert await asyncio.to_thread(plain.delete_invoice, made.invoice_id)
    assert await our_crypto_pay.reads(made.invoice_id) is None
    with pytest.raises(pyCryptoPayAPI.pyCryptoPayException) as refused:
        await asyncio.to_thread(plain.delete_invoice, made.invoice_id)
    assert (refused.value.code, refused.value.name) == (400, "INVOICE_NOT_FOUND")
    plain.api_token = "10001:AAwrong"
    with pytest.raises(pyCryptoPayAPI.pyCryptoPayException) as refused:
        await asyncio.to_thread(plain.get_me)
    assert (refused.value.code, refused.value.name) == (401, "UNAUTHORIZED")


async def test_all_read_the_same_of_what_becomes_of_an_invoice(
    aiosend: CryptoPay, plain: Any, crypto_pay: FakeCryptoPay, our_crypto_pay: Ours, clock: HandClock
) -> None:
    async def all_agree(number: str) -> TheirInvoice:
        told = cast("TheirInvoice", await aiosend.get_invoice(int(number)))
        [plainly] = await asyncio.to_thread(plain.get_invoices, invoice_ids=number, return_items=True)
        for one in (told, plainly):
            agree_on(one, await our_crypto_pay.reads(number))
        return told

    paid, late = await our_crypto_pay.makes(), await our_crypto_pay.makes("0.10", "late")
    assert (await all_agree(paid)).status == InvoiceStatus.ACTIVE
    crypto_pay.pays(crypto_pay.bills[paid])
    clock.advance(PAY_BY)
    told = await all_agree(paid)
    assert told.status == InvoiceStatus.PAID
    assert told.paid_at == crypto_pay.bills[paid].paid_at
    assert told.amount != told.paid_amount  # that is in coins
    assert (await all_agree(late)).status == InvoiceStatus.EXPIRED


async def test_aiosends_server_takes_a_call(crypto_pay: FakeCryptoPay, our_crypto_pay: Ours) -> None:
    """Its own route for aiohttp, called over loopback as the playground calls the kiosk."""
    heard: asyncio.Queue[TheirInvoice] = asyncio.Queue()
    app: web.Application = application([])
    client = await aiosend_of(crypto_pay, webhook_manager=AiohttpManager(app, "/called"))
    client.invoice_paid()(heard.put_nowait)
    async with await serve(app) as running:
        crypto_pay.webhook = f"{running.url}/called"
        number = await our_crypto_pay.makes()
        crypto_pay.pays(crypto_pay.bills[number])
        [hint] = crypto_pay.hints
        calling = asyncio.create_task(Caller([crypto_pay]).run())
        async with asyncio.timeout(30):
            told = await heard.get()
        calling.cancel()
        agree_on(told, await our_crypto_pay.reads(number))
        async with (
            aiohttp.ClientSession() as session,
            session.post(hint.url, data=spoilt(hint.body, 20), headers=dict(hint.headers)) as answer,
        ):
            assert (answer.status, await answer.json()) == (500, {"ok": False})
    assert heard.empty()


async def test_no_byte_of_a_call_of_crypto_pay_may_change(
    plain: Any, crypto_pay: FakeCryptoPay, our_crypto_pay: Ours
) -> None:
    number = await our_crypto_pay.makes()
    crypto_pay.pays(crypto_pay.bills[number])
    [hint] = crypto_pay.hints
    signature = hint.headers["crypto-pay-api-signature"]
    assert our_crypto_pay.trusts(hint)
    update = plain.process_webhook(hint.body, signature)
    assert update.update_type == "invoice_paid"
    numbers = {name for name, value in vars(update.payload).items() if type(value) in {int, float}}
    assert numbers == {"invoice_id"}  # all others are text
    assert (update.payload.fee, update.payload.usd_rate) == (
        update.payload.fee_amount,
        update.payload.paid_usd_rate,
    )
    agree_on(update.payload, await our_crypto_pay.reads(number))
    for place in range(len(hint.body)):
        changed = spoilt(hint.body, place)
        assert not our_crypto_pay.trusts(Hint(hint.headers, changed))
        with pytest.raises(pyCryptoPayAPI.CryptoPayWebhookSignatureError):
            plain.process_webhook(changed, signature)


async def test_helekets_client_makes_reads_and_lists_invoices(
    merchant: HeleketPayment, heleket: FakeHeleket, our_heleket: Ours
) -> None:
    def makes(amount: str, reference: str) -> HeleketInvoice:
        return merchant.create_invoice(
            CreateInvoiceRequest(amount=amount, currency="USD", order_id=reference, lifetime=PAY_BY)
        )

    made = await asyncio.to_thread(makes, "12.34", REFERENCE)
    [bill] = heleket.bills.values()
    assert (made.url, made.expired_at) == (heleket.page_of(bill), int(bill.ends_at.timestamp()))
    agree_in_coins(made, await our_heleket.reads(made.uuid))
    assert await asyncio.to_thread(makes, "12.34", REFERENCE) == made  # the same order is the same invoice
    numbers = [await our_heleket.makes("5.00", f"another-{one}") for one in range(PER_PAGE)]
    for asked in (InfoOptions.by_uuid(numbers[3]), InfoOptions.by_order_id("another-3")):
        agree_in_coins(await asyncio.to_thread(merchant.get_info, asked), await our_heleket.reads(numbers[3]))
    first = await asyncio.to_thread(merchant.list_history, HistoryOptions())
    assert first.paginate is not None
    assert first.paginate.has_pages
    second = await asyncio.to_thread(merchant.list_history, HistoryOptions(cursor=first.paginate.next_cursor))
    assert [one.uuid for one in first.items + second.items] == [*reversed(numbers), made.uuid]
    assert second.paginate is not None
    assert second.paginate.next_cursor is None


async def test_helekets_client_and_we_read_the_same_refusals(
    merchant: HeleketPayment, heleket: FakeHeleket, our_heleket: Ours
) -> None:
    request = CreateInvoiceRequest(amount="12,34", currency="USD", order_id=REFERENCE)
    with pytest.raises(ValidationError) as wrong:
        await asyncio.to_thread(merchant.create_invoice, request)
    assert wrong.value.fields == {"amount": ["The amount must be a number in text"]}
    with pytest.raises(Refused, match=r"HTTP 422: .*The amount must be a number in text"):
        await our_heleket.makes("12,34")
    with pytest.raises(ApiError, match="Payment not found"):
        await asyncio.to_thread(merchant.get_info, InfoOptions.by_uuid("none"))
    with pytest.raises(Refused, match="HTTP 404: Payment not found"):
        await our_heleket.reads("none")
    heleket.key = "another"
    with pytest.raises(ApiError, match="Invalid Sign"):
        await asyncio.to_thread(merchant.list_services)
    with pytest.raises(Refused, match="HTTP 401: Invalid Sign"):
        await our_heleket.makes()


@pytest.mark.parametrize(
    ("part", "seconds", "status"),
    [
        (Decimal(0), 0, PaymentStatus.CHECK),
        (Decimal(0), PAY_BY, PaymentStatus.CANCEL),
        (Decimal("0.5"), 0, PaymentStatus.WRONG_AMOUNT_WAITING),
        (Decimal("0.5"), PAY_BY, PaymentStatus.WRONG_AMOUNT),
        (Decimal(1), PAY_BY, PaymentStatus.PAID),
        (Decimal("1.5"), 0, PaymentStatus.PAID_OVER),
    ],
)
async def test_helekets_client_and_we_read_the_same_of_what_came(
    *,
    part: Decimal,
    seconds: float,
    status: PaymentStatus,
    merchant: HeleketPayment,
    heleket: FakeHeleket,
    our_heleket: Ours,
    clock: HandClock,
) -> None:
    number = await our_heleket.makes()
    bill = heleket.bills[number]
    if part:
        heleket.pays(bill, bill.asked * part)
    clock.advance(seconds)
    told = await asyncio.to_thread(merchant.get_info, InfoOptions.by_uuid(number))
    assert told.effective_status() is status
    agree_in_coins(told, await our_heleket.reads(number))


async def test_heleket_has_no_other_states_than_we_know(
    merchant: HeleketPayment, heleket: FakeHeleket, our_heleket: Ours
) -> None:
    words = our_heleket.gateway.profile.words
    known = {word for meant in words.values() for word in meant}
    assert known == set(PaymentStatus) - {PaymentStatus.UNKNOWN}
    number = await our_heleket.makes()
    for word in sorted(known):
        heleket.bills[number].word = word
        told = await asyncio.to_thread(merchant.get_info, InfoOptions.by_uuid(number))
        assert told.payment_status is not None
        assert (told.payment_status, told.is_final) == (word, told.payment_status.is_final())
        agree_in_coins(told, await our_heleket.reads(number))


async def test_no_byte_of_a_call_of_heleket_may_change(heleket: FakeHeleket, our_heleket: Ours) -> None:
    number = await our_heleket.makes()
    heleket.pays(heleket.bills[number])
    [hint] = heleket.hints
    verifier = WebhookVerifier(heleket.key)
    told = verifier.verify_raw(hint.body)
    assert our_heleket.trusts(hint)
    assert told.is_payment()
    assert told.is_successful()
    agree_in_coins(HeleketInvoice.model_validate(told.raw), await our_heleket.reads(number))
    for place in range(len(hint.body)):
        changed = spoilt(hint.body, place)
        assert not our_heleket.trusts(Hint(hint.headers, changed))
        with pytest.raises(SignatureError):
            verifier.verify_raw(changed)


def spoilt(body: bytes, place: int) -> bytes:
    """Return the body with one bit changed."""
    return body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :]
